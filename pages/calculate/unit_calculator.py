"""Unit calculator: minutes of each service in, units by both methods out, with the steps."""

from __future__ import annotations

import streamlit as st

from pages.calculate import strip
from pages.calculate import unit_answer as answer
from pages.calculate import unit_entry as entry
from pages.parts.book import rule_book

book = rule_book()  # what is wrong with its files stands alone on the page

st.title("Unit calculator")
strip.show()
st.markdown(
    "The minutes of each service that one discipline gave on one date. The answer follows as you type, "
    "by the Medicare total-time rule and by the per-code midpoint rule."
)
entry.ENTRY.offer()
entry.ENTRY.show(book)
answer.show()
