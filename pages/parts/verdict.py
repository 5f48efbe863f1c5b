"""A verdict and its findings on the screen: the answer, what to fix, why, and the source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts import links, sources
from pages.parts.text import count, listed, plain

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
ORDER: Final = {"fail": 0, "needs documentation": 1, "not checked": 2, "pass": 3}
WEIGHT: Final = {"error": 0, "warning": 1, "note": 2}


def banner(verdict: Verdict) -> None:
    """Show the answer first: the verdict in words, and how much of it was checked."""
    box = {"fail": st.error, "needs documentation": st.warning, "pass": st.success}.get(
        verdict.verdict, st.info
    )
    box(f"**{headline(verdict)}**  \n{coverage(verdict)}", icon=STATES[verdict.verdict][2])


def headline(verdict: Verdict) -> str:
    """Say the verdict in one sentence."""
    many = {state: sum(each.state == state for each in verdict.findings) for state in STATES}
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


def in_order(findings: tuple[Finding, ...]) -> list[Finding]:
    """Give the findings in the order of what to fix first."""
    return sorted(
        findings, key=lambda each: (ORDER[each.state], WEIGHT.get(each.severity, 3), each.line or 0)
    )


def finding_card(finding: Finding, book: RuleBook, key: str) -> st.delta_generator.DeltaGenerator:
    """Show one finding; the container is given back so that a page can put a button under it.

    Args:
        finding: what a rule found.
        book: for the rule's page and the sources.
        key: unique on the page.

    """
    card = st.container(border=True, key=key)
    with card:
        st.markdown(head(finding))
        st.markdown(plain(finding.message))
        if finding.fix:
            st.markdown(f"**To fix:** {plain(finding.fix)}")
        with st.popover("Why, and the source", icon=":material/menu_book:"):
            why(finding, book)
    return card


def head(finding: Finding) -> str:
    """Give the badge with the rule's code, the state in words, and which line is meant."""
    word, color, _ = STATES[finding.state]
    parts = [f":{color}-badge[{finding.rule}] **{word}**"]
    if finding.state == "fail" and finding.severity != "error":
        parts[0] += f" ({SEVERITIES[finding.severity]})"
    numbers = finding.lines or ((finding.line,) if finding.line else ())
    if numbers:
        word = "line" if len(numbers) == 1 else "lines"
        parts.append(f"{word} {listed([str(each) for each in numbers])}")
    if finding.code:
        parts.append(plain(finding.code))
    return " · ".join(parts) + sources.confirm_badge(finding.to_confirm)


def why(finding: Finding, book: RuleBook) -> None:
    """Show why the rule exists, how a payer answers, and where it was read."""
    page = book.rules.get(finding.rule)
    if page is not None:
        st.markdown(f"**{plain(page.title)}**")
        st.markdown(page.sections.get("Why it matters", ""))
        if page.denial:
            st.markdown(f"**How it comes back:** {plain(page.denial)}")
    st.markdown(f"**Source**\n\n{sources.cited(book, finding.sources)}")
    if finding.to_confirm:
        st.caption(sources.TO_CONFIRM_MEANS)
    links.to_rule(finding.rule)


def not_checked_list(verdict: Verdict) -> None:
    """Show what could not be checked, each with its reason, folded away."""
    missed = [each for each in verdict.findings if each.state == "not checked"]
    if not missed:
        return
    with st.expander(f"Not checked: {count(len(missed), 'rule')}, and why", icon=":material/help:"):
        for each in missed:
            st.markdown(f"- :gray-badge[{each.rule}] {plain(each.message)}")
