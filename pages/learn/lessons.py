"""Learn: the path of lessons, the next one first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.learn import progress_state
from pages.parts import learner, links
from pages.parts.book import course
from pages.parts.text import count, plain, prose

if TYPE_CHECKING:
    from logic.learning.lesson import Lesson

learning = course()
path = list(learning.lessons.values())
FIRST_HOUR = 60
"""Minutes: what a new biller reads at one sitting."""
progress_state.settle(learning.lessons)


def overview() -> None:
    """Show the next lesson and the whole path."""
    done = progress_state.done(learning.lessons)
    st.title("Learn to bill therapy units")
    minutes = sum(each.minutes for each in path)
    st.markdown(
        f"{count(len(path), 'short lesson')}, about {minutes} minutes in all. "
        "One idea each, something to try, two questions, and the sources."
    )
    coming = next((each for each in path if each.id not in done), None)
    if coming is not None:
        with st.container(border=True, key="card_next"):
            st.header("Start here" if not done else "Your next lesson")
            st.markdown(f"**{plain(coming.title)}**  \n{prose(coming.idea)}")
            links.to_lesson(coming.id, f"Open, about {coming.minutes} minutes", ":material/play_arrow:")
    else:
        st.success("All lessons are done. Open any of them again.", icon=":material/check_circle:")
    learner.strip()
    st.header("All lessons")
    st.markdown("In the first hour: what 97124 is, counting units, who may bill, and the modifiers.")
    if done:
        st.markdown(f"{len(done)} of {len(path)} done.")
    spent = 0
    for number, each in enumerate(path, start=1):
        if spent + each.minutes > FIRST_HOUR >= spent:
            st.subheader("After the first hour")
        spent += each.minutes
        row(number, each, done.get(each.id))
    st.header("Beside the lessons")
    with st.container(key="list_beside", gap=None):
        st.page_link(
            links.ARTICLE,
            label="The article that this began from, statement by statement",
            icon=":material/rule:",
        )
        st.page_link(
            links.RULES,
            label="Words from A to Z, in the rule book",
            icon=":material/sort_by_alpha:",
            help="",
            query_params={"rules_kind": "Words"},
        )


def row(number: int, lesson: Lesson, went: progress_state.Done | None) -> None:
    """Link to a lesson, with what it teaches, how long it takes, and how it went."""
    state = f" :green-badge[done, {went.right} of {went.total} right]" if went else ""
    with st.container(key=f"list_{lesson.id}", gap=None):
        links.to_lesson(lesson.id, f"**{number}. {plain(lesson.title)}**")
        st.markdown(f"{prose(lesson.idea)} :small[{lesson.minutes}\u00a0minutes]{state}")


asked = st.query_params.get("lesson", "")
if asked in learning.lessons:
    st.switch_page(links.LESSON, query_params={"show": asked})  # where lessons stood before
overview()
