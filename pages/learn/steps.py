"""One step of a case: the question as a form, and after the answer whether it was right, why, and the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from logic.practice.case import NOTHING, several, units_answer
from logic.practice.grading import believed
from pages.learn import beliefs
from pages.parts import sources
from pages.parts.book import today
from pages.parts.text import count, listed, plain, prose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from logic.learning.course import Course
    from logic.practice.case import Step
    from logic.rulebook import RuleBook

MOST_UNITS = 99
TABLES_OF_THE_QUARTER = {"ncci", "mue"}


def ask(step: Step, key: str, book: RuleBook) -> str | None:
    """Show the question, and give the canonical answer once it is sent; None before."""
    with st.form(key, border=False, enter_to_submit=True):
        given = _entry(step, key, book)
        sent = st.form_submit_button("Check my answer", icon=":material/check:")
    if not sent:
        return None
    if given is None:
        st.caption("Choose or type an answer first.")
    return given


def _entry(step: Step, key: str, book: RuleBook) -> str | None:
    """The widgets of one kind of step, and what they hold as a canonical answer; None while they hold none."""
    if step.kind == "choice":
        texts = {option.value: option.text for option in step.options}
        chosen: str | None = st.radio(
            prose(step.ask),
            list(texts),
            index=None,
            format_func=lambda value: prose(texts[value]),
            key=f"{key}_pick",
        )
        return chosen
    if step.kind == "several":
        st.markdown(prose(step.ask))
        st.caption("Mark all that belong; it may be none.")
        marked = [
            option.value
            for option in step.options
            if st.checkbox(prose(option.text), key=f"{key}_mark_{option.value}")
        ]
        return several(marked)
    if step.kind == "number":
        cents = any("." in right for right in step.right)
        typed = st.number_input(
            prose(step.ask),
            value=None,
            min_value=0.0 if cents else 0,
            step=0.01 if cents else 1,
            format="%.2f" if cents else "%d",
            key=f"{key}_number",
            width=220,
        )
        if typed is None:
            return None
        return f"{typed:.2f}" if cents else str(int(typed))
    return _units(step, key, book)


def _units(step: Step, key: str, book: RuleBook) -> str:
    st.markdown(prose(step.ask))
    units = {}
    for code in step.codes:
        fact = book.codes.get(code.partition("-")[0])
        label = f"{code.replace('-', ' with ')}{f' {plain(fact.label)}' if fact else ''}, units"
        typed = st.number_input(
            label, value=0, min_value=0, max_value=MOST_UNITS, step=1, key=f"{key}_units_{code}", width=320
        )
        units[code] = int(typed)
    return units_answer(units)


def told(step: Step, answer: str) -> str:
    """A canonical answer as a person reads it."""
    if step.kind in {"choice", "several"}:
        texts = {option.value: option.text for option in step.options}
        if step.kind == "choice":
            return prose(texts.get(answer, answer))
        return listed([prose(texts.get(value, value)) for value in answer.split()]) or "none of them"
    if step.kind == "number":
        return answer
    if answer == NOTHING:
        return "no unit"
    return ", ".join(
        f"{code.replace('-', ' with ')} × {units}"
        for code, _, units in (p.partition("=") for p in answer.split())
    )


def verdict(step: Step, given: str, course: Course, book: RuleBook) -> None:
    """Say whether the answer was right, the step's why, the belief that leads to a wrong one, and the source."""
    others = len(step.right) - 1
    also = f" {count(others, 'other answer')} would be right too." if others else ""
    if step.accepts(given):
        st.success(
            f"**Right: {told(step, given)}.**{also}  \n{prose(step.why)}", icon=":material/check_circle:"
        )
    else:
        st.error(
            f"**Not right: {told(step, given)}.** Right is **{told(step, step.right[0])}**.{also}  \n{prose(step.why)}",
            icon=":material/cancel:",
        )
        because = next((o.because for o in step.options if o.value == given and o.because), "")
        if because:
            st.markdown(prose(because))
        beliefs.show(believed(step, given), course)
    source(step, book)


def filled_in(step: Step, book: RuleBook) -> None:
    """Show a step that comes with its answer, to be followed."""
    st.markdown(f"{prose(step.ask)}  \n**{told(step, step.right[0])}.** {prose(step.why)}")
    source(step, book)


def source(step: Step, book: RuleBook) -> None:
    """Offer where the rule of the step was read; folded, for a step is short and a citation is not.

    That a table behind it is past its review is not folded: its answer may have changed.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover("Source", icon=":material/menu_book:", type="tertiary"):
            st.markdown(sources.cited(book, step.sources))
        if late := old_tables(step.sources, book, today()):
            st.markdown(f":small[{late}]", width="content")


def old_tables(read: Sequence[str], book: RuleBook, day: date) -> str:
    """Say which tables among the sources are past their review; nothing where none is."""
    late = [one for one in sources.overdue(book.editions(), day) if set(one.source) & set(read)]
    words = dict.fromkeys(
        f"By the table of {one.edition}. :orange-badge[newer ones not read]"
        for one in late
        if one.table in TABLES_OF_THE_QUARTER
    )
    return " ".join(words)
