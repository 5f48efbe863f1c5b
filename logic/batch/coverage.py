"""How much of a batch was checked, and why the rest was not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from logic.batch.claims import Batch

NOT_CHECKED: Final = "not checked"
NO_REASON: Final = "No reason was told."
NOTE_TELLS: Final = "Only the note can tell: what stands in it is not in a file of claims."


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """One rule: how often it was asked and answered, and why not otherwise (reason → how often, most often first)."""

    rule: str
    family: str
    asked: int
    answered: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def missed(self) -> int:
        """How often it could not be answered."""
        return self.asked - self.answered


@dataclass(frozen=True, slots=True)
class Coverage:
    """A question is one rule asked of one line or visit that it applies to.

    Answered is pass, fail or needs documentation; "not checked" is not. `whole`, `part` and `none` count claims:
    every rule that applies was answered, some were, none was.
    """

    asked: int
    answered: int
    rules: tuple[RuleCoverage, ...]
    whole: int
    part: int
    none: int

    @property
    def share(self) -> float | None:
        """The share of questions that were answered; None where none was asked."""
        return self.answered / self.asked if self.asked else None


def coverage(batch: Batch) -> Coverage:
    """How much was checked. Rules in the order of how often they could not be answered."""
    counts = batch.coverage
    by_rule = (
        counts.group_by("rule", "family")
        .agg(
            pl.col("count").sum().alias("asked"),
            pl.col("count").filter(pl.col("state") != NOT_CHECKED).sum().alias("answered"),
        )
        .sort(pl.col("answered").cast(pl.Int64) - pl.col("asked").cast(pl.Int64), "rule")
    )
    reasons: dict[str, list[tuple[str, int]]] = {}
    missed = (
        counts.filter(pl.col("state") == NOT_CHECKED)
        .with_columns(pl.col("reason").fill_null(NO_REASON))
        .group_by("rule", "reason")
        .agg(pl.col("count").sum())
        .sort("count", "reason", descending=[True, False])
    )
    for rule, reason, count in missed.iter_rows():
        reasons.setdefault(rule, []).append((reason, count))
    rules = tuple(
        RuleCoverage(rule, family, asked, answered, tuple(reasons.get(rule, ())))
        for rule, family, asked, answered in by_rule.iter_rows()
    )
    claims = batch.claims
    whole = int((claims["not_checked"] == 0).sum())
    none = int(((claims["not_checked"] > 0) & (claims["checked"] == 0)).sum())
    return Coverage(
        sum(each.asked for each in rules),
        sum(each.answered for each in rules),
        rules,
        whole,
        claims.height - whole - none,
        none,
    )


def reasons(found: Coverage) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    """Each reason once: in words, how many questions it left open, and of which rules. Most questions first.

    What only the note can tell is one reason, for no file of claims holds the note.
    """
    counts: dict[str, int] = {}
    rules: dict[str, list[str]] = {}
    for each in found.rules:
        for told, count in each.reasons:
            reason = NOTE_TELLS if each.family == "documentation" else told
            counts[reason] = counts.get(reason, 0) + count
            if each.rule not in rules.setdefault(reason, []):
                rules[reason].append(each.rule)
    ordered = sorted(counts, key=lambda reason: (-counts[reason], reason))
    return tuple((reason, counts[reason], tuple(sorted(rules[reason]))) for reason in ordered)
