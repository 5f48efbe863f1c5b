"""Rows as a CSV file."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def csv_of(rows: Sequence[Sequence[object]]) -> bytes:
    """Give rows as CSV that a spreadsheet opens with its accents."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")
