"""What people read for a category of denials or findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.trends.categories import OTHER
from logic.trends.reasons import NOT_LISTED, UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.denials import Denials


def titles(denials: Denials) -> Mapping[str, str]:
    """Category → title: those of content/denials.yaml, and what is in none of them."""
    return {
        **{each.id: each.title for each in denials.categories},
        NOT_LISTED: "Codes not in our list",
        UNDECIDED: "Codes that fit several kinds",
        OTHER: "Other findings",
    }
