"""Who is learning: a name that people choose, kept for the session; without one nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.store.errors import StoreError
from pages.parts import kept, remembered
from pages.parts.text import plain

if TYPE_CHECKING:
    from logic.store.records import Learner
    from logic.store.store import Store

CHOSEN: Final = "learner_id"
NAME: Final = "learner_name"
TEAM: Final = "learner_team"
TROUBLE: Final = "learner_trouble"
NEW: Final = ""


def current() -> Learner | None:
    """Give the learner of this session, or None: nobody chose a name, or the store cannot be opened."""
    chosen = st.session_state.get(CHOSEN) or remembered.again()
    store = kept.store() if chosen else None
    if store is None or not chosen:
        return None
    found = store.learner(chosen)
    if found is None:  # deleted meanwhile
        _forget()
        return None
    st.session_state[CHOSEN] = chosen
    remembered.carry()
    return found


def strip() -> Learner | None:
    """Show who is learning, with a way to choose or change, and give the learner or None."""
    learner = current()
    with st.container(horizontal=True, vertical_alignment="center", key="noprint_learner"):
        if learner is None:
            st.markdown(":small[Nobody is named, so nothing is kept.]", width="content")
            label = "Choose your name"
        else:
            team = f", team {plain(learner.team)}" if learner.team else ""
            st.markdown(f":small[Learning: **{plain(learner.name)}**{team}]", width="content")
            label = "Change"
        # A key of its own for each learner: another name closes what it was chosen in.
        with st.popover(label, icon=":material/person:", key=f"learner_who_{learner.id if learner else ''}"):
            _choose(learner)
    return learner


def _choose(learner: Learner | None) -> None:
    store = kept.store()
    if store is None:
        return
    st.markdown(
        "Any name will do; a nickname is best. It is kept on this machine with your answers, and nothing else is asked."
    )
    known = {each.id: each.name for each in store.learners()}
    if known:
        st.selectbox(
            "I was here before",
            [None, *known],
            index=[None, *known].index(learner.id) if learner and learner.id in known else 0,
            format_func=lambda each: known.get(each, "Choose your name"),
            key="learner_pick",
            on_change=_pick,
        )
    with st.form("learner_form", border=False):
        st.text_input("I am new: my name here", key=NAME, max_chars=60, autocomplete="off")
        st.text_input(
            "My team, if I have one",
            key=TEAM,
            max_chars=60,
            autocomplete="off",
            help="A lead sees the progress of a team together.",
        )
        st.form_submit_button("Begin with this name", on_click=_add, args=(store,))
    if message := st.session_state.pop(TROUBLE, ""):
        st.error(message, icon=":material/error:")
    if learner is not None:
        st.button("Go on without a name", on_click=_forget, key="learner_forget")


def _pick() -> None:
    if chosen := st.session_state["learner_pick"]:
        _choose_now(chosen)


def _choose_now(chosen: str) -> None:
    st.session_state[CHOSEN] = chosen
    remembered.note(chosen)


def _add(store: Store) -> None:
    state = st.session_state
    try:
        _choose_now(store.add_learner(state[NAME], kept.now(), state[TEAM]).id)
    except StoreError as error:
        state[TROUBLE] = f"**{plain(error.wrong)}**  \n{plain(error.fix)}"


def _forget() -> None:
    st.session_state.pop(CHOSEN, None)
    st.session_state.pop("learner_pick", None)
    remembered.forget()
