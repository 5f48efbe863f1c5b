"""A test before and a test after: no help, the score at the end, the gain with its interval, and a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.practice import exams
from logic.practice.grading import believed
from logic.reports.receipt import book_print
from logic.store.errors import StoreError
from pages.learn import case_view, memory, steps
from pages.learn.coaching import coach
from pages.parts import kept
from pages.parts.book import rule_book, today
from pages.parts.text import count, plain, table

if TYPE_CHECKING:
    from logic.learning.course import Course
    from logic.practice.coach import Coach
    from logic.rulebook import RuleBook
    from logic.store.records import Attempt, Exam, Learner

OPEN: Final = "exam_open"
BEGAN: Final = "exam_step_began"
MOST_CASES: Final = 12


def running() -> bool:
    """Whether a test is open in this session."""
    return bool(st.session_state.get(OPEN))


def door(who: Learner | None, course: Course) -> None:
    """Offer the test before, or after, and show the gain once both were taken."""
    st.header("Test yourself, before and after")
    if who is None:
        st.markdown(
            "A test is kept under a name, so that the second can be held against the first. Choose a name above."
        )
        return
    store = kept.store()
    if store is None:
        return
    taken = store.exams(who.id)
    pair = exams.latest_pair(taken)
    if pair is not None:
        st.markdown(f"**{plain(exams.gain(*pair).says)}**")
        st.caption(exams.METHOD)
    done = [exam for exam in taken if exam.finished_at is not None]
    before = [exam for exam in done if exam.kind == "pre"]
    kind = "post" if before else "pre"
    word = "the test after" if kind == "post" else "the test before"
    st.markdown(
        f"{count(len(before[-1].items) if before else _size(course), 'case')}, no help, no verdicts until the end. "
        "The test after asks the same kinds of cases, never the same case."
    )
    with st.container(horizontal=True):
        st.button(f"Take {word}", icon=":material/assignment:", on_click=_begin, args=(kind, who, course))
        if done:
            _record(who, done, course)


def _size(course: Course) -> int:
    return min(MOST_CASES, len({one.concept for one in course.blueprints.values() if one.exam}))


def _begin(kind: str, who: Learner, course: Course) -> None:
    store = kept.store()
    if store is None:
        return
    book = rule_book()
    guide = coach(book, course)
    met = store.met(who.id)
    if kind == "post":
        before = [one for one in store.exams(who.id) if one.kind == "pre" and one.finished_at is not None][-1]
        items, pre_id = exams.post_test(before, met, who.id, looks=guide.looks), before.id
    else:
        items = exams.pre_test(
            course.blueprints.values(), list(course.concepts), met, who.id, looks=guide.looks
        )
        items, pre_id = items[:MOST_CASES], None
    from logic.reports.learning_record import editions_of  # noqa: PLC0415 - as for the record

    try:
        exam = store.start_exam(
            who.id,
            "post" if kind == "post" else "pre",
            items,
            kept.now(),
            pre_id=pre_id,
            book=book_print(book),
            editions=editions_of(book),
        )
    except StoreError as error:
        kept.trouble(error)
        return
    st.session_state[OPEN] = exam.id
    st.session_state[BEGAN] = kept.now()


def show(who: Learner | None, course: Course, book: RuleBook, guide: Coach) -> None:
    """Show the case at hand, or the score."""
    store = kept.store()
    exam = store.exam(st.session_state[OPEN]) if store else None
    if store is None or exam is None or who is None or exam.learner_id != who.id:
        st.session_state.pop(OPEN, None)
        st.rerun()
    st.title("Test after" if exam.kind == "post" else "Test before")
    left = [item for item in exam.items if item.finished_at is None]
    if exam.finished_at is None and left:
        _case(exam, left, book, guide)
        return
    if exam.finished_at is None:
        exam = store.finish_exam(exam.id, kept.now())
    _score(exam, course, store.exams(who.id))
    _record(who, [one for one in store.exams(who.id) if one.finished_at is not None], course)
    st.button("Back to practice", icon=":material/arrow_back:", on_click=_leave)


def _leave() -> None:
    st.session_state.pop(OPEN, None)


def _case(exam: Exam, left: list[Attempt], book: RuleBook, guide: Coach) -> None:
    store = kept.store()
    item = left[0]
    made = guide.again(item.case_id)
    if store is None or made is None:
        st.warning("This case can no longer be made from the rule book of today; it is left out.")
        return
    st.progress(
        (len(exam.items) - len(left)) / len(exam.items), f"Case {exam.total - len(left) + 1} of {exam.total}"
    )
    case_view.story(made)
    given = {answer.step: answer.given for answer in store.answers(item.id)}
    coming = next((step for step in made.steps if step.id not in given), None)
    if coming is None:
        store.finish_attempt(item.id, kept.now(), sum(a.seconds or 0 for a in store.answers(item.id)))
        st.rerun()
    for step in made.steps:
        if step.id in given:
            st.markdown(f":small[{plain(step.ask)} **{steps.told(step, given[step.id])}**]")
    with st.container(border=True, key="card_exam_step"):
        answer = steps.ask(coming, f"exam_{item.id}_{coming.id}", book)
    if answer is not None:
        now = kept.now()
        spent = (now - st.session_state.get(BEGAN, now)).total_seconds()
        st.session_state[BEGAN] = now
        store.give_answer(
            item.id,
            coming.id,
            answer,
            right=coming.accepts(answer),
            now=now,
            concept=coming.concept,
            misconceptions=() if coming.accepts(answer) else believed(coming, answer),
            seconds=min(spent, 600.0),
        )
        st.rerun()
    st.button("Leave the test; it can be taken up again", on_click=_leave, key="exam_leave")


def _score(exam: Exam, course: Course, taken: list[Exam]) -> None:
    st.metric("Right", f"{exam.right} of {exam.total} cases")
    pair = exams.latest_pair(taken)
    if exam.kind == "post" and pair is not None:
        st.markdown(f"**{plain(exams.gain(*pair).says)}**")
        st.caption(exams.METHOD)
    lines = [
        [
            plain(course.concepts[one.concept].title if one.concept in course.concepts else one.concept),
            f"{one.right} of {one.total}",
        ]
        for one in exams.by_concept(exam)
    ]
    st.markdown(table(["Concept", "Right"], lines, right=(1,)))


def _record(who: Learner, done: list[Exam], course: Course) -> None:
    """Offer the printable record; it is made on the click."""

    def pdf() -> bytes:
        from logic.reports.learning_record import record_pdf  # noqa: PLC0415 - the PDF library is heavy, few take it

        levels = memory.standing(who).mastery
        return record_pdf(who, done, levels, concepts=course.concepts, book=rule_book(), today=today())

    st.download_button(
        "Record of my tests (PDF)",
        pdf,
        file_name="unitwise-tests.pdf",
        mime="application/pdf",
        icon=":material/download:",
        on_click="ignore",
        key="exam_record",
    )
