"""The assistant calculator's answer: the lines first, then the choice, the picture, the steps and the source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.calculate import assistant_picture as picture
from pages.calculate import keep
from pages.parts import links, sources
from pages.parts.glossary import help_for
from pages.parts.text import count, plain, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.calculators.assistants import AssistantLine, AssistantResult
    from logic.rulebook import RuleBook

SOURCES: Final = (
    "usc-1395m-v",
    "cms-pfs-2022-rule",
    "cms-cqco",
    "therapycomply-cqco",
    "ptm-cqco",
    "mediclaim-cqco",
)
MOST_ALTERNATIVES: Final = 6


def invitation() -> None:
    """Show what to do while nothing is entered, and the rule in five lines."""
    st.header("Enter a service and who gave its minutes")
    st.markdown(
        "Or take one of the examples above. The rule, in the order it is worked:\n\n"
        "1. All timed minutes give the units, by the total-time rule.\n"
        "2. Each person's full 15 minutes of a code are that person's unit.\n"
        "3. Of the last unit: 8 minutes or more by the therapist alone, and it carries no modifier.\n"
        "4. Under 8 by the therapist and 8 or more by the assistant: it carries the modifier.\n"
        "5. Neither has 8: it carries the modifier if the assistant gave more than 10% of it.\n\n"
        "Minutes together count once, as the therapist's."
    )


def lines(result: AssistantResult, book: RuleBook) -> None:
    """Show the claim lines, and how to take them along."""
    st.header(headline(result), help=help_for("assistant modifier"))
    if result.modifier is None and any(share.assistant for share in result.shares.values()):
        st.warning(
            "**Ask before you bill these.** Medicare does not pay for the work of a speech-language assistant as "
            "therapy, and no modifier marks it.",
            icon=":material/help:",
        )
    if not result.lines:
        return
    labels = {line.code: plain(book.codes[line.code].label) for line in result.lines}
    plan = plan_modifier(result, book)
    shown = [
        [f"**{line.code}** {labels[line.code]}", line.units, f"**{modifiers(line, plan)}**"]
        for line in result.lines
    ]
    st.markdown(table(["Claim line", "Units", "Modifiers"], shown, right=(1,)))
    keep.show(
        f"assistant-minutes-{result.discipline}",
        lambda: "\n".join(f"{line.code} × {line.units} {modifiers(line, plan)}" for line in result.lines),
        lambda: (
            [["code", "units", "modifiers"]]
            + [[line.code, line.units, modifiers(line, plan)] for line in result.lines]
        ),
        shares="The address of this page holds the codes, the minutes and the plan of care, nothing else.",
    )


def headline(result: AssistantResult) -> str:
    """``1 unit with CQ, 2 without``: the finding."""
    with_it = sum(line.units for line in result.lines if line.modifier)
    without = sum(line.units for line in result.lines if not line.modifier)
    if not with_it + without:
        return "No unit: fewer than 8 timed minutes"
    if result.modifier is None:
        return f"{count(without, 'unit')}, no assistant modifier"
    if not with_it:
        return f"No {result.modifier}: {count(without, 'unit')} without it"
    if not without:
        return f"{result.modifier} on {'the unit' if with_it == 1 else f'all {with_it} units'}"
    return f"{count(with_it, 'unit')} with {result.modifier}, {without} without"


def plan_modifier(result: AssistantResult, book: RuleBook) -> str:
    """Give the modifier of the plan of care, which stands on every line."""
    return next(
        each.code
        for each in book.modifiers.values()
        if each.group == "therapy" and each.discipline == result.discipline
    )


def modifiers(line: AssistantLine, plan: str) -> str:
    """``GP CQ``."""
    return f"{plan} {line.modifier}" if line.modifier else plan


def why(result: AssistantResult, book: RuleBook) -> None:
    """Show the tie, the picture, the steps, what is to confirm and the sources."""
    _alternatives(result, plan_modifier(result, book))
    picture.show(result, {code: book.codes[code].label for code in result.shares})
    st.header("Step by step")
    st.markdown("\n".join(f"{at}. {plain(step)}" for at, step in enumerate(result.steps, start=1)))
    if result.to_confirm:
        st.markdown(
            f"**What is our reading** {sources.TO_CONFIRM}\n\n"
            + "\n".join(f"- {plain(each)}" for each in result.to_confirm)
        )
    sources.line(book, SOURCES)
    timed = {code: share.total for code, share in result.shares.items()}
    links.to_units(timed, "The same minutes in the unit calculator")


def _alternatives(result: AssistantResult, plan: str) -> None:
    """List the lines of every other valid split."""
    if not result.alternatives:
        return
    st.header("Your choice", help=help_for("tie"))
    if result.units.choice:
        st.markdown(plain(result.units.choice))
    shown = [_words(result.lines, plan) + " (shown above)"]
    shown += [_words(each.lines, plan) for each in result.alternatives[: MOST_ALTERNATIVES - 1]]
    st.markdown("\n".join(f"- {each}" for each in shown))
    more = result.units.split_count - len(shown)
    if more > 0:
        st.caption(f"And {more:,} more, equally valid.")


def _words(lines_: Sequence[AssistantLine], plan: str) -> str:
    return ", ".join(f"{line.code} × {line.units} {modifiers(line, plan)}" for line in lines_)
