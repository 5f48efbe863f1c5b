"""Intervals of proportions and of their differences, and of a mean.

Sources: Wilson (1927) for one proportion; Newcombe (1998), method 10, for the difference of two independent ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054
"""The 97.5 % point of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def settled(self) -> bool:
        """Whether the interval leaves zero out: the direction of a difference is not by chance alone."""
        return self.low > 0 or self.high < 0


def wilson(count: int, size: int, z: float = Z95) -> Interval:
    """The interval of a proportion.

    Raises:
        ValueError: no cases, or more hits than cases.

    """
    if size <= 0 or not 0 <= count <= size:
        raise ValueError(f"{count} of {size} is no proportion")
    share = count / size
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    reach = z / (1 + z * z / size) * sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    low = 0.0 if count == 0 else middle - reach
    high = 1.0 if count == size else middle + reach
    return Interval(share, low, high)


def newcombe(count_1: int, size_1: int, count_2: int, size_2: int, z: float = Z95) -> Interval:
    """The interval of the first proportion minus the second, of independent cases."""
    one, two = wilson(count_1, size_1, z), wilson(count_2, size_2, z)
    gap = one.value - two.value
    low = gap - sqrt((one.value - one.low) ** 2 + (two.high - two.value) ** 2)
    high = gap + sqrt((one.high - one.value) ** 2 + (two.value - two.low) ** 2)
    return Interval(gap, low, high)
