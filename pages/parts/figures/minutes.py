"""Sliders of minutes; the units, the picture and the distance to the next unit follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.calculators.units import both, next_unit
from pages.parts import links
from pages.parts import minutes as blocks
from pages.parts.text import count, plain

if TYPE_CHECKING:
    from logic.calculators.units import UnitResult
    from logic.learning.figures.minutes import Starts
    from logic.rulebook import RuleBook

NAMES: Final = {"cms": "Medicare total-time rule", "midpoint": "Per-code midpoint rule"}


def show(starts: Starts, key: str, book: RuleBook) -> None:
    """Show one slider for each code, and what its minutes support."""
    labels = {code: fact.label for code, fact in book.codes.items()}
    minutes = {
        code: st.slider(
            f"{code} {labels[code]}: minutes", 0, starts.most, value, key=f"{key}_{code}", format="%d min"
        )
        for code, value in starts.minutes.items()
    }
    found = both(minutes, book)
    shown = {"cms": [found.cms], "midpoint": [found.midpoint], "both": [found.cms, found.midpoint]}
    results = shown[starts.method]
    for column, each in zip(st.columns(len(results)), results, strict=True):
        column.metric(NAMES[each.method], count(each.timed_units, "timed unit"), border=True)
        column.markdown(_split(each))
    blocks.picture(results[0], labels)
    if starts.method == "both":
        st.info(plain(found.difference))
    else:
        st.markdown(plain(next_unit(minutes, book, starts.method).sentence))
    if results[0].choice:
        st.info(plain(results[0].choice))
    links.to_units(minutes, "Open these minutes in the unit calculator")


def _split(result: UnitResult) -> str:
    """Say what to bill, every way of it."""
    if not result.best:
        return "Nothing timed to bill."
    ways = [", ".join(f"{code} × {units}" for code, units in split.items()) for split in result.splits[:3]]
    more = f", or {count(result.split_count - 3, 'other way')}" if result.split_count > 3 else ""
    return f"**{' or '.join(ways)}**{more}"
