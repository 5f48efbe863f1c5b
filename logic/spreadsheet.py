"""Text in a spreadsheet stays text: what begins as a formula does gets an apostrophe before it."""

from __future__ import annotations

from typing import Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(words: str) -> str:
    """The words as a cell that no spreadsheet runs."""
    return f"'{words}" if words.startswith(FORMULA_STARTS) else words
