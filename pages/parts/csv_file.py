"""Rows as a CSV file."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from logic.spreadsheet import plain_cell

if TYPE_CHECKING:
    from collections.abc import Sequence


def csv_of(rows: Sequence[Sequence[object]]) -> bytes:
    """Give rows as CSV that a spreadsheet opens with its accents; no text in it runs as a formula."""
    text = io.StringIO()
    csv.writer(text).writerows([[_cell(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _cell(cell: object) -> object:
    """A negative number that was written out is a number still."""
    if not isinstance(cell, str):
        return cell
    return cell if cell[1:].replace(".", "", 1).isdecimal() else plain_cell(cell)
