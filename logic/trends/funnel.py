"""A funnel: the rates of several providers or payers beside the limits that chance sets for their numbers.

Not a league table: who lies inside the funnel is not different from the others, whatever the order.
Source: Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 2005.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, sqrt
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FEWEST_CASES = 30
"""Below this many cases a name is not compared at all."""
Z95, Z998 = 1.959963984540054, 3.090232306167813
Place = Literal["inside", "above 95%", "above 99.8%", "below 95%", "below 99.8%"]


@dataclass(frozen=True, slots=True)
class Spot:
    """One name in the funnel; `place` says on which side of which limit it lies."""

    name: str
    count: int
    size: int
    rate: float
    place: Place


@dataclass(frozen=True, slots=True)
class Limit:
    """The limits for a number of cases."""

    size: int
    low95: float
    high95: float
    low998: float
    high998: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """All names with enough cases; `too_few` are those that are not compared."""

    center: float
    spots: tuple[Spot, ...]
    limits: tuple[Limit, ...]
    too_few: tuple[tuple[str, int], ...]


def funnel(counts: Mapping[str, tuple[int, int]], fewest: int = FEWEST_CASES) -> Funnel:
    """Make the funnel of name → (faults, cases); the center is the rate of all compared names together."""
    kept = {name: pair for name, pair in counts.items() if pair[1] >= fewest}
    too_few = tuple(sorted((name, size) for name, (_, size) in counts.items() if size < fewest))
    total = sum(size for _, size in kept.values())
    center = sum(count for count, _ in kept.values()) / total if total else 0.0
    spots = tuple(
        Spot(name, count, size, count / size, _place(count, size, center))
        for name, (count, size) in kept.items()
    )
    sizes = sorted({size for _, size in kept.values()})
    return Funnel(center, spots, tuple(_limit(size, center) for size in _steps(sizes)), too_few)


def _place(count: int, size: int, center: float) -> Place:
    """Where a name lies, by the exact binomial chance of a count as far out as this."""
    above = 1 - at_most(count - 1, size, center)
    below = at_most(count, size, center)
    if above < 0.001:
        return "above 99.8%"
    if below < 0.001:
        return "below 99.8%"
    if above < 0.025:
        return "above 95%"
    if below < 0.025:
        return "below 95%"
    return "inside"


def at_most(count: int, size: int, share: float) -> float:
    """The chance of at most so many hits in `size` cases, each with that chance."""
    if count < 0:
        return 0.0
    if share in {0.0, 1.0}:
        return 1.0 if share == 0.0 or count >= size else 0.0
    if size > 1_000:  # the normal curve with a correction of one half is close enough there
        from math import erf  # noqa: PLC0415 - only here

        z = (count + 0.5 - size * share) / sqrt(size * share * (1 - share))
        return (1 + erf(z / sqrt(2))) / 2
    return sum(comb(size, k) * share**k * (1 - share) ** (size - k) for k in range(count + 1))


def _limit(size: int, center: float) -> Limit:
    sigma = sqrt(center * (1 - center) / size)
    return Limit(
        size,
        max(0.0, center - Z95 * sigma),
        min(1.0, center + Z95 * sigma),
        max(0.0, center - Z998 * sigma),
        min(1.0, center + Z998 * sigma),
    )


def _steps(sizes: Sequence[int], number: int = 60) -> list[int]:
    """Sizes along the axis at which the limits are drawn."""
    if not sizes:
        return []
    first, last = min(sizes), max(sizes)
    step = max(1, (last - first) // number)
    return sorted({*range(first, last + 1, step), *sizes})
