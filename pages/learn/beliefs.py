"""A wrong rule that an answer follows from: named, with the rule that holds and the lesson that mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts import links
from pages.parts.text import count, plain, prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.learning.course import Course
    from logic.learning.models import Misconception

AT_ONCE: Final = 2
"""Wrong rules that are shown unfolded: somebody follows one of them, and many in a row say nothing."""


def show(ids: Sequence[str], course: Course, lesson: str = "") -> None:
    """Name the wrong rules that give just this answer.

    lesson: the one that is open and has said already why the answer is wrong.
    """
    found = [course.misconceptions[each] for each in ids if each in course.misconceptions]
    for each in found[:AT_ONCE]:
        _one(each, course, lesson)
    if more := found[AT_ONCE:]:
        with st.expander(f"{count(len(more), 'other wrong rule')} that would lead here"):
            for each in more:
                st.markdown(f"“{plain(each.believes)}”  \n{prose(each.right)}")


def _one(one: Misconception, course: Course, lesson: str) -> None:
    with st.container(border=True, key=f"card_belief_{one.id}"):
        st.markdown(f"**This answer follows from: “{plain(one.believes)}”**")
        if not lesson:
            st.markdown(prose(one.why_wrong))
        st.markdown(f"The rule: {prose(one.right)}")
        if one.lesson in course.lessons and one.lesson != lesson:
            links.to_lesson(
                one.lesson, f"Lesson: {plain(course.lessons[one.lesson].title)}", ":material/school:"
            )
