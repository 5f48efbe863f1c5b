"""What to fix, in order: each with why, its source and date, and a click where the fix is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.states import DECIDING_FAMILIES
from logic.verdict import line_words
from logic.what_if import PROOF
from pages.check import questions, state
from pages.parts import sources
from pages.parts import verdict as parts
from pages.parts.book import today
from pages.parts.text import listed, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.rulebook import RuleBook
    from logic.verdict import Finding
    from logic.what_if import Answer, Outlook

BY_DISCIPLINE: Final = frozenset({"M401", "M402", "M403", "M404", "M405"})
# An edit may hold back a service at 0 units; "no" settles it, and "yes" says that it was missed.
KEPT_OFF: Final = frozenset({"U102", "U105"})
TABLES: Final = {"pair edits": "ncci", "unit limits": "mue"}
AT_ONCE: Final = 8
"""So many sentences of one rule stand open, and so many lines are asked about at once."""
UNFOLDED: Final = 200
"""So many more a browser shows without a wait."""


def grouped(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Give the findings of one rule and state together, where the first of them stood."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.state), []).append(finding)
    return list(groups.values())


def to_show(answer: Answer) -> list[list[Finding]]:
    """Give what stands as a card: what fails or needs documentation, and what alone keeps a visit from passing."""
    return grouped(
        [
            each
            for each in answer.verdict.findings
            if each.state != "not checked" or each.family in DECIDING_FAMILIES
        ]
    )


def show(answer: Answer, outlook: Outlook, book: RuleBook) -> None:
    """Show the cards."""
    groups = to_show(answer)
    if not groups:
        return
    fails = sum(group[0].state == "fail" for group in groups)
    st.header("What to fix" if fails else "What keeps it from passing")
    for group in groups:
        _card(group, answer, outlook, book)


def _card(group: list[Finding], answer: Answer, outlook: Outlook, book: RuleBook) -> None:
    first = group[0]
    with st.container(border=True, key=f"visit_finding_{first.rule}_{first.state[:4]}", gap="small"):
        st.markdown(head(group))
        messages([plain(each.message) for each in group], f"visit_more_{first.rule}_{first.state[:4]}")
        if first.state == "fail":
            st.markdown(f"**To fix:** {plain(first.fix)}")
        _proof(group, answer, book)
        if (
            first.rule in BY_DISCIPLINE
            and first.rule not in outlook.fixes
            and not answer.reading.form.text("discipline")
        ):
            st.markdown("Choose the discipline of the visit, and this may become one click.")
        _actions(first, outlook, book)
        st.markdown(source(first, book))


def messages(told: Sequence[str], key: str) -> None:
    """Show what one rule says, each sentence once; of many the first, the others behind a fold."""
    each = list(dict.fromkeys(told))
    if len(each) == 1:
        st.markdown(each[0])
        return
    st.markdown(_points(each[:AT_ONCE]))
    rest = each[AT_ONCE:]
    if not rest:
        return
    fold = st.expander(f"{len(rest):,} more of this rule", key=key, on_change="rerun")
    if fold.open:
        fold.markdown(_points(rest[:UNFOLDED]))
        if len(rest) > UNFOLDED:
            fold.caption(
                f"And {len(rest) - UNFOLDED:,} more. Mend these first, or look at a file of all findings."
            )


def _points(sentences: Sequence[str]) -> str:
    return "\n".join(f"- {each}" for each in sentences)


def head(group: list[Finding]) -> str:
    """Give the rule, the state and the lines of a card, as Markdown."""
    first = group[0]
    word, color, _ = parts.STATES[first.state]
    said = f":{color}-badge[{first.rule}] **{word}**"
    if first.state == "fail" and first.severity != "error":
        said += f" ({parts.SEVERITIES[first.severity]})"
    numbers = sorted({line for each in group for line in (each.lines or filter(None, (each.line,)))})
    if numbers:
        said += f" · {'line' if len(numbers) == 1 else 'lines'} {listed(line_words(numbers))}"
    codes = list(dict.fromkeys(each.code for each in group if each.code))
    if codes:
        more = len(codes) - AT_ONCE
        said += f" · {plain(listed([*codes[:AT_ONCE], f'{more:,} more'] if more > 0 else codes))}"
    return said + sources.confirm_badge(first.to_confirm)


def _actions(finding: Finding, outlook: Outlook, book: RuleBook) -> None:
    """Offer the fix where it is certain, of a tie each valid choice; and the reasons."""
    fixes = outlook.fixes.get(finding.rule, ()) if finding.state == "fail" else ()
    if fixes and fixes[0].choice:
        st.markdown("Equally valid. Your choice; say why in the note.")
    with st.container(horizontal=True, gap="small"):
        for number, fix in enumerate(fixes):
            st.button(
                fix.label,
                key=f"visit_fix_{finding.rule}_{number}",
                icon=":material/check:",
                on_click=state.fix,
                args=(fix,),
                wrap=True,
            )
        with st.popover("Why", icon=":material/menu_book:"):
            parts.why(finding, book)


def _proof(group: list[Finding], answer: Answer, book: RuleBook) -> None:
    """Ask for the proof that only the note can give, line by line."""
    first = group[0]
    if first.rule not in PROOF and (first.rule not in KEPT_OFF or first.state != "needs documentation"):
        return
    page = book.rules[first.rule]
    rows = answer.reading.form.filled
    asked = 0
    for finding in group:
        if finding.line is not None and finding.line <= len(rows):
            if first.rule in KEPT_OFF and rows[finding.line - 1].text("units") != "0":
                continue
            if asked == AT_ONCE:
                st.caption("More lines are asked about once these are answered.")
                return
            asked += 1
            ask = page.asks if len(group) == 1 else f"Line {finding.line}: {page.asks}"
            questions.proof(rows[finding.line - 1].key, ask, page.asks_help)


def source(finding: Finding, book: RuleBook) -> str:
    """Give the first source in a line, with its date; of a dated table, its edition, amber past its review."""
    known = [book.sources[each] for each in finding.sources if each in book.sources]
    if not known:
        return "No source."
    first = known[0]
    named = ", ".join(plain(part) for part in (first.title, first.section) if part)
    read = sources.SEEN[first.seen] + (f" {first.read_on.isoformat()}" if first.read_on else "")
    more = f" and {len(known) - 1} more" if len(known) > 1 else ""
    text = f":small[Source: {named} ({read}){more}]"
    table = TABLES.get(finding.family)
    edition = next((each for each in book.editions() if each.table == table), None)
    if edition is not None:
        text += f" :small[· edition {plain(edition.edition)}]"
        if edition.review_by is not None and edition.overdue(today()):
            text += f" :orange-badge[past its review date {edition.review_by.isoformat()}]"
    return text
