"""Codes to type or to choose, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from logic.denials import category, codes_in
from pages.parts import denial
from pages.parts.book import course
from pages.parts.text import listed

if TYPE_CHECKING:
    from logic.learning.figures.denial import Starts
    from logic.rulebook import RuleBook


def show(starts: Starts, key: str, book: RuleBook) -> None:
    """Show the box to type in, some codes to try, and the reading of what stands there."""
    learning = course()
    field = f"{key}_codes"
    st.session_state.setdefault(field, starts.codes[0])
    st.text_input("Codes as the remittance prints them", key=field, placeholder="CO-16 M76", max_chars=60)
    with st.container(horizontal=True, gap="small"):
        for number, text in enumerate(starts.codes):
            st.button(text, key=f"{key}_{number}", on_click=_choose, args=(field, text))
    group, carc, rarcs = codes_in(st.session_state[field])
    if not carc and not rarcs:
        st.markdown("Type a reason code, like CO-16, and the remark codes beside it, like M76.")
        return
    read = listed([each for each in (group, carc, *rarcs) if each])
    st.markdown(f"Read as {read}.")
    denial.show(category(learning.denials, group, carc, rarcs), book, learning.lessons)


def _choose(field: str, text: str) -> None:
    st.session_state[field] = text
