"""The picture of a visit's minutes in blocks of 15, what is left over, and where the units come from."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts import live
from pages.parts.text import count, table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from logic.calculators.units import CodeRow, UnitResult

BLOCK: Final = 15
TITLE: Final = "The minutes in blocks of 15"
MOST_BLOCKS: Final = 16  # four hours of one code; beyond it the picture says the number


def picture(result: UnitResult, labels: Mapping[str, str], *, title: str = TITLE) -> None:
    """Draw each timed code's minutes; the same numbers stand in a table below for those who do not see it.

    Args:
        result: units of one visit by one method, from logic.calculators.units.
        labels: code → our plain label.
        title: the heading of the table of numbers.

    """
    if not result.rows:
        return
    st.html(drawing(result, labels))
    with st.expander(f"{title}, as a table", icon=":material/table:"):
        st.markdown(numbers(result.rows, labels))


def folded(key: str, rows: Callable[[], Sequence[CodeRow]], labels: Mapping[str, str]) -> None:
    """Show the table of the numbers folded away, as a live part that is written only while it is open."""

    def given() -> tuple[Sequence[CodeRow] | None]:
        return (rows() if st.session_state.get(f"{key}_open") else None,)

    def draw(shown: Sequence[CodeRow] | None) -> None:
        box = st.expander(
            f"{TITLE}, as a table", icon=":material/table:", key=f"{key}_open", on_change=live.again
        )
        if shown is not None:
            box.markdown(numbers(shown, labels))

    live.part(key, draw, given)


def drawing(result: UnitResult, labels: Mapping[str, str]) -> str:
    """Give the picture as HTML with its description in words."""
    rows = "".join(_row(row, labels.get(row.code, "")) for row in result.rows)
    return (
        f'<div class="uw-minutes" role="img" aria-label="{escape(description(result), quote=True)}">'
        f"{rows}{_pool(result)}</div>"
    )


def description(result: UnitResult) -> str:
    """Say the picture in words."""
    parts = [
        f"{row.code}: {count(row.minutes, 'minute')}, {count(row.full, 'full block')} of 15, "
        f"{count(row.left_over, 'minute')} left over, {count(row.units, 'unit')}"
        for row in result.rows
    ]
    total = f"Together {count(result.timed_minutes, 'minute')}, {count(result.timed_units, 'timed unit')}."
    return f"{'; '.join(parts)}. {total}"


def numbers(rows: Sequence[CodeRow], labels: Mapping[str, str]) -> str:
    """Give the same numbers as a Markdown table."""
    head = ["Code", "Minutes", "Full 15s", "Left over", "Units"]
    cells = [
        [f"{row.code} {labels.get(row.code, '')}".strip(), row.minutes, row.full, row.left_over, row.units]
        for row in rows
    ]
    cells.append(
        [
            "All timed codes",
            sum(row.minutes for row in rows),
            sum(row.full for row in rows),
            sum(row.left_over for row in rows),
            sum(row.units for row in rows),
        ]
    )
    return table(head, cells, right=(1, 2, 3, 4))


def bar(row: CodeRow) -> str:
    """Give one code's blocks: the full 15s, and what is left over, in a full frame where it earned a unit."""
    shown = min(row.full, MOST_BLOCKS)
    blocks = '<div class="uw-block uw-full">15</div>' * shown
    if row.full > shown:
        blocks += f'<div class="uw-block">+{row.full - shown}</div>'
    if row.left_over:
        earned = " uw-earned" if row.units > row.full else ""
        share = round(100 * row.left_over / BLOCK)
        blocks += f'<div class="uw-block uw-part{earned}"><i style="width:{share}%"></i><u>{row.left_over}</u></div>'
    return blocks


def _row(row: CodeRow, label: str) -> str:
    name = f"<b>{escape(row.code)}</b> {escape(label)}<span>{count(row.minutes, 'minute')}</span>"
    return (
        f'<div class="uw-row"><div class="uw-name">{name}</div><div class="uw-bar">{bar(row)}</div>'
        f'<div class="uw-units">{count(row.units, "unit")}</div></div>'
    )


def _pool(result: UnitResult) -> str:
    """Under the total-time rule the left-overs are added together: show that sum."""
    left = [row.left_over for row in result.rows if row.left_over]
    if result.method != "cms" or len(left) < 2:
        return ""
    more = result.timed_units - sum(row.full for row in result.rows)
    return (
        f'<div class="uw-pool">Left over together: {" + ".join(map(str, left))} = '
        f"{count(sum(left), 'minute')}, which support {count(more, 'more unit', 'more units')}.</div>"
    )
