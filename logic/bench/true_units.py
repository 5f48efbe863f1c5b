"""Units of invented visits, worked out by trying every assignment against the manual's definition.

Neither the calculators nor the rules are asked: they must not grade themselves.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from random import Random

    Piece = dict[str, int]

QUARTER, HALF = 15, 8


def units_due(total: int) -> int:
    """Units that the manual's table gives a total of timed minutes: 8-22 is 1, 23-37 is 2, and so on."""
    return next(units for units in range(total + 2) if total < QUARTER * units + HALF)


def valid_splits(minutes: dict[str, int]) -> list[dict[str, int]]:
    """Every split of the total that the manual allows, by trying all."""
    codes = list(minutes)
    due = units_due(sum(minutes.values()))
    choices = [range(minutes[code] // QUARTER, minutes[code] // QUARTER + 2) for code in codes]
    found = []
    for given in product(*choices):
        if sum(given) != due:
            continue
        rest = [
            (minutes[c] % QUARTER, units > minutes[c] // QUARTER)
            for c, units in zip(codes, given, strict=True)
        ]
        got, none = [left for left, more in rest if more], [left for left, more in rest if not more]
        if min(got, default=QUARTER) >= max(none, default=0):
            found.append(dict(zip(codes, given, strict=True)))
    return found


def alone(minutes: dict[str, int], full_15_only: Collection[str] = ()) -> dict[str, int]:
    """Units of each code by its own minutes: 8-22 is 1, 23-37 is 2; a full 15 each for `full_15_only`."""
    return {
        code: count // QUARTER if code in full_15_only else units_due(count)
        for code, count in minutes.items()
    }


def who_gave_it(random: Random, minutes: int, units: int) -> list[Piece]:
    """A way that therapist and assistant may have shared a timed code, and the claim lines that follow.

    Each piece is a line: minutes, units, therapist_minutes, assistant_minutes, together_minutes, marked (1: the
    assistant's modifier belongs there). Only ways are drawn whose answer the published rule states outright.
    """
    ways = [[_piece(minutes, units, minutes)], [_piece(minutes, units, 0, minutes, marked=units > 0)]]
    joint = random.randint(1, minutes)
    ways.append([_piece(minutes, units, minutes - joint, 0, joint)])
    if units == 1:
        for therapist in range(minutes):
            assistant = minutes - therapist
            if therapist >= HALF and assistant < QUARTER:  # the therapist has the midpoint of the last unit
                ways.append([_piece(minutes, 1, therapist, assistant)])
            elif therapist < HALF and (assistant >= HALF or assistant * 10 > minutes):
                ways.append([_piece(minutes, 1, therapist, assistant, marked=True)])
    ways += [
        _shared(therapist, minutes - therapist, 1, 1)  # two units, 9 to 14 minutes of each: one unit each
        for therapist in range(9, 15)
        if units == 2 and 9 <= minutes - therapist <= 14 and minutes >= 23
    ]
    ways += [
        _shared(minutes - QUARTER * whole, QUARTER * whole, units - whole, whole)
        for whole in range(1, min(minutes // QUARTER, units - 1) + 1)  # the assistant's full 15s
    ]
    few = 3  # the whole-code ways come first and would drown among the rest
    return random.choice(ways if random.random() < 0.5 else [*ways[:few], *ways[few:] * 3])


def _piece(
    minutes: int, units: int, therapist: int, assistant: int = 0, together: int = 0, *, marked: bool = False
) -> Piece:
    return {
        "minutes": minutes,
        "units": units,
        "therapist_minutes": therapist,
        "assistant_minutes": assistant,
        "together_minutes": together,
        "marked": int(marked),
    }


def _shared(therapist: int, assistant: int, plain: int, marked: int) -> list[Piece]:
    """Two lines: the assistant's units with the modifier, the therapist's without."""
    return [_piece(assistant, marked, 0, assistant, marked=True), _piece(therapist, plain, therapist)]
