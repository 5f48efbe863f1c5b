"""Which rules cost most: a chart, then what each says, how it is mended, and the lesson."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.batch.claims import ERROR, LOOK, NOTE
from logic.batch.summary import dollars
from pages.check.batch import desk, words
from pages.parts import chart, links
from pages.parts.book import course
from pages.parts.text import as_clause, count, listed, plain, prose, table

if TYPE_CHECKING:
    from logic.batch.risk import RuleAmount
    from logic.rulebook import RuleBook
    from pages.check.batch.told import Told

CARDS: Final = 3
BARS: Final = 8
WIDEST: Final = 26  # letters of a rule's title in a row beside its bar
HEADINGS: Final = {
    ERROR: "What to fix first",
    LOOK: "To look at",
    NOTE: "What the notes must show",
}
SAYS: Final = {
    ERROR: "A payer would likely deny these or take the money back.",
    LOOK: "It may be right. It may also be money left out, or a reason to be asked.",
    NOTE: "The claim alone cannot tell. Look at the notes before you rely on these.",
}


def show(told: Told, book: RuleBook) -> None:
    """Show the rules of each kind, errors first."""
    for kind in (ERROR, LOOK, NOTE):
        mine = [each for each in told.summary.risk.rules if each.kind == kind]
        if not mine:
            continue
        st.header(HEADINGS[kind])
        st.markdown(SAYS[kind])
        if kind == ERROR:
            if len(mine) > 1 and any(each.amount.cents for each in mine):
                _chart(mine, told, book)
            for each in mine[:CARDS]:
                _card(each, book)
            rest = mine[CARDS:]
            if rest:
                with st.expander(
                    f"{count(len(rest), 'more rule')} with errors", icon=":material/expand_more:"
                ):
                    for each in rest:
                        _card(each, book)
        else:
            _table(mine, book, kind)
        _sum(told, kind)


def _chart(mine: list[RuleAmount], told: Told, book: RuleBook) -> None:
    shown = mine[:BARS]
    top = shown[0]
    total = told.summary.risk.kinds[ERROR].cents
    finding = (
        f"{_title(top, book)} ({top.rule}) alone: {dollars(top.amount.cents)} of the {dollars(total)} at risk"
    )
    labels = ["<br>".join(wrap(f"{_title(each, book)} ({each.rule})", WIDEST)) for each in shown]
    bars = {
        "type": "bar",
        "x": [each.amount.cents / 100 for each in shown],
        "y": labels,
        "orientation": "h",
        "marker": {"color": chart.colors()[0]},
        "text": [dollars(each.amount.cents) for each in shown],
        "textposition": "auto",
        "hovertemplate": "%{y}: %{text}<extra></extra>",
    }
    layout = {
        "xaxis": {"tickprefix": "$", "tickformat": ",", "rangemode": "tozero"},
        "yaxis": {"autorange": "reversed", "type": "category", "automargin": True},
        "height": 130 + 44 * len(shown),
        "showlegend": False,
    }
    chart.show(
        {"data": [bars], "layout": layout},
        key="claims-errors-by-rule",
        finding=finding,
        alt="A bar for each rule: the charges of the lines that have its error. "
        + "; ".join(f"{_title(each, book)} {dollars(each.amount.cents)}" for each in shown),
        head=["Rule", "What it says", "Claims", "Lines", "Dollars", "Lines without a charge"],
        rows=[
            [
                each.rule,
                _title(each, book),
                each.claims,
                each.amount.lines,
                f"{each.amount.cents / 100:.2f}",
                each.amount.unknown,
            ]
            for each in mine
        ],
        right=(2, 3, 4, 5),
    )


def _card(each: RuleAmount, book: RuleBook) -> None:
    page = book.rules.get(each.rule)
    with st.container(border=True, key=f"card_rule_{each.rule}_{each.kind}", gap="small"):
        st.markdown(
            f":red-badge[{each.rule}] **{plain(_title(each, book))}**  \n"
            f"{count(each.claims, 'claim')} · {plain(words.amount(each.amount))}"
        )
        if page is not None:
            fix, _, more = page.sections.get("How to fix", "").strip().partition("\n")
            if fix:
                st.markdown(f"**To fix:** {prose(fix)}")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                f"See {'the claim' if each.claims == 1 else f'the {each.claims:,} claims'}",
                key=f"claims_rule_{each.rule}_{each.kind}",
                icon=":material/list_alt:",
                on_click=desk.drill,
                kwargs={"rule": each.rule},
            )
            if page is not None:
                with st.popover("Why", icon=":material/menu_book:"):
                    if more.strip():
                        st.markdown(f"**More on the fix:** {prose(more.strip())}")
                    st.markdown(prose(page.sections.get("Why it matters", "")))
                    if page.denial:
                        st.markdown(f"**How it comes back:** {plain(page.denial)}")
                    links.to_rule(each.rule)
            _lesson(each.rule)


def _lesson(rule: str) -> None:
    """Link the lesson that teaches the rule; the one that teaches fewest others is nearest to it."""
    found = [lesson for lesson in course().lessons.values() if rule in lesson.rules]
    if found:
        lesson = min(found, key=lambda each: (len(each.rules), each.id))
        links.to_lesson(lesson.id, f"Lesson: {plain(lesson.title)}", ":material/school:")


def _table(mine: list[RuleAmount], book: RuleBook, kind: str) -> None:
    with st.container(key=f"claims_table_{kind}"):
        st.markdown(
            table(
                ["Rule", "What it says", "Claims", "Charges"],
                [
                    [
                        each.rule,
                        plain(_title(each, book)),
                        f"{each.claims:,}",
                        plain(words.amount(each.amount)),
                    ]
                    for each in mine
                ],
                right=(2, 3),
            )
        )
    titles = {each.rule: f"{each.rule}: {_title(each, book)}" for each in mine}
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"claims_pick_{kind}"):
        chosen = st.selectbox(
            "Rule", list(titles), key=f"claims_chosen_{kind}", format_func=titles.__getitem__, width=360
        )
        st.button(
            "See its claims",
            key=f"claims_see_{kind}",
            icon=":material/list_alt:",
            on_click=desk.drill,
            kwargs={"rule": chosen},
        )


def _sum(told: Told, kind: str) -> None:
    """Say why the rules' dollars are more than the total."""
    risk = told.summary.risk
    again, heavier = risk.overlap(kind)
    if not again and not heavier:
        return
    parts = sum(each.amount.cents for each in risk.rules if each.kind == kind)
    less = []
    if again:
        less.append(f"{dollars(again)} on lines that more than one of these rules speaks of")
    if heavier:
        less.append(f"{dollars(heavier)} on lines that stand under something heavier above")
    st.caption(
        plain(
            f"Each line's charge counts once: the rules together {dollars(parts)}, less {listed(less)}, "
            f"is {dollars(risk.kinds[kind].cents)}."
        )
    )


def _title(each: RuleAmount, book: RuleBook) -> str:
    return book.rules[each.rule].title if each.rule in book.rules else as_clause(each.family)
