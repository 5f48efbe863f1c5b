"""Medicare claims of which less was allowed than the fee schedule gives: an estimate, and what it rests on.

The schedule is national; a practice's own locality pays a little more or less on everything. So a claim is measured
by the practice's own middle ratio of allowed to national, and only what falls well below that is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.calculators.facts import plural
from logic.trends.funnel import FEWEST_CASES

if TYPE_CHECKING:
    from datetime import date

    from logic.trends.view import TrendFrames

WELL_BELOW: Final = 0.97
"""A claim is shown where less than this share of the expected amount was allowed."""
NOTE: Final = (
    "An estimate. Only Medicare claims with every line allowed, alone on their day, with amounts in the rule book. If "
    "all of a year is paid too low alike, this does not see it: compare the middle ratio with your locality's factors."
)


@dataclass(frozen=True, slots=True)
class Low:
    """A claim of which less was allowed than expected; cents."""

    submission: str
    service_date: date
    codes: str
    allowed: int
    expected: int

    @property
    def short(self) -> int:
        """Cents that are missing."""
        return self.expected - self.allowed


@dataclass(frozen=True, slots=True)
class Underpaid:
    """compared: claims that could be compared. ratios: by year, the middle of allowed to national schedule.

    low: the claims that fall well below, those that miss most first. short: cents missing on them all. missing: why
    nothing can be said, empty where something can.
    """

    compared: int
    ratios: tuple[tuple[int, float, int], ...]
    low: tuple[Low, ...]
    short: int
    missing: str
    finding: str
    note: str = NOTE


def underpaid(frames: TrendFrames) -> Underpaid:
    """Compare; a year with too few claims for a middle ratio of its own is left out."""
    table = frames.priced.with_columns(
        pl.col("service_date").dt.year().alias("year"), ratio=pl.col("allowed") / pl.col("schedule")
    ).with_columns(middle=pl.col("ratio").median().over("year"), cases=pl.len().over("year"))
    table = table.filter(pl.col("cases") >= FEWEST_CASES)
    if table.is_empty():
        missing = (
            f"Under {FEWEST_CASES} Medicare claims of a year tell what was allowed on every line, so there is nothing "
            "to compare."
        )
        return Underpaid(0, (), (), 0, missing, missing)
    ratios = table.group_by("year").agg(pl.col("middle").first(), pl.len()).sort("year")
    expected = (pl.col("schedule") * pl.col("middle")).round().cast(pl.Int64)
    low = (
        table.with_columns(expected=expected)
        .filter(pl.col("allowed") < pl.col("expected") * WELL_BELOW)
        .sort(pl.col("expected") - pl.col("allowed"), "submission", descending=[True, False])
    )
    found = tuple(
        Low(*row)
        for row in low.select(
            "submission", "service_date", pl.col("codes").cast(pl.String), "allowed", "expected"
        ).iter_rows()
    )
    short = sum(each.short for each in found)
    return Underpaid(
        table.height,
        tuple(ratios.iter_rows()),
        found,
        short,
        "",
        _finding(table.height, found, short),
    )


def _finding(compared: int, low: tuple[Low, ...], short: int) -> str:
    if not low:
        return f"None of {plural(compared, 'Medicare claim')} that can be compared was allowed well below the others."
    were = "was" if len(low) == 1 else "were"
    return (
        f"{len(low):,} of {compared:,} Medicare claims {were} allowed well below what the fee schedule gives, by about "
        f"${short / 100:,.2f} in all."
    )
