"""The two libraries that the page can look at: what was imported here, and the invented clinic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from logic.claims.errors import LibraryError
from logic.claims.example import example_library
from logic.claims.library import Library, open_library
from logic.rulebook import RuleBook, default_home
from pages.parts.book import rule_book, today
from pages.parts.text import plain

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


def mine() -> Library:
    """Give the library of what was imported; where it cannot be opened say why and stop."""
    try:
        return _mine(default_home())
    except LibraryError as error:
        _stop(error)


def invented() -> Library:
    """Give the invented clinic's; made on first use of a month, in some seconds."""
    try:
        return _invented(default_home(), rule_book(), today().replace(day=1))
    except LibraryError as error:
        _stop(error)


@st.cache_resource(max_entries=2, show_spinner=False)
def _mine(home: Path) -> Library:
    return open_library(home)


@st.cache_resource(
    max_entries=2,
    show_spinner="Inventing a clinic of 18 months to look around in; this happens once a month…",
    hash_funcs={RuleBook: id},
)
def _invented(home: Path, book: RuleBook, month: date) -> Library:  # noqa: ARG001 - a new month asks for a new clinic
    return example_library(home, book, today())


def _stop(error: LibraryError) -> None:
    st.warning(f"**{plain(error.wrong)}**  \n{plain(error.fix)}", icon=":material/folder_off:")
    st.stop()
