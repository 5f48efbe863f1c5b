"""Assistant minutes: who gave how much of each service in, claim lines with and without CQ or CO out."""

from __future__ import annotations

import streamlit as st

from logic.calculators.assistants import assistants
from logic.calculators.facts import CalculatorError
from pages.calculate import assistant_answer as answer
from pages.calculate import assistant_entry as entry
from pages.calculate import strip
from pages.calculate.unit_entry import said_twice
from pages.parts import live
from pages.parts.book import rule_book
from pages.parts.text import plain

book = rule_book()

st.title("Assistant minutes")
strip.show()
st.markdown(
    "Which units carry the assistant's modifier: CQ for a physical therapist assistant, CO for an occupational "
    "therapy assistant. Medicare decides it unit by unit, not for the visit as a whole."
)

discipline = entry.discipline()
entry.ENTRY.offer()
entry.ENTRY.show(book)


def answered(minutes: entry.Minutes, twice: list[str]) -> None:
    """Show the answer to what stands in the fields."""
    entry.ENTRY.to_address()
    said_twice(twice)
    if not minutes:
        answer.invitation()
        return
    try:
        result = assistants(discipline, minutes, book)
    except CalculatorError as error:
        st.error(f"**{plain(error.wrong)}**  \n{plain(error.fix)}", icon=":material/error:")
    else:
        answer.lines(result, book)
        answer.why(result, book)


live.part("who_answer", answered, entry.minutes)
