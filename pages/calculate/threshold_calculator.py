"""KX threshold: a year's allowed dollars in, where KX begins out, with the running total as a chart."""

from __future__ import annotations

import streamlit as st

from logic.calculators.facts import CalculatorError
from logic.calculators.threshold import threshold
from pages.calculate import strip
from pages.calculate import threshold_answer as answer
from pages.calculate import threshold_entry as entry
from pages.parts.book import rule_book, today
from pages.parts.text import plain

book = rule_book()
day = today()

st.title("KX threshold")
strip.show()
st.markdown(
    "The allowed dollars of one patient in one year, and the claim with which KX begins. PT and SLP count together, "
    "OT by itself. Type no name: dates and dollars are enough, and they stay in this session."
)

year = entry.year(book, day)
claims, start = entry.claims(year)

if not claims and not start:
    answer.invitation(year, book)
else:
    try:
        result = threshold(claims, book, start)
    except CalculatorError as error:
        st.error(f"**{plain(error.wrong)}**  \n{plain(error.fix)}", icon=":material/error:")
    else:
        answer.show(result, year, book, day)
