"""What the page of claims remembers: whose claims, which of them, what is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.claims.record import ImportRecord

WHOSE: Final = "claims_whose"
MINE, INVENTED = "mine", "invented"
SCOPE: Final = "claims_scope"
ALL, LAST = "all", "last"
DROPPED: Final = "claims_dropped"  # ids of the imports of the last drop
TURN: Final = "claims_turn"  # the uploader's number: a new one is an empty one
DRILL: Final = "claims_drill"  # whether the list of claims is open
OPENED: Final = "claims_opened"  # the submission that is looked at
FILTERS: Final = {
    "rule": "claims_rule",
    "payer": "claims_payer",
    "provider": "claims_provider",
    "code": "claims_code",
}


def begin() -> None:
    """Set what a session starts with."""
    st.session_state.setdefault(WHOSE, MINE)
    st.session_state.setdefault(DROPPED, [])
    st.session_state.setdefault(TURN, 0)


def look_at_invented() -> None:
    """Look at the invented clinic."""
    _leave()
    st.session_state[WHOSE] = INVENTED
    st.session_state[SCOPE] = ALL


def look_at_mine() -> None:
    """Look at what was imported."""
    _leave()
    st.session_state[WHOSE] = MINE
    st.session_state[SCOPE] = ALL


def came(ids: Sequence[str]) -> None:
    """Show what was dropped just now."""
    _leave()
    st.session_state[WHOSE] = MINE
    st.session_state[DROPPED] = list(ids)
    st.session_state[SCOPE] = LAST if ids else ALL


def chosen(records: Sequence[ImportRecord]) -> tuple[str, ...] | None:
    """Give the imports that are looked at; None: all of them."""
    there = {each.id for each in records}
    scope = st.session_state.get(SCOPE, ALL)
    if scope == LAST:
        last = tuple(each for each in st.session_state[DROPPED] if each in there)
        return last or None
    return (scope,) if scope in there else None


def drill(**wanted: str | None) -> None:
    """Open the list of claims, of a rule, a payer, a provider or a code."""
    for name, key in FILTERS.items():
        st.session_state[key] = wanted.get(name)
    st.session_state[DRILL] = True
    st.session_state[OPENED] = None


def open_claim(submission: str | None) -> None:
    """Open one claim, or with None go back to the list."""
    st.session_state[DRILL] = True
    st.session_state[OPENED] = submission


def close() -> None:
    """Close the list."""
    st.session_state[DRILL] = False
    st.session_state[OPENED] = None


def _leave() -> None:
    close()
    for key in FILTERS.values():
        st.session_state[key] = None
