"""Who treated, and what each payer says to that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts import sources
from pages.parts.text import plain

if TYPE_CHECKING:
    from logic.learning.figures.who_pays import Starts
    from logic.rulebook import RuleBook

PEOPLE: Final = {
    "massage_therapist": "Massage therapist",
    "aide": "Aide",
    "chiropractor": "Chiropractor",
    "assistant_incident_to": "Assistant, billed under a physician",
    "athletic_trainer": "Athletic trainer",
    "physician": "Physician or other practitioner",
}
ANSWERS: Final = {
    "yes": ":green-badge[pays]",
    "no": ":red-badge[does not pay]",
    "unknown": ":gray-badge[not known: ask]",
}


def show(starts: Starts, key: str, book: RuleBook) -> None:
    """Show one person's row of payers, with its source."""
    person = st.segmented_control(
        "Who gave the massage?",
        list(starts.people),
        format_func=PEOPLE.get,
        default=starts.people[0],
        required=True,
        key=key,
    )
    rows = []
    for each in starts.payers:
        payer = book.payers[each]
        said = getattr(payer.who_may_bill, str(person))
        read = ", ".join(plain(book.sources[source].publisher) for source in said.source)
        parts = [
            ANSWERS[said.allowed] + sources.confirm_badge(said.to_confirm),
            plain(said.note),
            f":small[({read})]" if read else "",
        ]
        rows.append(f"- **{plain(payer.label)}** {' '.join(part for part in parts if part)}")
    st.markdown("\n".join(rows))
