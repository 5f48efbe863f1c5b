"""What a payment estimate rests on: each value with its edition, its days, its source, and what is to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts import sources
from pages.parts.text import plain, table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from logic.calculators.payment import BilledLine, Setting
    from logic.rulebook import RuleBook
    from logic.rulebook.tables import Period

RATES: Final = {
    "mppr_pe_cut": "Practice-expense cut",
    "assistant_share": "Assistant's share",
    "sequestration": "Sequestration",
    "coinsurance": "The patient's part",
}


def show(lines: Sequence[BilledLine], on: date, setting: Setting, book: RuleBook, day: date) -> None:
    """Show the values that were used, and where each was read."""
    st.header("What it rests on")
    facts: list[Period] = []
    rows: list[list[str]] = []
    factor = book.conversion_factor(on)
    if factor is not None:
        facts.append(factor)
        rows.append(["Conversion factor", plain(f"${factor.amount:g}"), _days(factor)])
    for name, label in RATES.items():
        rate = book.rate(name, on)
        if rate is not None:
            facts.append(rate)
            rows.append([label, f"{rate.value:.0%}", _days(rate)])
    for code in dict.fromkeys(line.code for line in lines):
        value = book.rvu(code, on)
        if value is None:
            rows.append([f"{code}, relative values", "not in the rule book", ""])
            continue
        facts.append(value)
        expense = value.pe_nonfacility if setting == "nonfacility" else value.pe_facility
        told = "not known" if expense is None else f"{expense:g}"
        rows.append(
            [
                f"{code}, work / practice expense / malpractice",
                f"{value.work:g} / {told} / {value.malpractice:g}",
                _days(value),
            ]
        )
    st.markdown(table(["Value", "On that day", "In force from"], rows))
    _editions(book, day)
    sources.line(book, list(dict.fromkeys(each for fact in facts for each in fact.source)))


def _days(fact: Period) -> str:
    """Say when a value is in force, and whether it is to confirm."""
    until = f"to {fact.to.isoformat()}" if fact.to else "on"
    return f"{fact.from_.isoformat()} {until}{sources.confirm_badge(fact.to_confirm)}"


def _editions(book: RuleBook, day: date) -> None:
    """Say which editions answered, and when each is to be looked at again."""
    used = [
        each
        for each in book.editions()
        if each.table in {"rvu", "conversion_factor", "payment_rates"} and each.review_by is not None
    ]
    told = [f"{plain(each.label)}: look again by {sources.review_words(each, day)}" for each in used]
    st.markdown(f":small[{'; '.join(told)}.]")
