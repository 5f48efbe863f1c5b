"""Days of training on the charts: the team's own from the store, the invented clinic's from its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from logic.claims.example import example_plan
from logic.store.errors import StoreError
from pages.parts import book, kept

if TYPE_CHECKING:
    from datetime import date

    from logic.claims.library import Library

OF_THE_VISIT: Final = "trends_marks"
"""Marks on the invented clinic: of this visit to the page only, for nobody was trained."""


class Mark(NamedTuple):
    """A day of training in a category; `id` is the store's, empty where nothing is stored.

    own: somebody marked it here, and may take it back.
    """

    category: str
    held_on: date
    id: str = ""
    own: bool = True


def marks(library: Library) -> tuple[Mark, ...]:
    """Give the days of training, the earliest first."""
    if library.invented:
        plan = example_plan(book.today())
        trained = next((kind.category for kind in plan.errors if kind.name == plan.trained_error), None)
        own = [Mark(*each) for each in st.session_state.get(OF_THE_VISIT, ())]
        if trained is not None and plan.training_on is not None:
            own.append(Mark(trained, plan.training_on, own=False))
        return tuple(sorted(set(own), key=lambda mark: mark.held_on))
    store = kept.store()
    try:
        return tuple(Mark(one.category, one.held_on, one.id) for one in store.trainings()) if store else ()
    except StoreError as error:
        kept.trouble(error)
        return ()


def mark(library: Library, category: str, held_on: date) -> None:
    """Keep a day of training; on the invented clinic only until the page is closed."""
    if library.invented:
        st.session_state.setdefault(OF_THE_VISIT, []).append((category, held_on))
        return
    store = kept.store()
    try:
        if store is not None:
            store.mark_training(category, held_on, kept.now())
    except StoreError as error:
        kept.trouble(error)


def unmark(library: Library, gone: Mark) -> None:
    """Take a day of training back."""
    if library.invented:
        own = st.session_state.get(OF_THE_VISIT, [])
        st.session_state[OF_THE_VISIT] = [each for each in own if each != (gone.category, gone.held_on)]
        return
    store = kept.store()
    try:
        if store is not None:
            store.unmark_training(gone.id)
    except StoreError as error:
        kept.trouble(error)
