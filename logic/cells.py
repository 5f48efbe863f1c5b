"""One cell as text -> its value, or what is wrong with it: one definition, for typed visits and files."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from logic.cell_dates import DateOrder, read_date, read_time, refuse_formula
from logic.cell_money import Decimal, read_money, swapped
from logic.problems import CellError

if TYPE_CHECKING:
    from collections.abc import Callable

    from logic.columns import Column

Value = str | int | float | bool | dt.date | list[str] | None

LONGEST_TEXT = 200
MOST_OF_MODIFIER = 4
"""So many characters are still a mistyped modifier, which a rule speaks of; more are something else."""
MOST_OF_DIAGNOSIS = 10
MOST_OF_POINTER = 3
MOST_OF_PLACE = 3
NOT_TOLD = frozenset({"", "n/a", "none", "null", "nan", "-", "?", "unknown"})
YES = frozenset({"yes", "y", "true", "1", "1.0"})
NO = frozenset({"no", "n", "false", "0", "0.0"})

CHOICE_NAMES = {
    "office": "practitioner",
    "clinic": "practitioner",
    "private practice": "practitioner",
    "hospital": "outpatient_hospital",
    "hospital outpatient": "outpatient_hospital",
    "outpatient hospital": "outpatient_hospital",
    "physical therapy": "pt",
    "occupational therapy": "ot",
    "speech": "slp",
    "speech therapy": "slp",
    "st": "slp",
    "physical therapist": "pt",
    "occupational therapist": "ot",
    "speech therapist": "slp",
    "massage therapist": "lmt",
    "chiropractor": "dc",
    "physician": "md",
    "athletic trainer": "atc",
}

_WHOLE = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.0*)?", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?|[+-]?\.\d+", re.ASCII)
_SCIENTIFIC = re.compile(r"[+-]?\d+(\.\d*)?[eE][+-]?\d+", re.ASCII)
_CODE = re.compile(r"[A-Z0-9]{5}", re.ASCII)
_DIGIT = re.compile(r"\d", re.ASCII)
_SEPARATORS = re.compile(r"[\s,;|/]+", re.ASCII)
_POINTERS = re.compile(r"[A-L]+", re.ASCII)
_RUN_TOGETHER = re.compile(r"(?:[A-Z0-9]{2}){2,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reading:
    """A value, and a note where the cell could be read only by assuming something that is worth saying."""

    value: Value
    note: str = ""


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a file writes what can be written in several ways; None for dates: month first, and no dots.

    packed: modifiers may stand without anything between them, GP59.
    """

    date_order: DateOrder | None = None
    decimal: Decimal = "point"
    packed: bool = False


USUAL = CellStyle()


def read_cell(column: Column, text: str, style: CellStyle = USUAL) -> Reading:
    """Read one cell of `column` from its text; an empty cell gives None ([] in a list column).

    Errors: CellError where the text is not a value of that column; an empty required cell is one.
    """
    text = text.strip()
    _refuse_control(text)
    if text.lower() in NOT_TOLD and not (column.required and text):
        if column.required:
            raise CellError(f"{column.heading} is empty.", _when_empty(column))
        return Reading([] if column.kind in {"modifiers", "dx", "pointers"} else None)
    if column.kind == "date":
        return Reading(*read_date(column, text, style.date_order))
    if column.kind == "money":
        return Reading(read_money(column, text, style.decimal))
    if column.kind == "integer" and style.decimal == "comma":
        text = swapped(text)
    if column.kind == "modifiers" and style.packed:
        text = _apart(text)
    return _READERS[column.kind](column, text)


def _refuse_control(text: str) -> None:
    for character in text:
        if character < " " and character not in "\t\r\n":
            raise CellError(
                f"The cell holds a control character (number {ord(character)}); the file is damaged there.",
                "Export the file again, or type the cell anew.",
            )


def _when_empty(column: Column) -> str:
    if column.name == "units":
        return "Write the billed units; 0 for a service that was documented and not billed."
    return f"Write it in; for example {column.example}."


def _text(column: Column, text: str) -> Reading:
    text = " ".join(text.split())
    if len(text) > LONGEST_TEXT:
        raise CellError(
            f"{column.heading} has {len(text):,} characters; more than {LONGEST_TEXT}.",
            "Shorten it; if several rows ran together, look for a quotation mark that is never closed.",
        )
    return Reading(text)


def _integer(column: Column, text: str) -> Reading:
    number = _whole_number(column, text)
    if abs(number) > column.most:
        raise CellError(
            f"{number:,} is more than {column.heading} can be (at most {column.most:,}).",
            f"Write the true number; for example {column.example}.",
        )
    if column.name == "line" and number < 1:
        raise CellError("Lines are counted from 1.", "Number a visit's lines 1, 2, 3, or leave them empty.")
    return Reading(number)


def _whole_number(column: Column, text: str) -> int:
    refuse_formula(column, text)
    if len(text) <= 40 and _WHOLE.fullmatch(text):  # longer runs of digits count nothing here
        return int(text.partition(".")[0].replace(",", ""))
    example = f"Write a whole number in digits; for example {column.example}."
    if len(text) <= 12 and _SCIENTIFIC.fullmatch(text):
        raise CellError(f"{text} is scientific notation{_plainly(text)}.", example)
    if _DECIMAL.fullmatch(text):
        raise CellError(f"{column.heading} must be a whole number.", example)
    raise CellError(f"{column.heading} must be a number.", example)


def _plainly(text: str) -> str:
    number = float(text)
    return f" for {number:,.0f}" if number == round(number) and abs(number) < 1e12 else ""


def _yes_no(column: Column, text: str) -> Reading:
    word = text.lower()
    if word in YES:
        return Reading(True)
    if word in NO:
        return Reading(False)
    raise CellError(f"{column.heading} must be yes or no.", "Write yes, no, or nothing when it is not known.")


def _choice(column: Column, text: str) -> Reading:
    word = " ".join(text.lower().replace("_", " ").replace("-", " ").split())
    word = CHOICE_NAMES.get(word, word.replace(" ", "_"))
    if word not in column.choices:
        raise CellError(
            f"{column.heading} is not one of its values.",
            f"Write one of: {', '.join(column.choices)}.",
        )
    return Reading(word)


def _code(column: Column, text: str) -> Reading:
    refuse_formula(column, text)
    code = re.sub(r"\.0*$", "", text).upper()
    if _CODE.fullmatch(code):
        return Reading(code)
    if match := re.fullmatch(r"([A-Z0-9]{5})[\s,:-]+([A-Z0-9]{2}(?:[\s,:-]+[A-Z0-9]{2})*)", code):
        raise CellError(
            "The cell holds a code and modifiers.",
            f"Write {match[1]} in the column code and {match[2]} in the column modifiers.",
        )
    if re.fullmatch(r"\d{1,4}", code):
        raise CellError(
            f"A procedure code has five characters, this has {len(code)}; perhaps a zero in front was lost.",
            "Write all five characters, as text.",
        )
    raise CellError(
        "This is no five-character procedure code.", "Write one code in the cell; for example 97124."
    )


def _pieces(text: str) -> list[str]:
    return [piece.upper() for piece in _SEPARATORS.split(text) if piece]


def _apart(text: str) -> str:
    """GP59 as GP 59: each modifier has two characters."""
    pieces = (re.sub(r"\.0+$", "", piece) for piece in _pieces(text.replace(":", " ")))
    return " ".join(
        " ".join(re.findall("..", piece)) if _RUN_TOGETHER.fullmatch(piece) else piece for piece in pieces
    )


def _modifiers(column: Column, text: str) -> Reading:
    refuse_formula(column, text)
    found = [re.sub(r"\.0+$", "", piece) for piece in _pieces(text.replace(":", " "))]
    if any(len(piece) > MOST_OF_MODIFIER for piece in found):
        raise CellError(
            "The cell holds something else than modifiers.",
            "Write two characters each, separated by spaces; for example GP 59.",
        )
    return Reading(found)


def _dx(column: Column, text: str) -> Reading:
    refuse_formula(column, text)
    found = _pieces(text)
    if any(len(piece) > MOST_OF_DIAGNOSIS or not _DIGIT.search(piece) for piece in found):
        raise CellError(
            "The cell holds something else than diagnosis codes.",
            f"Write ICD-10-CM codes, separated by spaces; for example {column.example}.",
        )
    return Reading(found)


def _pointers(column: Column, text: str) -> Reading:
    refuse_formula(column, text)
    found: list[str] = []
    for piece in _pieces(text.replace(":", " ")):
        whole = re.sub(r"\.0+$", "", piece)
        found.extend(whole if _POINTERS.fullmatch(whole) else [whole])  # "AB" is A and B, as on paper
    if any(len(piece) > MOST_OF_POINTER for piece in found):
        raise CellError(
            "The cell holds something else than diagnosis pointers.",
            "Write letters A to L or numbers 1 to 12; for example A B.",
        )
    return Reading(found)


def _place(column: Column, text: str) -> Reading:
    refuse_formula(column, text)
    place = re.sub(r"\.0*$", "", text)
    place = place.zfill(2) if place.isdigit() and place.isascii() else place
    if len(place) > MOST_OF_PLACE:
        raise CellError(
            "This is no place-of-service code.",
            f"Write the code of two digits; for example {column.example}.",
        )
    return Reading(place)


_READERS: dict[str, Callable[[Column, str], Reading]] = {
    "text": _text,
    "code": _code,
    "integer": _integer,
    "time": lambda column, text: Reading(read_time(column, text)),
    "yes_no": _yes_no,
    "modifiers": _modifiers,
    "dx": _dx,
    "pointers": _pointers,
    "choice": _choice,
    "place": _place,
}
