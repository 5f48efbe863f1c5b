"""A code's page: what it covers, how it is counted, its limits and its pair edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts import links, sources
from pages.parts.glossary import help_for
from pages.parts.text import listed, plain, table

if TYPE_CHECKING:
    from datetime import date

    from logic.rulebook import RuleBook
    from logic.rulebook.models import Code

KINDS: Final = {
    "timed": "Timed: counted in 15-minute units.",
    "untimed": "Not by time: one unit, however long it took.",
    "evaluation": "An evaluation: one unit, however long it took.",
    "manipulation": "Chiropractic manipulation: one unit, however long it took.",
    "other_time": "It has a time rule of its own; it does not count in 15-minute units.",
}
SETTINGS: Final = {"practitioner": "practitioner", "outpatient_hospital": "outpatient hospital"}
MEDICARE: Final = {
    "active": "active",
    "bundled": "bundled: never paid by itself",
    "invalid": "not valid for Medicare",
    "noncovered": "not covered",
    "carrier_priced": "priced by the contractor",
    "restricted": "restricted coverage",
    "deleted": "deleted",
    "unknown": "not known to us",
}
MAI: Final = {1: "for each claim line", 2: "absolute by policy", 3: "a benchmark that records can overturn"}


def show(fact: Code, book: RuleBook, day: date) -> None:
    """Show everything the book says of a code, as of a day."""
    st.header(f"{fact.code} {plain(fact.label)}")
    st.markdown(f"{plain(fact.covers)}{sources.confirm_badge(fact.to_confirm)}")
    points = [KINDS[fact.kind]]
    if fact.one_on_one:
        points.append("One patient at a time.")
    if fact.continues:
        points.append(f"It reports the further units of {fact.continues}.")
    if fact.valid_to:
        replaced = f" Use {listed(fact.replaced_by, 'or')}." if fact.replaced_by else ""
        points.append(f"Valid to {fact.valid_to.isoformat()}.{replaced}")
    if fact.note:
        points.append(plain(fact.note))
    st.markdown("\n".join(f"- {point}" for point in points))
    _techniques(fact, book)
    _limits(fact, book, day)
    _pairs(fact, book, day)
    _medicare(fact)
    _values(fact, book, day)
    sources.line(book, fact.source, to_confirm=fact.to_confirm)
    if fact.timed:
        links.to_units({fact.code: 15}, f"Count minutes of {fact.code}")


def _techniques(fact: Code, book: RuleBook) -> None:
    words = [each.technique for each in book.techniques if fact.code in each.codes]
    if words:
        st.subheader("Words in a note that belong here")
        st.markdown(plain(", ".join(words)))


def _limits(fact: Code, book: RuleBook, day: date) -> None:
    rows = [
        (words, limit)
        for setting, words in SETTINGS.items()
        if (limit := book.unit_limit(fact.code, day, setting)) is not None
    ]
    if not rows:
        return
    st.subheader("Most units a day", help=help_for("mue"))
    st.markdown(
        table(
            ["Billed by", "Units", "What the limit is", "Edition"],
            [
                [
                    words,
                    limit.units,
                    f"MAI {limit.mai}, {MAI[limit.mai]}",
                    plain(limit.edition) + sources.late_words(book, limit.table, limit.edition, day),
                ]
                for words, limit in rows
            ],
            right=(1,),
        )
    )
    sources.line(book, rows[0][1].source, to_confirm=rows[0][1].to_confirm)


def _pairs(fact: Code, book: RuleBook, day: date) -> None:
    rows = [
        edit
        for other in book.codes
        if other != fact.code and (edit := book.pair_edit(fact.code, other, day)) is not None
    ]
    if not rows:
        return
    st.subheader("Pair edits", help=help_for("pair edit"))
    st.caption(
        "Billed by a practitioner, in force on this day. Two codes together shows the hospital's as well."
    )
    rows.sort(key=lambda edit: (edit.indicator, edit.column1, edit.column2))
    st.markdown(
        table(
            ["With", "Denied", "Indicator"],
            [
                [
                    _name(edit.column2 if edit.column1 == fact.code else edit.column1, book),
                    edit.column2,
                    f"{edit.indicator}, {'never together' if edit.indicator == '0' else 'only when separate'}",
                ]
                for edit in rows
            ],
        )
    )
    sources.line(book, rows[0].source, to_confirm=rows[0].to_confirm)


def _medicare(fact: Code) -> None:
    if not fact.medicare:
        return
    st.subheader("Medicare's status")
    st.markdown(
        table(
            ["From", "To", "Status"],
            [
                [
                    row.from_.isoformat(),
                    row.to.isoformat() if row.to else "still in force",
                    MEDICARE[row.status]
                    + (f"; use {listed(row.use_instead, 'or')}" if row.use_instead else "")
                    + sources.confirm_badge(row.to_confirm),
                ]
                for row in fact.medicare
            ],
        )
    )


def _values(fact: Code, book: RuleBook, day: date) -> None:
    row = book.rvu(fact.code, day)
    if row is None:
        return
    st.subheader("Relative value units")
    st.markdown(
        table(
            ["Work", "Practice expense", "Malpractice", "From", "Counts for the multiple-procedure cut"],
            [
                [
                    f"{row.work:.2f}",
                    f"{row.pe_nonfacility:.2f}",
                    f"{row.malpractice:.2f}",
                    row.from_.isoformat(),
                    ("yes" if row.mppr else "no") + sources.confirm_badge(row.to_confirm),
                ]
            ],
            right=(0, 1, 2),
        )
    )
    st.caption(
        "National, not in a facility, before any locality. They say what Medicare's table holds, not what is paid."
    )


def _name(code: str, book: RuleBook) -> str:
    fact = book.codes.get(code)
    return f"{code} {plain(fact.label)}" if fact else code
