"""Dates, times of day and formulas in a cell."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Literal

from logic.problems import CellError

if TYPE_CHECKING:
    from logic.columns import Column

DateOrder = Literal["month first", "day first"]
EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
_BARE_TIME = re.compile(r"([01]\d|2[0-3])([0-5]\d)", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(:\d{2}(\.\d+)?)?\s*([AaPp])?\.?([Mm])?\.?", re.ASCII)
_SERIAL = re.compile(r"\d{5}(\.\d*)?", re.ASCII)
_DAY_PART = re.compile(r"0?\.\d{1,15}", re.ASCII)
_DATE_BEFORE_CLOCK = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T ]+", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})", re.ASCII)
_US = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2100
_CLOCK_AFTER_DATE = re.compile(
    r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([AaPp][Mm])?\s*(Z|[+-]\d{2}:?\d{2})?$", re.ASCII
)
_FORMULA = re.compile(r"[=@]|[+-](?![\d.])", re.ASCII)
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH_WORD = re.compile(
    r"(\d{1,2})[ /-]?([A-Za-z]{3,9})[ /-]?(\d{4}|\d{2})|([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})", re.ASCII
)


def refuse_formula(column: Column, text: str) -> None:
    """Raise CellError where a cell begins as a formula does; a negative number is none."""
    if _FORMULA.match(text):
        raise CellError(
            "The cell holds a formula or command, not a value.",
            f"Write the value itself; for example {column.example}.",
        )


def read_date(column: Column, text: str, order: DateOrder | None = None) -> tuple[dt.date, str]:
    """The day in a text, and a note where the century was added. Errors: CellError.

    ISO, 3/2/2026, 20260302, a spreadsheet's day number, 2 Mar 2026; a time after it is dropped. order: which of
    the two numbers of 3/2/2026 is the month; with None it is the first, and dots (3.2.2026) are no date.
    """
    refuse_formula(column, text)
    fix = f"Write the date as year-month-day; for example {column.example}."
    bare = _CLOCK_AFTER_DATE.sub("", text)
    note = ""
    numbers = _US.fullmatch(bare) or (_DOTTED.fullmatch(bare) if order else None)
    if match := _ISO.fullmatch(bare) or _COMPACT.fullmatch(bare):
        year, month, day = (int(part) for part in match.groups())
    elif numbers:
        month, day, year = (int(part) for part in numbers.groups())
        if order == "day first":
            month, day = day, month
        if year < 100:
            year += 2000
            note = f"{text} was read as {_in_words(order)} of {year}."
    elif _SERIAL.fullmatch(bare):
        return _serial(column, float(bare)), ""
    else:
        return _named_month(column, bare, fix)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellError(f"The year {year} is not between {FIRST_YEAR} and {LAST_YEAR}.", fix)
    if not 1 <= month <= 12:
        hint = f"; dates with slashes are read {_in_words(order)}" if numbers else ""
        raise CellError(f"There is no month {month}{hint}.", fix)
    try:
        return dt.date(year, month, day), note
    except ValueError:
        raise CellError(f"{_MONTHS[month - 1]} {year} has no day {day}.", fix) from None


def _in_words(order: DateOrder | None) -> str:
    return "day/month/year" if order == "day first" else "month/day/year"


def _named_month(column: Column, text: str, fix: str) -> tuple[dt.date, str]:
    match = _MONTH_WORD.fullmatch(text)
    if not match:
        raise CellError(f"{column.heading} is not a date.", fix)
    day, word, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
    months = [m for m, name in enumerate(_MONTHS, 1) if name.lower().startswith(word.lower())]
    if len(months) != 1:
        raise CellError(f"{column.heading} is not a date.", fix)
    if len(year) == 4:
        return read_date(column, f"{year}-{months[0]}-{day}")
    found, _ = read_date(column, f"20{year}-{months[0]}-{day}")
    return found, f"{text} was read as a day of {found.year}."


def _serial(column: Column, number: float) -> dt.date:
    day = EXCEL_DAY_ZERO + dt.timedelta(days=int(number))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellError(
            f"As a spreadsheet's day number this is {day.isoformat()}: year {day.year}.",
            f"Write the date as year-month-day; for example {column.example}.",
        )
    return day


def read_time(column: Column, text: str) -> int:
    """Minutes after midnight of 9:05, 09:05, 0905, 1:30 PM, with or without a date before it. Errors: CellError.

    A part of a day, as spreadsheets count (0.378472), is read to the nearest minute.
    """
    refuse_formula(column, text)
    text = _DATE_BEFORE_CLOCK.sub("", text, count=1)
    fix = "Write hours and minutes; for example 09:05 or 1:30 PM."
    if match := _TIME.fullmatch(text):
        hour, minute = int(match[1]), int(match[2])
        if match[5]:
            if not 1 <= hour <= 12:
                raise CellError(f"{column.heading}: there is no hour {hour} with AM or PM.", fix)
            hour = hour % 12 + (12 if match[5].lower() == "p" else 0)
    elif match := _BARE_TIME.fullmatch(text):
        hour, minute = int(match[1]), int(match[2])
    elif _DAY_PART.fullmatch(text):
        hour, minute = divmod(min(round(float(text) * 1440), 1439), 60)
    else:
        raise CellError(f"{column.heading} is not a time of day.", fix)
    if hour > 23 or minute > 59:
        raise CellError(f"{column.heading}: there is no such time of day.", fix)
    return hour * 60 + minute
