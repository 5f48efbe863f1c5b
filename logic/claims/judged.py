"""What the rules made of some lines -> findings to keep, verdicts, and counts of what was checked and why not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

import numpy as np
import polars as pl

from logic import states
from logic.claims.frames import COVERAGE
from logic.explain.findings import findings
from logic.explain.reasons import not_checked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from logic.check import Checked

KEPT: Final = (states.FAIL, states.NEEDS_DOCUMENTATION)
UNKNOWN: Final = states.WORDS[states.NOT_CHECKED]
MOST_REASONS: Final = 12
"""So many reasons of a rule are told one by one."""
OTHER_REASONS: Final = "For other reasons."


@dataclass(slots=True)
class Counts:
    """Rows of each rule in each state: lines for a rule of lines, visits and days for one of visits."""

    states: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: dict[str, Counter[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, checked: Checked) -> Self:
        """What the rules made of some lines."""
        counts = cls()
        for frame in (checked.judged.lines, checked.judged.visits):
            for column in frame.iter_columns():
                found = np.bincount(column.to_numpy(), minlength=states.NOT_CHECKED + 1)
                for number, word in states.WORDS.items():
                    if found[number]:
                        counts.states[column.name, word] += int(found[number])
        for rule, reason, count in not_checked(checked.judged, checked.book):
            counts.reasons.setdefault(rule, Counter())[reason] += count
        return counts

    @classmethod
    def together(cls, parts: Iterable[Counts]) -> Self:
        """The counts of all of these."""
        counts = cls()
        for each in parts:
            counts.add(each)
        return counts

    def add(self, others: Counts) -> None:
        """Those of other lines besides."""
        self.states.update(others.states)
        for rule, reasons in others.reasons.items():
            self.reasons.setdefault(rule, Counter()).update(reasons)

    def frame(self, import_id: str, families: Mapping[str, str]) -> pl.DataFrame:
        """The counts as COVERAGE; families: rule → family."""
        rows: list[tuple[str, str, str, str, str | None, int]] = []
        for (rule, state), count in sorted(self.states.items()):
            where = (import_id, rule, families[rule], state)
            if state != UNKNOWN:
                rows.append((*where, None, count))
                continue
            for reason, some in self._reasons(rule, count):
                rows.append((*where, reason, some))
        return pl.DataFrame(rows, schema=COVERAGE, orient="row")

    def _reasons(self, rule: str, count: int) -> list[tuple[str, int]]:
        told = self.reasons.get(rule, Counter()).most_common(MOST_REASONS)
        rest = count - sum(some for _, some in told)
        return [*told, *([(OTHER_REASONS, rest)] if rest > 0 else [])]


def kept_findings(checked: Checked, claims: pl.DataFrame) -> pl.DataFrame:
    """The findings that are kept, with the cents of the lines they speak of; FINDINGS without import_id.

    claims: submission, provider, payer, payer_name of at least these visits.
    """
    found = findings(checked.judged, checked.book, KEPT).with_row_index("at")
    charges = checked.judged.derived.lines.select(
        "session",
        pl.col("line").cast(pl.Int64).alias("lines"),
        (pl.col("charge") * 100).round().cast(pl.Int64).alias("charge"),
    )
    all_told = pl.when(pl.col("charge").is_not_null().all()).then(pl.col("charge").sum()).alias("charge")
    of_lines = (
        found.select("at", "session", "lines")
        .explode("lines", empty_as_null=False)
        .drop_nulls("lines")
        .join(charges, on=["session", "lines"], how="left")
        .group_by("at")
        .agg(all_told)
    )
    of_visits = (
        found.filter(pl.col("lines").list.len().fill_null(0) == 0)
        .select("at", "session")
        .join(charges.group_by("session").agg(all_told), on="session", how="left")
        .select("at", "charge")
    )
    words = [name for name, dtype in found.schema.items() if isinstance(dtype, pl.Enum)]
    return (
        found.join(pl.concat([of_lines, of_visits]), on="at", how="left", maintain_order="left")
        .rename({"visit_id": "submission"})
        .join(
            claims.select("submission", "provider", "payer", "payer_name"),
            on="submission",
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col(words).cast(pl.String), pl.col("lines").fill_null([]))
        .drop("at", "session", "to_confirm")
    )
