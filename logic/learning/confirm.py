"""What a person still has to confirm in the learning files, told as the rule book tells its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.rulebook.confirm import ToConfirm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from logic.learning.course import Course
    from logic.rulebook.base import Fact


def to_confirm(course: Course) -> list[ToConfirm]:
    """Give the statements to confirm, by file."""
    denials = course.denials
    return [
        ToConfirm(table, name, None, f"content/{table}.yaml", "", fact.source, fact.note)
        for table, facts in (
            ("misconceptions", _by_id(course.misconceptions.values())),
            ("article_claims", _by_id(course.article.values())),
            ("glossary", _by_id(course.glossary.values())),
            ("measures", _by_id(course.measures.values())),
            ("denials", _by_id(denials.categories)),
            ("denials", ((each.carc, each) for each in denials.not_denials)),
            ("denials", ((each.rarc, each) for each in denials.remarks)),
        )
        for name, fact in facts
        if fact.to_confirm
    ]


def _by_id(facts: Iterable[Fact]) -> Iterator[tuple[str, Fact]]:
    return ((getattr(fact, "id", ""), fact) for fact in facts)
