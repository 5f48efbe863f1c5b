"""The assistant calculator's way in: whose plan of care it is, and the minutes of each code by person."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.calculate.entry import Entry
from pages.calculate.entry_fields import Field, code_label

DISCIPLINES: Final = {
    "pt": "Physical therapy (CQ)",
    "ot": "Occupational therapy (CO)",
    "slp": "Speech-language (none)",
}
DISCIPLINE: Final = "who_discipline"
PARAMETER: Final = "discipline"

# The first three are worked examples of the rule book's own sources; the last is the mistake seen most.
ENTRY: Final = Entry(
    prefix="who",
    parameter="who",
    fields=(
        Field("therapist", "Therapist", 96, word="therapist minutes"),
        Field("assistant", "Assistant", 96, word="assistant minutes"),
        Field("together", "Together", 96, word="together"),
    ),
    examples={
        "The last unit": [("97110", (23, 22))],
        "Two units left": [("97110", (12, 14))],
        "The 10% test": [("97110", (6, 5))],
        "One code each": [("97124", (0, 15)), ("97110", (30,))],
        "A tie": [("97110", (20,)), ("97124", (5, 15))],
    },
    label=code_label,
)


def discipline() -> str:
    """Ask whose plan of care it is; it decides the modifier and stands in the address with the minutes."""
    state = st.session_state
    linked = st.query_params.get(PARAMETER, "")
    if DISCIPLINE not in state:
        state[DISCIPLINE] = linked if linked in DISCIPLINES else "pt"
    chosen = st.segmented_control(
        "Plan of care",
        list(DISCIPLINES),
        format_func=DISCIPLINES.__getitem__,
        key=DISCIPLINE,
        required=True,
        on_change=ENTRY.touched,
        persist_state="session",
    )
    if chosen != "pt":
        st.query_params[PARAMETER] = chosen
    elif PARAMETER in st.query_params:
        del st.query_params[PARAMETER]
    return str(chosen)


Minutes = dict[str, tuple[int, int, int]]


def minutes() -> tuple[Minutes, list[str]]:
    """Give code → minutes of therapist, assistant and both, rows of one code added up; and what has several rows."""
    found: Minutes = {}
    twice: dict[str, None] = {}
    for code, values in ENTRY.lines():
        if code in found:
            twice[code] = None
        given = [int(value or 0) for value in (*values, 0, 0)[:3]]
        before = found.get(code, (0, 0, 0))
        found[code] = (before[0] + given[0], before[1] + given[1], before[2] + given[2])
    return found, list(twice)
