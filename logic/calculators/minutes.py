"""Minutes as they are given, put where each code's rule counts them."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral
from typing import TYPE_CHECKING

from logic.calculators import unit_words as words
from logic.calculators.facts import (
    MINUTES_IN_A_DAY,
    OTHER_TIME,
    TIMED,
    BadMinutes,
    CodeBook,
    known_code,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Sorted:
    """Minutes put where they belong; a continuing code's minutes join those of the code it continues."""

    timed: dict[str, int]
    codes: dict[str, tuple[str, ...]]  # service → its code, then that of its further units
    untimed: dict[str, int]
    not_counted: tuple[str, ...]


def sort_minutes(minutes: Mapping[str, int], book: CodeBook) -> Sorted:
    """Put minutes where the rule counts them.

    Raises:
        UnknownCode: a code the book does not hold.
        BadMinutes: minutes that are not a whole number from 0 to 1,440.

    """
    timed: dict[str, int] = {}
    untimed: dict[str, int] = {}
    not_counted: list[str] = []
    for given, value in minutes.items():
        code = known_code(given, book)
        count = whole_minutes(code, value)
        fact = book.codes[code]
        if fact.kind == TIMED:
            service = fact.continues or code
            timed[service] = timed.get(service, 0) + count
        elif fact.kind == OTHER_TIME:
            not_counted.append(words.other_time(code, count))
        else:
            untimed[code] = 1
            not_counted.append(words.untimed(code, count))
    further = book.further
    codes: dict[str, tuple[str, ...]] = {s: (s, further[s]) if s in further else (s,) for s in timed}
    return Sorted(timed, codes, untimed, tuple(not_counted))


def whole_minutes(code: str, value: object) -> int:
    """Give ``value`` as whole minutes of one day.

    Raises:
        BadMinutes: not a whole number, negative, or more than 1,440.

    """
    if isinstance(value, bool) or not isinstance(value, Integral):
        wrong = f"{code}: {value!r} is not a whole number of minutes."
        raise BadMinutes(wrong, "Give whole minutes, such as 18.")
    minutes = int(value)
    if minutes < 0:
        wrong = f"{code}: {minutes} minutes is less than none."
        raise BadMinutes(wrong, "Give the minutes of treatment as 0 or more.")
    if minutes > MINUTES_IN_A_DAY:
        wrong = f"{code}: {minutes:,} minutes is more than the 1,440 minutes of a day."
        raise BadMinutes(wrong, "Give the minutes of this one service on this one date.")
    return minutes
