"""A payer's page: what it asks for, each answer with its source; what we do not know says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts import sources
from pages.parts.text import listed, plain, table

if TYPE_CHECKING:
    from logic.rulebook import RuleBook
    from logic.rulebook.base import Fact
    from logic.rulebook.payers import Payer

UNKNOWN: Final = "not known: ask the payer"
WORDS: Final = {"yes": "yes", "no": "no", "unknown": UNKNOWN}
METHODS: Final = {
    "cms": "Medicare total-time rule",
    "midpoint": "per-code midpoint rule",
    "unknown": UNKNOWN,
}
FOLLOWS: Final = {
    "ncci": "follows the NCCI pair edits",
    "mue": "follows Medicare's unit limits",
    "medicare": "follows Medicare's code status",
    "none": "has none",
    "unknown": UNKNOWN,
}
WHO: Final = {
    "massage_therapist": "Work of a massage therapist",
    "aide": "Work of an aide",
    "chiropractor": "Therapy by a chiropractor",
    "assistant_incident_to": "Assistant's work billed under a physician",
    "athletic_trainer": "Work of an athletic trainer",
    "physician": "Therapy by a physician",
}


def show(payer: Payer, book: RuleBook) -> None:
    """Show a payer."""
    st.header(plain(payer.label))
    st.markdown(plain(payer.about))
    rows = _rows(payer)
    st.markdown(
        table(
            ["Question", "Answer"],
            [[question, answer + sources.confirm_badge(fact.to_confirm)] for question, answer, fact in rows],
        )
    )
    notes = [fact for _, _, fact in rows if fact.note]
    if notes or payer.notes:
        st.subheader("Good to know")
        lines = [plain(fact.note) + sources.confirm_badge(fact.to_confirm) for fact in notes]
        lines += [plain(note.says) + sources.confirm_badge(note.to_confirm) for note in payer.notes]
        st.markdown("\n".join(f"- {line}" for line in lines))
    st.subheader("Where it was read")
    read = [each for _, _, fact in rows for each in fact.source] + [
        s for note in payer.notes for s in note.source
    ]
    st.markdown(
        sources.cited(book, [*payer.source, *read])
        or "Nowhere yet. Every answer above is unknown, so what depends on it is not checked."
    )
    st.caption(
        "A contract can differ. A practice adds or overrides a payer with one file in its own content folder; "
        "CONTRIBUTING says how."
    )


def _rows(payer: Payer) -> list[tuple[str, str, Fact]]:
    """Give each question with its answer in words and the fact behind it."""
    counting = METHODS[payer.counting.method]
    if payer.counting.full_unit_codes:
        counting += f"; the full 15 minutes for every unit of {listed(payer.counting.full_unit_codes)}"
    edits = FOLLOWS[payer.pair_edits.follows]
    if payer.pair_edits.own:
        pairs = [f"{each.column1} with {each.column2}" for each in payer.pair_edits.own]
        edits += f"; of its own: {listed(pairs)}"
    cap = payer.daily_cap
    rows: list[tuple[str, str, Fact]] = [
        ("How are units counted?", counting, payer.counting),
        ("Pair edits", edits, payer.pair_edits),
        ("Unit limits", FOLLOWS[payer.unit_limits.follows], payer.unit_limits),
        ("Code status", FOLLOWS[payer.code_status.follows], payer.code_status),
        ("GP, GO or GN wanted?", WORDS[payer.therapy_modifier.needed], payer.therapy_modifier),
        ("CQ or CO wanted?", WORDS[payer.assistant_modifier.needed], payer.assistant_modifier),
        ("KX wanted above a threshold?", WORDS[payer.threshold_modifier.needed], payer.threshold_modifier),
        ("AT wanted on manipulation?", WORDS[payer.at_on_manipulation.needed], payer.at_on_manipulation),
    ]
    if cap is not None:
        kind = "timed units" if cap.counts == "timed" else "therapy units"
        rows.append(("Most units a day", f"{cap.units} {kind}", cap))
    rows += [
        (
            f"{question}: paid?",
            WORDS[getattr(payer.who_may_bill, name).allowed],
            getattr(payer.who_may_bill, name),
        )
        for name, question in WHO.items()
    ]
    filing = payer.timely_filing
    rows += [
        ("One code on two lines refused?", WORDS[payer.split_lines.refused], payer.split_lines),
        ("Days to file a claim", str(filing.days) if filing.days else UNKNOWN, filing),
    ]
    return rows
