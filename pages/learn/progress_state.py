"""Which lessons were done, for as long as the page is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

DONE: Final = "learn_done"


@dataclass(frozen=True, slots=True)
class Done:
    """How the questions of a lesson went, by the first answer to each."""

    right: int
    total: int


def done(lesson: str) -> Done | None:
    """Give how a lesson went, or None if it was not done yet."""
    found: Done | None = st.session_state.get(DONE, {}).get(lesson)
    return found


def finish(lesson: str, right: int, total: int) -> None:
    """Note that all questions of a lesson were answered; done again, the later time counts."""
    st.session_state[DONE] = {**st.session_state.get(DONE, {}), lesson: Done(right, total)}
