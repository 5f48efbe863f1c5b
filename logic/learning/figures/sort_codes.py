"""Codes to sort into timed and untimed; the rule book says which is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import Field

from logic.learning.sorting import Sortable
from logic.rulebook.base import CodeText, Model
from logic.rulebook.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from logic.rulebook import RuleBook

TIMED: Final = "timed"
UNTIMED: Final = "untimed"
OWN: Final = "its own time rule"
BINS: Final = {
    "timed": (TIMED, "counted in 15-minute units."),
    "other_time": (OWN, "its time is counted, but not in 15-minute units."),
}


class Starts(Model):
    """What is asked, and the codes to sort."""

    ask: str
    codes: tuple[CodeText, ...] = Field(min_length=2)

    @property
    def bins(self) -> tuple[str, ...]:
        """Timed, untimed, and the few with a rule of their own."""
        return (TIMED, UNTIMED, OWN)


def wrong(starts: Starts, book: RuleBook) -> Iterator[tuple[str, str]]:
    """Name codes that the book does not hold."""
    for code in starts.codes:
        if code not in book.codes:
            yield f"{code} is not in the rule book", did_you_mean(code, book.codes)


def sortables(starts: Starts, book: RuleBook) -> tuple[Sortable, ...]:
    """Give what is to be sorted."""
    found = []
    for code in starts.codes:
        fact = book.codes[code]
        where, because = BINS.get(fact.kind, (UNTIMED, "one unit, however long it took."))
        words = f"{fact.label}: {because}"
        found.append(Sortable(f"{code} {fact.label}", (where,), words, fact.source, fact.to_confirm))
    return tuple(found)
