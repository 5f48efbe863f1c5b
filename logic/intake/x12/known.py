"""Segments of a claim that come again word for word, thousands of times in a file: each text is understood once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from logic.columns import COLUMNS
from logic.intake.x12.fields import cents, day, diagnoses, elements, last_day, procedure, whole_units, word

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

MOST_UNITS: Final = COLUMNS["units"].most
_MOST_KNOWN: Final = 1 << 14
_DAY_OF_SERVICE: Final = "472"
MINUTES: Final = "MJ"


@dataclass(frozen=True, slots=True)
class Service:
    """What an SV1 says; None where it cannot be read or cannot be true. component: the sign it was cut by."""

    code: str | None
    modifiers: str
    charge: int | None
    units: int | None
    place: str | None
    pointers: str
    component: str


Days = tuple["date | None", "date | None"]


@dataclass(frozen=True, slots=True)
class Known:
    """What segments say by their text. days: the first and the last of a DTP; None where it tells another date."""

    service: Callable[[str], Service]
    days: Callable[[str], Days | None]
    diagnoses: Callable[[str], str]


@lru_cache(maxsize=8)
def known(element: str, component: str) -> Known:
    """Readers for files with these separators."""
    once = lru_cache(maxsize=_MOST_KNOWN)
    return Known(
        once(partial(_service, element, component)),
        once(partial(_days, element)),
        once(partial(_diagnoses, element, component)),
    )


def _service(element: str, component: str, segment: str) -> Service:
    e = elements(segment, element, 7)
    component = _component_of(e[1], component)
    code, modifiers = procedure(e[1], component)
    charge = cents(e[2])
    units = whole_units(e[4]) if e[3] != MINUTES else None
    return Service(
        code,
        modifiers,
        None if charge is None or charge < 0 else charge,
        None if units is None or units > MOST_UNITS else units,
        word(e[5], 2) or None,
        e[7].replace(component, " "),
        component,
    )


def _component_of(procedure: str, component: str) -> str:
    """The component separator; a file without ISA tells it here, after the qualifier of two letters."""
    if component not in procedure and len(procedure) > 3 and procedure[:2].isalpha():
        sign = procedure[2]
        if not sign.isalnum():
            return sign
    return component


def _days(element: str, segment: str) -> Days | None:
    e = elements(segment, element, 3)
    return (day(e[3]), last_day(e[3])) if e[1] == _DAY_OF_SERVICE else None


def _diagnoses(element: str, component: str, segment: str) -> str:
    return diagnoses(segment.split(element)[1:], component)
