"""The minutes of the visit in blocks of 15, billed against supported, code by code."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.what_if import is_mixed
from pages.parts import minutes as blocks
from pages.parts.text import count, plain, table

if TYPE_CHECKING:
    from logic.calculators.unit_results import CodeRow, UnitResult
    from logic.form_reading import Reading
    from logic.rulebook import RuleBook
    from logic.what_if import Counts

KEPT_OFF: Final = "kept off by a pair edit"
METHODS: Final = {"cms": "total time", "midpoint": "each code alone"}


def show(reading: Reading, counts: Counts | None, book: RuleBook, kept: frozenset[str] = frozenset()) -> None:
    """Show the picture, its numbers as a table, and both methods where the payer's is not known.

    Args:
        reading: the form as read.
        counts: the units of its minutes.
        book: the rule book.
        kept: codes at 0 units that a pair edit holds against a billed one.

    """
    if counts is None:
        if reading.untold and reading.stage != "unreadable":
            st.header("Units")
            st.markdown(f"No minutes yet for {plain(', '.join(reading.untold))}, so nothing can be counted.")
        elif is_mixed(reading.form):
            st.header("Units")
            st.markdown(
                "Two plans of care, GP, GO or GN: each is counted by itself, so no one picture is drawn."
            )
        return
    shown = counts.mine or counts.both.cms
    if not shown.rows and not reading.left_out:
        return
    st.header("Units")
    if not shown.rows:
        st.markdown(_left_out(reading))
        return
    billed = _billed(reading)
    labels = {row.code: book.codes[row.code].label for row in shown.rows}
    if counts.mine is None:
        why = "How this payer counts is not known" if reading.form.text("payer") else "No payer is chosen yet"
        st.markdown(
            f"{why}. By total time, as drawn here: {_words(counts.both.cms)}. "
            f"Each code alone: {_words(counts.both.midpoint)}."
        )
    st.html(drawing(shown, billed, labels, kept))
    if reading.left_out:
        st.markdown(_left_out(reading))
    if shown.choice:
        st.caption(plain(shown.choice))
    with st.expander("The same as a table, and how it is counted", icon=":material/table:"):
        st.markdown(numbers(shown, billed, labels, kept))
        st.markdown("\n".join(f"{at}. {plain(step)}" for at, step in enumerate(shown.steps, 1)))
        if counts.mine is not None and counts.both.cms.best != counts.both.midpoint.best:
            st.markdown(plain(counts.both.difference))


def drawing(
    result: UnitResult, billed: dict[str, int], labels: dict[str, str], kept: frozenset[str] = frozenset()
) -> str:
    """Give the picture as HTML with its description in words."""
    rows = "".join(_row(row, result, billed, labels[row.code], kept) for row in result.rows)
    words = escape(description(result, billed), quote=True)
    return f'<div class="uw-minutes" role="img" aria-label="{words}">{rows}{_pool(result)}</div>'


def description(result: UnitResult, billed: dict[str, int]) -> str:
    """Say the picture in words."""
    parts = []
    for row in result.rows:
        said = (
            f"{row.code}: {count(row.minutes, 'minute')}, {count(row.full, 'full block')} of 15, "
            f"{count(row.left_over, 'minute')} left over, {_due_words(row, result)} supported"
        )
        told = _told(row, billed)
        parts.append(said if told is None else f"{said}, {told} billed")
    total = (
        f"Together {count(result.timed_minutes, 'minute')}, {count(result.timed_units, 'unit')} supported."
    )
    return f"{'; '.join(parts)}. {total}"


def numbers(
    result: UnitResult, billed: dict[str, int], labels: dict[str, str], kept: frozenset[str] = frozenset()
) -> str:
    """Give the same numbers as a Markdown table."""
    head = ["Code", "Minutes", "Full 15s", "Left over", "Supported", "Billed"]
    cells: list[list[object]] = []
    for row in result.rows:
        told = _told(row, billed)
        name = f"{row.code} {plain(labels[row.code])}"
        units: object = "" if told is None else told
        if told is not None and row.code in kept:
            units = f"{told}, {KEPT_OFF}"
        cells.append([name, row.minutes, row.full, row.left_over, _due(row, result), units])
    known = [each for row in result.rows if (each := _told(row, billed)) is not None]
    cells.append(
        [
            "All timed codes",
            result.timed_minutes,
            sum(row.full for row in result.rows),
            sum(row.left_over for row in result.rows),
            result.timed_units,
            sum(known) if known else "",
        ]
    )
    return table(head, cells, right=(1, 2, 3, 4, 5))


def _billed(reading: Reading) -> dict[str, int]:
    """Billed units by code, as far as they can be read, of the lines whose minutes count."""
    found: dict[str, int] = {}
    for row in reading.form.filled:
        text = row.text("units")
        if text.isdecimal() and len(text) < 5 and row.key not in reading.left_out:
            code = reading.codes[row.key]
            found[code] = found.get(code, 0) + int(text)
    return found


def _left_out(reading: Reading) -> str:
    """Say which minutes the picture and the count leave out, and why."""
    return "  \n".join(plain(each) for each in reading.left_out_words)


def _told(row: CodeRow, billed: dict[str, int]) -> int | None:
    known = [billed[code] for code in row.codes if code in billed]
    return sum(known) if known else None


def _dues(row: CodeRow, result: UnitResult) -> list[int]:
    return sorted({sum(split.get(code, 0) for code in row.codes) for split in result.splits})


def _due(row: CodeRow, result: UnitResult) -> str:
    return " or ".join(map(str, _dues(row, result)))


def _due_words(row: CodeRow, result: UnitResult) -> str:
    dues = _dues(row, result)
    return f"{' or '.join(map(str, dues))} {'unit' if dues == [1] else 'units'}"


def _row(row: CodeRow, result: UnitResult, billed: dict[str, int], label: str, kept: frozenset[str]) -> str:
    shown = min(row.full, blocks.MOST_BLOCKS)
    bar = '<div class="uw-block uw-full">15</div>' * shown
    if row.full > shown:
        bar += f'<div class="uw-block">+{row.full - shown}</div>'
    if row.left_over:
        earned = " uw-earned" if max(_dues(row, result)) > row.full else ""
        share = round(100 * row.left_over / blocks.BLOCK)
        bar += f'<div class="uw-block uw-part{earned}"><i style="width:{share}%"></i><u>{row.left_over}</u></div>'
    told = _told(row, billed)
    dues = _dues(row, result)
    units = f"<b>{_due_words(row, result)}</b> supported"
    if told is not None:
        units += f"<br>{told} billed"
        if row.code in kept:
            units += f"<br>{KEPT_OFF}"
        elif told not in dues:
            off = min(abs(told - due) for due in dues)
            units += f'<span class="uw-off">{off} too {"many" if told > max(dues) else "few"}</span>'
    name = f"<b>{escape(row.code)}</b> {escape(label)}<span>{count(row.minutes, 'minute')}</span>"
    return (
        f'<div class="uw-row uw-billed"><div class="uw-name">{name}</div><div class="uw-bar">{bar}</div>'
        f'<div class="uw-units">{units}</div></div>'
    )


def _pool(result: UnitResult) -> str:
    """Under the total-time rule the left-overs are added together: show that sum."""
    left = [row.left_over for row in result.rows if row.left_over]
    if result.method != "cms" or len(left) < 2:
        return ""
    more = result.timed_units - sum(row.full for row in result.rows)
    added = " + ".join(map(str, left))
    return (
        f'<div class="uw-pool">Left over together: {added} = {count(sum(left), "minute")}, '
        f"which support {more or 'no'} more {'unit' if more == 1 else 'units'}.</div>"
    )


def _words(result: UnitResult) -> str:
    return ", ".join(f"{code} × {units}" for code, units in result.best.items()) or "no timed unit"
