"""Which lessons were done: kept in the store for a chosen name, else only until the page is closed."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.store.errors import StoreError
from pages.parts import kept, learner

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from logic.learning.lesson import Lesson
    from logic.store.store import Store

GIVEN: Final = "lessons_given"  # lesson → question → answer, of this session
WHOSE: Final = "lessons_whose"  # the learner that these answers belong to, or None
SEEN: Final = "lessons_seen"  # the lesson last opened and by whom, and when something was last done in it
WIDGETS: Final = "learn_"  # how the keys of a lesson's widgets begin
LONGEST: Final = 600  # seconds between two answers that still count as time spent on the lesson


@dataclass(frozen=True, slots=True)
class Done:
    """How many questions of a lesson were answered right, by the latest answers."""

    right: int
    total: int


def settle(lessons: Mapping[str, Lesson]) -> None:
    """Bring the session's answers and the chosen name together; call it first on a page.

    What was answered without a name goes to the name that is chosen then; another learner begins afresh.
    """
    who = learner.current()
    before, now = st.session_state.get(WHOSE), who.id if who else None
    if before == now:
        return
    st.session_state[WHOSE] = now
    if before is None:
        for lesson, answers in _given().items():
            for number, answer in answers.items():
                _store(lessons[lesson], number, answer)
        return
    for key in [each for each in st.session_state if str(each).startswith(WIDGETS)]:
        del st.session_state[key]
    st.session_state[GIVEN] = {}


def done(lessons: Mapping[str, Lesson]) -> dict[str, Done]:
    """Give the lessons whose questions were all answered, by id."""
    found: dict[str, Done] = {}
    if there := _kept_for():
        store, who = there
        with _telling():
            found = {
                each.lesson: Done(each.quiz_right or 0, each.quiz_total or 0)
                for each in store.lessons(who).values()
                if each.done and each.lesson in lessons
            }
    for lesson, answers in _given().items():
        questions = lessons[lesson].questions if lesson in lessons else ()
        if questions and len(answers) == len(questions):
            right = sum(answers[at] == each.right for at, each in enumerate(questions, start=1))
            found[lesson] = Done(right, len(questions))
    return found


def opened(lesson: Lesson) -> None:
    """Note, once each time, that a lesson was opened."""
    who = learner.current()
    mark = (lesson.id, who.id if who else None)
    if st.session_state.get(SEEN, (None,))[0] != mark:
        st.session_state[SEEN] = (mark, kept.now())
        _read(lesson, 0.0)


def answered(lesson: Lesson, number: int, answer: str) -> None:
    """Keep an answer to one question, counted from 1, and the time since the last thing done in the lesson."""
    given = _given()
    st.session_state[GIVEN] = {**given, lesson.id: {**given.get(lesson.id, {}), number: answer}}
    mark, last = st.session_state[SEEN]
    st.session_state[SEEN] = (mark, kept.now())
    _read(lesson, min((kept.now() - last).total_seconds(), LONGEST))
    _store(lesson, number, answer)


def _given() -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = st.session_state.get(GIVEN, {})
    return found


def _kept_for() -> tuple[Store, str] | None:
    """Give the store and the learner's id, or None where nothing is kept."""
    who = learner.current()
    store = kept.store() if who else None
    return (store, who.id) if store and who else None


def _read(lesson: Lesson, seconds: float) -> None:
    if there := _kept_for():
        store, who = there
        with _telling():
            store.read_lesson(who, lesson.id, kept.now(), seconds)


def _store(lesson: Lesson, number: int, answer: str) -> None:
    if there := _kept_for():
        store, who = there
        question = lesson.questions[number - 1]
        with _telling():
            store.answer_quiz(
                who,
                lesson.id,
                str(number),
                answer,
                right=answer == question.right,
                now=kept.now(),
                total=len(lesson.questions),
                misconceptions=question.option(answer).believed,
            )


@contextmanager
def _telling() -> Iterator[None]:
    """Say on the page what the store cannot do; the lesson goes on without it."""
    try:
        yield
    except StoreError as error:
        kept.trouble(error)
