"""The pages of a modifier, a technique, a word and a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import links, sources
from pages.parts.book import course
from pages.parts.text import listed, plain, prose

if TYPE_CHECKING:
    from logic.learning.models import Word
    from logic.rulebook import RuleBook
    from logic.rulebook.models import Modifier, Source, Technique


def modifier(fact: Modifier, book: RuleBook) -> None:
    """Show what a modifier says, and where it cannot stand."""
    st.header(f"{fact.code} {plain(fact.label)}")
    st.markdown(f"{plain(fact.says)}{sources.confirm_badge(fact.to_confirm)}")
    if fact.unfit_for_timed_therapy:
        st.markdown(f"**Never on a 15-minute therapy code.** {plain(fact.why_unfit)}")
    for each in book.contradictions:
        if fact.code in each.together:
            others = listed([code for code in each.together if code != fact.code])
            st.markdown(
                f"**Not together with {others}.** {plain(each.why)}{sources.confirm_badge(each.to_confirm)}"
            )
    if fact.note:
        st.markdown(plain(fact.note))
    sources.line(book, fact.source, to_confirm=fact.to_confirm)


def technique(fact: Technique, book: RuleBook) -> None:
    """Show which code a documented technique belongs to, and why."""
    st.header(plain(fact.technique.capitalize()))
    codes = [
        f"**{code}** {plain(book.codes[code].label)}" if code in book.codes else code for code in fact.codes
    ]
    st.markdown(f"Belongs to {listed(codes, 'or')}.{sources.confirm_badge(fact.to_confirm)}")
    st.markdown(plain(fact.why))
    if fact.aliases:
        st.markdown(f"Also written: {plain(', '.join(fact.aliases))}.")
    sources.line(book, fact.source, to_confirm=fact.to_confirm)
    for code in fact.codes:
        if code in book.codes:
            links.to_rule(code)


def word(fact: Word, book: RuleBook) -> None:
    """Show a word: what it means, how else it is written, and the lesson that teaches it."""
    st.header(plain(fact.word))
    st.markdown(f"{prose(fact.says)}{sources.confirm_badge(fact.to_confirm)}")
    if fact.more:
        st.markdown(prose(fact.more))
    if fact.also:
        st.markdown(f"Also written: {plain(', '.join(fact.also))}.")
    sources.line(book, fact.source, to_confirm=fact.to_confirm)
    lessons = course().lessons
    if fact.lesson in lessons:
        links.to_lesson(fact.lesson, lessons[fact.lesson].title, ":material/school:")


def source(fact: Source, book: RuleBook) -> None:
    """Show a source: what it is, how much of it was read and when, and which rules rest on it."""
    st.header(plain(fact.title))
    st.markdown(sources.cite(fact))
    if fact.note:
        st.markdown(plain(fact.note))
    resting = [page for page in book.rules.values() if fact.id in page.sources]
    if resting:
        st.subheader("Rules that rest on it")
        for page in sorted(resting, key=lambda page: page.code):
            links.to_rule(page.code, f"**{page.code}** {plain(page.title)}")
