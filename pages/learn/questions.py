"""The questions at the end of a lesson: an answer, and at once whether it is right, why, and which source says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.learn import beliefs, progress_state
from pages.parts import links, sources
from pages.parts.marks import numbered
from pages.parts.text import count, prose

if TYPE_CHECKING:
    from logic.learning.course import Course
    from logic.learning.lesson import Lesson, Option, Question
    from logic.rulebook import RuleBook


def show(lesson: Lesson, course: Course, book: RuleBook) -> None:
    """Show the questions; once all are answered, the lesson is done."""
    for number, question in enumerate(lesson.questions, start=1):
        with st.container(border=True, key=f"card_{lesson.id}_{number}"):
            _question(question, number, lesson, course, book)


def _question(question: Question, number: int, lesson: Lesson, course: Course, book: RuleBook) -> None:
    key = f"learn_{lesson.id}_{number}"
    by_answer = {each.answer: each for each in question.quiz.options}
    st.markdown(f"**Question {number}.** {prose(question.quiz.ask)}")
    chosen = st.radio(
        prose(question.quiz.ask),
        list(by_answer),
        index=None,
        format_func=lambda answer: option_text(by_answer[answer], question),
        key=key,
        label_visibility="collapsed",  # it stands above, in the size of the text
        on_change=_answered,
        args=(key, number, lesson),
        persist_state="session",
    )
    if chosen is None:
        return
    because = numbered(by_answer[chosen].because, lesson.sources, book)
    if chosen == question.right:
        st.success(f"**Right.** {because}", icon=":material/check_circle:")
    else:
        best = numbered(question.best.because, lesson.sources, book)
        st.error(
            f"**Not right.** {because}  \n**Right is: {option_text(question.best, question)}.** {best}",
            icon=":material/cancel:",
        )
        beliefs.show(by_answer[chosen].believed, course, lesson.id)
    sources.line(book, question.quiz.source)
    if question.quiz.minutes:
        links.to_units(question.quiz.minutes, "See it in the unit calculator")
    if question.quiz.services:
        links.to_assistants(
            question.quiz.services, question.quiz.discipline, "See it in the assistant calculator"
        )


def option_text(option: Option, question: Question) -> str:
    """Give an answer as the learner reads it: ``2 units``, ``97110 × 2, 97140 × 1``."""
    if option.text:
        return prose(option.text)
    answer = option.answer
    if question.quiz.minutes is not None and question.quiz.asks == "units":
        return count(int(answer), "unit")
    if "=" in answer:
        parts = (each.partition("=") for each in answer.split())
        return ", ".join(f"{code.replace('-', ' with ')} × {units}" for code, _, units in parts)
    return prose(answer[:1].upper() + answer[1:])


def _answered(key: str, number: int, lesson: Lesson) -> None:
    progress_state.answered(lesson, number, st.session_state[key])
