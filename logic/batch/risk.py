"""Which dollars hang on the findings, each line's charge counted once however many findings it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.batch.claims import KINDS

if TYPE_CHECKING:
    from logic.batch.claims import Batch

RANK: Final = {kind: at for at, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Amount:
    """Lines, the cents of those whose charge is told, and how many tell none."""

    lines: int
    cents: int
    unknown: int


@dataclass(frozen=True, slots=True)
class RuleAmount:
    """What one rule's findings of one kind speak of, taken by itself."""

    rule: str
    family: str
    kind: str
    findings: int
    claims: int
    amount: Amount


@dataclass(frozen=True, slots=True)
class Risk:
    """Charges of lines that a finding speaks of; a finding of the whole claim speaks of all its lines of the day.

    kinds: each line under its heaviest kind, so that the three add up to `total`. rules: each rule by itself,
    heaviest kind first, then most cents; a line that two rules speak of is in both. once: the cents of a kind's
    lines, each once, whatever else is found on them.
    """

    kinds: dict[str, Amount]
    total: Amount
    rules: tuple[RuleAmount, ...]
    once: dict[str, int]

    def overlap(self, kind: str) -> tuple[int, int]:
        """Why the rules of a kind add up to more than its cents.

        The first number: counted under a second rule of the same kind. The second: on lines that stand under a
        heavier kind already. Rules' cents − first − second = `kinds[kind].cents`.
        """
        parts = sum(each.amount.cents for each in self.rules if each.kind == kind)
        once = self.once[kind]
        return parts - once, once - self.kinds[kind].cents


def risk(batch: Batch) -> Risk:
    """The dollars at risk of a batch."""
    rows = batch.concerned
    lines = rows.group_by("spot").agg(pl.col("kind").to_physical().min(), pl.col("charge").first())
    kinds = {kind: _amount(lines.filter(pl.col("kind") == at)) for at, kind in enumerate(KINDS)}
    once = {kind: _amount(rows.filter(pl.col("kind") == kind).unique("spot")).cents for kind in KINDS}
    return Risk(kinds, _amount(lines), _rules(rows), once)


def _rules(rows: pl.DataFrame) -> tuple[RuleAmount, ...]:
    by = ["rule", "family", "kind"]
    counted = rows.group_by(by).agg(
        pl.col("finding").n_unique().alias("findings"), pl.col("claim").n_unique().alias("claims")
    )
    money = (
        rows.unique([*by, "spot"])
        .group_by(by)
        .agg(
            pl.len().alias("lines"),
            pl.col("charge").sum().alias("cents"),
            pl.col("charge").null_count().alias("unknown"),
        )
    )
    told = [
        RuleAmount(rule, family, kind, findings, claims, Amount(lines, cents, unknown))
        for rule, family, kind, findings, claims, lines, cents, unknown in counted.join(
            money, on=by
        ).iter_rows()
    ]
    return tuple(
        sorted(told, key=lambda each: (RANK[each.kind], -each.amount.cents, -each.claims, each.rule))
    )


def _amount(lines: pl.DataFrame) -> Amount:
    return Amount(lines.height, int(lines["charge"].sum() or 0), lines["charge"].null_count())
