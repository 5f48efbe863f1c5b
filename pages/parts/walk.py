"""A count of units to walk through: previous and next, one picture of the 15-minute blocks at a time."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.calculators.unit_stages import Stage, by_left_over, stages
from pages.parts import minutes as blocks
from pages.parts.text import count

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from logic.calculators.unit_results import CodeRow, UnitResult

MOST_MARKS: Final = 8  # more marks than that on one bar touch each other on a phone


def through(result: UnitResult, labels: Mapping[str, str], key: str) -> None:
    """Show one stage of the count and the buttons to the others; a new count begins at its first stage."""
    told = stages(result)
    if not told:
        return
    state = st.session_state
    of, at = f"{key}_of", f"{key}_at"
    about = (result.method, tuple((row.code, row.minutes, row.units) for row in result.rows))
    if state.get(of) != about:
        state[of], state[at] = about, 0
    place = min(int(state[at]), len(told) - 1)
    stage, last = told[place], place == len(told) - 1
    with st.container(border=True, key=key):
        names = " · ".join(
            f"**{each.title}**" if number == place else each.title for number, each in enumerate(told)
        )
        st.markdown(f"Step {place + 1} of {len(told)}: {names}")
        says = f'<p class="uw-says">{escape(stage.says)}</p>'
        st.html(drawing(stage, result, labels) + says)
        with st.container(horizontal=True):
            st.button(
                "Previous",
                icon=":material/arrow_back:",
                key=f"{key}_previous",
                disabled=place == 0,
                on_click=_go,
                args=(at, place - 1),
            )
            st.button(
                "Start again" if last else "Next",  # one button, so that the keyboard stays on it
                icon=":material/replay:" if last else ":material/arrow_forward:",
                key=f"{key}_next",
                on_click=_go,
                args=(at, 0 if last else place + 1),
            )


def _go(at: str, place: int) -> None:
    st.session_state[at] = place


def drawing(stage: Stage, result: UnitResult, labels: Mapping[str, str]) -> str:
    """Give the stage's picture as HTML; what it shows is said in the stage's sentence."""
    if stage.shows in ("total", "units"):
        inside = _total(result, marked=stage.shows == "units")
    else:
        rows = by_left_over(result) if stage.shows == "left" else result.rows
        draw = {"minutes": _raw, "full": _full, "left": _left, "given": _given}[stage.shows]
        inside = "".join(_row(row, labels.get(row.code, ""), draw) for row in rows)
    words = escape(f"{stage.title}. {stage.says}", quote=True)
    return f'<div class="uw-minutes uw-walk" role="img" aria-label="{words}">{inside}</div>'


def _row(row: CodeRow, label: str, draw: Callable[[CodeRow], tuple[str, str]]) -> str:
    bar, told = draw(row)
    name = f"<b>{escape('/'.join(row.codes))}</b> {escape(label)}"
    return (
        f'<div class="uw-row"><div class="uw-name">{name}</div><div class="uw-bar">{bar}</div>'
        f'<div class="uw-units">{told}</div></div>'
    )


def _raw(row: CodeRow) -> tuple[str, str]:
    """Draw the minutes in one piece, as the clock gave them."""
    width = min(row.minutes, blocks.BLOCK * blocks.MOST_BLOCKS) * 3.2
    return f'<div class="uw-raw" style="width:{width:.0f}px"></div>', count(row.minutes, "minute")


def _full(row: CodeRow) -> tuple[str, str]:
    """Draw the full blocks, and what is left in outline."""
    return blocks.bar(replace(row, units=row.full)), count(row.full, "full 15")


def _left(row: CodeRow) -> tuple[str, str]:
    """Draw what is left over alone."""
    alone = replace(row, full=0, units=0)
    return blocks.bar(alone), f"{row.left_over} left over"


def _given(row: CodeRow) -> tuple[str, str]:
    """Draw the blocks, a left-over that earned its unit in a full frame."""
    return blocks.bar(row), count(row.units, "unit")


def _total(result: UnitResult, *, marked: bool) -> str:
    """Draw all minutes on one bar; marked: where each unit begins."""
    total, units = result.timed_minutes, result.timed_units
    end = max(total, 15 * units + 8, 15)  # up to where the next unit would begin
    parts = "".join(
        f'<div style="width:{100 * row.minutes / end:.2f}%"><span>{escape(row.code)}</span></div>'
        for row in result.rows
        if row.minutes
    )
    marks = ""
    if marked:
        first = max(1, units + 2 - MOST_MARKS)
        marks = "".join(
            f'<i class="{"uw-reached" if number <= units else ""}" '
            f'style="left:{100 * (15 * number - 7) / end:.2f}%"><u>{15 * number - 7}</u></i>'
            for number in range(first, units + 2)
        )
    told = f"{count(total, 'minute')}"
    if marked:
        told += ". A mark stands where each unit begins."
    return f'<div class="uw-total"><div class="uw-line">{parts}</div>{marks}</div><div>{told}</div>'
