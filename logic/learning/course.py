"""The course: everything in content/ that teaches, read as strictly as the rule book and married to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from logic.learning.lessons import read_lessons
from logic.learning.models import Concept, Misconception
from logic.practice.blueprints import read_blueprints
from logic.practice.visit_words import read_visit_words
from logic.rulebook.loading import CONTENT
from logic.rulebook.problems import ContentError, did_you_mean
from logic.rulebook.reading import Folder, read_file, validated

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from logic.learning.lesson import Lesson
    from logic.practice.blueprints import Blueprint
    from logic.practice.visit_words import VisitWords
    from logic.rulebook import RuleBook


class Named(Protocol):
    """Anything with an id of its own."""

    @property
    def id(self) -> str:
        """The id, unique among its kind."""
        ...


T = TypeVar("T", bound=Named)


@dataclass(frozen=True, eq=False)
class Course:
    """What is taught. Two courses are equal only if they are the same object, so one can key a cache."""

    concepts: Mapping[str, Concept]
    lessons: Mapping[str, Lesson]
    misconceptions: Mapping[str, Misconception]
    blueprints: Mapping[str, Blueprint]
    visit_words: VisitWords


def load_course(book: RuleBook, content: Path = CONTENT) -> Course:
    """Read the learning files and check them against each other and the rule book.

    Raises ContentError with everything that is wrong: file, line, key, what is wrong, what would be right.
    """
    folder = Folder(content, "content")
    concepts = read_list(folder, "concepts.yaml", Concept)
    for at, concept in enumerate(concepts.values()):
        _known(folder, "concepts.yaml", (at, "needs"), concept.needs, concepts)
    misconceptions = read_list(folder, "misconceptions.yaml", Misconception)
    for at, one in enumerate(misconceptions.values()):
        _known(folder, "misconceptions.yaml", (at, "concept"), [one.concept], concepts)
        _known(folder, "misconceptions.yaml", (at, "source"), one.source, book.sources)
    lessons = read_lessons(folder, book)
    for lesson in lessons.values():
        _known(folder, f"lessons/{lesson.number:03}-{lesson.id}.md", ("teaches",), lesson.teaches, concepts)
    blueprints = read_blueprints(folder, concepts, book)
    visit_words = read_visit_words(folder, book)
    if folder.problems:
        raise ContentError(folder.problems)
    return Course(
        concepts=concepts,
        lessons=lessons,
        misconceptions=misconceptions,
        blueprints=blueprints,
        visit_words=visit_words,
    )


def read_list(folder: Folder, name: str, model: type[T]) -> dict[str, T]:
    """Give the items of a file by id, in the file's order; an id that stands twice is a problem."""
    file, data = read_file(folder, folder.root / name)
    items: tuple[T, ...] = validated(folder, file, tuple[model, ...], data) or ()  # type: ignore[valid-type]
    found: dict[str, T] = {}
    for at, item in enumerate(items):
        if item.id in found:
            folder.problem(
                file, (at, "id"), f"the id {item.id!r} stands twice", "Give each an id of its own."
            )
        found[item.id] = item
    return found


def _known(
    folder: Folder, name: str, path: tuple[Any, ...], words: Collection[str], known: Collection[str]
) -> None:
    """Note each word that names nothing."""
    for word in words:
        if word not in known:
            wrong = f"{word!r} does not exist"
            folder.problem(f"{folder.label}/{name}", path, wrong, did_you_mean(word, known))
