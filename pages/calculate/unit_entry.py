"""The unit calculator's way in: minutes of each code, and whose rule decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.calculate.entry import Entry
from pages.calculate.entry_fields import Field, Paste, code_label
from pages.parts import live
from pages.parts.glossary import help_for
from pages.parts.text import listed

if TYPE_CHECKING:
    from logic.rulebook import RuleBook

PAYER: Final = "units_payer"
ANY: Final = ""


# The first three show what people get wrong most; all are worked examples of the rule book's own sources.
ENTRY: Final = Entry(
    prefix="units",
    parameter="minutes",
    fields=(Field("minutes", "Minutes", 124, word="minutes"),),
    examples={
        "A small left-over": [("97110", (33,)), ("97140", (7,))],
        "Three short services": [("97110", (8,)), ("97112", (8,)), ("97124", (8,))],
        "A tie": [("97124", (20,)), ("97110", (20,))],
        "With an untimed code": [("97124", (24,)), ("97110", (23,)), ("G0283", (15,))],
    },
    label=code_label,
    paste=Paste(
        "massage 18, exercise 33, us 8",
        "Codes or plain words, each with its minutes.",
        lambda line: (line.get("minutes"),),
    ),
)


def minutes() -> tuple[dict[str, int], list[str]]:
    """Give the minutes of each code, rows of one code added together, and the codes that stand in several rows."""
    return live.once("units_minutes", _minutes)


def _minutes() -> tuple[dict[str, int], list[str]]:
    found: dict[str, int] = {}
    twice: dict[str, None] = {}
    for code, (count, *_) in ENTRY.lines():
        if code in found:
            twice[code] = None
        found[code] = found.get(code, 0) + int(count or 0)
    return found, list(twice)


def said_twice(codes: list[str]) -> None:
    """Say which codes stand in more than one row."""
    if codes:
        stands = "stands" if len(codes) == 1 else "stand"
        st.caption(f"{listed(codes)} {stands} in more than one row: the minutes are added together.")


def ask_payer(book: RuleBook) -> None:
    """Ask whose rule decides."""
    st.selectbox(
        "Which one does the payer use?",
        [ANY, *book.payers],
        format_func=lambda each: book.payers[each].label if each else "Choose a payer to see",
        key=PAYER,
        help=help_for("method"),
        on_change=live.again,
        persist_state="session",
    )
