"""A verdict in words: the answer, how much was checked, why a rule exists, and where it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts import links, sources
from pages.parts.text import count, plain, prose

if TYPE_CHECKING:
    from logic.rulebook import RuleBook
    from logic.verdict import Finding, Verdict

# State → how it is said, its badge color, its icon. The words carry the meaning; the color only repeats it.
STATES: Final = {
    "fail": ("Fail", "red", ":material/error:"),
    "needs documentation": ("Needs documentation", "orange", ":material/edit_note:"),
    "not checked": ("Not checked", "gray", ":material/help:"),
    "pass": ("Pass", "green", ":material/check_circle:"),
}
SEVERITIES: Final = {"error": "error", "warning": "warning", "note": "note"}


def headline(verdict: Verdict) -> str:
    """Say the verdict in one sentence; what one rule says of several lines is counted once."""
    many = {state: len({each.rule for each in verdict.findings if each.state == state}) for state in STATES}
    if verdict.verdict == "fail":
        return f"Fail: {count(many['fail'], 'thing')} to fix before this visit is billed."
    if verdict.verdict == "needs documentation":
        asked = many["needs documentation"]
        return f"Needs documentation: {count(asked, 'answer')} that only the note can give."
    if verdict.verdict == "not checked":
        return (
            f"Not checked: {count(many['not checked'], 'rule')} could not be checked, so this is not a pass."
        )
    return "Pass: nothing found in what was checked."


def coverage(verdict: Verdict) -> str:
    """Say how many rules were checked and how many could not be."""
    text = f"{count(verdict.checked, 'rule')} checked"
    if verdict.not_checked:
        text += f", {verdict.not_checked} not checked"
    return text + "."


def why(finding: Finding, book: RuleBook) -> None:
    """Show why the rule exists, how a payer answers, and where it was read."""
    page = book.rules.get(finding.rule)
    if page is not None:
        st.markdown(f"**{plain(page.title)}**")
        st.markdown(prose(page.sections.get("Why it matters", "")))
        if page.denial:
            st.markdown(f"**How it comes back:** {plain(page.denial)}")
    st.markdown(f"**Source**\n\n{sources.cited(book, finding.sources)}")
    if finding.to_confirm:
        st.caption(sources.TO_CONFIRM_MEANS)
    links.to_rule(finding.rule)
