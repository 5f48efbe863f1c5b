"""How far a learner is with what was assigned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from logic.practice import mastery

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from logic.store.records import Assignment, Item, Progress


@dataclass(frozen=True, slots=True)
class Done:
    """An assignment as one learner has done it; `late` when the day has passed with something left."""

    assignment: Assignment
    done: tuple[Item, ...]
    left: tuple[Item, ...]
    late: bool


def done(assignment: Assignment, progress: Progress, today: date) -> Done:
    """Tell what is done: a lesson when its questions are answered, a concept when it is practiced (or better)."""
    read = {each.lesson for each in progress.lessons if each.done}
    practiced = {each.concept for each in progress.mastery if mastery.is_practiced(each)}
    finished = {"lesson": read, "concept": practiced}
    finished_items = tuple(item for item in assignment.items if item.target in finished[item.kind])
    left = tuple(item for item in assignment.items if item not in finished_items)
    late = bool(left) and assignment.due_on is not None and today > assignment.due_on
    return Done(assignment, finished_items, left, late)


def wanted(assignments: Iterable[Assignment]) -> tuple[str, ...]:
    """Give the concepts that were assigned, the most urgent first, for `logic.practice.choosing`."""
    return tuple(
        dict.fromkeys(
            item.target for assignment in assignments for item in assignment.items if item.kind == "concept"
        )
    )
