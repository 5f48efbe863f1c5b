"""The course: everything in content/ that teaches, read as strictly as the rule book and married to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from logic.denials import Denials, read_denials
from logic.learning.article import Claim, read_claims
from logic.learning.glossary import a_to_z, read_words
from logic.learning.lessons import read_lessons
from logic.learning.models import Concept, Misconception, Word
from logic.learning.reading import known, read_list
from logic.practice.asked import check_asked
from logic.practice.blueprints import read_blueprints
from logic.practice.phrases import read_phrases
from logic.practice.visit_words import read_visit_words
from logic.rulebook.loading import CONTENT
from logic.rulebook.problems import ContentError
from logic.rulebook.reading import Folder
from logic.trends.definitions import read_definitions

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from logic.learning.lesson import Lesson
    from logic.practice.blueprints import Blueprint
    from logic.practice.phrases import Phrases
    from logic.practice.visit_words import VisitWords
    from logic.rulebook import RuleBook
    from logic.trends.definitions import Definition


class Taught(Protocol):
    """Anything that may name the lesson which teaches it."""

    @property
    def lesson(self) -> str | None:
        """The lesson's id."""
        ...


@dataclass(frozen=True, eq=False)
class Course:
    """What is taught. Two courses are equal only if they are the same object, so one can key a cache."""

    concepts: Mapping[str, Concept]
    lessons: Mapping[str, Lesson]
    misconceptions: Mapping[str, Misconception]
    blueprints: Mapping[str, Blueprint]
    visit_words: VisitWords
    article: Mapping[str, Claim]
    glossary: Mapping[str, Word]
    denials: Denials
    phrases: Phrases
    measures: Mapping[str, Definition]


def load_course(book: RuleBook, content: Path = CONTENT) -> Course:
    """Read the learning files and check them against each other and the rule book.

    Raises ContentError with everything that is wrong: file, line, key, what is wrong, what would be right.
    """
    folder = Folder(content, "content")
    concepts = read_list(folder, "concepts.yaml", Concept)
    for at, concept in enumerate(concepts.values()):
        known(folder, "concepts.yaml", (at, "needs"), concept.needs, concepts)
    misconceptions = read_list(folder, "misconceptions.yaml", Misconception)
    for at, one in enumerate(misconceptions.values()):
        known(folder, "misconceptions.yaml", (at, "concept"), [one.concept], concepts)
        known(folder, "misconceptions.yaml", (at, "source"), one.source, book.sources)
    lessons = read_lessons(folder, book)
    for lesson in lessons.values():
        file = f"lessons/{lesson.number:03}-{lesson.id}.md"
        known(folder, file, ("teaches",), lesson.teaches, concepts)
        believed = [name for question in lesson.questions for name in question.believed]
        known(folder, file, ("quiz", "options", "believed"), believed, misconceptions)
    blueprints = read_blueprints(folder, concepts, book)
    visit_words = read_visit_words(folder, book)
    article = read_claims(folder, book)
    glossary = read_words(folder, book)
    denials = read_denials(folder, book, lessons)
    if denials is not None:
        kinds = [each.id for each in denials.categories]
        for at, concept in enumerate(concepts.values()):
            if concept.denied_as is not None:
                known(folder, "concepts.yaml", (at, "denied_as"), [concept.denied_as], kinds)
    phrases = read_phrases(folder, book)
    measures = read_definitions(folder, book)
    check_asked(folder, blueprints, phrases, visit_words, denials)
    for at, error in enumerate(phrases.claim_errors):
        known(folder, "phrases/claim_errors.yaml", (at,), error.believed, misconceptions)
    if not folder.problems:  # a lesson that cannot be read would be missed by everything that names it
        asked: dict[str, Mapping[str, Taught]] = {
            "concepts.yaml": concepts,
            "misconceptions.yaml": misconceptions,
            "article_claims.yaml": article,
            "glossary.yaml": glossary,
        }
        _lessons_exist(folder, lessons, asked)
    if folder.problems or denials is None:
        raise ContentError(folder.problems)
    return Course(
        concepts=concepts,
        lessons=lessons,
        misconceptions=misconceptions,
        blueprints=blueprints,
        visit_words=visit_words,
        article=article,
        glossary=a_to_z(glossary),
        denials=denials,
        phrases=phrases,
        measures=measures,
    )


def _lessons_exist(
    folder: Folder, lessons: Collection[str], asked: Mapping[str, Mapping[str, Taught]]
) -> None:
    """Note each lesson that is named and not there; `asked` holds what names one, by file."""
    for name, items in asked.items():
        for at, item in enumerate(items.values()):
            known(folder, name, (at, "lesson"), [item.lesson] if item.lesson else [], lessons)
