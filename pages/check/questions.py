"""What only the note and the plan can answer; a question is asked where its rule applies, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.columns import HEADINGS
from logic.visit_form import ANSWERS, VISIT, YES_NO
from pages.check import entry, state
from pages.parts.text import plain

if TYPE_CHECKING:
    from logic.form_reading import Reading
    from logic.rulebook import RuleBook
    from logic.what_if import Answer

OPEN: Final = "visit_note"
DATES: Final = {
    "first_treatment_on": "First treatment",
    "plan_certified_on": "Plan certified",
    "recertified_on": "Last recertified",
    "treatment_days_since_report": "Treatment days since report",
}


def show(reading: Reading, answer: Answer | None, book: RuleBook) -> None:
    """Show the questions of the rules that apply to this visit."""
    rules = _asked(answer)
    if not rules:
        return
    yes_no, dates = _yes_no(rules), _dates_of(rules)
    left = _left(reading, yes_no)
    label = f"What the note shows: {f'{left} of {len(yes_no)} questions open' if left else 'all answered'}"
    box = st.expander(label, icon=":material/edit_note:", on_change="rerun", key=OPEN)
    if not box.open and not any(reading.trouble(VISIT, name) for name in dates):
        return
    with box:
        st.caption("Answer with the note in hand. What nobody looked at stays open, and is not checked.")
        for rule in yes_no:
            page = book.rules[rule]
            st.segmented_control(
                plain(page.asks or page.title),
                ["Yes", "No"],
                key=state.key(ANSWERS[rule][0]),
                help=plain(page.asks_help) or None,
                on_change=state.typed,
                persist_state="session",
            )
        _dates(reading, dates)


def given(reading: Reading, answer: Answer | None) -> tuple[object, ...]:
    """What the drawing depends on, besides what stands in its own fields."""
    rules = _asked(answer)
    wrong = [reading.trouble(VISIT, name) for name in _dates_of(rules)]
    return rules, _left(reading, _yes_no(rules)), wrong, bool(st.session_state.get(OPEN))


def proof(row: str, ask: str, help_: str) -> None:
    """Ask about one line that carries 59 or an X modifier against a pair edit."""
    st.segmented_control(
        plain(ask),
        ["Yes", "No"],
        key=state.key("separate_service", row),
        help=plain(help_) or None,
        on_change=state.typed,
        persist_state="session",
    )


def _asked(answer: Answer | None) -> list[str]:
    if answer is None:
        return []
    applies = {finding.rule for finding in answer.verdict.findings} | set(answer.verdict.passed)
    return [rule for rule in ANSWERS if rule in applies]


def _yes_no(rules: list[str]) -> list[str]:
    return [rule for rule in rules if ANSWERS[rule][0] in YES_NO]


def _dates_of(rules: list[str]) -> list[str]:
    return list(dict.fromkeys(name for rule in rules for name in ANSWERS[rule] if name in DATES))


def _left(reading: Reading, rules: list[str]) -> int:
    """How many questions nobody answered yet."""
    return sum(not reading.form.text(ANSWERS[rule][0]) for rule in rules)


def _dates(reading: Reading, names: list[str]) -> None:
    if not names:
        return
    st.markdown("**The plan of care**")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for name in names:
            number = HEADINGS[name].kind == "integer"
            entry.field(
                name,
                DATES[name],
                reading=reading,
                width=190 if number else 140,
                number=number,
                placeholder="" if number else "m/d/yyyy",
                live="500ms",
            )
    entry.say(reading, VISIT, tuple(names))
