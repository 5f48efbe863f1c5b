"""The links from each calculator to the others, and from elsewhere to some of them."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.parts import links

CALCULATORS: Final = {
    "units": (links.UNITS, "Units", ":material/calculate:"),
    "assistants": (links.ASSISTANTS, "Assistant minutes", ":material/group:"),
    "payment": (links.PAYMENT, "Payment", ":material/payments:"),
    "threshold": (links.THRESHOLD, "KX threshold", ":material/show_chart:"),
}


def show() -> None:
    """Show the strip; the page that is open is marked by Streamlit itself."""
    some(*CALCULATORS)


def some(*names: str) -> None:
    """Link to the calculators of those names, which are the last words of their addresses."""
    with st.container(horizontal=True, gap="xsmall", key="calculators"):
        for name in names:
            page, label, icon = CALCULATORS[name]
            st.page_link(page, label=label, icon=icon, width="content")
