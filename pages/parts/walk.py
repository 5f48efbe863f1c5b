"""A count of units to walk through: previous and next, one picture of the 15-minute blocks at a time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.calculators.unit_stages import Stage, by_left_over, stages
from pages.parts import live
from pages.parts import minutes as blocks
from pages.parts.text import count

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from logic.calculators.unit_results import CodeRow, UnitResult

MOST_MARKS: Final = 8  # more marks than that on one bar touch each other on a phone


def through(key: str, result: Callable[[], UnitResult], labels: Mapping[str, str]) -> None:
    """Show one stage of the count and the buttons to the others, as live parts; a new count begins at its first."""

    def stage() -> tuple[UnitResult, int]:
        return result(), _place(key, result())

    def buttons() -> tuple[int, int]:
        return _place(key, result()), len(stages(result()))

    with st.container(border=True, key=key):
        live.part(f"{key}_stage", partial(_stage, labels), stage)
        live.part(f"{key}_buttons", partial(_buttons, key, result), buttons)


def _place(key: str, result: UnitResult) -> int:
    """Give the number of the stage that is shown, from 0."""
    about, at = st.session_state.get(f"{key}_at", (None, 0))
    return int(at) if about == _about(result) else 0


def _about(result: UnitResult) -> tuple[object, ...]:
    """What makes a count another one."""
    return result.method, tuple((row.code, row.minutes, row.units) for row in result.rows)


def _stage(labels: Mapping[str, str], result: UnitResult, place: int) -> None:
    told = stages(result)
    names = " · ".join(
        f"<b>{escape(each.title)}</b>" if number == place else escape(each.title)
        for number, each in enumerate(told)
    )
    says = f'<p class="uw-says">{escape(told[place].says)}</p>'
    st.html(
        f'<p class="uw-step">Step {place + 1} of {len(told)}: {names}</p>'
        f"{drawing(told[place], result, labels)}{says}"
    )


def _buttons(key: str, result: Callable[[], UnitResult], place: int, many: int) -> None:
    last = place == many - 1
    with st.container(horizontal=True):
        st.button(
            "Previous",
            icon=":material/arrow_back:",
            key=f"{key}_previous",
            disabled=place == 0,
            on_click=_go,
            args=(key, result, place - 1),
        )
        st.button(
            "Start again" if last else "Next",  # one button, so that the keyboard stays on it
            icon=":material/replay:" if last else ":material/arrow_forward:",
            key=f"{key}_next",
            on_click=_go,
            args=(key, result, 0 if last else place + 1),
        )


def _go(key: str, result: Callable[[], UnitResult], place: int) -> None:
    st.session_state[f"{key}_at"] = _about(result()), place
    live.again()


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
