from __future__ import annotations

from logic.learning.confirm import to_confirm
from logic.learning.course import load_course
from logic.rulebook import RuleBook


def test_what_is_to_confirm_is_listed_with_its_file_and_note(book: RuleBook) -> None:
    course = load_course(book)
    listed = {(each.table, each.id): each for each in to_confirm(course)}

    assert listed["article_claims", "time-based-modifiers"].note
    assert listed["denials", "253"].file == "content/denials.yaml"
    assert ("glossary", "sequestration") in listed
    assert ("glossary", "pair-edit") not in listed
    assert all(each.source for each in listed.values())


def test_what_rests_on_recalled_sources_alone_is_to_confirm(book: RuleBook) -> None:
    course = load_course(book)
    facts = [
        *course.article.values(),
        *course.glossary.values(),
        *course.denials.categories,
        *course.denials.not_denials,
        *course.denials.remarks,
    ]

    for fact in facts:
        recalled = all(book.sources[source].seen == "recalled" for source in fact.source)
        assert fact.to_confirm or not recalled, fact
