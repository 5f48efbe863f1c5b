"""Unit calculator: minutes of each service in, units by both methods out, with the steps."""

from __future__ import annotations

import streamlit as st

from logic.calculators.facts import CalculatorError
from logic.calculators.units import both, next_unit
from pages.calculate import strip
from pages.calculate import unit_answer as answer
from pages.calculate import unit_entry as entry
from pages.parts.book import rule_book
from pages.parts.text import plain

rule_book()  # what is wrong with its files stands alone on the page

st.title("Unit calculator")
strip.show()
st.markdown(
    "The minutes of each service that one discipline gave on one date. The answer follows as you type, "
    "by the Medicare total-time rule and by the per-code midpoint rule."
)
entry.ENTRY.offer()


@st.fragment
def live() -> None:
    """Show the fields and their answer; a change of a field runs this alone."""
    book = rule_book()
    minutes = entry.rows(book)
    payer = entry.chosen_payer(book)
    if not minutes:
        answer.invitation()
        return
    try:
        result = both(minutes, book, payer.counting.full_unit_codes if payer else ())
    except CalculatorError as error:
        st.error(f"**{plain(error.wrong)}**  \n{plain(error.fix)}", icon=":material/error:")
        return
    answer.units(result, book, payer)
    entry.ask_payer(book)
    answer.why(result, next_unit(minutes, book), book, payer)


live()
