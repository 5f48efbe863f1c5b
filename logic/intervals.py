"""How sure a share, a score or a gain is: 95% intervals that hold with few cases too."""

from __future__ import annotations

from math import exp, fsum, lgamma, log, sqrt
from statistics import NormalDist, fmean, stdev
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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


def clopper_pearson(right: int, total: int) -> Interval:
    """The exact interval of a proportion, never too narrow (C. J. Clopper, E. S. Pearson 1934).

    Errors: ValueError without cases.
    """
    if not 0 <= right <= total or not total:
        raise ValueError(f"{right} of {total} is no proportion")
    low = 0.0 if right == 0 else _where(lambda share: 1 - _at_most(right - 1, total, share), 0.025)
    high = 1.0 if right == total else _where(lambda share: -_at_most(right, total, share), -0.025)
    return Interval(right / total, low, high)


def _where(rising: Callable[[float], float], target: float) -> float:
    """Where between 0 and 1 a rising function meets the target."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if rising(middle) < target:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_most(most: int, total: int, share: float) -> float:
    """The chance of at most so many hits among `total`, each of that chance."""
    if share <= 0 or share >= 1:
        return 1.0 if share <= 0 or most >= total else 0.0
    whole, hit, miss = lgamma(total + 1), log(share), log(1 - share)
    return fsum(
        exp(whole - lgamma(k + 1) - lgamma(total - k + 1) + k * hit + (total - k) * miss)
        for k in range(most + 1)
    )


def sample_size(population: int, margin: float, share: float = 0.5) -> int:
    """How many of a population to draw so that a 95% interval reaches `margin` to either side.

    By R. V. Krejcie and D. W. Morgan, Educational and Psychological Measurement 1970;30:607-610; `share` 0.5 asks
    for the most.
    """
    if population <= 0:
        return 0
    spread = Z * Z * share * (1 - share)
    return min(population, round(population * spread / (margin * margin * (population - 1) + spread)))


def margin(size: int, population: int, share: float = 0.5) -> float:
    """How far a 95% interval reaches to either side with a sample of that size; 0 where it is all.

    `sample_size` turned around; `share` 0.5 reaches farthest.
    """
    if size >= population:
        return 0.0
    return Z * sqrt(share * (1 - share) / size * (population - size) / (population - 1))


def population_total(values: Sequence[float], population: int) -> Interval:
    """The total of a population from a simple random sample of it.

    The mean of the sample times the population, with Student's interval and the finite population correction
    (W. G. Cochran, Sampling Techniques, 3rd edition 1977, section 2.8). Errors: ValueError for fewer than two values.
    """
    per_one = mean(values)
    left = sqrt(max(population - len(values), 0) / population)
    half = (per_one.high - per_one.estimate) * left
    return Interval(
        *(population * each for each in (per_one.estimate, per_one.estimate - half, per_one.estimate + half))
    )


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


def difference_of_means(one: tuple[float, float, int], two: tuple[float, float, int]) -> Interval:
    """The first mean less the second, each given as mean, variance and number; Welch's interval (1947).

    Errors: ValueError for fewer than two values on a side.
    """
    (mean_1, variance_1, n_1), (mean_2, variance_2, n_2) = one, two
    if min(n_1, n_2) < 2:
        raise ValueError("an interval needs two values on each side")
    part_1, part_2 = variance_1 / n_1, variance_2 / n_2
    spread, gap = part_1 + part_2, mean_1 - mean_2
    if not spread:
        return Interval(gap, gap, gap)
    freedom = spread**2 / (part_1**2 / (n_1 - 1) + part_2**2 / (n_2 - 1))
    half = T[min(max(int(freedom), 1), len(T)) - 1] * sqrt(spread)
    return Interval(gap, gap - half, gap + half)
