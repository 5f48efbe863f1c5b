"""Sliders of a therapist's and an assistant's minutes of one code; the lines and the steps follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.calculators.assistants import assistants
from pages.parts import links
from pages.parts.text import count, plain, table

if TYPE_CHECKING:
    from logic.learning.figures.assistant_minutes import Starts
    from logic.rulebook import RuleBook

WHO: Final = {"pt": ("PT", "PTA", "GP"), "ot": ("OT", "OTA", "GO")}


def show(starts: Starts, key: str, book: RuleBook) -> None:
    """Show two sliders and the claim lines that follow."""
    lead, helper, therapy = WHO[starts.discipline]
    code = f"{starts.code} {book.codes[starts.code].label}"
    therapist = st.slider(f"{code}: minutes by the {lead}", 0, 60, starts.therapist, key=f"{key}_lead")
    assistant = st.slider(f"{code}: minutes by the {helper}", 0, 60, starts.assistant, key=f"{key}_helper")
    result = assistants(starts.discipline, {starts.code: (therapist, assistant)}, book)
    with_it = sum(line.units for line in result.lines if line.modifier)
    st.metric(
        f"Units with {result.modifier}",
        f"{with_it} of {count(result.units.timed_units, 'unit')}",
        border=True,
    )
    if result.lines:
        rows = [
            [line.code, line.units, f"{therapy} {line.modifier}" if line.modifier else therapy]
            for line in result.lines
        ]
        st.markdown(table(["Code", "Units", "Modifiers"], rows, right=(1,)))
    st.markdown("\n".join(f"{at}. {plain(step)}" for at, step in enumerate(result.steps, start=1)))
    for each in result.to_confirm:
        st.markdown(f":orange-badge[to confirm] {plain(each)}")
    links.to_assistants(
        {starts.code: (therapist, assistant)},
        starts.discipline,
        "Open these minutes in the assistant calculator",
    )
