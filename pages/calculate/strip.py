"""The links from each calculator to the others."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.parts import links

CALCULATORS: Final = {
    links.UNITS: ("Units", ":material/calculate:"),
    links.ASSISTANTS: ("Assistant minutes", ":material/group:"),
    links.PAYMENT: ("Payment", ":material/payments:"),
    links.THRESHOLD: ("KX threshold", ":material/show_chart:"),
}


def show() -> None:
    """Show the strip; the page that is open is marked by Streamlit itself."""
    with st.container(horizontal=True, gap="xsmall", key="calculators"):
        for page, (label, icon) in CALCULATORS.items():
            st.page_link(page, label=label, icon=icon, width="content")
