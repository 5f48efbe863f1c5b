"""What the trends page looks at, kept in the address: payer, provider, code, discipline, days, week or month, view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import streamlit as st

from logic.trends.filters import Filters
from pages.parts.text import count, listed, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from logic.trends.view import TrendFrames

Period = Literal["month", "week"]
LISTS: Final = {
    "payer": ("Payer", "payer_name", "payers"),
    "provider": ("Provider", "provider", "providers"),
    "code": ("Code on the claim", "code", "codes"),
    "discipline": ("Discipline", "discipline", "disciplines"),
}
"""Parameter → label, column of the frames, field of the filters."""
DISCIPLINES: Final = {
    "pt": "Physical therapy",
    "ot": "Occupational therapy",
    "slp": "Speech-language pathology",
}
VIEWS: Final = {
    "costs": "What it costs",
    "where": "Who and where",
    "training": "Lessons and effect",
    "measures": "All measures",
}


CHOICES: Final[Mapping[str, tuple[str, str, tuple[str, ...]]]] = {
    "kind": ("costs", "all", ()),
    "of": ("where", "denials", ("denials", "errors")),
    "across": ("where", "provider", ("provider", "payer_name", "both")),
}
"""Choices of single charts: parameter → its view, what is usual, what can be chosen (empty: the claims tell)."""
ZONES: Final = "western-electric"


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at: the filters, the length of a period, and the view."""

    filters: Filters
    by: Period
    view: str


def read(frames: TrendFrames) -> Looked:
    """Give what the widgets say; on the first run, what the address says."""
    if "trends_by" not in st.session_state:
        _begin(frames)
    return _looked()


def _looked() -> Looked:
    state = st.session_state
    told = {field: tuple(state.get(f"trends_{name}") or ()) for name, (_, _, field) in LISTS.items()}
    first, last = state.get("trends_from"), state.get("trends_to")
    filters = Filters(**told, first=first, last=last)
    return Looked(filters, "week" if state.get("trends_by") == "week" else "month", state["trends_view"])


def _begin(frames: TrendFrames) -> None:
    """Take the address over; what the claims do not hold is left out and said."""
    state, query = st.session_state, st.query_params
    asked = Filters.from_query({name: query.get_all(name) for name in query})
    unknown: list[str] = []
    for name, (_, column, field) in LISTS.items():
        there = frames.values(column)
        state[f"trends_{name}"] = [value for value in getattr(asked, field) if value in there]
        unknown += [value for value in getattr(asked, field) if value not in there]
    state["trends_from"], state["trends_to"] = _within(frames, asked.first), _within(frames, asked.last)
    state["trends_by"] = "week" if query.get("by") == "week" else "month"
    state["trends_view"] = query.get("view") if query.get("view") in VIEWS else "costs"
    state["trends_unknown"] = unknown
    for name, (_, usual, choices) in CHOICES.items():
        asked_for = query.get(name, usual)
        state[f"trends_{name}"] = asked_for if asked_for in choices or not choices else usual
    state["trends_zones"] = query.get("rules") == ZONES


def begin_choices(view: str) -> None:
    """Set the choices of a view's charts that nobody has made yet: what was not on the screen is forgotten."""
    for name, (of, usual, _) in CHOICES.items():
        if of == view:
            st.session_state.setdefault(f"trends_{name}", usual)


def _within(frames: TrendFrames, day: date | None) -> date | None:
    """The day, or the nearest one that the claims hold: the field refuses any other."""
    first, last = frames.first_day, frames.last_day
    return None if day is None or first is None or last is None else min(max(day, first), last)


def write() -> None:
    """Put what is looked at into the address; what is as usual, or not on the screen, is not in it."""
    looked, state = _looked(), st.session_state
    query: dict[str, Any] = dict(looked.filters.query())
    if looked.by != "month":
        query["by"] = looked.by
    if looked.view != "costs":
        query["view"] = looked.view
    for name, (view, usual, _) in CHOICES.items():
        if looked.view == view and (chosen := state.get(f"trends_{name}")) not in {usual, None}:
            query[name] = chosen
    if looked.view == "costs" and state.get("trends_zones"):
        query["rules"] = ZONES
    here = st.query_params
    if {name: here.get_all(name) for name in here} != {
        name: value if isinstance(value, list) else [value] for name, value in query.items()
    }:
        here.from_dict(query)


def widgets(frames: TrendFrames, looked: Looked) -> None:
    """Show the filters, folded away behind a button that says what they leave."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="noprint_trends_filters"):
        with st.popover(
            f"Filter: {said(looked.filters)}", icon=":material/filter_alt:", key="trends_filters"
        ):
            for name, (label, column, _) in LISTS.items():
                st.multiselect(
                    label,
                    frames.values(column),
                    format_func=lambda value: DISCIPLINES.get(value, value),
                    key=f"trends_{name}",
                    placeholder="All",
                )
            _days_of_service(frames, looked.filters)
            st.button("Show everything", on_click=clear, icon=":material/filter_alt_off:")
        st.segmented_control(
            "By",
            ["month", "week"],
            key="trends_by",
            required=True,
            label_visibility="collapsed",
            format_func=lambda period: f"By {period}",
        )
    if unknown := st.session_state.get("trends_unknown"):
        st.warning(
            f"The address asks for {listed([f'**{plain(one)}**' for one in unknown])}, which is not in these claims; "
            "it is left out.",
            icon=":material/search_off:",
        )


def _days_of_service(frames: TrendFrames, filters: Filters) -> None:
    """Show the two days once they are asked for: they take the browser as long as all other fields together."""
    asked = filters.first is not None or filters.last is not None
    days = st.expander("Days of service", expanded=asked, key="trends_days", on_change="rerun")
    if not days.open:
        return
    left, right = days.columns(2)
    for column, label, key in ((left, "Visits from", "trends_from"), (right, "to", "trends_to")):
        column.date_input(
            label,
            key=key,
            value=None,
            min_value=frames.first_day,
            max_value=frames.last_day,
            persist_state="session",  # folded away, they hold all the same
        )


def clear() -> None:
    """Take all filters away."""
    for name in LISTS:
        st.session_state[f"trends_{name}"] = []
    st.session_state["trends_from"] = st.session_state["trends_to"] = None
    st.session_state["trends_unknown"] = []


def said(filters: Filters) -> str:
    """The filters in a few words: ``everything``, ``Medicare, 2 providers, from 2026-01-01``."""
    parts = []
    for label, _, field in LISTS.values():
        values: Sequence[str] = getattr(filters, field)
        if values:
            word = label.partition(" ")[0].lower()
            one = DISCIPLINES.get(values[0], values[0])
            parts.append(one if len(values) == 1 else count(len(values), word))
    parts += [f"{word} {day.isoformat()}" for word, day in _days(filters)]
    return ", ".join(parts) or "everything"


def _days(filters: Filters) -> list[tuple[str, date]]:
    return [(word, day) for word, day in (("from", filters.first), ("to", filters.last)) if day is not None]
