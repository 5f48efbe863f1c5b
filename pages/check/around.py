"""Around the verdict: what would change it, what was checked and what was not, the editions it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from logic.states import FAMILIES
from pages.check.findings import to_show
from pages.parts import editions, sources
from pages.parts import verdict as parts
from pages.parts.text import count, plain

if TYPE_CHECKING:
    from datetime import date

    from logic.rulebook import RuleBook
    from logic.what_if import Answer, Outlook


def show(answer: Answer, outlook: Outlook, book: RuleBook, day: date) -> None:
    """Show the three."""
    _changes(answer, outlook, book)
    _checked(answer, book)
    _editions(book, day)


def _changes(answer: Answer, outlook: Outlook, book: RuleBook) -> None:
    said = changes(answer, outlook, book)
    if said:
        st.header("What would change this verdict")
        st.markdown("\n".join(f"- {each}" for each in said))


def changes(answer: Answer, outlook: Outlook, book: RuleBook) -> list[str]:
    """Say what would change the verdict, in sentences as Markdown."""
    said = []
    now, clicks = answer.verdict.verdict, len(outlook.fixes)
    if outlook.after_fixes is not None and clicks:
        many = "the fix above" if clicks == 1 else f"the {clicks} fixes above"
        said.append(f"With {many}, the verdict {_would(now, outlook.after_fixes)}.")
    asked = list(dict.fromkeys(each.rule for each in answer.questions if book.rules[each.rule].asks))
    if asked:
        rules = ", ".join(asked)
        what = f"Yes to the {count(len(asked), 'open question')} about the note ({rules})"
        if len(asked) == 1:
            what = f'Yes to "{plain(book.rules[asked[0]].asks)}" ({asked[0]})'
        result = f"would turn {'it' if len(asked) == 1 else 'them'} into pass"
        if outlook.after_answers is not None:
            also = ", with the fixes," if clicks else ""
            result += f"; the verdict{also} {_would(now, outlook.after_answers)}"
        said.append(f"{what} {result}.")
    said += [plain(each) for each in answer.near]
    counts = answer.counts
    if counts is not None and counts.both.cms.rows and counts.both.cms.best != counts.both.midpoint.best:
        said.append(
            f"A payer that counts the other way would see other units. {plain(counts.both.difference)}"
        )
    return said


def _would(now: str, then: str) -> str:
    return f"would still be **{then}**" if then == now else f"would be **{then}**"


def _checked(answer: Answer, book: RuleBook) -> None:
    verdict = answer.verdict
    shown = {id(each) for group in to_show(answer) for each in group}
    missed = [each for each in verdict.findings if each.state == "not checked" and id(each) not in shown]
    st.header("What was checked")
    st.markdown(f"{parts.coverage(verdict)} What does not apply to this visit is not listed.")
    if missed:
        many = len({each.rule for each in missed})
        with st.expander(f"Not checked: {count(many, 'rule')}, and why", icon=":material/help:"):
            st.markdown("\n".join(f"- :gray-badge[{each.rule}] {plain(each.message)}" for each in missed))
    if verdict.passed:
        with st.expander(
            f"Looked for and not found: {count(len(verdict.passed), 'rule')}", icon=":material/check:"
        ):
            st.markdown("\n".join(_passed(verdict.passed, book)))


def _passed(rules: tuple[str, ...], book: RuleBook) -> list[str]:
    lines = []
    for family in FAMILIES:
        own = [book.rules[rule] for rule in rules if book.rules[rule].family == family]
        if own:
            titles = "; ".join(f"{plain(page.title)} :gray-badge[{page.code}]" for page in own)
            lines.append(f"- **{family.capitalize()}:** {titles}")
    return lines


def _editions(book: RuleBook, day: date) -> None:
    late = sources.overdue(book.editions(), day)
    label = "Editions of the rule book's tables"
    if late:
        label += f" :orange-badge[{len(late)} past the review date]"
    with st.expander(label, icon=":material/calendar_month:"):
        editions.listing(book, day)
