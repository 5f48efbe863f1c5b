"""The picture of a visit's minutes in blocks of 15, what is left over, and where the units come from."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts.text import count, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from logic.calculators.units import CodeRow, UnitResult

BLOCK: Final = 15
MOST_BLOCKS: Final = 16  # four hours of one code; beyond it the picture says the number

# light-dark() follows the app's own theme: Streamlit sets color-scheme on the page.
STYLE: Final = """
<style>
.uw-minutes { display: grid; gap: 14px; color: inherit; font-size: 0.95rem; line-height: 1.35; }
.uw-row { display: grid; grid-template-columns: minmax(7.5rem, 11rem) 1fr auto; gap: 4px 14px; align-items: center; }
.uw-name b { font-weight: 600; } .uw-name span { display: block; font-size: 0.82rem; opacity: 0.85; }
.uw-bar { display: flex; flex-wrap: wrap; gap: 4px; }
.uw-block { width: 45px; height: 30px; border-radius: 4px; box-sizing: border-box; position: relative;
  overflow: hidden; border: 1.5px solid light-dark(#0b6b6b, #3fb5ab); display: grid; place-items: center;
  font-size: 0.8rem; font-variant-numeric: tabular-nums; }
.uw-full { background: light-dark(#0b6b6b, #3fb5ab); color: light-dark(#fffdf9, #0c1413); font-weight: 600; }
.uw-part { border-style: dashed; }
.uw-part i { position: absolute; left: 0; top: 0; bottom: 0;
  background: repeating-linear-gradient(135deg,
    light-dark(#b9d8d4, #1f5551) 0 4px, light-dark(#d7e8e5, #18403d) 4px 8px); }
.uw-part u { position: relative; text-decoration: none; font-weight: 600; }
.uw-earned { border-style: solid; border-width: 2px; }
.uw-units { font-weight: 600; white-space: nowrap; min-width: 4.2rem; text-align: right; }
.uw-pool { border-top: 1px solid light-dark(#d8d2c4, #39423f); padding-top: 10px; }
@media (max-width: 560px) {
  .uw-row { grid-template-columns: 1fr auto; } .uw-bar { grid-column: 1 / -1; grid-row: 2; }
}
</style>
"""


def picture(
    result: UnitResult, labels: Mapping[str, str], *, title: str = "The minutes in blocks of 15"
) -> None:
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


def drawing(result: UnitResult, labels: Mapping[str, str]) -> str:
    """Give the picture as HTML with its description in words."""
    rows = "".join(_row(row, labels.get(row.code, "")) for row in result.rows)
    return (
        f'{STYLE}<div class="uw-minutes" role="img" aria-label="{escape(description(result), quote=True)}">'
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


def _row(row: CodeRow, label: str) -> str:
    shown = min(row.full, MOST_BLOCKS)
    blocks = '<div class="uw-block uw-full">15</div>' * shown
    if row.full > shown:
        blocks += f'<div class="uw-block">+{row.full - shown}</div>'
    if row.left_over:
        earned = " uw-earned" if row.units > row.full else ""
        share = round(100 * row.left_over / BLOCK)
        blocks += f'<div class="uw-block uw-part{earned}"><i style="width:{share}%"></i><u>{row.left_over}</u></div>'
    name = f"<b>{escape(row.code)}</b> {escape(label)}<span>{count(row.minutes, 'minute')}</span>"
    return (
        f'<div class="uw-row"><div class="uw-name">{name}</div><div class="uw-bar">{blocks}</div>'
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
