"""The payment estimate's way in: billed lines, the day, the setting and the locality."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from logic.calculators.payment import BilledLine, Locality, Setting
from pages.calculate.entry import Entry
from pages.calculate.entry_fields import Field, Paste, code_label
from pages.parts.glossary import help_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

NONE: Final = "none"
SETTINGS: Final[dict[Setting, str]] = {"nonfacility": "Non-facility (office)", "facility": "Facility"}
INDICES: Final = {"work": "Work", "practice_expense": "Practice expense", "malpractice": "Malpractice"}


def _pasted(line: Mapping[str, Any]) -> tuple[int | str | None, ...]:
    """Give units and the assistant's modifier of a pasted line."""
    marks = [mark for mark in line.get("modifiers", ()) if mark in {"CQ", "CO"}]
    return (line.get("units"), *marks[:1])


# The first is the worked example of the rule book's own reference; the others show one cut each.
ENTRY: Final = Entry(
    prefix="pay",
    parameter="lines",
    fields=(
        Field("units", "Units", 96),
        Field("modifier", "Assistant", 104, (NONE, "CQ", "CO"), word="assistant modifier"),
    ),
    examples={
        "Two codes": [("97124", (2,)), ("97110", (1,))],
        "One with CQ": [("97110", (1,)), ("97110", (1, "CQ"))],
        "With an evaluation": [("97161", (1,)), ("97110", (2,))],
        "A pack, never paid apart": [("97010", (1,)), ("97124", (1,))],
    },
    label=code_label,
    paste=Paste("97124 x2, 97110 x1 CQ", "Codes or plain words, each with its units.", _pasted),
)


def lines() -> list[BilledLine]:
    """Give the billed lines as they stand."""
    found = []
    for code, values in ENTRY.lines():
        units, mark = (*values, None)[:2]
        found.append(BilledLine(code, int(units or 0), str(mark) if mark else None))
    return found


def when_and_where(day: date) -> tuple[date, Setting, Locality]:
    """Ask for the day, the setting and the locality; they stay out of the address."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        on = st.date_input(
            "Date of service",
            day,
            key="pay_date",
            format="YYYY-MM-DD",
            width=170,
            on_change=ENTRY.touched,
            persist_state="session",
        )
        setting = st.segmented_control(
            "Setting",
            list(SETTINGS),
            default="nonfacility",
            format_func=SETTINGS.__getitem__,
            key="pay_setting",
            required=True,
            help=help_for("facility"),
            on_change=ENTRY.touched,
            persist_state="session",
        )
    with st.expander("Locality (GPCI): national amounts unless you change it", icon=":material/location_on:"):
        st.markdown(help_for("gpci"))
        with st.container(horizontal=True):
            indices = {
                name: st.number_input(
                    label,
                    value=1.0,
                    step=0.001,
                    format="%.3f",
                    key=f"pay_gpci_{name}",
                    width=150,
                    on_change=ENTRY.touched,
                    persist_state="session",
                )
                for name, label in INDICES.items()
            }
    return on or day, setting or "nonfacility", _place(indices)


def _place(indices: Mapping[str, float]) -> Locality:
    """Give the locality; an index that no locality has is refused and said, and the national one used."""
    good: dict[str, Decimal] = {}
    for name, value in indices.items():
        good[name] = Decimal(f"{value:.3f}") if 0 < value < 5 else Decimal(1)
        if good[name] == 1 and value != 1:
            st.markdown(
                f":orange-badge[not used] {INDICES[name]} {value:g}: an index lies between 0 and 5. 1.0 is used."
            )
    return Locality(**good)
