"""Whether a series has shifted: unusually long runs or unusually few crossings of its median.

Source: Anhøj and Olesen, Run Charts Revisited, PLoS ONE 2014. Both tests together give about 5% false signals at
any length; the old "trend" rule (five or six points going up) finds nothing that they do not, and is not used.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import comb, log2
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST_USEFUL = 10
"""Below this many points off the median the tests say nothing."""
FALSE_SIGNALS = 0.05


@dataclass(frozen=True, slots=True)
class Runs:
    """What the runs of a series say.

    `useful`: points that do not lie on the median. `longest` run on one side and its limit; `crossings` and the
    fewest that chance leaves. The limits are None where there are too few useful points.
    """

    median: float
    useful: int
    longest: int
    longest_limit: int | None
    crossings: int
    crossings_limit: int | None

    @property
    def enough(self) -> bool:
        """Whether there are enough useful points to say anything."""
        return self.longest_limit is not None

    @property
    def shifted(self) -> bool:
        """Whether the series is not random: a run too long, or crossings too few."""
        if self.longest_limit is None or self.crossings_limit is None:
            return False
        return self.longest > self.longest_limit or self.crossings < self.crossings_limit


def runs(values: Sequence[float]) -> Runs:
    """Test a series in order of time."""
    middle = median(values) if values else 0.0
    above = [value > middle for value in values if value != middle]
    crossings = sum(before != after for before, after in pairwise(above))
    longest = run = 0
    for place, side in enumerate(above):
        run = run + 1 if place and side == above[place - 1] else 1
        longest = max(longest, run)
    useful = len(above)
    if useful < FEWEST_USEFUL:
        return Runs(middle, useful, longest, None, crossings, None)
    return Runs(middle, useful, longest, longest_limit(useful), crossings, crossings_limit(useful))


def longest_limit(useful: int) -> int:
    """The longest run that chance still makes of so many useful points: log2(n) + 3, rounded."""
    return round(log2(useful) + 3)


def crossings_limit(useful: int) -> int:
    """The fewest crossings that chance still makes: the 5% point of a fair coin thrown n - 1 times."""
    throws = useful - 1
    reached, crossings = 1, 0
    while reached < FALSE_SIGNALS * 2**throws:
        crossings += 1
        reached += comb(throws, crossings)
    return crossings
