"""A little visit to change, and at once what the rules say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from logic.learning.figures.try_visit import changed, said
from pages.parts.text import listed, plain, table
from pages.parts.verdict import STATES

if TYPE_CHECKING:
    from logic.learning.figures.try_visit import Starts
    from logic.rulebook import RuleBook
    from logic.verdict import Finding

HEADINGS: Final = {
    "code": "Code",
    "technique": "In the note",
    "minutes": "Minutes",
    "units": "Units",
    "modifiers": "Modifiers",
    "pointers": "Points to",
}


def show(starts: Starts, key: str, book: RuleBook) -> None:
    """Show the choices, the visit's lines as they then stand, and the verdict of the rules."""
    picks = []
    for number, change in enumerate(starts.changes):
        texts = [each.text for each in change.choices]
        chosen = st.segmented_control(
            change.ask,
            range(len(texts)),
            format_func=texts.__getitem__,
            default=0,
            required=True,
            key=f"{key}_{number}",
        )
        picks.append(int(chosen or 0))
    visit = changed(starts, picks)
    st.markdown(_lines(visit, {each.key for each in starts.changes}, book))
    found = said(starts, picks, book)
    for finding in found:
        _finding(finding)
    if not found:
        st.success(f"{listed(starts.rules)}: nothing found.", icon=":material/check_circle:")


def _lines(visit: dict[str, Any], changing: set[str], book: RuleBook) -> str:
    """Give the visit as a table, with the payer and the diagnoses above it; what may change is always there."""
    lines = visit["lines"]
    keys = [
        each for each in HEADINGS if each in changing or any(not _blank(line.get(each)) for line in lines)
    ]
    rows = [[_cell(line.get(each), each, book) for each in keys] for line in lines]
    about = []
    if payer := visit.get("payer"):
        about.append(plain(book.payers[payer].label) if payer in book.payers else plain(payer))
    if dx := visit.get("dx"):
        about.append(
            "diagnoses "
            + ", ".join(f"{chr(65 + at)} {plain(each)}" for at, each in enumerate(str(dx).split()))
        )
    head = f"**The claim** for {'; '.join(about)}:\n\n" if about else ""
    return head + table([HEADINGS[each] for each in keys], rows)


def _blank(value: object) -> bool:
    return value is None or value == ""


def _cell(value: object, key: str, book: RuleBook) -> str:
    if _blank(value):
        return "none"
    if key == "code" and str(value) in book.codes:
        return f"**{value}** {plain(book.codes[str(value)].label)}"
    return plain(value)


def _finding(finding: Finding) -> None:
    word, color, _ = STATES[finding.state]
    fix = f"  \n{plain(finding.fix)}" if finding.fix else ""
    st.markdown(f":{color}-badge[{word}] **{finding.rule}** {plain(finding.message)}{fix}")
