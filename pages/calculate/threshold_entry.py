"""The threshold calculator's way in: the year, what was used before, and the claims, typed or pasted."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.intake.claims_paste import parse_claims
from pages.parts.glossary import help_for
from pages.parts.text import plain

if TYPE_CHECKING:
    from logic.calculators.threshold import Claim, Counter
    from logic.rulebook import RuleBook

DISCIPLINES: Final = {"pt": "PT", "ot": "OT", "slp": "SLP"}
COUNTERS: Final[dict[Counter, str]] = {"PT and SLP": "kx_start_pt", "OT": "kx_start_ot"}
YEAR: Final = "kx_year"
TEXT: Final = "kx_claims"
PARAMETER: Final = "year"
# name → (PT and SLP used before, how many claims, days between them, their disciplines in turn, dollars of each)
EXAMPLES: Final = {
    "Not there yet": (0.0, 9, 7, ("PT",), 96.40),
    "Over it in summer": (0.0, 26, 7, ("PT",), 104.20),
    "PT and SLP together": (0.0, 24, 4, ("PT", "SLP"), 88.50),
    "Used elsewhere before": (2100.0, 8, 5, ("PT",), 61.75),
}


def year(book: RuleBook, day: date) -> int:
    """Ask for the year; it alone stands in the address."""
    known = {row.from_.year for row in book.amounts.kx_threshold}
    years = sorted({*known, day.year}, reverse=True)
    linked = st.query_params.get(PARAMETER, "")
    if YEAR not in st.session_state:
        asked = int(linked) if linked.isdecimal() and len(linked) == 4 else day.year
        st.session_state[YEAR] = asked if asked in years else day.year
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = int(
            st.selectbox(
                "Year", years, key=YEAR, width=120, help=help_for("threshold"), persist_state="session"
            )
        )
        for counter, key in COUNTERS.items():
            st.number_input(
                f"{counter} used before ($)",
                value=None,
                step=0.01,
                format="%.2f",
                placeholder="0.00",
                key=key,
                width=200,
                persist_state="session",
            )
    st.query_params[PARAMETER] = str(chosen)
    return chosen


def claims(year_: int) -> tuple[list[Claim], dict[tuple[int, Counter], Decimal]]:
    """Show the box for the claims; give those that could be read, and the dollars used before them."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("Try these:", width="content")
        for name in EXAMPLES:
            st.button(name, key=f"kx_try_{name}", on_click=_use_example, args=(name, year_))
    text = st.text_area(
        "Claims, one a line: date, discipline, allowed dollars",
        key=TEXT,
        placeholder=f"1/6/{year_}  PT  104.20\n1/13/{year_}  PT  88.50",
        help=f"Type them, or paste the three columns from a spreadsheet. {help_for('allowed amount')}",
        height=150,
        max_chars=200_000,
        persist_state="session",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        discipline = st.segmented_control(
            "Where a line names no discipline, it is",
            list(DISCIPLINES),
            default="pt",
            format_func=DISCIPLINES.__getitem__,
            key="kx_discipline",
            required=True,
            persist_state="session",
        )
        st.button("Clear", icon=":material/restart_alt:", on_click=_clear, key="kx_clear")
    read = parse_claims(text or "", discipline or "pt")
    for problem in read.problems:
        st.markdown(f":small[:orange-badge[not read] {plain(problem.sentence())}]")
    used: dict[tuple[int, Counter], Decimal] = {}
    for counter, key in COUNTERS.items():
        given = st.session_state.get(key)
        if given:
            used[year_, counter] = Decimal(f"{given:.2f}")
    return list(read.claims), used


def example_text(name: str, year_: int) -> str:
    """Give an example's claims as somebody would type them."""
    _, many, days, disciplines, dollars = EXAMPLES[name]
    first = date(year_, 1, 6)
    lines = []
    for number in range(many):
        on = first + timedelta(days=days * number)
        lines.append(
            f"{on.month}/{on.day}/{on.year}\t{disciplines[number % len(disciplines)]}\t{dollars:.2f}"
        )
    return "\n".join(lines)


def _use_example(name: str, year_: int) -> None:
    _clear()
    st.session_state[TEXT] = example_text(name, year_)
    st.session_state[COUNTERS["PT and SLP"]] = EXAMPLES[name][0] or None


def _clear() -> None:
    st.session_state[TEXT] = ""
    for key in COUNTERS.values():
        st.session_state[key] = None
