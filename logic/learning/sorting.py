"""Things to sort into bins, and what is said when one was put there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sortable:
    """One thing to sort: the bins that are right for it, why, where that was read, and whether it is to confirm."""

    item: str
    bins: tuple[str, ...]
    because: str
    source: tuple[str, ...]
    to_confirm: bool = False
