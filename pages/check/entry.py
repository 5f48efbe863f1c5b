"""The form of the visit check: the visit, its lines, its diagnoses; ordinary fields, typed with the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.columns import BILLERS, TREATERS
from logic.visit_form import VISIT
from pages.check import state
from pages.parts.glossary import help_for
from pages.parts.text import plain

if TYPE_CHECKING:
    from logic.form_reading import Reading
    from logic.rulebook import RuleBook

PEOPLE: Final = {
    "pt": "PT",
    "pta": "PT assistant",
    "ot": "OT",
    "ota": "OT assistant",
    "slp": "SLP",
    "md": "Physician",
    "np": "Nurse practitioner",
    "pa": "Physician assistant",
    "dc": "Chiropractor",
    "lmt": "Massage therapist",
    "aide": "Aide",
    "atc": "Athletic trainer",
    "facility": "The facility",
}
DISCIPLINES: Final = {"pt": "PT", "ot": "OT", "slp": "SLP"}
SETTINGS: Final = {"practitioner": "Practice", "outpatient_hospital": "Hospital"}
EXTRAS: Final = {
    "times": "Start and stop",
    "who": "Who gave the minutes",
    "technique": "Technique",
    "pointers": "Diagnosis pointers",
}
LABEL_LENGTH: Final = 25


def show(reading: Reading, book: RuleBook) -> None:
    """Show the form; what cannot be read is said beside its field."""
    st.header("The visit")
    _visit(reading, book)
    _lines(reading, book)
    _diagnoses(reading)
    _more(reading)


def given(reading: Reading) -> tuple[object, ...]:
    """What the drawing depends on, besides what stands in its own fields."""
    held = st.session_state
    rows, extras = tuple(held[state.ROWS]), tuple(held.get(state.EXTRAS) or ())
    filled = tuple(row.key for row in reading.form.filled)
    return rows, extras, filled, reading.codes, reading.troubles, reading.clocked, _assisted()


def _assisted() -> bool:
    """Whether an assistant treated, who bills under somebody's number."""
    return st.session_state.get(state.key("treated_by")) in {"pta", "ota"}


def _visit(reading: Reading, book: RuleBook) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Payer",
            list(book.payers),
            index=None,
            format_func=lambda each: book.payers[each].label,
            placeholder="Choose the payer",
            key=state.key("payer"),
            help=help_for("method"),
            on_change=state.typed,
            width=330,
            persist_state="session",
        )
        field("service_date", "Date of service", width=150, reading=reading, placeholder="m/d/yyyy")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            "Discipline",
            list(DISCIPLINES),
            format_func=DISCIPLINES.__getitem__,
            key=state.key("discipline"),
            on_change=state.typed,
            persist_state="session",
        )
        st.segmented_control(
            "Billed by",
            list(SETTINGS),
            format_func=SETTINGS.__getitem__,
            key=state.key("setting"),
            help=help_for("setting"),
            required=True,
            on_change=state.typed,
            persist_state="session",
        )
        _person("treated_by", "Who treated", TREATERS, 185)
        if _assisted():
            _person("billed_by", "Under whose number", BILLERS, 185)
    say(reading, VISIT, ("service_date",))


def _person(name: str, label: str, choices: tuple[str, ...], width: int) -> None:
    st.selectbox(
        label,
        choices,
        index=None,
        format_func=PEOPLE.__getitem__,
        placeholder="Not told",
        key=state.key(name),
        on_change=state.typed,
        width=width,
        persist_state="session",
    )


def _lines(reading: Reading, book: RuleBook) -> None:
    extras = st.session_state.get(state.EXTRAS) or []
    numbers = {row.key: place for place, row in enumerate(reading.form.filled, 1)}
    following = len(numbers)
    with st.container(key="visit_lines"):
        for number in st.session_state[state.ROWS]:
            row = str(number)
            if row not in numbers:
                following += 1
            with st.container(key=f"visit_line_{row}", gap="xsmall"):
                _line(row, numbers.get(row, following), reading, book, extras)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(st.session_state[state.ROWS]) < state.MOST_ROWS:
            st.button("Add a line", icon=":material/add:", on_click=state.add, key="visit_add")
        if numbers:
            st.menu_button(
                "Remove a line",
                list(numbers),
                format_func=lambda row: f"Line {numbers[row]} · {reading.codes.get(row) or 'no code'}",
                icon=":material/remove:",
                key="visit_remove",
                on_click=_remove,
            )
        st.pills(
            "Also type for each line",
            list(EXTRAS),
            selection_mode="multi",
            format_func=EXTRAS.__getitem__,
            key=state.EXTRAS,
            wrap=True,
            persist_state="session",
        )


def _remove() -> None:
    row = st.session_state.get("visit_remove")
    if row:
        state.remove(row)


def _line(row: str, place: int, reading: Reading, book: RuleBook, extras: list[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        field(
            "code",
            _code_label(place, reading.codes.get(row, ""), book),
            row=row,
            width=180,
            reading=reading,
            placeholder="97124 or massage",
            live=False,
        )
        field(
            "minutes",
            "Minutes",
            row=row,
            width=84,
            reading=reading,
            number=True,
            clock=reading.clocked.get(row),
        )
        field("units", "Units", row=row, width=72, reading=reading, number=True)
        field("modifiers", "Modifiers", row=row, width=120, reading=reading, live="400ms")
    shown = [name for extra in extras for name in state.EXTRA_FIELDS[extra]]
    if shown:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
            for name in shown:
                label, width, example = EXTRA_LOOKS[name]
                field(name, label, row=row, width=width, reading=reading, placeholder=example, live="400ms")
    say(reading, row, ("code", "minutes", "units", "modifiers", *shown))


EXTRA_LOOKS: Final = {
    "start": ("Start", 92, "h:mm"),
    "stop": ("Stop", 92, "h:mm"),
    "therapist_minutes": ("Therapist min.", 104, ""),
    "assistant_minutes": ("Assistant min.", 104, ""),
    "together_minutes": ("Both min.", 92, ""),
    "technique": ("Technique in the note", 180, "such as kneading"),
    "pointers": ("Pointers", 92, ""),
}


def _code_label(place: int, code: str, book: RuleBook) -> str:
    """``1 · Massage``: what the code means, where a label stands anyway."""
    fact = book.codes.get(code)
    if fact is None:
        return f"{place} · Code"
    label = (
        fact.label if len(fact.label) <= LABEL_LENGTH else fact.label[: LABEL_LENGTH - 1].rstrip(" ,(") + "…"
    )
    return f"{place} · {plain(label)}"


def _diagnoses(reading: Reading) -> None:
    field(
        "dx",
        "Diagnoses, in the claim's order",
        reading=reading,
        placeholder="such as M54.50",
        help_="ICD-10-CM codes, separated by spaces or commas. Empty: not told, so not checked.",
        live="400ms",
    )
    say(reading, VISIT, ("dx",))


def _more(reading: Reading) -> None:
    """Show the fields that few visits need; drawn only when open."""
    names = ("place_of_service", "total_minutes", "submitted_on", "ytd_amount")
    more = st.expander("More about the claim", icon=":material/tune:", on_change="rerun", key="visit_more")
    if more.open or any(reading.trouble(VISIT, name) for name in names):
        with more, st.container(horizontal=True, vertical_alignment="bottom"):
            field("total_minutes", "Total treatment minutes", width=180, reading=reading, number=True)
            field("place_of_service", "Place of service", width=140, reading=reading)
            field("submitted_on", "Claim sent on", width=140, reading=reading, placeholder="m/d/yyyy")
            field(
                "ytd_amount",
                "Allowed this year, before this visit ($)",
                width=270,
                reading=reading,
                help_="Of this patient, this calendar year: PT and SLP together, OT by itself. Decides KX.",
            )
        say(reading, VISIT, names)


def field(
    name: str,
    label: str,
    *,
    reading: Reading,
    row: str = VISIT,
    width: int | str = "stretch",
    placeholder: str = "",
    number: bool = False,
    live: bool | str = True,
    clock: int | None = None,
    help_: str | None = None,
) -> None:
    """Show one text field; `number` brings up the number pad of a phone."""
    wrong = reading.trouble(row, name)
    st.text_input(
        label,
        key=state.key(name, row),
        type="phone" if number else "default",
        icon=":material/error:" if wrong else "",
        placeholder=str(clock) if clock is not None else placeholder,
        autocomplete="off",
        max_chars=200,
        live=live,
        help=help_,
        width=width,  # type: ignore[arg-type]
        on_change=state.typed,
        persist_state="session",
    )


def say(reading: Reading, row: str, names: tuple[str, ...]) -> None:
    """Say under the fields what cannot be read, and how to mend it."""
    for name in names:
        wrong = reading.trouble(row, name)
        if wrong is not None:
            st.markdown(f":red-badge[not read] **{plain(wrong.wrong)}** {plain(wrong.fix)}")
