"""Check a visit: type it, and the verdict stands above: what is wrong, why, which source says so, what to fix."""

from __future__ import annotations

import streamlit as st

from logic import what_if
from logic.form_reading import read, vocabulary
from pages.check import (
    around,
    as_if,
    banner,
    entry,
    findings,
    looks,
    picture,
    questions,
    state,
    take_away,
    ways_in,
)
from pages.parts import links
from pages.parts.book import rule_book, today

book = rule_book()
day = today()
state.begin(day)
word = vocabulary(book)
reading = read(state.form(), book, word)
counts = what_if.counts_of(reading, book)
known = state.remembered(reading, book, day)
answer = known.answer or what_if.answer(reading, book, day)

looks.style()
st.title("Check a visit")
st.caption(
    "The verdict follows as you type. No names, birth dates or member numbers: nothing here needs them."
)
ways_in.toolbar(book, empty=reading.stage == "empty")
with st.container(key="visit_top"):
    if reading.stage == "empty":
        ways_in.invitation()
    else:
        banner.show(reading, answer, counts, book)
left, right = st.columns([10, 11], gap="large")
with left:
    entry.show(reading, book)
    questions.show(reading, answer, book)
with right:
    picture.show(reading, counts, book, frozenset() if answer is None else answer.kept)
    if answer is None:
        take_away.fill(reading, counts, book, day, word)
    else:
        outlook = known.outlook or what_if.outlook(answer, book, day, word)
        state.remember(answer, outlook, book, day)
        findings.show(answer, outlook, book)
        as_if.show(answer)
        around.show(answer, outlook, book, day)
        take_away.show(answer, outlook, book, day)
st.page_link(
    links.CLAIMS, label="A whole file of claims? Check it here.", icon=":material/upload_file:", help=""
)
