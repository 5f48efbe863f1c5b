"""What a person takes along: the sheet to print, a link with codes and minutes, units for a visit without any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from logic import what_if
from pages.check import state
from pages.parts import links
from pages.parts.text import count, plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from logic.form_reading import Reading
    from logic.rulebook import RuleBook
    from logic.what_if import Answer, Counts, Outlook


def show(answer: Answer, outlook: Outlook, book: RuleBook, day: date) -> None:
    """Show the sheet's button and the link."""
    st.header("Keep it")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Sheet to print (PDF)",
            data=lambda: sheet(answer, outlook, book, day),
            file_name=f"visit-check-{day.isoformat()}.pdf",
            mime="application/pdf",
            icon=":material/print:",
            on_click="ignore",
            key="visit_sheet",
            disabled=bool(st.session_state.get(state.NOT_READ)),
        )
        _link(answer.reading)
    st.caption(
        "The sheet holds the visit as typed, without any name. Keep it with the claim, not with a name on it."
    )


def sheet(answer: Answer, outlook: Outlook, book: RuleBook, day: date) -> bytes:
    """Give the PDF; built when the button is pressed, because most visits are not printed."""
    from logic.reports.visit_sheet import visit_pdf  # noqa: PLC0415 - reportlab takes 200 ms to import

    return visit_pdf(answer, outlook, book, day)


def fill(
    reading: Reading,
    counts: Counts | None,
    book: RuleBook,
    day: date,
    word: Callable[[str], str | None],
) -> None:
    """Offer, where units are not typed yet, those that the minutes support and a claim may hold."""
    offered = what_if.unit_choices(reading, book, counts, day, word)
    choices = offered.fixes
    if reading.stage == "unfinished" and counts is not None and not reading.form.text("payer"):
        st.markdown("Choose the payer: its way of counting decides which units these minutes support.")
    if not choices and not offered.against:
        return
    st.header("Units not typed yet")
    if not choices:
        titles = [f"{plain(book.rules[rule].title)} ({rule})" for rule in offered.against]
        st.markdown(
            f"Billed just as the minutes count, this visit would fail: {'; '.join(titles)}. "
            "Type the units that were billed; 0 for what was not."
        )
        for rule in offered.against:
            links.to_rule(rule)
        return
    if choices[0].choice:
        ways = count(len(choices), "equally valid split")
        st.markdown(f"The minutes support {ways}. Your choice; say why in the note.")
    else:
        st.markdown("The minutes leave one answer. Compare it with what was billed, or fill it in.")
    with st.container(horizontal=True):
        for number, fix in enumerate(choices):
            st.button(
                fix.label,
                key=f"visit_fill_{number}",
                icon=":material/check:",
                on_click=state.fix,
                args=(fix,),
            )


def _link(reading: Reading) -> None:
    if not reading.minutes:
        return
    with st.popover("Link", icon=":material/link:"):
        st.markdown("An address that opens these codes and minutes. It carries nothing else.")
        base = (st.context.url or "").split("?")[0]
        st.code(f"{base}?visit={links.as_text(reading.minutes)}", language=None, wrap_lines=True)
        links.to_units(reading.minutes, "The same in the unit calculator")
