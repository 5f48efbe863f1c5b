"""The claims that the pages of a team lead look at: what was imported, else an invented clinic that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from logic.claims.errors import LibraryError
from logic.claims.example import example_library
from logic.claims.library import Library, open_library
from logic.rulebook import RuleBook, default_home
from logic.trends.view import TrendFrames, trend_frames
from pages.parts import book as rules
from pages.parts import links
from pages.parts.text import plain

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from logic.denials import Denials


def library() -> Library:
    """Give the library with what was imported; with nothing in it, the invented clinic's. Else say why and stop."""
    real = imported()
    return real if real.imports() else invented()


def imported() -> Library:
    """Give the library of what was imported, be it empty; where it cannot be opened say why and stop."""
    try:
        kept = _opened(default_home())
        kept.imports()
    except LibraryError as error:
        _stop(error)
    return kept


def invented() -> Library:
    """Give the invented clinic's library; made on first use in a month, in some seconds."""
    try:
        return _invented(default_home(), rules.rule_book(), rules.today().replace(day=1))
    except LibraryError as error:
        _stop(error)


def frames(kept: Library) -> TrendFrames:
    """Give what the trends are drawn from; made once for a state of the library, then shared by everyone."""
    try:
        return _frames(
            kept, str(kept.root), kept.state(), rules.rule_book(), rules.course().denials, rules.today()
        )
    except LibraryError as error:
        _stop(error)


def strip(kept: Library) -> None:
    """Say on every screen that the claims are invented, and where to bring one's own; nothing for real ones."""
    if not kept.invented:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="list_invented"):
        st.markdown(
            ":gray-badge[Invented clinic] Nobody's claims, made up so that you can look around.",
            width="content",
        )
        st.page_link(links.CLAIMS, label="Import your own", icon=":material/upload_file:", help="")


@st.cache_resource(max_entries=2, show_spinner=False)
def _opened(home: Path) -> Library:
    return open_library(home)


@st.cache_resource(
    max_entries=2,
    show_spinner="Inventing a clinic of 18 months to look around in; this happens once a month…",
    hash_funcs={RuleBook: id},
)
def _invented(home: Path, book: RuleBook, month: date) -> Library:  # noqa: ARG001 - a new month asks for a new clinic
    return example_library(home, book, rules.today())


@st.cache_resource(
    max_entries=2, show_spinner="Reading the claims…", hash_funcs={RuleBook: id, Library: lambda _: ""}
)
def _frames(
    kept: Library,
    root: str,  # noqa: ARG001 - these two ask for new frames
    state: str,  # noqa: ARG001
    book: RuleBook,
    _denials: Denials,
    day: date,
) -> TrendFrames:
    return trend_frames(kept, book, _denials, day)


def _stop(error: LibraryError) -> None:
    st.warning(f"**{plain(error.wrong)}**  \n{plain(error.fix)}", icon=":material/folder_off:")
    st.stop()
