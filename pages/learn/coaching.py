"""The coach that all sessions share."""

from __future__ import annotations

import streamlit as st

from logic.learning.course import Course
from logic.practice.coach import Coach
from logic.rulebook import RuleBook


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs={RuleBook: id, Course: id})
def coach(book: RuleBook, course: Course) -> Coach:
    """Give the coach of a rule book and a course."""
    return Coach(book, course)
