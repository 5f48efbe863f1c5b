"""How much was checked, and why the rest was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.batch.across import HOW, across_words
from logic.batch.coverage import reasons
from logic.batch.summary import percent
from logic.claims.drafts import CLAIMS
from pages.parts.text import count, plain, table

if TYPE_CHECKING:
    from logic.rulebook import RuleBook
    from pages.check.batch.told import Told

MOST: Final = 8
NO_MINUTES: Final = "U107"
HOW_TO_TELL: Final = (
    "An 837P tells no minutes, so units cannot be counted against them. Drop the table of the same visits from your "
    "health record as well: claim number (as `visit_id`), day, code, units and minutes, who treated. The minutes are "
    "then taken from it; what was billed stays as it was sent."
)


def show(told: Told, book: RuleBook) -> None:
    """Show the share, the reasons, and the rules."""
    found = told.summary.coverage
    if found.share is None or not told.summary.claims:
        return
    st.header("What was not checked, and why")
    st.markdown(
        f"**{percent(found.share)} of {count(found.asked, 'question')} could be answered.** A question is one rule "
        f"asked of one line or visit. {count(found.whole, 'claim')} had every question answered, {found.part:,} some, "
        f"{found.none:,} none. Not knowing is never a pass."
    )
    if told.across:
        st.info(f"{plain(across_words(told.across))} {HOW}", icon=":material/event_repeat:")
    why = reasons(found)
    if not why:
        return
    with st.container(key="claims_table_why"):
        st.markdown(
            table(
                ["Questions", "Why not", "Rules"],
                [[f"{many:,}", plain(reason), plain(_rules(rules))] for reason, many, rules in why[:MOST]],
                right=(0,),
            )
        )
    alone = int((told.batch.claims["source"] == CLAIMS).sum())
    if alone and any(NO_MINUTES in rules for _, _, rules in why):
        st.info(f"**{count(alone, 'claim')} without minutes.** {HOW_TO_TELL}", icon=":material/timer:")
    with st.expander("Every rule, and how often it could be answered", icon=":material/table:"):
        st.markdown(
            table(
                ["Rule", "What it says", "Asked", "Answered", "Why not otherwise"],
                [
                    [
                        each.rule,
                        plain(book.rules[each.rule].title) if each.rule in book.rules else "",
                        f"{each.asked:,}",
                        f"{each.answered:,}",
                        plain(" ".join(reason for reason, _ in each.reasons[:2])),
                    ]
                    for each in found.rules
                ],
                right=(2, 3),
            )
        )
        if len(why) > MOST:
            st.markdown(
                table(
                    ["More reasons", "Rules", "Questions"],
                    [
                        [plain(reason), plain(_rules(rules)), f"{many:,}"]
                        for reason, many, rules in why[MOST:60]
                    ],
                    right=(2,),
                )
            )


def _rules(rules: tuple[str, ...]) -> str:
    return ", ".join(rules[:3]) + (f" and {len(rules) - 3} more" if len(rules) > 3 else "")
