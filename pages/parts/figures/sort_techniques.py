"""Words of a note to sort by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.learning.figures.sort_techniques import sortables
from pages.parts.figures.sorting import sort

if TYPE_CHECKING:
    from logic.learning.figures.sort_techniques import Starts
    from logic.rulebook import RuleBook


def show(starts: Starts, key: str, book: RuleBook) -> None:
    """Show everything to sort."""
    sort(starts.ask, starts.bins, sortables(starts, book), key, book)
