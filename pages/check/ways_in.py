"""The quick ways into the visit check: a line to paste, three examples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.rulebook.strict_yaml import load
from pages.check import state
from pages.parts import live
from pages.parts.text import plain

if TYPE_CHECKING:
    from logic.rulebook import RuleBook

SAMPLES: Final = Path(__file__).resolve().parents[2] / "content" / "samples"
PASTE: Final = "visit_paste"
USED: Final = "visit_paste_used"  # whether the pasted line stands in the form, and the box is to be empty
EXAMPLES: Final = {
    "visit-clean": ("A clean visit", "Exercise and massage, the note looked at."),
    "visit-wrong-code": ("A unit on the wrong code", "33 and 7 minutes billed as 3 and 0, and no GP."),
    "visit-never-together": ("Massage with manual therapy", "97124 beside 97140, with 59."),
}


def toolbar(book: RuleBook, *, empty: bool) -> None:
    """Show the box for a pasted line, and the button that empties the form."""
    if st.session_state.pop(USED, False):
        st.session_state[PASTE] = ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Paste or type a whole visit",
            key=PASTE,
            placeholder="massage 18, manual 13, gait 10, us 8   or   97110 33 min x2 GP, 97140 7 min x1 GP",
            help="Codes or plain words, each with its minutes; units as x2; modifiers as they are. Press Enter.",
            autocomplete="off",
            on_change=_use_line,
            args=(book,),
        )
        if not empty:
            st.button("Start over", icon=":material/restart_alt:", on_click=_clear, key="visit_clear")
    for problem in st.session_state.get(state.NOT_READ, []):
        st.markdown(f":orange-badge[not read] {plain(problem)}")
    if st.session_state.get(state.NOT_READ) and not empty:
        st.button(
            "It stands below now, or has no part in it", on_click=_settle_unread, key="visit_unread_done"
        )


def invitation() -> None:
    """Show, while nothing is typed, what can be done: three visits one click away."""
    st.markdown("**Nothing to check yet.** Type the visit below, paste it above, or open one of these:")
    for column, (name, (label, says)) in zip(st.columns(3), EXAMPLES.items(), strict=True):
        with column:
            st.button(label, key=f"visit_try_{name}", on_click=_use_example, args=(name,), width="stretch")
            st.caption(says)


def _settle_unread() -> None:
    st.session_state[state.NOT_READ] = []
    live.again()


def _clear() -> None:
    _emptied()
    state.clear()


def _emptied() -> None:
    st.session_state[USED] = True
    st.session_state[state.NOT_READ] = []


def _use_example(name: str) -> None:
    visit = load((SAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))
    lines = visit.pop("lines")
    _emptied()
    state.put(state.fresh(lines, visit, keep=False))


def _use_line(book: RuleBook) -> None:
    """Fill the form from the pasted line; what cannot be read is said, and the rest is used."""
    text = st.session_state[PASTE]
    if not text.strip():
        st.session_state[state.NOT_READ] = []
        live.again()
        return
    from logic.intake.paste import parse_line_text  # noqa: PLC0415 - most visits are typed

    read = parse_line_text(text, book)
    st.session_state[state.NOT_READ] = [each.sentence() for each in read.problems]
    if read.lines:
        st.session_state[state.BEFORE] = state.form()
        st.session_state[USED] = True
        state.put(state.fresh(read.lines, {}, keep=True), "The line was read into the form below.")
    live.again()
