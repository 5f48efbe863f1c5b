"""A little visit to change, and at once what the rules say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from logic.learning.figures.try_visit import changed, said
from pages.parts.text import count, listed, plain
from pages.parts.verdict import STATES

if TYPE_CHECKING:
    from logic.learning.figures.try_visit import Starts
    from logic.rulebook import RuleBook
    from logic.verdict import Finding

# A column of a line → how the line says it; in this order.
SAID: Final = {
    "technique": lambda value: f"in the note: {value}",
    "minutes": lambda value: count(int(value), "minute"),
    "units": lambda value: f"**{count(int(value), 'unit')}**",
    "modifiers": lambda value: f"modifiers: {value}",
    "pointers": lambda value: f"points to {value}",
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
    """Give the visit's lines in words, under payer and diagnoses; what may change is always told."""
    about = []
    if payer := visit.get("payer"):
        about.append(plain(book.payers[payer].label if payer in book.payers else payer))
    if dx := visit.get("dx"):
        letters = (f"{chr(65 + at)} {plain(each)}" for at, each in enumerate(str(dx).split()))
        about.append(f"diagnoses {', '.join(letters)}")
    elif "dx" in visit:
        about.append("no diagnosis")
    head = f"**The claim** for {'; '.join(about)}:"
    return "\n".join(
        [head, "", *(f"{at}. {_line(line, changing, book)}" for at, line in enumerate(visit["lines"], 1))]
    )


def _line(line: dict[str, Any], changing: set[str], book: RuleBook) -> str:
    """Say one line: its code, and what it has or, where that may change, lacks."""
    code = str(line["code"])
    label = f" {plain(book.codes[code].label)}" if code in book.codes else ""
    told = [
        say(plain(line[key]) if line[key] else "none")
        for key, say in SAID.items()
        if key in line and (line[key] or key in changing)
    ]
    return f"**{code}**{label}: {', '.join(told)}"


def _finding(finding: Finding) -> None:
    word, color, _ = STATES[finding.state]
    fix = f"  \n{plain(finding.fix)}" if finding.fix else ""
    st.markdown(f":{color}-badge[{word}] **{finding.rule}** {plain(finding.message)}{fix}")
