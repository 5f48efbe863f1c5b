"""Payment estimate: the billed units of one day in, Medicare's fee-schedule amounts out, with every cut shown."""

from __future__ import annotations

from typing import Final

import streamlit as st

from logic.calculators.facts import CalculatorError
from logic.calculators.payment import BilledLine, payment
from logic.calculators.payment_doubts import doubts
from pages.calculate import payment_answer as answer
from pages.calculate import payment_basis as basis
from pages.calculate import payment_entry as entry
from pages.calculate import strip
from pages.parts import live
from pages.parts.book import rule_book, today
from pages.parts.text import plain

MOST_UNITS: Final = 96

book = rule_book()
day = today()

st.title("Payment estimate")
strip.show()
st.markdown(
    "What the Medicare fee schedule gives for the units of one patient on one day: the cut of practice expense, the "
    "assistant's reduction, sequestration and the patient's part. It explains a payment. It never says what to bill."
)

entry.ENTRY.offer()
entry.ENTRY.show(book)
on, setting, place = entry.when_and_where(day)


def answered(*lines: BilledLine) -> None:
    """Show the answer to what stands in the fields."""
    entry.ENTRY.to_address()
    if not lines:
        answer.invitation()
        return
    if too_many := [line for line in lines if line.units > MOST_UNITS]:
        wrong = f"{too_many[0].code}: {too_many[0].units:,} units is more than the {MOST_UNITS} quarter hours of a day."
        st.error(f"**{plain(wrong)}**  \nGive the units that were billed.", icon=":material/error:")
        return
    try:
        result = payment(lines, on, book, place, setting)
    except CalculatorError as error:
        st.error(f"**{plain(error.wrong)}**  \n{plain(error.fix)}", icon=":material/error:")
    else:
        answer.amounts(result)
        answer.against(doubts(lines, on, book))
        answer.units(result, {code: fact.label for code, fact in book.codes.items()})
        answer.why(result)
        basis.show(lines, on, setting, book, day)


live.part("pay_answer", answered, lambda: tuple(entry.lines()))
