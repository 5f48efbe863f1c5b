"""Everything that a person still has to confirm, by table."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from logic.learning.confirm import to_confirm
from pages.parts.text import count, plain

if TYPE_CHECKING:
    from logic.learning.course import Course
    from logic.rulebook import RuleBook


def show(book: RuleBook, course: Course) -> None:
    """List the facts to confirm, each with its file, its key and the sources it names."""
    facts = [*book.to_confirm(), *to_confirm(course)]
    st.markdown(
        f"**{count(len(facts), 'fact')}** of the rule book and of what is taught from it "
        f"{'is' if len(facts) == 1 else 'are'} to confirm."
    )
    for name, group in groupby(sorted(facts, key=lambda each: each.table), key=lambda each: each.table):
        rows = list(group)
        with st.expander(f"{name.replace('_', ' ').capitalize()}: {len(rows)}"):
            lines = []
            for each in rows:
                where = f"`{each.file}`" + (f" {plain(each.key)}" if each.key else "")
                note = f": {plain(each.note)}" if each.note else ""
                lines.append(
                    f"- **{plain(each.id)}**{note} ({where}; {plain(', '.join(each.source)) or 'no source'})"
                )
            st.markdown("\n".join(lines))
