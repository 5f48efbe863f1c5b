"""The answer, first on the page: how many claims have an error, what hangs on it, how much was checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.batch.claims import ERROR, LOOK, NOTE
from logic.batch.payers import edits_unknown
from pages.check.batch import desk, words
from pages.parts import links
from pages.parts.book import rule_book
from pages.parts.text import count, listed, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from logic.batch.summary import Summary
    from pages.check.batch.told import Told

MOST_PAYERS: Final = 3


def show(told: Told) -> None:
    """Show the sentence and the five classes of claims."""
    summary = told.summary
    with st.container(key="claims_answer", gap="small"):
        box, icon = _box(summary)
        box(f"**{plain(summary.sentence())}**  \n{_about(summary)}", icon=icon)
        if told.again:
            st.markdown(
                f"**{count(told.again, 'claim')} of this choice {'is' if told.again == 1 else 'are'} in another import "
                "too, and told there**, so that nothing counts twice: choose *Everything that was imported*. Take the "
                "other import back, and they are told as they stand here."
            )
        if summary.claims:
            _score(summary)
        _edits(told)
        st.caption(
            "Claims in force are counted: a corrected claim in the place of the one that it replaced. The trends count "
            "every first claim as it was first sent, so their share without an error is another."
        )
        with st.container(horizontal=True, vertical_alignment="center", key="list_claims_next"):
            if summary.wrong or summary.look or summary.note:
                st.button(
                    "See the claims, most dollars first",
                    icon=":material/list_alt:",
                    key="claims_see_all",
                    on_click=desk.drill,
                )
            st.page_link(
                links.TRENDS,
                label="Is it getting better or worse? See the trends",
                icon=":material/show_chart:",
                help="",
            )


def _edits(told: Told) -> None:
    """Say beside the answer for which payers nobody knows whether codes may stand together."""
    names, claims = edits_unknown(told.batch, rule_book())
    if not names:
        return
    some = listed([words.payer(name) for name in names[:MOST_PAYERS]])
    if len(names) > MOST_PAYERS:
        some += f" and {len(names) - MOST_PAYERS} more"
    st.markdown(
        f":gray-badge[Not checked] **Pair edits are unknown for {count(len(names), 'payer')}** ({plain(some)}). "
        f"{count(claims, 'claim')} of theirs {'has' if claims == 1 else 'have'} more than one code; whether those may "
        "be billed together could not be checked, or not in full."
    )


def _box(summary: Summary) -> tuple[Callable[..., object], str]:
    if summary.wrong:
        return st.error, ":material/error:"
    if summary.look or summary.note:
        return st.warning, ":material/edit_note:"
    if summary.open or not summary.claims:
        return st.info, ":material/help:"
    return st.success, ":material/check_circle:"


def _about(summary: Summary) -> str:
    parts = [f"{count(summary.claims, 'claim')} in {count(summary.lines, 'line')}"]
    if when := words.days(summary.first_day, summary.last_day):
        parts.append(when)
    said = ", ".join(parts) + "."
    gone = summary.replaced + summary.voids
    if gone:
        said += f" {count(gone, 'earlier version or void', 'earlier versions and voids')} left out."
    return plain(said)


def _score(summary: Summary) -> None:
    kinds = summary.risk.kinds
    cells = (
        ("red", summary.wrong, "with an error", words.amount(kinds[ERROR]) if summary.wrong else ""),
        ("orange", summary.look, "to look at", words.amount(kinds[LOOK]) if summary.look else ""),
        ("orange", summary.note, "the note must show", words.amount(kinds[NOTE]) if summary.note else ""),
        ("green", summary.clean, "nothing found", ""),
        ("gray", summary.open, "nothing found, not all checked", ""),
    )
    items = "".join(
        f'<li class="uw-{color}"><b>{number:,}</b> {word}{f"<small>{money}</small>" if money else ""}</li>'
        for at, (color, number, word, money) in enumerate(cells)
        if number or at in {0, 3}  # that there is no error, or nothing without one, is an answer too
    )
    st.html(f'<ul class="uw-score uw-claims" aria-label="Claims by what was found">{items}</ul>')
