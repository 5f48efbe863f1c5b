"""A comparative billing report of our own: each provider beside the others of the clinic in the same discipline.

What contractors send to providers who look unusual, made before they do. To look unusual is no fault: a provider who
treats other patients bills otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from logic.intervals import Interval, difference, difference_of_means
from logic.trends.funnel import FEWEST_CASES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.trends.view import TrendFrames

MEANS: Final = {"units": "units a visit", "minutes": "minutes a visit"}
SHARES: Final = {"kx": "visits with KX", "separate": "visits with 59 or an X modifier"}
MEASURES: Final[Mapping[str, str]] = {**MEANS, **SHARES}
NOTE: Final = (
    "Of twenty comparisons one differs by chance alone. A difference is no fault: patients differ. Minutes are known "
    "only where the file tells them for every line."
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure of one provider: `mine` beside `rest`, all others of the discipline together.

    cases: visits that tell it. difference: mine less rest with its 95% interval (Welch for means, Newcombe for
    shares); None where either side has too few visits, and then neither number is shown.
    """

    measure: str
    name: str
    provider: str
    discipline: str
    cases: int
    rest_cases: int
    mine: float | None
    rest: float | None
    difference: Interval | None
    says: str

    @property
    def compared(self) -> bool:
        """Whether both sides have enough visits."""
        return self.difference is not None

    @property
    def differs(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.difference is not None and (self.difference.low > 0 or self.difference.high < 0)


def comparative(frames: TrendFrames) -> tuple[Comparison, ...]:
    """Compare every provider in each measure, over first claims; a first claim is a visit."""
    first = frames.firsts.select(
        "provider", "discipline", "units", "minutes", pl.col("kx", "separate").cast(pl.Int64)
    )
    table = first.group_by("discipline", "provider").agg(
        expr
        for name in MEASURES
        for expr in (
            pl.col(name).count().alias(f"{name}_n"),
            pl.col(name).sum().alias(f"{name}_sum"),
            (pl.col(name).cast(pl.Float64) ** 2).sum().alias(f"{name}_squares"),
        )
    )
    told = table.with_columns(pl.col("provider", "discipline").cast(pl.String).fill_null("not told"))
    rows = list(told.sort("discipline", "provider").iter_rows(named=True))
    made = []
    for name in MEASURES:
        sums = [tuple(row[f"{name}_{part}"] for part in ("n", "sum", "squares")) for row in rows]
        for row, mine in zip(rows, sums, strict=True):
            others = [
                other
                for one, other in zip(rows, sums, strict=True)
                if one["discipline"] == row["discipline"] and one is not row
            ]
            number, total, squares = (sum(other[at] for other in others) for at in range(3))
            made.append(_compared(name, row, (mine[0], mine[1], mine[2]), (number, total, squares)))
    return tuple(made)


def finding(comparisons: tuple[Comparison, ...]) -> str:
    """How many differ, of how many that could be compared."""
    compared = [each for each in comparisons if each.compared]
    if not compared:
        return f"Nobody has {FEWEST_CASES} visits and others to be compared with."
    differ = [each for each in compared if each.differs]
    return (
        f"{len(differ)} of {len(compared)} comparisons differ; chance alone makes about one in twenty."
        if differ
        else f"None of {len(compared)} comparisons differs by more than chance makes."
    )


def _compared(
    name: str,
    row: Mapping[str, Any],
    mine: tuple[int, float, float],
    rest: tuple[int, float, float],
) -> Comparison:
    who = (name, MEASURES[name], row["provider"], row["discipline"], mine[0], rest[0])
    if min(mine[0], rest[0]) < FEWEST_CASES:
        says = (
            "No visit tells it."
            if not mine[0]
            else f"Under {FEWEST_CASES} visits are not compared: {mine[0]:,} here, {rest[0]:,} of the others."
        )
        return Comparison(*who, None, None, None, says)
    if name in SHARES:
        gap = difference(int(mine[1]), mine[0], int(rest[1]), rest[0])
    else:
        gap = difference_of_means(_moments(mine), _moments(rest))
    here, there = mine[1] / mine[0], rest[1] / rest[0]
    told = (
        f"{here:.1%} here, {there:.1%} elsewhere"
        if name in SHARES
        else f"{here:.2f} here, {there:.2f} elsewhere"
    )
    verdict = (
        "Less than elsewhere"
        if gap.high < 0
        else "More than elsewhere"
        if gap.low > 0
        else "No clear difference"
    )
    return Comparison(*who, here, there, gap, f"{verdict}: {told}.")


def _moments(sums: tuple[int, float, float]) -> tuple[float, float, int]:
    """Mean, variance and number from number, sum and sum of squares."""
    number, total, squares = sums
    middle = total / number
    return middle, max(0.0, (squares - number * middle * middle) / (number - 1)), number
