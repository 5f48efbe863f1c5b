"""The unit calculator's way in: rows of code and minutes, a line to paste, examples, and the page's address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from logic.intake.paste import parse_line_text
from pages.parts import links
from pages.parts.glossary import help_for
from pages.parts.text import listed, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from logic.rulebook import RuleBook
    from logic.rulebook.payers import Payer

ROWS: Final = "units_rows"  # the row numbers on screen; each row's widgets carry its number in their keys
TOUCHED: Final = "units_touched"  # this run comes from a widget of this page
PASTE: Final = "units_paste"
PROBLEMS: Final = "units_problems"
PAYER: Final = "units_payer"
ANY: Final = ""

# The first three show what people get wrong most; all are worked examples of the rule book's own sources.
EXAMPLES: Final[dict[str, dict[str, int]]] = {
    "A small left-over": {"97110": 33, "97140": 7},
    "Three short services": {"97110": 8, "97112": 8, "97124": 8},
    "A tie": {"97124": 20, "97110": 20},
    "With an untimed code": {"97124": 24, "97110": 23, "G0283": 15},
}


def rows(book: RuleBook) -> dict[str, int]:
    """Show the ways in and give the minutes of each code, rows of one code added together."""
    _from_address()
    _examples()
    _paste_box(book)
    _grid(book)
    minutes, twice = _read()
    if twice:
        st.caption(f"{listed(twice)} stands in more than one row: the minutes are added together.")
    _to_address(minutes)
    return minutes


def chosen_payer(book: RuleBook) -> Payer | None:
    """Give the payer that was chosen below the answer; None means to show both methods without choosing."""
    return book.payers.get(st.session_state.get(PAYER, ANY))


def ask_payer(book: RuleBook) -> None:
    """Ask whose rule decides."""
    st.selectbox(
        "Which one does the payer use?",
        [ANY, *book.payers],
        format_func=lambda each: book.payers[each].label if each else "Choose a payer to see",
        key=PAYER,
        help=help_for("method"),
        on_change=_touched,
        persist_state="session",
    )


def _from_address() -> None:
    """Take codes and minutes from the address when it is new: a link, or the browser's way back.

    Not in a run that a widget of this page caused: the browser may then still send an address of before.
    """
    state = st.session_state
    touched = state.pop(TOUCHED, False)
    address = st.query_params.get("minutes", "")
    if ROWS not in state or (address and not touched and address != _address(_read()[0])):
        _fill(links.from_text(address))


def _to_address(minutes: dict[str, int]) -> None:
    """Put codes and minutes, and nothing else, into the address, so that it can be shared."""
    text = _address(minutes)
    if text:
        st.query_params["minutes"] = text
    elif "minutes" in st.query_params:
        del st.query_params["minutes"]


def _address(minutes: dict[str, int]) -> str:
    # Only a code and minutes that can be read back; a half-typed one stays out of the address.
    return links.as_text(
        {code: count for code, count in minutes.items() if links.from_text(f"{code}-{count}")}
    )


def _fill(pairs: Iterable[tuple[str, int | None]]) -> None:
    """Replace the rows on screen."""
    state = st.session_state
    start = max(state.get(ROWS, [0])) + 1
    pairs = list(pairs)
    state[ROWS] = list(range(start, start + max(len(pairs), 2)))
    for number, (code, count) in zip(state[ROWS], pairs, strict=False):
        state[f"units_code_{number}"] = code
        state[f"units_minutes_{number}"] = count


def _examples() -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("Try these:", width="content")
        for name, example in EXAMPLES.items():
            st.button(name, key=f"units_try_{name}", on_click=_use_example, args=(example,))


def _touched() -> None:
    st.session_state[TOUCHED] = True


def _use_example(example: dict[str, int]) -> None:
    _edited()
    _fill(example.items())


def _paste_box(book: RuleBook) -> None:
    st.text_input(
        "Type or paste a line",
        key=PASTE,
        placeholder="massage 18, exercise 33, us 8",
        help="Codes or plain words, each with its minutes. Patient names do not belong here.",
        live=True,
        autocomplete="off",
        max_chars=500,
        on_change=_use_line,
        args=(book,),
    )
    for problem in st.session_state.get(PROBLEMS, []):
        st.markdown(f":small[:orange-badge[not read] {plain(problem)}]")


def _use_line(book: RuleBook) -> None:
    """Fill the rows from the pasted line; what cannot be read is said, and the rest is used."""
    _touched()
    text = st.session_state[PASTE]
    if not text.strip():
        st.session_state[PROBLEMS] = []
        return
    read = parse_line_text(text, book)
    st.session_state[PROBLEMS] = [each.sentence() for each in read.problems]
    _fill((str(line["code"]), line.get("minutes")) for line in read.lines)


def _grid(book: RuleBook) -> None:
    state: Any = st.session_state
    for place, number in enumerate(state[ROWS], start=1):
        seen = "visible" if place == 1 else "collapsed"
        row = st.container(horizontal=True, wrap=False, vertical_alignment="bottom", gap="small")
        row.selectbox(
            "Service" if place == 1 else f"Service, row {place}",
            list(book.codes),
            index=None,
            format_func=lambda code: _label(code, book),
            placeholder="Code or word",
            key=f"units_code_{number}",
            label_visibility=seen,
            accept_new_options=True,
            on_change=_edited,
            persist_state="session",
        )
        row.number_input(
            "Minutes" if place == 1 else f"Minutes, row {place}",
            value=None,
            step=1,
            key=f"units_minutes_{number}",
            label_visibility=seen,
            on_change=_edited,
            help=help_for("minutes") if place == 1 else None,
            width=124,
            persist_state="session",
        )
        row.button(
            "",
            icon=":material/close:",
            key=f"units_remove_{number}",
            help=f"Remove row {place}",
            on_click=_remove,
            args=(number,),
            disabled=len(state[ROWS]) == 1,
        )
    with st.container(horizontal=True):
        st.button("Add a row", icon=":material/add:", on_click=_add, key="units_add")
        st.button(
            "Clear", icon=":material/restart_alt:", on_click=_use_example, args=({},), key="units_clear"
        )


def _edited() -> None:
    """Empty the paste box: the rows have moved on from it."""
    _touched()
    st.session_state[PASTE] = ""
    st.session_state[PROBLEMS] = []


def _add() -> None:
    _touched()
    state = st.session_state
    state[ROWS] = [*state[ROWS], max(state[ROWS]) + 1]


def _remove(number: int) -> None:
    st.session_state[ROWS] = [each for each in st.session_state[ROWS] if each != number]
    _edited()


def _read() -> tuple[dict[str, int], list[str]]:
    """Give code → minutes of the filled rows, and the codes that stand in more than one."""
    minutes: dict[str, int] = {}
    twice: list[str] = []
    for number in st.session_state[ROWS]:
        code = st.session_state.get(f"units_code_{number}")
        count = st.session_state.get(f"units_minutes_{number}")
        if not code or count is None:
            continue
        code = str(code).strip().upper()
        if code in minutes and code not in twice:
            twice.append(code)
        minutes[code] = minutes.get(code, 0) + int(count)
    return minutes, twice


def _label(code: str, book: RuleBook) -> str:
    """``97124 · Massage``; untimed codes say so."""
    fact = book.codes.get(code)
    if fact is None:
        return code
    kind = {"timed": "", "other_time": ", its own time rule"}.get(fact.kind, ", not by time")
    return f"{code} · {fact.label}{kind}"
