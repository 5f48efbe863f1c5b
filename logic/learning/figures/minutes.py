"""Sliders of minutes, and the units that they support by one counting method or by both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from logic.rulebook.base import CodeText, Model, Whole
from logic.rulebook.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from logic.rulebook import RuleBook


class Starts(Model):
    """Code → minutes that the sliders start at; `most` is where a slider ends."""

    minutes: dict[CodeText, Whole] = Field(min_length=1, max_length=4)
    method: Literal["cms", "midpoint", "both"] = "cms"
    most: Whole = Field(default=60, ge=15, le=240)


def wrong(starts: Starts, book: RuleBook) -> Iterator[tuple[str, str]]:
    """Name codes that the book does not hold, and minutes outside the slider."""
    for code, count in starts.minutes.items():
        if code not in book.codes:
            yield f"{code} is not in the rule book", did_you_mean(code, book.codes)
        if not 0 <= count <= starts.most:
            yield f"{code} starts at {count} minutes", f"Start between 0 and {starts.most}, or raise most."
