"""Limits of p and u charts, with Laney's correction where the data vary more than chance alone would make them.

Sources: the limits as Shewhart's charts have them, Laney's p′ and u′ (2002), both as the handbook of the R package
qicharts2 describes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Kind = Literal["p", "u"]
SIGMAS = 3.0
MOVING_RANGE = 1.128
"""The mean moving range of two neighbors, in standard deviations."""
OVERDISPERSED = 1.1
"""From this ratio on, Laney's limits are drawn; below it they would hardly differ."""
FEWEST_POINTS = 10
"""With fewer points limits are not drawn, and nothing is called a trend."""


@dataclass(frozen=True, slots=True)
class Point:
    """One period: how many of how many, its rate, and the limits at its size (None: too few points for limits)."""

    label: str
    count: int
    size: int
    rate: float
    lower: float | None
    upper: float | None

    @property
    def outside(self) -> bool:
        """Whether it lies outside its limits."""
        if self.lower is None or self.upper is None:
            return False
        return self.rate < self.lower or self.rate > self.upper


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A chart of a rate over periods.

    `center` is the mean over all periods that set the limits. `sigma_z` is how much more the rates vary than
    chance makes them (1.0: just as much). `laney` tells that the limits were widened by it. `left_out` are
    periods without anything in them.
    """

    kind: Kind
    points: tuple[Point, ...]
    center: float
    sigma_z: float | None
    laney: bool
    left_out: tuple[str, ...]

    @property
    def outside(self) -> tuple[Point, ...]:
        """The points outside their limits."""
        return tuple(point for point in self.points if point.outside)


def control_chart(
    kind: Kind,
    labels: Sequence[str],
    counts: Sequence[int],
    sizes: Sequence[int],
    limits_from: int | None = None,
) -> ControlChart:
    """Make a p chart (share of `sizes` that has the fault) or a u chart (faults for each of `sizes`).

    limits_from: only the first so many periods set center and limits, where later ones are not settled yet.

    Raises:
        ValueError: lists of different lengths, or counts that cannot be.

    """
    if not len(labels) == len(counts) == len(sizes):
        raise ValueError("labels, counts and sizes must be equally many")
    rows = [
        (label, count, size) for label, count, size in zip(labels, counts, sizes, strict=True) if size > 0
    ]
    left_out = tuple(label for label, size in zip(labels, sizes, strict=True) if size <= 0)
    if any(count < 0 or (kind == "p" and count > size) for _, count, size in rows):
        raise ValueError("a count below zero, or more faults than there are cases")
    base = rows if limits_from is None else rows[:limits_from]
    total = sum(size for _, _, size in base)
    center = sum(count for _, count, _ in base) / total if total else 0.0
    spread = _spread(kind, center)
    enough = len(base) >= FEWEST_POINTS and center > 0 and (kind == "u" or center < 1)
    sigma_z = _sigma_z([(count, size) for _, count, size in base], center, spread) if enough else None
    laney = sigma_z is not None and sigma_z > OVERDISPERSED
    points = tuple(
        _point(
            row,
            center,
            SIGMAS * spread(row[2]) * (sigma_z if laney and sigma_z else 1.0),
            kind,
            enough=enough,
        )
        for row in rows
    )
    return ControlChart(kind, points, center, sigma_z, laney, left_out)


def _spread(kind: Kind, center: float) -> Callable[[int], float]:
    """The standard deviation of a rate by chance alone, for a size."""
    variance = center * (1 - center) if kind == "p" else center
    return lambda size: sqrt(variance / size)


def _sigma_z(rows: Sequence[tuple[int, int]], center: float, spread: Callable[[int], float]) -> float:
    """Laney's ratio: the mean moving range of the standardized rates, over 1.128."""
    z = [(count / size - center) / spread(size) for count, size in rows]
    moves = [abs(after - before) for before, after in pairwise(z)]
    return sum(moves) / len(moves) / MOVING_RANGE


def _point(row: tuple[str, int, int], center: float, reach: float, kind: Kind, *, enough: bool) -> Point:
    label, count, size = row
    lower = max(0.0, center - reach) if enough else None
    upper = (min(1.0, center + reach) if kind == "p" else center + reach) if enough else None
    return Point(label, count, size, count / size, lower, upper)
