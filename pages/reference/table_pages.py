"""Pages of the amounts by year and of the lists: thresholds, rates, diagnoses, places of service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts import sources
from pages.parts.text import plain, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from logic.rulebook import RuleBook
    from logic.rulebook.base import Fact
    from logic.rulebook.models import DiagnosisFamily
    from logic.rulebook.tables import Amount
    from pages.reference.shelf import Entry

RATES: Final = {
    "mppr_pe_cut": "Cut of the practice expense from the second therapy unit of a day",
    "assistant_share": "Share paid for a service of an assistant (CQ, CO)",
    "sequestration": "Sequestration, taken off Medicare's part",
    "coinsurance": "The patient's part",
}


def show(entry: Entry, book: RuleBook) -> None:
    """Show the table that the entry names."""
    st.header(entry.name)
    amounts = book.amounts
    if entry.show == "kx-threshold":
        _amounts(
            amounts.kx_threshold,
            book,
            "Allowed dollars in a calendar year; PT and SLP share one, OT has its own.",
        )
    elif entry.show == "medical-review":
        _amounts(
            amounts.medical_review,
            book,
            "Allowed dollars in a calendar year from which a review is possible.",
        )
    elif entry.show == "conversion-factor":
        _amounts(amounts.conversion_factor, book, "Dollars for one relative value unit, before any locality.")
    elif entry.show == "payment-rates":
        _rates(book)
    elif entry.show == "retired-diagnoses":
        _retired(book)
    elif entry.show == "diagnoses-for-massage":
        _massage(book)
    else:
        _places(book)


def _read(facts: Iterable[Fact], book: RuleBook) -> None:
    ids = list(dict.fromkeys(each for fact in facts for each in fact.source))
    sources.line(book, ids)


def _amounts(rows: tuple[Amount, ...], book: RuleBook, says: str) -> None:
    st.markdown(says)
    st.markdown(
        table(
            ["From", "To", "Amount"],
            [
                [
                    row.from_.isoformat(),
                    row.to.isoformat() if row.to else "still in force",
                    plain(_dollars(row.amount)) + sources.confirm_badge(row.to_confirm),
                ]
                for row in reversed(rows)
            ],
            right=(2,),
        )
    )
    _read(rows, book)


def _dollars(amount: float) -> str:
    return f"${amount:,.0f}" if amount == int(amount) else f"${amount:,.4f}"


def _rates(book: RuleBook) -> None:
    rows = book.amounts.rates
    st.markdown(
        table(
            ["What", "Share", "From", "To"],
            [
                [
                    RATES[row.name],
                    f"{row.value:.0%}" + sources.confirm_badge(row.to_confirm),
                    row.from_.isoformat(),
                    row.to.isoformat() if row.to else "still in force",
                ]
                for row in rows
            ],
        )
    )
    _read(rows, book)


def _retired(book: RuleBook) -> None:
    rows = book.diagnoses.retired
    st.markdown(
        table(
            ["Code", "Last billable day", "Use instead"],
            [
                [
                    row.code + sources.confirm_badge(row.to_confirm),
                    row.billable_to.isoformat(),
                    plain(", ".join(row.use_instead)),
                ]
                for row in rows
            ],
        )
    )
    _read(rows, book)


def _massage(book: RuleBook) -> None:
    st.markdown(
        "No national list of diagnoses for 97124 was found, so a diagnosis is a question of plausibility here and "
        "never fails a visit. What the record shows decides."
    )
    for title, rows in (
        ("Usually plausible", book.diagnoses.plausible_for_97124),
        ("Says little by itself", book.diagnoses.weak_for_97124),
    ):
        st.subheader(title)
        st.markdown(table(["Begins with", "Why"], [_family(row) for row in rows]))
    _read((*book.diagnoses.plausible_for_97124, *book.diagnoses.weak_for_97124), book)


def _family(row: DiagnosisFamily) -> list[str]:
    return [row.prefix, plain(row.why) + sources.confirm_badge(row.to_confirm)]


def _places(book: RuleBook) -> None:
    st.markdown(
        table(
            ["Code", "Place", "Outpatient therapy there"],
            [
                [row.code, plain(row.label), row.therapy + sources.confirm_badge(row.to_confirm)]
                for row in book.places
            ],
        )
    )
    _read(book.places, book)
