from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from logic.learning.course import Course, load_course
from logic.reports import receipt
from logic.reports.learning_record import editions_of, record_pdf, to_tell
from logic.rulebook import RuleBook
from logic.store.records import Attempt, Exam, Learner, MasteryState
from tests.reports.test_visit_sheet import text_of

DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 4, 3)
ANA = Learner("ana", "Ana <Lee> & Co", "desk", DAY)
MakeExam = Callable[..., Exam]


@pytest.fixture(scope="module")
def course(book: RuleBook) -> Course:
    return load_course(book)


@pytest.fixture
def exam(book: RuleBook, course: Course) -> MakeExam:
    """A test with a case of each concept, the first ones right."""

    def make(kind: str, right: int, days: int = 0) -> Exam:
        at = DAY + timedelta(days=days)
        first = Attempt("", "ana", "", "", "", "exam", at, at, 60.0, exam_id=kind)
        items = tuple(
            replace(first, id=f"{n}", case_id=f"b{n}:{n + 100 * days}", blueprint=f"b{n}", concept=concept, number=n,
                    right=n <= right)
            for n, concept in enumerate(course.concepts, 1)
        )  # fmt: skip
        done = Exam(kind, "ana", "pre", None, at, at, 60.0 * len(items), right, len(items), "", {}, items)
        done = replace(done, book=receipt.book_print(book), editions=editions_of(book))
        return replace(done, kind="post", pre_id="pre") if kind == "post" else done

    return make


def test_the_record_tells_scores_gain_concepts_rules_and_what_it_is_not(
    exam: MakeExam, book: RuleBook, course: Course
) -> None:
    level = MasteryState("which-code", "remembered", DAY, 6, 9, DAY)
    taken = [exam("pre", 6), exam("post", 14, days=20)]
    text = text_of(
        record_pdf(ANA, taken, {"which-code": level}, concepts=course.concepts, book=book, today=TODAY)
    )

    assert "Name: Ana <Lee> & Co. Printed: 2026-04-03." in text
    assert "14 of 18 right on 2026-03-22" in text
    assert "6 of 18 right before, on 2026-03-02." in text
    # Wilson's interval of 6 of 18 by hand: 16% to 56%.
    assert "First test 2026-03-02 18 6 33% (16% to 56%) 18 minutes" in text
    assert "6 of 18 right before, 14 of 18 after. 44 points more (95% interval" in text
    assert "8 pairs gained, 0 lost." in text
    assert "Newcombe's for paired proportions (1998, method 10)" in text
    assert "Which code the treatment is 1 of 1 1 of 1 Remembered" in text
    assert "Ties 1 of 1 1 of 1 Not started" in text
    assert "CMS pair edits (NCCI), third quarter 2024 2024-07-01 2024-07-01" in text
    assert (
        f"First test: {receipt.book_print(book)}. Second test: {receipt.book_print(book)}. It is the same today."
        in text
    )
    assert "It certifies nothing" in text
    assert "Not a certificate, license or credential." in text
    assert "b3:3 right" in text
    assert "b18:2018 not right" in text


def test_one_test_alone_tells_no_gain(exam: MakeExam, book: RuleBook, course: Course) -> None:
    text = text_of(record_pdf(ANA, [exam("pre", 6)], {}, concepts=course.concepts, book=book, today=TODAY))

    assert "One test so far, so no gain can be told." in text
    assert "Newcombe" not in text


def test_a_rule_book_that_changed_since_is_told(exam: MakeExam, book: RuleBook, course: Course) -> None:
    old = replace(exam("pre", 6), book="0" * 16, editions={"Old table": "2020-01-01"})
    text = text_of(record_pdf(ANA, [old], {}, concepts=course.concepts, book=book, today=TODAY))

    assert f"It has changed since; today's is {receipt.book_print(book)}." in text
    assert "Old table 2020-01-01" in text


def test_without_a_finished_test_there_is_nothing_to_record(
    exam: MakeExam, book: RuleBook, course: Course
) -> None:
    begun = replace(exam("pre", 0), finished_at=None, right=None)

    assert to_tell([begun]) == (None, None)
    with pytest.raises(ValueError, match="no test is finished"):
        record_pdf(ANA, [begun], {}, concepts=course.concepts, book=book, today=TODAY)


def test_the_last_pair_is_told(exam: MakeExam) -> None:
    pre, post, later = exam("pre", 6), exam("post", 9, days=10), exam("post", 14, days=20)

    assert to_tell([pre, post, later]) == (pre, later)
    assert to_tell([pre, replace(post, finished_at=None)]) == (pre, None)


def test_the_same_record_gives_the_same_bytes_and_a_name_without_letters_gets_a_line(
    exam: MakeExam, book: RuleBook, course: Course
) -> None:
    li, zoe = replace(ANA, name="李小龙"), replace(ANA, name="Zoë Muñoz")
    one = record_pdf(li, [exam("pre", 6)], {}, concepts=course.concepts, book=book, today=TODAY)

    assert one == record_pdf(li, [exam("pre", 6)], {}, concepts=course.concepts, book=book, today=TODAY)
    assert "write it by hand" in text_of(one)
    latin = record_pdf(zoe, [exam("pre", 6)], {}, concepts=course.concepts, book=book, today=TODAY)
    assert "Zoë Muñoz" in text_of(latin)
