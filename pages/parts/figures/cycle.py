"""The way of a claim as a picture, and one step of it in words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import sources
from pages.parts.text import prose

if TYPE_CHECKING:
    from logic.learning.figures.cycle import Starts
    from logic.rulebook import RuleBook


def show(starts: Starts, key: str, book: RuleBook) -> None:
    """Show the picture with one step marked, and what happens there."""
    names = [each.name for each in starts.steps]
    chosen = st.pills("Step", names, default=names[0], required=True, key=key)
    place = names.index(str(chosen))
    st.html(drawing(starts, place))
    step = starts.steps[place]
    st.markdown(f"**{place + 1}. {step.name}.** {prose(step.does)}")
    st.markdown(f"**What goes wrong here:** {prose(step.goes_wrong)}")
    sources.line(book, step.source)


def drawing(starts: Starts, place: int) -> str:
    """Give the steps as a list with arrows; where a claim comes back stands below its step."""
    items = []
    for number, step in enumerate(starts.steps):
        mark = ' class="uw-on" aria-current="step"' if number == place else ""
        back = f'<span class="uw-back">{escape(step.back)}</span>' if step.back else ""
        items.append(f"<li{mark}><b>{escape(step.name)}</b>{back}</li>")
    return f'<ol class="uw-cycle">{"".join(items)}</ol>'
