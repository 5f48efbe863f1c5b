"""What the codes of a remittance say: the kind of denial, the first fix, and who bears it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts import links, sources
from pages.parts.text import listed, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.denials import DenialCategory, Reading
    from logic.learning.lesson import Lesson
    from logic.rulebook import RuleBook

WEIGHT: Final = {
    "preventable": ":gray-badge[preventable]",
    "contested": ":gray-badge[contested by judgment]",
}
APPEAL: Final = {
    "no": "No appeal is open.",
    "limited": "An appeal can only be about whether it was billed twice.",
    "yes": "The notice says that an appeal is open.",
    "": "",
}


def show(reading: Reading, book: RuleBook, lessons: Mapping[str, Lesson]) -> None:
    """Show what the codes say: the answer first, then the fix, then the source."""
    if reading.kind == "not a denial" and reading.not_denial is not None:
        fact = reading.not_denial
        st.success(f"**Not a denial.** {plain(fact.says)}", icon=":material/check_circle:")
        sources.line(book, fact.source, to_confirm=fact.to_confirm)
    elif reading.kind == "not in our list":
        st.warning(
            "**Not in our list.** These codes alone do not tell the kind of denial, and we do not guess. "
            "Read the payer's own text on the remittance.",
            icon=":material/help:",
        )
    else:
        _decided(reading)
        for each in reading.categories:
            _category(each, reading, book, lessons)
    _beside(reading)


def _decided(reading: Reading) -> None:
    """Say whether the payer decided, and what that leaves open."""
    if reading.unprocessable:
        st.error(
            f"**A rejection, not a denial.** {' '.join(map(plain, reading.says))} "
            "It was sent back undecided. Correct it and send it again.",
            icon=":material/undo:",
        )
    else:
        st.warning(f"**A denial.** {' '.join(map(plain, reading.says))}", icon=":material/gavel:")
    if len(reading.categories) > 1:
        names = listed([each.title.lower() for each in reading.categories], "or")
        st.markdown(f"**The codes alone cannot tell which: {names}.** Look at the line and at its neighbors.")


def _category(
    category: DenialCategory, reading: Reading, book: RuleBook, lessons: Mapping[str, Lesson]
) -> None:
    """Show a kind of denial; what it says in general only where the codes leave it open, or it may not fit them."""
    title = f"**{category.title}** {WEIGHT[category.weight]}{sources.confirm_badge(category.to_confirm)}"
    alone = reading.category is category
    st.markdown(title if alone else f"{title}  \n{plain(category.says)}")
    st.markdown(f"**First:** {plain((alone and reading.fix) or category.fix)}")
    st.markdown(f"**Then:** {plain(category.answer)}")
    with st.container(horizontal=True, key=f"list_denial_{category.id}"):
        for rule in category.rules:
            links.to_rule(rule, rule)
        if category.lesson in lessons:
            links.to_lesson(category.lesson, lessons[category.lesson].title, ":material/school:")
    sources.line(book, category.source, to_confirm=category.to_confirm)


def _beside(reading: Reading) -> None:
    """Say what the group and the remark codes add."""
    lines = []
    if reading.group is not None:
        lines.append(
            f"- **{reading.group.code}, {reading.group.label.lower()}:** {plain(reading.group.says)}"
        )
    lines += [f"- **{each.rarc}:** {plain(each.says)}" for each in reading.remarks]
    lines += [f"- **{code}:** not in our list." for code in reading.not_told]
    if reading.appeal:
        lines.append(f"- **Appeal:** {APPEAL[reading.appeal]}")
    if lines:
        st.markdown("\n".join(lines))
