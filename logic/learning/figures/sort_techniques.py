"""Words of a note to sort by the code they belong to; techniques.yaml says which is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from logic.learning.placeholders import technique
from logic.learning.sorting import Sortable
from logic.rulebook.base import CodeText, Model
from logic.rulebook.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from logic.rulebook import RuleBook


class Starts(Model):
    """What is asked, the codes to choose from, and techniques or their aliases as techniques.yaml writes them."""

    ask: str
    codes: tuple[CodeText, ...] = Field(min_length=2, max_length=5)
    techniques: tuple[str, ...] = Field(min_length=2)

    @property
    def bins(self) -> tuple[str, ...]:
        """The codes."""
        return self.codes


def wrong(starts: Starts, book: RuleBook) -> Iterator[tuple[str, str]]:
    """Name codes and words that the book does not hold, and words whose code is not among the choices."""
    for code in starts.codes:
        if code not in book.codes:
            yield f"{code} is not in the rule book", did_you_mean(code, book.codes)
    for word in starts.techniques:
        fact = technique(word, book)
        if fact is None:
            names = [each.technique for each in book.techniques]
            yield f"{word!r} is not in techniques.yaml", did_you_mean(word, names)
        elif not set(fact.codes) & set(starts.codes):
            yield (
                f"{word!r} belongs to {' or '.join(fact.codes)}",
                "Add that code to codes, or leave the word out.",
            )


def sortables(starts: Starts, book: RuleBook) -> tuple[Sortable, ...]:
    """Give what is to be sorted."""
    found = [(word, technique(word, book)) for word in starts.techniques]
    return tuple(
        Sortable(word, fact.codes, fact.why, fact.source, fact.to_confirm) for word, fact in found if fact
    )
