"""All measures: each number with its formula, the two counts behind it, how sure it is, and what it does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts import sources
from pages.parts.csv_file import csv_of
from pages.parts.text import plain, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from logic.rulebook import RuleBook
    from logic.trends.measures import Measure

KEYS: Final = ("initial-denials", "first-pass", "clean-claims", "days-to-answer")
"""What stands at the head of the page."""
HEAD: Final = (
    "measure", "value", "numerator", "denominator", "unit", "low (95%)", "high (95%)", "formula", "note",
)  # fmt: skip


def listed(found: Mapping[str, Measure], names: Sequence[str] = KEYS) -> None:
    """Show a few of them, each with its formula."""
    _table([_row(found[name]) for name in names])


def show(found: Mapping[str, Measure], book: RuleBook) -> None:
    """Show every measure, and offer them as a file."""
    st.header("All measures")
    st.markdown(
        "Each with its formula and the two numbers it is made of. A range is where the true share lies, 95 times in "
        "100, if next year's claims came as these did."
    )
    rows = [[*_row(each)[:2], f"{_row(each)[2]}{_notes(each)}"] for each in found.values()]
    _table(rows)
    st.download_button(
        "Download (CSV)",
        data=lambda: csv_of([HEAD, *(_numbers(each) for each in found.values())]),
        file_name="measures.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="trends_measures_csv",
    )
    with st.expander("Where the definitions come from", icon=":material/menu_book:"):
        cited = dict.fromkeys(source for each in found.values() for source in each.definition.source)
        st.markdown("\n".join(f"- {sources.cite(book.sources[each])}" for each in cited))


def value(measure: Measure) -> str:
    """The number as people read it; what is not known is said."""
    if measure.value is None:
        return "not known"
    if measure.unit == "days":
        return f"{measure.value:.0f}\u00a0days"
    return f"{100 * measure.value:.1f}\u00a0%"


def made_of(measure: Measure) -> str:
    """The two numbers behind it: ``812 / 5,310``."""
    if measure.value is None:
        return ""
    if measure.unit == "days":
        return f"{measure.denominator:,} counted"
    if measure.unit == "share of dollars":
        return f"${(measure.numerator or 0) / 100:,.0f} / ${(measure.denominator or 0) / 100:,.0f}"
    return f"{measure.numerator:,} / {measure.denominator:,}"


def _table(rows: Sequence[Sequence[str]]) -> None:
    """Show them; on a phone no word of theirs is broken."""
    with st.container(key=f"measures_{len(rows)}"):
        st.markdown(table(["Measure", "Value", "Worked out as"], rows, right=(1,)))


def _row(measure: Measure) -> list[str]:
    name = plain(measure.definition.name)
    if measure.value is None:
        return [name, "**not known**", plain(measure.missing)]
    sure = ""
    if measure.interval is not None:
        low, high = 100 * measure.interval.low, 100 * measure.interval.high
        sure = f" ({low:.1f} to {high:.1f}\u00a0%)"
    elif measure.unit == "share of dollars":
        sure = " (no range: the dollars of a few claims can decide it)"
    return [
        name,
        f"**{value(measure)}**",
        f"**{plain(made_of(measure))}**{sure}: {plain(measure.definition.formula)}",
    ]


def _notes(measure: Measure) -> str:
    notes: Iterable[str] = filter(None, (measure.also, measure.definition.note))
    badge = sources.confirm_badge(measure.definition.to_confirm)
    return f" :small[{plain(' '.join(notes))}]{badge}"


def _numbers(measure: Measure) -> list[object]:
    interval = measure.interval
    return [
        measure.definition.name, measure.value, measure.numerator, measure.denominator, measure.unit,
        interval.low if interval else None, interval.high if interval else None, measure.definition.formula,
        measure.definition.note,
    ]  # fmt: skip
