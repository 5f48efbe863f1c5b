"""The visit as it stands in the form at the moment: read, counted and judged, once for all parts of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from logic import what_if
from logic.form_reading import read, vocabulary
from pages.check import state
from pages.parts import live
from pages.parts.book import rule_book, today

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from logic.form_reading import Reading
    from logic.rulebook import RuleBook
    from logic.what_if import Answer, Counts, Outlook


@dataclass(frozen=True)
class Now:
    """The form as read, its units, and the answer where it can be judged. `word`: as for `logic.form_reading.read`."""

    reading: Reading
    counts: Counts | None
    answer: Answer | None
    book: RuleBook
    day: date
    word: Callable[[str], str | None]


def now() -> Now:
    """Give the visit as it stands."""
    return live.once("visit", _judged)


def outlook(answer: Answer) -> Outlook:
    """Give what would change the verdict of the visit as it stands; it takes longer than the verdict."""
    return live.once("visit_outlook", lambda: _outlook(answer))


def frame() -> tuple[object, ...]:
    """What every part of the page depends on: the form, and what was put into it or could not be read."""
    held = st.session_state
    return now().reading.form, held[state.SETS], tuple(held.get(state.NOT_READ, ()))


def _judged() -> Now:
    state.grow()
    book, day = rule_book(), today()
    word = vocabulary(book)
    reading = read(state.form(), book, word)
    known = state.remembered(reading, book, day)
    answer = known.answer or what_if.answer(reading, book, day)
    return Now(reading, what_if.counts_of(reading, book), answer, book, day, word)


def _outlook(answer: Answer) -> Outlook:
    held = now()
    known = state.remembered(held.reading, held.book, held.day)
    found = known.outlook or what_if.outlook(answer, held.book, held.day, held.word)
    state.remember(answer, found, held.book, held.day)
    return found
