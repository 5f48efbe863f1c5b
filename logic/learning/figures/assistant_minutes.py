"""Sliders of a therapist's and an assistant's minutes, and the lines that carry the assistant's modifier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from logic.rulebook.base import CodeText, Model, Whole
from logic.rulebook.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from logic.rulebook import RuleBook


class Starts(Model):
    """One timed code, and the minutes that the sliders start at."""

    code: CodeText
    therapist: Whole = Field(ge=0, le=60)
    assistant: Whole = Field(ge=0, le=60)
    discipline: Literal["pt", "ot"] = "pt"


def wrong(starts: Starts, book: RuleBook) -> Iterator[tuple[str, str]]:
    """Name a code that the book does not hold."""
    if starts.code not in book.codes:
        yield f"{starts.code} is not in the rule book", did_you_mean(starts.code, book.codes)
