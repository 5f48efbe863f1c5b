"""What each measure is called, its formula in words and its source: content/measures.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from logic.learning.models import Slug  # noqa: TC001  (pydantic reads it at run time)
from logic.learning.reading import cited, known, problem, read_list
from logic.rulebook.base import Fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.rulebook import RuleBook
    from logic.rulebook.reading import Folder

FILE: Final = "measures.yaml"
MEASURES: Final = (
    "clean-claims",
    "initial-denials",
    "initial-denials-lines",
    "initial-denials-dollars",
    "primary-denials",
    "first-pass",
    "denial-write-offs",
    "overturned",
    "overturned-dollars",
    "sent-back",
    "rejections",
    "preventable",
    "unanswered",
    "days-to-send",
    "days-to-answer",
    "days-to-denial",
    "days-to-resolution",
)
"""The measures that the program works out."""


class Definition(Fact):
    """A measure in words; `note` says what the number does not say."""

    id: Slug
    name: str
    formula: str
    better: Literal["lower", "higher", "neither"]


def read_definitions(folder: Folder, book: RuleBook) -> Mapping[str, Definition]:
    """Give the definitions by id; note what names nothing, and a measure that is computed and not defined."""
    read = read_list(folder, FILE, Definition)
    for at, each in enumerate(read.values()):
        cited(folder, FILE, (at,), each, book.sources)
        known(folder, FILE, (at, "id"), [each.id], MEASURES)
    for missing in sorted(set(MEASURES) - set(read)):
        problem(folder, FILE, (), f"the measure {missing!r} is not defined", "Add an item with that id.")
    return read
