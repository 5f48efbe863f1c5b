"""Things to sort: a choice of bins for each, and at once whether it was right, why, and from which source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts import sources
from pages.parts.text import listed, plain, prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.learning.sorting import Sortable
    from logic.rulebook import RuleBook

LABEL: Final = 260  # pixels; on a phone the choice stands below


def sort(ask: str, bins: Sequence[str], items: Sequence[Sortable], key: str, book: RuleBook) -> None:
    """Show everything to sort; nothing counts but the learning, so it may be tried again."""
    st.markdown(f"**{prose(ask)}**")
    place = st.empty()
    right = 0
    for number, item in enumerate(items):
        row = st.container(horizontal=True, vertical_alignment="center", gap="small")
        row.markdown(_capital(item.item), width=LABEL)
        chosen = row.segmented_control(
            _capital(item.item), list(bins), key=f"{key}_{number}", label_visibility="collapsed"
        )
        if chosen is None:
            continue
        right += chosen in item.bins
        st.markdown(_feedback(chosen, item, book))
    sorted_so_far = sum(st.session_state.get(f"{key}_{number}") is not None for number in range(len(items)))
    place.markdown(f"{right} right, {len(items) - sorted_so_far} of {len(items)} still to sort.")


def _feedback(chosen: str, item: Sortable, book: RuleBook) -> str:
    """Say whether the bin was right, why, and where that was read."""
    if chosen in item.bins:
        word = ":green-badge[Right]"
        if len(item.bins) > 1:
            word += f" {listed([plain(each) for each in item.bins], 'or')}."
    else:
        word = f":red-badge[Not right] It is {listed([plain(each) for each in item.bins], 'or')}."
    read = ", ".join(plain(book.sources[each].publisher) for each in item.source)
    return f"{word} {prose(item.because)} :small[({read})]{sources.confirm_badge(item.to_confirm)}"


def _capital(text: str) -> str:
    return plain(text[:1].upper() + text[1:])
