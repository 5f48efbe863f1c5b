"""Elements of X12 segments -> dates, cents, units; None where an element is empty or cannot be read."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

DIAGNOSES: Final = frozenset({"ABK", "ABF", "BK", "BF"})
_NOTHING_MORE: Final = ("",) * 25


def elements(segment: str, element: str, last: int) -> list[str]:
    """The elements of a segment from its name, 0, to number `last`; those behind its end are empty."""
    found = segment.split(element, last + 1)
    return found if len(found) > last else [*found, *_NOTHING_MORE]


@lru_cache(maxsize=4096)
def day(text: str) -> date | None:
    """``20260302`` or ``260302`` as a date; of a range ``20260302-20260303`` the first day."""
    first = text.partition("-")[0].strip()
    if not first.isdecimal() or not first.isascii():
        return None
    if len(first) == 6:
        first = ("19" if first[:2] > "69" else "20") + first
    if len(first) < 8:
        return None
    try:
        return date(int(first[:4]), int(first[4:6]), int(first[6:8]))
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def last_day(text: str) -> date | None:
    """The last day of a range; of a single date that date."""
    return day(text.rpartition("-")[2])


@lru_cache(maxsize=16384)
def cents(text: str) -> int | None:
    """An amount of dollars as whole cents; half a cent goes away from zero. ``-12.5`` is -1250."""
    text = text.strip()
    digits = text.removeprefix("-").removeprefix("+")
    whole, _, part = digits.partition(".")
    if not (whole + part).isdecimal() or not digits.isascii() or len(whole) > 12:
        return None
    amount = int(whole or "0") * 100 + int((part + "000")[:3]) // 10 + (int((part + "000")[2]) >= 5)
    return -amount if text.startswith("-") else amount


@lru_cache(maxsize=1024)
def whole_units(text: str) -> int | None:
    """``3`` or ``3.0`` as 3; a part of a unit is not a count of units."""
    whole, _, part = text.strip().partition(".")
    if not whole.isdecimal() or not whole.isascii() or part.strip("0") or len(whole) > 6:
        return None
    return int(whole)


def npi(text: str) -> str | None:
    """A national provider identifier; anything else in its place may be private and stays out."""
    return text if len(text) == 10 and text.isascii() and text.isdecimal() else None


def dollars(amount: int) -> str:
    """Cents as people write dollars: ``$1,234.50``."""
    sign = "-" if amount < 0 else ""
    return f"{sign}${abs(amount) // 100:,}.{abs(amount) % 100:02d}"


@lru_cache(maxsize=16384)
def word(text: str, most: int) -> str:
    """A code of at most so many letters and digits; anything else in its place is not let in."""
    text = text.strip()
    return text.upper() if len(text) <= most and text.isascii() and text.isalnum() else ""


def words(parts: list[str], most: int) -> str:
    """Codes with a blank between; those that are none are left out."""
    return " ".join([code for part in parts if part and (code := word(part, most))])


@lru_cache(maxsize=16384)
def procedure(text: str, component: str) -> tuple[str | None, str]:
    """Code and modifiers of a composite ``HC:97124:GP:59``; None where there is no code."""
    parts = text.split(component)
    code = word(parts[1], 5) or None if len(parts) > 1 else None
    return code, words(parts[2:6], 2)


@lru_cache(maxsize=1024)
def place_and_frequency(text: str, component: str) -> tuple[str | None, str | None]:
    """Both of a composite ``11:B:1``, the place of service first; None where it has none."""
    place, _, frequency, *_ = [*text.split(component), "", "", ""]
    return word(place, 2) or None, word(frequency, 1) or None


def diagnoses(composites: list[str], component: str) -> str:
    """The codes of those composites ``ABK:M5450`` that tell a diagnosis, with a blank between."""
    kinds = [composite.split(component, 2) for composite in composites]
    return words([kind[1].replace(".", "") for kind in kinds if kind[0] in DIAGNOSES and len(kind) > 1], 8)
