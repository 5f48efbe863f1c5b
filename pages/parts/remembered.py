"""Who was learning, across a reload of the page: a word in the address stands for the name, and only in this browser.

Streamlit forgets a session when the page is loaded anew and writes no cookie; the address is what it offers. So that no
name stands in it and a copied link does not make a colleague somebody else, the word is drawn by chance, holds in this
process for half a day, and only for the same kind of browser at the same network address.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import streamlit as st

from pages.parts import kept

KEY: Final = "me"
ARRIVED: Final = "page_arrived"
LASTS: Final = timedelta(hours=12)
MOST: Final = 5_000
_WORDS: Final[OrderedDict[str, Remembered]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Remembered:
    """A learner's id, the browser that it holds for, and until when."""

    learner: str
    browser: tuple[str | None, str | None]
    until: datetime


def note(learner: str) -> None:
    """Remember the learner of this session, and put the word into the address."""
    _WORDS[_word()] = Remembered(learner, _browser(), kept.now() + LASTS)
    while len(_WORDS) > MOST:
        _WORDS.popitem(last=False)
    st.query_params[KEY] = _word()


def again() -> str | None:
    """Give the learner's id that the address stands for, if it does so here; the session goes on with its word."""
    word = st.query_params.get(KEY, "")
    found = _WORDS.get(word)
    if found is None or found.browser != _browser() or found.until < kept.now():
        return None
    st.session_state[KEY] = word
    return found.learner


def forget() -> None:
    """Forget the learner of this session."""
    _WORDS.pop(st.session_state.pop(KEY, ""), None)
    if KEY in st.query_params:
        del st.query_params[KEY]


def carry() -> None:
    """Put the word into the address of a page that somebody has just come to by the bar, which carries nothing along.

    Once a visit and not at each run: or the browser's way back would lead nowhere.
    """
    if st.session_state.pop(ARRIVED, False) and KEY in st.session_state and KEY not in st.query_params:
        st.query_params[KEY] = st.session_state[KEY]


def carried() -> dict[str, str]:
    """What a link between the pages of learning carries along."""
    return {KEY: st.session_state[KEY]} if KEY in st.session_state else {}


def arrive(page: str) -> None:
    """Note that somebody has come to a page; called before every page."""
    if st.session_state.get("page_last") != page:
        st.session_state["page_last"] = page
        st.session_state[ARRIVED] = True


def _word() -> str:
    if KEY not in st.session_state:
        st.session_state[KEY] = secrets.token_urlsafe(9)
    return str(st.session_state[KEY])


def _browser() -> tuple[str | None, str | None]:
    return st.context.ip_address, st.context.headers.get("User-Agent")
