"""What the visit check remembers: the widgets' values as a form, and a form into the widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NoReturn

import streamlit as st

from logic.columns import HEADINGS
from logic.visit_form import ANSWERS, LINE_FIELDS, VISIT_FIELDS, Form, Row
from pages.parts import links, live

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from logic.fix import Fix
    from logic.form_reading import Reading
    from logic.rulebook import RuleBook
    from logic.what_if import Answer, Outlook

ROWS: Final = "visit_rows"  # the row numbers on screen; a row's widgets carry its number in their keys
DONE: Final = "visit_done"  # what the last click did
NOT_READ: Final = "visit_not_read"  # what of the pasted text could not be read, in sentences
KNOWN: Final = "visit_known"  # the last answer, with the form it was given to
BEFORE: Final = "visit_before"  # the form before it
PENDING: Final = "visit_pending"  # a form that is to stand in the widgets, and what is said of it
LINKED: Final = "visit_linked"  # the address that was read last
SETS: Final = "visit_sets"  # how often the program itself has put something into the widgets
EXTRAS: Final = "visit_extras"  # which fields are typed besides code, minutes, units and modifiers
EXTRA_FIELDS: Final = {
    "times": ("start", "stop"),
    "who": ("therapist_minutes", "assistant_minutes", "together_minutes"),
    "technique": ("technique",),
    "pointers": ("pointers",),
}
FEWEST_ROWS: Final = 3
MOST_ROWS: Final = 24
KEPT_BY_CLEAR: Final = ("payer", "service_date", "setting", "discipline", "treated_by", "billed_by")
ANSWER_FIELDS: Final = tuple(dict.fromkeys(name for names in ANSWERS.values() for name in names))
ALL_VISIT_FIELDS: Final = (*VISIT_FIELDS, *ANSWER_FIELDS)
CHOSEN: Final = frozenset(
    {"payer", "setting", "discipline", "treated_by", "billed_by"}
)  # not typed: None when open


def key(name: str, row: str = "") -> str:
    """Give the widget's key of a field."""
    return f"visit_{name}_{row}" if row else f"visit_{name}"


def begin(day: date) -> None:
    """Set what a new session starts with, and read the address."""
    state = st.session_state
    if ROWS not in state:
        state[ROWS] = list(range(1, FEWEST_ROWS + 1))
        state[key("service_date")] = us_date(day)
        state[key("setting")] = "practitioner"
        state[DONE] = ""
        state[LINKED] = ""
        state[SETS] = 0
    if PENDING in state:
        show(*state.pop(PENDING))
    _read_address(day)


def grow() -> None:
    """Keep an empty row at the end."""
    state = st.session_state
    rows = state[ROWS]
    if len(rows) < MOST_ROWS and not _row(rows[-1]).blank:
        state[ROWS] = [*rows, max(rows) + 1]


@dataclass(frozen=True)
class Known:
    """An answer of this session, for the rerun that changed nothing in the form."""

    answer: Answer | None = None
    outlook: Outlook | None = None
    to: tuple[object, ...] = ()


def remembered(reading: Reading, book: RuleBook, day: date) -> Known:
    """Give the last answer where it was given to the same form; opening a box must not judge the visit again."""
    known = st.session_state.get(KNOWN)
    asked = (reading.form, id(book), day)
    return known if isinstance(known, Known) and known.to == asked else Known()


def remember(answer: Answer, outlook: Outlook, book: RuleBook, day: date) -> None:
    """Keep the answer for the next rerun."""
    st.session_state[KNOWN] = Known(answer, outlook, (answer.reading.form, id(book), day))


def form() -> Form:
    """Give what stands in the widgets."""
    texts = {name: _text(name, st.session_state.get(key(name))) for name in ALL_VISIT_FIELDS}
    return Form(
        {name: text for name, text in texts.items() if text}, tuple(map(_row, st.session_state[ROWS]))
    )


def show(new: Form, done: str = "") -> None:
    """Put a form into the widgets; only before they are drawn."""
    state = st.session_state
    rows = [int(row.key) for row in new.rows] or [max(state[ROWS], default=0) + 1]
    while len(rows) < FEWEST_ROWS:
        rows.append(max([*rows, *state[ROWS]]) + 1)
    for gone in {*state[ROWS]} - {*rows}:
        for name in LINE_FIELDS:
            state.pop(key(name, str(gone)), None)
    state[ROWS] = rows
    for name in ALL_VISIT_FIELDS:
        _put(name, new.text(name))
    for row in new.rows:
        for name in LINE_FIELDS:
            _put(name, row.text(name), row.key)
    for number in rows[len(new.rows) :]:
        for name in LINE_FIELDS:
            _put(name, "", str(number))
    state[EXTRAS] = [
        extra
        for extra, names in EXTRA_FIELDS.items()
        if extra in (state.get(EXTRAS) or []) or any(row.text(name) for row in new.rows for name in names)
    ]
    state[DONE] = done
    state[SETS] += 1


def put(new: Form, done: str = "") -> NoReturn:
    """Draw the page again with another form; the last thing that a callback does.

    Streamlit 1.67 tells the browser that a field was emptied only in the run that empties it, and a callback that asks
    for parts of the page ends such a run.
    """
    st.session_state[PENDING] = (new, done)
    st.rerun()


def fresh(lines: Sequence[Mapping[str, Any]], visit: Mapping[str, Any], *, keep: bool) -> Form:
    """Give a form from lines and a visit's fields; `keep`: what the payer and the people are stays as it is."""
    start = max(st.session_state[ROWS], default=0) + 1
    rows = tuple(
        Row(
            str(number),
            {name: as_field(name, line[name]) for name in LINE_FIELDS if line.get(name) is not None},
        )
        for number, line in enumerate(lines, start)
    )
    kept = {name: form().text(name) for name in KEPT_BY_CLEAR} if keep else {}
    told = {name: as_field(name, visit[name]) for name in ALL_VISIT_FIELDS if visit.get(name) is not None}
    named = dict.fromkeys(code for line in lines for code in as_field("dx", line.get("dx") or "").split())
    if named and "dx" not in told:  # a pasted line may name diagnoses; the form has them once for the visit
        told["dx"] = " ".join(named)
    return Form(kept | told, rows)


def fix(chosen: Fix) -> None:
    """Do what a one-click fix says, and keep the form before it."""
    now = form()
    st.session_state[BEFORE] = now
    put(chosen.on(now), f"Done: {chosen.label[0].lower()}{chosen.label[1:]}.")


def undo() -> None:
    """Bring back the form before the last click."""
    before = st.session_state.pop(BEFORE, None)
    if before is not None:
        put(before)


def clear() -> None:
    """Empty the lines and the answers; the payer, the day and the people stay for the next visit."""
    st.session_state[BEFORE] = form()
    put(fresh([], {}, keep=True), "Cleared. The payer, the day and who treated are kept.")


def remove(row: str) -> None:
    """Take out one line."""
    now = form()
    st.session_state[BEFORE] = now
    number = [each.key for each in now.filled].index(row) + 1
    put(now.without_row(row), f"Done: line {number} removed.")


def add() -> None:
    """Add an empty line at the end."""
    rows = st.session_state[ROWS]
    if len(rows) < MOST_ROWS:
        st.session_state[ROWS] = [*rows, max(rows) + 1]
    live.again()


def typed() -> None:
    """Forget the last click, for the form has moved on from it, and answer."""
    st.session_state[DONE] = ""
    live.again()


def as_field(name: str, value: object) -> str:
    """Give a value of a YAML file or a pasted line as the text a person would have typed."""
    if isinstance(value, (list, tuple)):
        return " ".join(map(str, value))
    if HEADINGS[name].kind == "date" and hasattr(value, "isoformat"):
        return us_date(value)  # type: ignore[arg-type]
    return str(value)


def us_date(day: date) -> str:
    """``3/2/2026``."""
    return f"{day.month}/{day.day}/{day.year}"


def _row(number: int) -> Row:
    row = str(number)
    texts = {name: _text(name, st.session_state.get(key(name, row))) for name in LINE_FIELDS}
    return Row(row, {name: text for name, text in texts.items() if text})


def _put(name: str, text: str, row: str = "") -> None:
    """Put a text into a widget; what is empty and was never there stays away.

    Streamlit goes through everything that a session holds for each field that it draws, so few keys are a fast page.
    """
    field = key(name, row)
    if text or field in st.session_state:
        st.session_state[field] = _value(name, text)


def _text(name: str, value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if HEADINGS[name].kind == "yes_no" else str(value)


def _value(name: str, text: str) -> str | None:
    """Give the text as the field's widget holds it."""
    if HEADINGS[name].kind == "yes_no":
        return {"yes": "Yes", "no": "No"}.get(text.lower())
    return text or (None if name in CHOSEN else "")


def _read_address(day: date) -> None:
    """Take codes and minutes from the address, once: ``?visit=97110-33_97140-7``."""
    address = st.query_params.get("visit", "")
    state = st.session_state
    if address == state[LINKED]:
        return
    state[LINKED] = address
    pairs = links.from_text(address)
    if pairs:
        lines = [{"code": code, "minutes": minutes} for code, minutes in pairs[:MOST_ROWS]]
        show(fresh(lines, {}, keep=True))
        state.setdefault(key("service_date"), us_date(day))
