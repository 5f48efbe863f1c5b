"""Problems of a file without what stood in its cells: a name that slipped into a column must not go further."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logic.columns import HEADINGS
from logic.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_KEPT: Final = 20
HERE: Final = "what stands there"


def without_cells(problem: Problem) -> Problem:
    """The problem with its row, and nothing that was read from the file: no value, and none in its sentences.

    A heading is kept where it is one of ours; others may be anything.
    """
    value = problem.value
    column = problem.column if problem.column is None or problem.column.lower() in HEADINGS else None
    wrong, fix = (_without(text, value) for text in (problem.wrong, problem.fix))
    return Problem(problem.row, column, None, wrong, fix)


def to_keep(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The first few, fit for the disk."""
    kept: list[Problem] = []
    for problem in problems:
        if len(kept) == MOST_KEPT:
            break
        kept.append(without_cells(problem))
    return tuple(kept)


def _without(text: str, value: str | None) -> str:
    return text if not value else text.replace(value, HERE)
