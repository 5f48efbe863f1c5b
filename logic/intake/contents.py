"""What the cells of a column look like: codes, diagnoses, dates, money … or what is nobody's business."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, Literal

from logic.cell_dates import read_date
from logic.cell_money import read_money
from logic.cells import NOT_TOLD
from logic.columns import COLUMNS
from logic.intake.harmless import surely_private
from logic.problems import CellError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from logic.cell_dates import DateOrder
    from logic.cell_money import Decimal

Content = Literal[
    "code", "dx", "modifiers", "pointers", "date", "time", "integer", "money", "NPI", "text", "empty"
]
Private = Literal[
    "e-mail addresses", "social-security numbers", "phone numbers", "street addresses", "birth dates", "names",
    "free text",
]  # fmt: skip
MOST: Final = 0.9
SOME: Final = 0.3
"""From this share on private cells make a column private; one cell that looks so may be an accident."""
MAJORITY: Final = 0.6
"""The same for a column of numbers, days or codes: what is none of these is a bad cell there and is not kept."""
_HCPCS = re.compile(
    r"(?:[A-Za-z]\d{4}|9\d{4}|9\d{3}[A-Za-z])(?:\.0)?(?:\s*[-: ,*]\s*[A-Za-z0-9]{2})*", re.ASCII
)
_ICD = re.compile(r"[A-TV-Za-tv-z]\d[0-9A-Za-z](?:\.[0-9A-Za-z]{1,4}|[0-9A-Za-z]{0,4})", re.ASCII)
_TWO = re.compile(r"[A-Za-z0-9]{2}(?:\.0)?", re.ASCII)
_POINTER = re.compile(r"[A-La-l](?:[\s,:]*[A-La-l]){0,11}|[1-9](?:[\s,:]+[1-9]){0,11}", re.ASCII)
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AaPp]\.?[Mm]\.?)?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,3}(?:\.0*)?", re.ASCII)
_SPLIT = re.compile(r"[\s,;|/:]+")
_COMMON: Final = frozenset(
    "GP GO GN 59 KX CQ CO XE XP XS XU 25 76 77 GA GX GY GZ 52 22 24 95 GT FS AT 96 97 LT RT 51 79 91".split()  # noqa: SIM905
)
# One character before the sign is enough: a run of any length would be tried from each of its characters.
_EMAIL = re.compile(r"[^\s@]@[^\s@]+\.[A-Za-z]{2,}")
_SSN = re.compile(r"\d{3}[- ]\d{2}[- ]\d{4}", re.ASCII)
_PHONE = re.compile(r"(?:\+?1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}", re.ASCII)
_NAME = re.compile(
    r"(?:(?:mr|mrs|ms|dr)\.?\s+)?[^\W\d_][\w'’.-]*(?:,\s*|\s+)[^\W\d_][\w'’.-]*(?:\s+[^\W\d_][\w'’.-]*)?",
    re.IGNORECASE,
)
_FREE_WORDS: Final = 8
_FIRST_SERVICE_YEAR: Final = 2000
_LONGEST_SPREAD: Final = 20


def told(cells: Sequence[str]) -> list[str]:
    """The cells that hold something, trimmed."""
    return [bare for cell in cells if (bare := cell.strip()) and bare.lower() not in NOT_TOLD]


def content(cells: Sequence[str]) -> Content:
    """What most of the cells are; "text" where they are nothing in particular."""
    held = told(cells)
    if not held:
        return "empty"
    if _are_amounts(held):
        return "money"
    for name, test in _TESTS:
        if _count(test, held) >= MOST * len(held):
            return name
    return "text"


def fits(kind: str, cell: str) -> bool:
    """Whether one cell is of that content."""
    return _is_money(cell) if kind == "money" else any(name == kind and test(cell) for name, test in _TESTS)


def private(cells: Sequence[str], share: float = SOME) -> Private | None:
    """Why nobody here may read the column; None where it looks harmless. share: how many cells must look so.

    Names are told by two capitalized words that are seldom the same; birth dates by days before 2000 or twenty
    years apart; numbers of nine and more digits by themselves are keys, and are judged by their heading.
    """
    held = told(cells)
    return next((name for name, test in _PRIVATE if held and test(held, share)), None)


def _count(test: Callable[[str], object], held: Sequence[str]) -> int:
    """Of how many cells it is true; cells that say the same are looked at once."""
    return sum(often for cell, often in Counter(held).items() if test(cell))


def _have(pattern: re.Pattern[str]) -> Callable[[Sequence[str], float], bool]:
    return lambda held, share: _count(pattern.search, held) >= share * len(held)


def _birth_dates(held: Sequence[str], share: float) -> bool:
    if any(character.isalpha() for cell in held[:20] for character in cell) and content(held) == "text":
        return False
    years = sorted(year for cell in held if (year := _year(cell)) is not None)
    if len(years) < MOST * len(held):
        return False
    old = sum(year < _FIRST_SERVICE_YEAR for year in years)
    spread = years[int(0.9 * (len(years) - 1))] - years[int(0.1 * (len(years) - 1))]
    return old >= share * len(years) or (len(years) >= 10 and spread >= _LONGEST_SPREAD)


_YEAR = re.compile(
    r"(?:(\d{4})[-/.]?\d{1,2}[-/.]?\d{1,2}|\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ](\d{4}))(?:[T ].*)?",
    re.ASCII,
)


def _year(cell: str) -> int | None:
    match = _YEAR.fullmatch(cell)
    year = int(match[1] or match[2]) if match else 0
    return year if 1880 <= year <= 2100 else None


def _looks_like_a_name(cell: str) -> bool:
    words = [word for word in re.split(r"[\s,]+", cell) if word]
    return _NAME.fullmatch(cell) is not None and all(
        word[0].isupper() or word in {"de", "la", "van", "von", "der", "den", "al", "del"} for word in words
    )


def _are_names(held: Sequence[str], _share: float) -> bool:
    named = {cell: often for cell, often in Counter(held).items() if _looks_like_a_name(cell)}
    count = sum(named.values())
    return count >= MAJORITY * len(held) and len(named) > max(2, 0.3 * count)


def _free_text(held: Sequence[str], share: float) -> bool:
    return _count(lambda cell: len(cell.split()) >= _FREE_WORDS, held) >= share * len(held)


_PRIVATE: Final[tuple[tuple[Private, Callable[[Sequence[str], float], bool]], ...]] = (
    ("e-mail addresses", _have(_EMAIL)),
    ("social-security numbers", _have(re.compile(rf"^{_SSN.pattern}$", re.ASCII))),
    ("phone numbers", _have(re.compile(rf"^{_PHONE.pattern}$", re.ASCII))),
    ("birth dates", _birth_dates),
    ("street addresses", lambda held, share: _count(surely_private, held) >= share * len(held)),
    ("names", _are_names),
    ("free text", _free_text),
)


def _is_dx(cell: str) -> bool:
    pieces = [piece for piece in _SPLIT.split(cell) if piece]
    return all(map(_ICD.fullmatch, pieces)) and any("." in piece or len(piece) > 3 for piece in pieces)


def _is_modifiers(cell: str) -> bool:
    pieces = [piece.upper().removesuffix(".0") for piece in _SPLIT.split(cell) if piece]
    if any(len(piece) > 2 and piece.isdigit() for piece in pieces):
        return False
    pieces = [piece[at : at + 2] for piece in pieces for at in range(0, len(piece), 2)]
    return all(map(_TWO.fullmatch, pieces)) and any(piece in _COMMON for piece in pieces)


def _is_date(cell: str) -> bool:
    if cell.isdigit() and len(cell) != 8:
        return False
    orders: tuple[DateOrder, ...] = ("month first", "day first")
    for order in orders:
        try:
            read_date(COLUMNS["service_date"], cell, order)
        except CellError:
            continue
        return True
    return False


def _are_amounts(held: Sequence[str]) -> bool:
    """Amounts of which some have cents or a dollar sign; whole numbers alone may be anything."""
    marked = sum(any(mark in cell for mark in ".,$") for cell in held)
    return marked * 10 >= len(held) and _count(_is_money, held) >= MOST * len(held) and not _are_zeros(held)


def _are_zeros(held: Sequence[str]) -> bool:
    """Whole numbers written with a zero behind the point, as spreadsheets do."""
    return all(re.fullmatch(r"\d+(\.0*)?", cell) for cell in held)


def _is_money(cell: str) -> bool:
    decimals: tuple[Decimal, ...] = ("point", "comma")
    for decimal in decimals:
        try:
            read_money(COLUMNS["charge"], cell, decimal)
        except CellError:
            continue
        return True
    return False


def is_npi(cell: str) -> bool:
    """Whether ten digits are an NPI: their check digit is right (Luhn over 80840 and the number)."""
    if len(cell) != 10 or not (cell.isascii() and cell.isdigit()) or cell[0] not in "12":
        return False
    total = 24
    for at, digit in enumerate(map(int, cell)):
        total += digit if at % 2 else sum(divmod(2 * digit, 10))
    return total % 10 == 0


_TESTS: Final[tuple[tuple[Content, Callable[[str], bool]], ...]] = (
    ("NPI", is_npi),
    ("code", lambda cell: _HCPCS.fullmatch(cell) is not None),
    ("modifiers", _is_modifiers),
    ("dx", _is_dx),
    ("date", _is_date),
    ("time", lambda cell: _TIME.fullmatch(cell) is not None),
    ("integer", lambda cell: _NUMBER.fullmatch(cell) is not None),
    ("pointers", lambda cell: _POINTER.fullmatch(cell) is not None),
)
