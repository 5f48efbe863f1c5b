"""The editions of the dated tables: what the answers rest on, amber once a review is overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import sources
from pages.parts.text import count, listed, plain, table

if TYPE_CHECKING:
    from datetime import date

    from logic.rulebook import RuleBook


def strip(book: RuleBook, day: date) -> None:
    """Show one line on whether the tables are due for a look, and the tables folded away."""
    editions = book.editions()
    late = sources.overdue(editions, day)
    if late:
        st.warning(
            f"**{count(len(late), 'table is', 'tables are')} past the date for review.** Their values may have "
            f"changed since: {listed([plain(each.label) for each in late])}. "
            "Look at the newer edition before you rely on one.",
            icon=":material/event_busy:",
        )
    else:
        st.markdown(f"All {count(len(editions), 'table')} are inside their review dates.")
    with st.expander("The tables and their editions", icon=":material/calendar_month:", expanded=not late):
        listing(book, day)


def listing(book: RuleBook, day: date) -> None:
    """Show each table with its edition, from when it holds, and when to look again."""
    st.markdown(
        table(
            ["Table", "Edition", "In force from", "Look again by"],
            [
                [
                    plain(each.label),
                    plain(each.edition),
                    each.from_.isoformat() if each.from_ else "not dated",
                    sources.review_words(each, day),
                ]
                for each in book.editions()
            ],
        )
    )
