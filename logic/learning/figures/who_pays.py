"""Who treated, and which payers pay for it as therapy; the payers' files say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from logic.rulebook.base import Model
from logic.rulebook.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from logic.rulebook import RuleBook

Person = Literal[
    "massage_therapist", "aide", "chiropractor", "assistant_incident_to", "athletic_trainer", "physician"
]


class Starts(Model):
    """The people and payers of the table, in their order; the first person is shown first."""

    people: tuple[Person, ...] = Field(min_length=1)
    payers: tuple[str, ...] = Field(min_length=1)


def wrong(starts: Starts, book: RuleBook) -> Iterator[tuple[str, str]]:
    """Name payers that the book does not hold."""
    for payer in starts.payers:
        if payer not in book.payers:
            yield f"{payer!r} is not a payer's file", did_you_mean(payer, book.payers)
