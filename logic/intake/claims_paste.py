"""Claims as typed or pasted from a spreadsheet: a date, a discipline and the allowed dollars on each line."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from logic.calculators.threshold import Claim
from logic.cells import read_cell
from logic.columns import HEADINGS
from logic.problems import CellError, Problem

if TYPE_CHECKING:
    from datetime import date

LONGEST_TEXT: Final = 200_000
MOST_PROBLEMS: Final = 20
_LIKE_A_DATE: Final = re.compile(r"\d{1,4}([/.-])\d{1,2}\1\d{1,4}", re.ASCII)
_BREAK: Final = re.compile(r"[;\s]+")
_COMMAS: Final = re.compile(
    r'"?[^\s,;"]+"?,(?=\S)'
)  # commas part the cells, so one inside an amount needs quotes
_AMOUNT: Final = re.compile(r"\$?\s*(-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|-?\.\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Claims:
    """What was read, and what could not be; a problem's row is the line of the text, from 1."""

    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]


def parse_claims(text: str, discipline: str) -> Claims:
    """Read one claim a line: ``1/6/2026, PT, 112.40``; never raises, and never repeats what it could not read.

    A first line without a digit is taken for headings. The discipline may stand before or after the amount.

    Args:
        text: lines of date, discipline and dollars, parted by tabs, commas, semicolons or spaces.
        discipline: ``pt``, ``ot`` or ``slp``, for lines that name none.

    """
    if len(text) > LONGEST_TEXT:
        wrong = f"The text has {len(text):,} characters."
        return Claims((), (Problem(None, None, None, wrong, "Paste one patient's claims of a year."),))
    claims: list[Claim] = []
    problems: list[Problem] = []
    first = True
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        heading, first = first and not any(character.isdecimal() for character in line), False
        if heading:
            continue
        try:
            claims.append(_claim(line, discipline))
        except CellError as error:
            problems.append(Problem(number, None, None, error.wrong, error.fix))
    return Claims(tuple(claims), tuple(problems[:MOST_PROBLEMS]))


def _claim(line: str, discipline: str) -> Claim:
    """Read one line.

    Raises:
        CellError: no date, no amount, or something that is neither.

    """
    first, *rest = _cells(line.strip())
    on = _date(first)
    amounts = [cell for cell in rest if _AMOUNT.fullmatch(cell)]
    words = [cell for cell in rest if cell not in amounts and cell != "$"]
    if len(amounts) != 1:
        wrong = "There is no amount." if not amounts else "There is more than one amount."
        raise CellError(wrong, "Write one amount of allowed dollars on each line, such as 112.40.")
    if len(words) > 1:
        raise CellError(
            "There is more than a date, a discipline and an amount.", "Leave the other columns out."
        )
    return Claim(on, _discipline(words[0]) if words else discipline, _dollars(amounts[0]))


def _cells(line: str) -> list[str]:
    """Part a line at its tabs, else at its commas, else at spaces and semicolons."""
    if "\t" in line:
        cells = line.split("\t")
    elif _COMMAS.match(line):
        cells = next(csv.reader([line]))
    else:
        cells = [cell.rstrip(",") for cell in _BREAK.split(line)]
    return [bare for cell in cells if (bare := cell.strip().strip('"'))] or [""]


def _date(cell: str) -> date:
    try:
        value = read_cell(HEADINGS["service_date"], cell).value
    except CellError as error:
        wrong = "The line does not begin with a date."
        if _LIKE_A_DATE.fullmatch(cell):
            wrong = f"{cell} is not a date; the month comes first."
        raise CellError(wrong, "Write it first, as 1/6/2026 or 2026-01-06.") from error
    return value  # type: ignore[return-value]


def _discipline(cell: str) -> str:
    try:
        return str(read_cell(HEADINGS["discipline"], cell).value)
    except CellError as error:
        raise CellError("The discipline is none of PT, OT and SLP.", "Write PT, OT or SLP.") from error


def _dollars(cell: str) -> Decimal:
    found = _AMOUNT.fullmatch(cell)
    amount = Decimal(found[1].replace(",", "")) if found else Decimal("NaN")
    if not amount >= 0:
        raise CellError("The amount is below zero.", "Write the allowed dollars, 0 or more.")
    return amount
