"""How sure a share, a score or a gain is: 95% intervals that hold with few cases too."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist, fmean, stdev
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Z: Final = NormalDist().inv_cdf(0.975)
# Student's t, two-sided 95%, for 1 to 30 degrees of freedom; beyond, the last one, which errs to the wide side.
T: Final = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip


class Interval(NamedTuple):
    """An estimate and its 95% interval."""

    estimate: float
    low: float
    high: float


def wilson(right: int, total: int) -> Interval:
    """Wilson's score interval of a proportion (E. B. Wilson 1927). Errors: ValueError without cases."""
    if not 0 <= right <= total or not total:
        raise ValueError(f"{right} of {total} is no proportion")
    share, z2 = right / total, Z * Z
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = Z * sqrt(share * (1 - share) / total + z2 / (4 * total * total)) / (1 + z2 / total)
    # None or all right: the limit is 0 or 1 exactly, not almost.
    return Interval(share, middle - half if right else 0.0, middle + half if right < total else 1.0)


def paired_difference(both: int, only_after: int, only_before: int, neither: int) -> Interval:
    """The share right after minus the share right before, of the same items.

    Newcombe's square-and-add interval for paired proportions (Statistics in Medicine 1998;17:2635-2650, method 10):
    Wilson's limits of each share, joined by the correlation of the pairs. Errors: ValueError without pairs.
    """
    total = both + only_after + only_before + neither
    after, before = wilson(both + only_after, total), wilson(both + only_before, total)
    product = (both + only_after) * (only_before + neither) * (both + only_before) * (only_after + neither)
    cross: float = both * neither - only_after * only_before
    if cross > 0:
        cross = max(cross - total / 2, 0)  # his correction for continuity
    correlation = cross / sqrt(product) if product else 0.0

    def joined(one: float, other: float) -> float:
        return sqrt(max(one * one + other * other - 2 * correlation * one * other, 0.0))

    difference = after.estimate - before.estimate
    low = joined(after.estimate - after.low, before.high - before.estimate)
    high = joined(before.estimate - before.low, after.high - after.estimate)
    return Interval(difference, max(-1.0, difference - low), min(1.0, difference + high))


def difference(right_1: int, total_1: int, right_2: int, total_2: int) -> Interval:
    """The first share minus the second, of different items.

    Newcombe's square-and-add interval for independent proportions (Statistics in Medicine 1998;17:873-890, method
    10). Errors: ValueError without cases.
    """
    one, two = wilson(right_1, total_1), wilson(right_2, total_2)
    gap = one.estimate - two.estimate
    low = sqrt((one.estimate - one.low) ** 2 + (two.high - two.estimate) ** 2)
    high = sqrt((one.high - one.estimate) ** 2 + (two.estimate - two.low) ** 2)
    return Interval(gap, gap - low, gap + high)


def mean(values: Sequence[float]) -> Interval:
    """The mean with Student's t interval. Errors: ValueError for fewer than two values."""
    if len(values) < 2:
        raise ValueError("an interval needs two values")
    middle = fmean(values)
    half = T[min(len(values) - 1, len(T)) - 1] * stdev(values, middle) / sqrt(len(values))
    return Interval(middle, middle - half, middle + half)
