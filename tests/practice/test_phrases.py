from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from logic.learning.course import load_course
from logic.rulebook.loading import CONTENT
from logic.rulebook.problems import ContentError

if TYPE_CHECKING:
    from logic.learning.course import Course
    from logic.rulebook import RuleBook


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the content that a test may spoil."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.mark.parametrize(
    ("file", "was", "becomes", "told"),
    [
        ("services", "technique: effleurage", "technique: effleurrage", r"'effleurrage' does not exist"),
        ("services", "long gliding strokes over {area}", "long gliding strokes", r"\{area\} and the list"),
        ("services", 'code: "97164"', 'code: "97140"', "97140 is no code of 're-evaluation'"),
        ("claim_errors", "rule: P201", "rule: P299", "'P299' does not exist"),
        ("claim_errors", "like: [C501]", "like: [C599]", "'C599' does not exist"),
        ("note_parts", "rule: D701", "rule: D799", "'D799' does not exist"),
        ("note_parts", "at_risk: services", "at_risk: servces", "'servces' is not one of the words"),
        ("liability", '["GA"]', '["GB"]', "'GB' does not exist"),
        ("payer_answers", "source: [noridian-denials]", "source: [noridian]", "'noridian' does not exist"),
        ("treaters", "pays: aide", "pays: aid", "'aid' is not one of the words"),
        ("diagnoses", "speaks: true", "speaks: maybe", "'maybe' is neither true nor false"),
        ("separate", "kind: visit", "kind: visits", "'visits' is not one of the words"),
    ],
)
def test_a_wrong_phrase_stops_at_start_up(
    book: RuleBook, own: Path, file: str, was: str, becomes: str, told: str
) -> None:
    path = own / "phrases" / f"{file}.yaml"
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes, 1), "utf-8")

    with pytest.raises(ContentError, match=rf"phrases/{file}.yaml, line \d+, .*{told}"):
        load_course(book, own)


@pytest.mark.parametrize(
    ("file", "was", "becomes", "told"),
    [
        (
            "whole_claims",
            "too-many-units,",
            "too-many-unit,",
            r"asks.mistakes: 'too-many-unit' does not exist",
        ),
        ("whole_claims", "idle: [set-up, writing]", "idle: [set-up, writin]", "'writin' does not exist"),
        (
            "people_notes_and_payers",
            "pta, lmt, aide]",
            "pta, lmt, aid]",
            "asks.treaters: 'aid' does not exist",
        ),
        ("people_notes_and_payers", "[D701, D702", "[D799, D702", "asks.missing: 'D799' does not exist"),
        ("people_notes_and_payers", "[modifier, units", "[modifyer, units", "'modifyer' does not exist"),
    ],
)
def test_a_blueprint_that_asks_for_nothing_known_stops_at_start_up(
    book: RuleBook, own: Path, file: str, was: str, becomes: str, told: str
) -> None:
    path = own / "blueprints" / f"{file}.yaml"
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes, 1), "utf-8")

    with pytest.raises(ContentError, match=rf"blueprints/{file}.yaml.*{told}"):
        load_course(book, own)


def test_a_sentence_never_says_the_label_of_its_code(book: RuleBook, course: Course) -> None:
    """The label stands among the answers; a sentence that says it gives them away."""
    for service in course.phrases.services:
        for says in service.phrase.says:
            for code in service.codes:
                label = book.codes[code].label.split(",", maxsplit=1)[0].split(" (", maxsplit=1)[0].lower()
                assert label not in says.lower(), (label, says)


def test_no_phrase_holds_a_code(course: Course) -> None:
    for service in course.phrases.services:
        for says in service.phrase.says:
            assert not any(word.strip(".,;").isdigit() and len(word) == 5 for word in says.split()), says


def test_every_mistake_practises_a_concept(course: Course) -> None:
    assert {error.concept for error in course.phrases.claim_errors} <= course.concepts.keys()


def test_what_is_weak_by_the_phrases_is_weak_by_the_book(book: RuleBook, course: Course) -> None:
    weak = tuple(family.prefix for family in book.diagnoses.weak_for_97124)
    for each in course.phrases.diagnoses:
        if not each.speaks:
            assert each.code.startswith(weak), each.code
