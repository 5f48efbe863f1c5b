"""The rule book and the course, loaded once for everyone, and the day."""

from __future__ import annotations

import os
from datetime import date, datetime
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.intake.profiles import load_profiles
from logic.learning.course import load_course
from logic.rulebook import CONTENT, ContentError, RuleBook, default_home, load_rulebook
from pages.parts.text import plain

if TYPE_CHECKING:
    from pathlib import Path

    from logic.learning.course import Course


LOOK_AGAIN: Final = 1.0  # seconds
_LOOKED: Final[dict[Path, tuple[float, tuple[int, int]]]] = {}


def today() -> date:
    """Give the day on this machine; logic never asks for it itself."""
    return datetime.now().astimezone().date()


def rule_book() -> RuleBook:
    """Give the shared rule book, or show on the page what is wrong with its files and stop."""
    try:
        home = default_home()
        return _last(home, changed(CONTENT) + changed(home / "content"))
    except ContentError as error:
        _show(error, "The rule book cannot be read", "checked")
        st.stop()


@lru_cache(maxsize=2)
def _last(home: Path, changed: tuple[int, ...]) -> RuleBook:
    """Give the book at once where it is known; Streamlit's cache takes as long to look as an answer takes to count."""
    return _load(home, changed)


@st.cache_resource(max_entries=2, show_spinner="Reading the rule book…")
def _load(home: Path, changed: tuple[int, ...]) -> RuleBook:  # noqa: ARG001 - a changed file asks for a new book
    book = load_rulebook(home)
    load_profiles(home, sources=book.sources)  # wrong content stops here, and not at the first file
    return book


def course() -> Course:
    """Give the shared course, or show on the page what is wrong with its files and stop."""
    try:
        return _load_course(rule_book(), changed(CONTENT))
    except ContentError as error:
        _show(error, "The lessons cannot be read", "taught")
        st.stop()


@st.cache_resource(max_entries=2, show_spinner="Reading the lessons…", hash_funcs={RuleBook: id})
def _load_course(book: RuleBook, changed: tuple[int, ...]) -> Course:  # noqa: ARG001 - as above
    return load_course(book)


def changed(folder: Path) -> tuple[int, int]:
    """Give the time of the last change below a folder and the number of files, so that an edit shows on reload.

    Every change of a field asks for it, so it is looked up once a second at most.
    """
    now, known = monotonic(), _LOOKED.get(folder)
    if known is None or now - known[0] >= LOOK_AGAIN:
        known = _LOOKED[folder] = (now, _look(folder))
    return known[1]


def _look(folder: Path) -> tuple[int, int]:
    last = number = 0
    folders = [str(folder)] if folder.is_dir() else []
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders.append(entry.path)
                elif not entry.name.startswith("."):
                    last = max(last, entry.stat().st_mtime_ns)
                    number += 1
    return last, number


def _show(error: ContentError, title: str, done: str) -> None:
    """Say which files cannot be used, and how to mend each; `done` is what waits for them."""
    count = len(error.problems)
    st.title(title)
    st.markdown(
        f"{'One thing' if count == 1 else f'{count} things'} in its files must be put right before anything "
        f"can be {done}. Nothing is guessed meanwhile. Mend the file, then reload this page."
    )
    for problem in error.problems[:50]:
        with st.container(border=True):
            place = problem.file if problem.line is None else f"{problem.file}, line {problem.line}"
            st.markdown(f"**{plain(place)}**" + (f" · key `{problem.key}`" if problem.key else ""))
            st.markdown(f"Wrong: {plain(problem.wrong)}  \nRight: {plain(problem.right)}")
    if count > 50:
        st.caption(f"And {count - 50} more. `python -m logic rulebook verify` lists all of them.")
