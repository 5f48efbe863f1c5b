"""Wrong ideas of which payer counts how, and of what the other rule does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.practice.counting import counting_of
from logic.practice.misconceptions.units import believer

if TYPE_CHECKING:
    from logic.practice.case import Case, Step

OTHER = {"cms": "midpoint", "midpoint": "cms"}


def methods_swapped(case: Case, step: Step) -> str | None:
    """Each payer by the other's rule."""
    if step.id == "method":
        return OTHER.get(step.right[0])
    return None if step.id.startswith("by_") else believer("methods-swapped")(case, step)


def every_payer_like_medicare(case: Case, step: Step) -> str | None:
    """Everybody adds up first."""
    if step.id == "method":
        return "cms"
    return None if step.id.startswith("by_") else believer("every-payer-like-medicare")(case, step)


def only_medicare_adds_up(case: Case, step: Step) -> str | None:
    """Whoever is not Original Medicare counts each code by itself."""
    if case.payer == "medicare" or step.id.startswith("by_"):
        return None
    if step.id == "method":
        return "midpoint"
    counting = counting_of(case)
    told = counting is not None and counting.told
    return None if told else believer("per-code-rounding-under-cms")(case, step)


def per_code_gives_more(_: Case, step: Step) -> str | None:
    """Counting each code by itself always gives more."""
    return "by-code" if step.id == "more" else None


BELIEFS = {
    "methods-swapped": methods_swapped,
    "every-payer-like-medicare": every_payer_like_medicare,
    "only-medicare-adds-up": only_medicare_adds_up,
    "per-code-gives-more": per_code_gives_more,
}
