"""The payment estimate's answer: the amounts first, what stands against them, then unit by unit and step by step."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.calculate import keep
from pages.parts import links, sources
from pages.parts.glossary import help_for
from pages.parts.text import plain, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from logic.calculators.payment import PaidLine, Payment


MOST_BARS: Final = 6  # units of a line that have a bar each


def invitation() -> None:
    """Show what to do while nothing is entered."""
    st.header("Enter a code and its billed units")
    st.markdown(
        "Or take one of the examples above. All therapy lines of the patient on that day belong together, whichever "
        "discipline gave them: the cut of practice expense goes over all of them."
    )


def amounts(result: Payment) -> None:
    """Show the three amounts, and say at once what they are and are not."""
    known = [line for line in result.lines if line.allowed is not None]
    if not known:
        st.header("No amount is known for these lines")
        st.markdown("\n".join(f"- {plain(line.says)}" for line in result.lines))
        return
    part = " of the lines that have an amount" if result.partial else ""
    st.header(f"About {plain(dollars(result.allowed))} allowed{part}", help=help_for("allowed amount"))
    st.markdown(
        table(
            ["Where it goes", "Dollars"],
            [[name, plain(dollars(value))] for name, value in _parts(result)],
            right=(1,),
        )
    )
    st.info(plain(result.says))
    missing = [line for line in result.lines if line.allowed is None]
    if missing:
        told = "  \n".join(plain(line.says) for line in missing)
        st.warning(f"**The totals are partial.**  \n{told}", icon=":material/help:")


def against(doubts: Sequence[str]) -> None:
    """Show why some lines may not be paid at all."""
    if not doubts:
        return
    told = "\n".join(f"- {plain(each)}" for each in doubts)
    st.warning(f"**Some of this may not be paid.**\n\n{told}", icon=":material/block:")
    st.page_link(links.CHECK, label="Check the visit", icon=":material/fact_check:")


def units(result: Payment, labels: Mapping[str, str]) -> None:
    """Show each unit with what the practice-expense cut takes off it."""
    paid = [line for line in result.lines if line.unit_amounts]
    if not paid:
        return
    st.header("Unit by unit", help=help_for("mppr"))
    st.html(drawing(paid, labels))
    rows = unit_rows(result.lines)
    with st.expander("The same as a table", icon=":material/table:"):
        st.markdown(
            table(["Unit", "In full", "Practice-expense cut", "Allowed"], _shown(rows), right=(1, 2, 3))
        )
    keep.show(
        "payment-estimate",
        lambda: _text(result),
        lambda: [["code", "modifier", "unit", "in full", "practice-expense cut", "allowed"], *rows],
        shares="The address of this page holds the codes, the units and CQ or CO, nothing else.",
    )


def why(result: Payment) -> None:
    """Show the steps, and what is to confirm."""
    st.header("Step by step")
    st.markdown("\n".join(f"{at}. {plain(step)}" for at, step in enumerate(result.steps, start=1)))
    st.markdown(
        f"**Still open** {sources.TO_CONFIRM}\n\n"
        + "\n".join(f"- {plain(each)}" for each in result.to_confirm)
    )


def dollars(amount: Decimal) -> str:
    """``$1,234.50``, ``−$2.67``."""
    return f"{'−' if amount < 0 else ''}${abs(amount):,.2f}"


def unit_rows(lines: Sequence[PaidLine]) -> list[list[str]]:
    """Give code, modifier, number, amount in full, cut and allowed amount of each unit; empty where not known."""
    rows: list[list[str]] = []
    for line in lines:
        mark = line.modifier or ""
        if line.whole is None:
            known = "" if line.allowed is None else str(line.allowed)
            rows.append([line.code, mark, str(line.units), "", "", known])
            continue
        for number, (amount, cut) in enumerate(
            zip(line.unit_amounts, line.expense_cuts, strict=True), start=1
        ):
            rows.append(
                [line.code, mark, str(number), str(line.whole), str(-cut if cut else cut), str(amount)]
            )
    return rows


def _shown(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Give the rows as Markdown cells."""
    return [
        [
            f"{code} {mark}".strip() + (f", unit {number}" if whole else f" × {number}"),
            plain(f"${whole}") if whole else "not known" if not allowed else "not paid apart",
            plain(f"−${cut.removeprefix('-')}") if cut and Decimal(cut) else "none" if cut else "",
            plain(f"${allowed}") if allowed else "not known",
        ]
        for code, mark, number, whole, cut, allowed in rows
    ]


def _parts(result: Payment) -> list[tuple[str, Decimal]]:
    """Give the way from the allowed amount to what Medicare pays."""
    assistant = sum((line.assistant_cut for line in result.lines), Decimal(0))
    sequestration = sum((line.sequestration for line in result.lines), Decimal(0))
    parts = [("Allowed", result.allowed), ("The patient's part", -result.patient)]
    if assistant:
        parts.append(("Assistant reduction (CQ, CO), off Medicare's part", -assistant))
    if sequestration:
        parts.append(("Sequestration, off Medicare's part", -sequestration))
    return [*parts, ("**Medicare pays**", result.medicare)]


def _text(result: Payment) -> str:
    lines = [
        f"{line.code} × {line.units}{f' {line.modifier}' if line.modifier else ''}: "
        + ("no amount known" if line.allowed is None else f"{dollars(line.allowed)} allowed")
        for line in result.lines
    ]
    partial = " (partial)" if result.partial else ""
    total = (
        f"Allowed {dollars(result.allowed)}, Medicare pays {dollars(result.medicare)}, "
        f"patient {dollars(result.patient)}{partial}."
    )
    return "\n".join([*lines, total, result.says])


def drawing(lines: Sequence[PaidLine], labels: Mapping[str, str]) -> str:
    """Give one bar for each unit: what is allowed, and in outline what the cut takes off."""
    most = max(line.whole for line in lines if line.whole is not None) or Decimal(1)
    rows = ""
    said = []
    for line in lines:
        for which, amount, cut in _bars(line):
            mark = f" {line.modifier}" if line.modifier else ""
            taken = f'<div class="uw-cut" style="width:{100 * cut / most:.1f}%"></div>' if cut else ""
            told = dollars(amount) + (f"<small>−{dollars(cut)}</small>" if cut else "<small>in full</small>")
            rows += (
                f'<div class="uw-row uw-money"><div class="uw-name"><b>{escape(line.code)}</b>{mark} '
                f"{escape(labels.get(line.code, ''))}<span>{which}</span></div>"
                f'<div class="uw-pay"><div style="width:{100 * amount / most:.1f}%"></div>{taken}</div>'
                f'<div class="uw-units">{told}</div></div>'
            )
            off = f", {dollars(cut)} of practice expense taken off" if cut else ", in full"
            said.append(f"{line.code}{mark} {which}: {dollars(amount)}{off}")
    words = escape("; ".join(said), quote=True)
    return f'<div class="uw-minutes" role="img" aria-label="{words}.">{rows}</div>'


def _bars(line: PaidLine) -> list[tuple[str, Decimal, Decimal]]:
    """Which units a bar is for, what each is allowed, and its cut; of many, those that are paid alike share a bar."""
    units = list(zip(line.unit_amounts, line.expense_cuts, strict=True))
    if len(units) <= MOST_BARS:
        return [(f"unit {number}", *unit) for number, unit in enumerate(units, start=1)]
    bars, first = [], 1
    for (amount, cut), alike in groupby(units):
        last = first + len(list(alike)) - 1
        bars.append((f"unit {first}" if first == last else f"units {first} to {last}, each", amount, cut))
        first = last + 1
    return bars
