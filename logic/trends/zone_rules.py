"""The Western Electric zone rules: more signals, and more false alarms; off unless somebody asks for them.

Source: Western Electric, Statistical Quality Control Handbook (1956). How often each set raises a false alarm on a
process that does not change is in `FALSE_ALARM_EVERY`: points between two false alarms, found by simulation
(`simulated_run_length`), for a normal series.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RULES: Final = {
    1: "one point beyond 3 sigma",
    2: "two of three points beyond 2 sigma, on one side",
    3: "four of five points beyond 1 sigma, on one side",
    4: "eight points in a row on one side of the center",
}
_WINDOWS: Final = {1: (1, 1, 3.0), 2: (2, 3, 2.0), 3: (4, 5, 1.0), 4: (8, 8, 0.0)}
"""Rule → how many, of how many, beyond how many sigmas."""
FALSE_ALARM_EVERY: Final = {(1,): 370, (1, 2, 3, 4): 92}
"""Rules → points from one false alarm to the next, rounded."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that a point completes: the point's place from 0, and the rule's number."""

    place: int
    rule: int


def signals(z: Sequence[float], rules: Iterable[int] = (1, 2, 3, 4)) -> tuple[Signal, ...]:
    """Every point that completes a rule; `z` are the points in sigmas from the center, in order of time."""
    found = []
    for rule in rules:
        wanted, of, beyond = _WINDOWS[rule]
        for place in range(wanted - 1, len(z)):
            window = z[max(0, place - of + 1) : place + 1]
            for side in (1, -1):
                here = side * z[place] > beyond
                if here and sum(side * value > beyond for value in window) >= wanted:
                    found.append(Signal(place, rule))
    return tuple(sorted(set(found), key=lambda one: (one.place, one.rule)))


def simulated_run_length(rules: Sequence[int], runs: int, seed: int, most: int = 5_000) -> float:
    """Mean points up to the first false alarm on an unchanging normal series, over so many runs."""
    random = Random(seed)
    total = 0
    for _ in range(runs):
        z: list[float] = []
        while len(z) < most:
            z.append(random.gauss(0, 1))
            if any(one.place == len(z[-8:]) - 1 for one in signals(z[-8:], rules)):
                break
        total += len(z)
    return total / runs
