"""Check a visit: type it, and the verdict stands above: what is wrong, why, which source says so, what to fix."""

from __future__ import annotations

import streamlit as st

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
from pages.check.now import frame, now, outlook
from pages.parts import links, live
from pages.parts.book import rule_book, today


def tools(*_: object) -> None:
    """Show the quick ways in."""
    ways_in.toolbar(rule_book(), empty=now().reading.stage == "empty")


def top(*_: object) -> None:
    """Show the verdict first; while nothing is typed, what can be done."""
    held = now()
    if held.reading.stage == "empty":
        banner.done()
        ways_in.invitation()
    else:
        banner.show(held.reading, held.answer, held.counts, held.book)


def form(*_: object) -> None:
    """Show the fields."""
    entry.show(now().reading, rule_book())


def asked(*_: object) -> None:
    """Show what only the note can answer."""
    held = now()
    questions.show(held.reading, held.answer, held.book)


def why(*_: object) -> None:
    """Show the picture, what to fix, what would change the verdict, and what to take along."""
    held = now()
    kept = frozenset[str]() if held.answer is None else held.answer.kept
    picture.show(held.reading, held.counts, held.book, kept)
    if held.answer is None:
        take_away.fill(held.reading, held.counts, held.book, held.day, held.word)
        return
    known = outlook(held.answer)
    findings.show(held.answer, known, held.book)
    as_if.show(held.answer)
    around.show(held.answer, known, held.book, held.day)
    take_away.show(held.answer, known, held.book, held.day)


rule_book()  # what is wrong with its files stands alone on the page
state.begin(today())
looks.style()
st.title("Check a visit")
st.caption(
    "The verdict follows as you type. No names, birth dates or member numbers: nothing here needs them."
)
live.part("visit_tools", tools, lambda: (now().reading.stage == "empty", *frame()[1:]))
with st.container(key="visit_top"):
    live.part("visit_banner", top, lambda: (*frame(), *banner.clicked()))
left, right = st.columns([10, 11], gap="large")
with left:
    live.part("visit_form", form, lambda: (*frame()[1:], *entry.given(now().reading)))
    live.part("visit_asked", asked, lambda: (*frame()[1:], *questions.given(now().reading, now().answer)))
with right:
    live.part("visit_why", why, frame)
st.page_link(
    links.CLAIMS, label="A whole file of claims? Check it here.", icon=":material/upload_file:", help=""
)
