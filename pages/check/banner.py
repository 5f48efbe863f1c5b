"""The verdict, first on the page: the state in words, billed against supported units, what to fix first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.visit_form import VISIT
from logic.what_if import is_mixed
from pages.check import state
from pages.parts import verdict as parts
from pages.parts.text import as_clause, count, listed, plain

if TYPE_CHECKING:
    from logic.form_reading import Reading
    from logic.rulebook import RuleBook
    from logic.verdict import Verdict
    from logic.what_if import Answer, Counts

BOXES: Final = {"fail": st.error, "needs documentation": st.warning, "pass": st.success}


def show(reading: Reading, answer: Answer | None, counts: Counts | None, book: RuleBook) -> None:
    """Show the verdict, or what keeps it from being given."""
    with st.container(key="visit_verdict", gap="xsmall"):
        if answer is not None:
            _verdict(answer, book)
        elif reading.stage == "unreadable":
            _unreadable(reading)
        else:
            units = "" if counts is None or counts.mine is None else f"  \n{_supported(counts)}"
            st.info(
                f"**Not finished yet.** {plain(' '.join(reading.waiting))}{units}", icon=":material/edit:"
            )
        done()


def clicked() -> tuple[str, bool]:
    """Give what the last click did, and whether it can be undone."""
    held = st.session_state
    return held.get(state.DONE) or "", held.get(state.BEFORE) is not None


def headline(verdict: Verdict) -> str:
    """Say the verdict in a sentence; what one rule says of several lines is one thing to fix."""
    many = len({each.rule for each in verdict.findings if each.state == verdict.verdict})
    if verdict.verdict == "fail":
        return f"Fail: {count(many, 'thing')} to fix before this visit is billed."
    if verdict.verdict == "needs documentation":
        return f"Needs documentation: {count(many, 'thing')} that the note must show."
    return parts.headline(verdict)


def _verdict(answer: Answer, book: RuleBook) -> None:
    verdict = answer.verdict
    box = BOXES.get(verdict.verdict, st.info)
    parts_of = [_units(answer), parts.coverage(verdict)]
    first = _first(answer, book)
    said, icon = f"**{headline(verdict)}**{first}", parts.STATES[verdict.verdict][2]
    if unread := st.session_state.get(state.NOT_READ):
        missing = f"{count(len(unread), 'pasted service')} could not be read"
        if verdict.verdict == "pass":
            # Half a visit is not a visit that passes.
            box, icon = st.info, ":material/edit:"
            said = f"**Not finished yet: {missing}, so this is not a pass.** Nothing was found in the rest."
        else:
            parts_of.append(f"{missing[0].upper()}{missing[1:]}.")
    box(f"{said}  \n{' '.join(filter(None, parts_of))}", icon=icon)


def _first(answer: Answer, book: RuleBook) -> str:
    """Say what to look at first, by the title of its rule."""
    verdict = answer.verdict
    if verdict.verdict == "pass":
        return ""
    top = next((each for each in verdict.findings if each.state == verdict.verdict), None)
    page = book.rules.get(top.rule) if top is not None else None
    if top is None or page is None:
        return ""
    word = "Fix first" if verdict.verdict == "fail" else "First"
    return f" {word}: {plain(as_clause(page.title))} ({top.rule})."


def _units(answer: Answer) -> str:
    counts = answer.counts
    if counts is None:
        if answer.reading.untold:
            return "Some timed minutes are not told."
        return "Two plans of care: each was counted by itself." if is_mixed(answer.reading.form) else ""
    out = answer.reading.left_out
    gone = (
        f" {count(sum(each.minutes for each in out.values()), 'minute')} left out of the count."
        if out
        else ""
    )
    if not counts.both.cms.rows:
        return gone.strip() or "No timed code."
    told = answer.billed
    if answer.kept:
        gone += f" {listed(sorted(answer.kept))} {'is' if len(answer.kept) == 1 else 'are'} kept off by a pair edit."
    if counts.mine is None:
        total, alone = counts.both.cms.timed_units, counts.both.midpoint.timed_units
        return f"Timed units: {told} billed; {total} by total time, {alone} code by code.{gone}"
    minutes = count(counts.mine.timed_minutes, "minute")
    return f"Timed units: **{told} billed, {counts.mine.timed_units} supported** by {minutes}.{gone}"


def _supported(counts: Counts) -> str:
    mine = counts.mine
    if mine is None:
        return ""
    splits = [listed([f"{code} × {units}" for code, units in split.items()]) for split in mine.splits[:2]]
    more = " or others" if len(mine.splits) > 2 else ""
    words = f": {' or '.join(splits)}{more}" if mine.timed_units else ""
    return f"{count(mine.timed_minutes, 'timed minute')} support {count(mine.timed_units, 'unit')}{words}."


def _unreadable(reading: Reading) -> None:
    """Say which entries keep the visit from being judged; half a visit is never judged as if it were whole."""
    numbers = {row.key: place for place, row in enumerate(reading.form.filled, 1)}
    places = [
        f"line {numbers[each.row]}" if each.row in numbers else "the visit"
        for each in reading.troubles
        if each.row in numbers or each.row == VISIT
    ]
    where = listed(list(dict.fromkeys(places)))
    many = len(reading.troubles)
    st.info(
        f"**Not checked: {count(many, 'entry', 'entries')} cannot be read** ({where}).  \n"
        f"{plain(reading.troubles[0].wrong)} {plain(reading.troubles[0].fix)}",
        icon=":material/error:",
    )


def done() -> None:
    """Say what the last click did, and offer to take it back."""
    said, undoable = clicked()
    if not said:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(said), width="content")
        if undoable:
            st.button("Undo", icon=":material/undo:", key="visit_undo", on_click=state.undo)
