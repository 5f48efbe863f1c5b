"""A wrong rule that gives just the units billed: named as what it looks like, never as what somebody believes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts import links
from pages.parts.book import course
from pages.parts.text import count, plain, prose

if TYPE_CHECKING:
    from logic.what_if import Answer

MOST: Final = 2


def show(answer: Answer) -> None:
    """Name the wrong rules that lead to these units, each with the lesson that mends it."""
    if not answer.misconceptions:
        return
    learning = course()
    known = [learning.misconceptions[one] for one in answer.misconceptions if one in learning.misconceptions]
    with st.container(border=True, key="card_as_if"):
        st.markdown(
            "**The units come out as if by this rule:**"
            if len(known) == 1
            else "**The units come out as if by one of these rules:**"
        )
        for one in known[:MOST]:
            st.markdown(f"“{plain(one.believes)}” {prose(one.why_wrong)} {prose(one.right)}")
            if one.lesson in learning.lessons:
                lesson = learning.lessons[one.lesson]
                links.to_lesson(
                    one.lesson,
                    f"{plain(lesson.title)}, {count(lesson.minutes, 'minute')}",
                    ":material/school:",
                )
        st.caption("It may be chance; nobody is graded here.")
