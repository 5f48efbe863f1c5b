"""One lesson: the idea, a figure to play with, a worked example, two questions, and the sources."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import streamlit as st

from logic.learning.lesson import HEADINGS, Figure, Words
from pages.calculate import strip
from pages.learn import progress_state, questions
from pages.parts import glossary, learner, links, marks
from pages.parts.text import count, plain, prose

if TYPE_CHECKING:
    from logic.learning.course import Course
    from logic.learning.lesson import Lesson
    from logic.rulebook import RuleBook


def show(lesson: Lesson, course: Course, book: RuleBook) -> None:
    """Show the whole lesson."""
    path = list(course.lessons.values())
    place = path.index(lesson)
    st.page_link(links.LEARN, label="All lessons", icon=":material/arrow_back:")
    st.title(plain(lesson.title))
    progress_state.opened(lesson)
    done = progress_state.done(course.lessons)
    st.markdown(
        f":small[Lesson {place + 1} of {len(path)}, about {lesson.minutes} minutes, "
        f"reviewed {lesson.reviewed.isoformat()}]" + (" :green-badge[done]" if lesson.id in done else "")
    )
    st.markdown(f"**{prose(lesson.idea)}**")
    figure = 0
    for heading in HEADINGS:
        if heading == HEADINGS[-1]:
            glossary.words_here(_text(lesson), book)
        st.header(heading)
        for block in lesson.sections[heading]:
            if isinstance(block, Words):
                _words(block, lesson, book)
            elif isinstance(block, Figure):
                figure += 1
                _figure(block, f"learn_{lesson.id}_figure_{figure}", book)
    questions.show(lesson, course, book)
    if went := done.get(lesson.id):
        st.markdown(f"**Lesson done:** {went.right} of {count(went.total, 'answer')} right.")
        learner.strip()
    _practice(lesson, course)
    if lesson.calculators:
        st.markdown("Count one of your own:")
        strip.some(*lesson.calculators)
    _neighbors(path, place)
    _look_up(lesson, book)
    marks.listing(lesson.sources, book)


def _text(lesson: Lesson) -> str:
    """All words of the lesson, without its questions."""
    blocks = (each for section in lesson.sections.values() for each in section)
    return "\n".join([lesson.idea, *(each.text for each in blocks if isinstance(each, Words))])


def _words(words: Words, lesson: Lesson, book: RuleBook) -> None:
    """Show a paragraph, list or table; a quotation that is corrected stands out."""
    if words.text.startswith(">"):
        quoted = "\n".join(row.removeprefix(">").strip() for row in words.text.split("\n"))
        st.info(marks.numbered(quoted, lesson.sources, book), icon=":material/contract_edit:")
    else:
        st.markdown(marks.numbered(words.text, lesson.sources, book))


def _figure(figure: Figure, key: str, book: RuleBook) -> None:
    """Draw a figure by the page of its name; moving a slider draws nothing else again."""
    drawn = import_module(f"pages.parts.figures.{figure.name}")
    with st.container(border=True, key=f"card_{key}"):
        st.fragment(drawn.show)(figure.starts, key, book)


def _practice(lesson: Lesson, course: Course) -> None:
    """Link to practice of what the lesson teaches, where there are cases of it."""
    have = {one.concept for one in course.blueprints.values()}
    with st.container(horizontal=True):
        for concept in lesson.teaches:
            if concept in have:
                links.to_practice(concept, f"Practice: {plain(course.concepts[concept].title)}")


def _neighbors(path: list[Lesson], place: int) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if place:
            links.to_lesson(path[place - 1].id, f"Before: {path[place - 1].title}", ":material/arrow_back:")
        if place + 1 < len(path):
            links.to_lesson(path[place + 1].id, f"Next: {path[place + 1].title}", ":material/arrow_forward:")


def _look_up(lesson: Lesson, book: RuleBook) -> None:
    """Link to the rules that check what the lesson teaches."""
    if lesson.rules:
        st.header("What Unitwise checks of it")
        with st.container(key=f"list_{lesson.id}", gap=None):
            for rule in lesson.rules:
                links.to_rule(rule, f"**{rule}** {plain(book.rules[rule].title)}")
