"""The links from each calculator to the others, and from elsewhere to some of them."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.parts import links

CALCULATORS: Final = {
    "units": ("Units", ":material/calculate:"),
    "assistants": ("Assistant minutes", ":material/group:"),
    "payment": ("Payment", ":material/payments:"),
    "threshold": ("KX threshold", ":material/show_chart:"),
}


def show() -> None:
    """Show the strip; the page that is open is marked by Streamlit itself."""
    some(*CALCULATORS)


def some(*names: str) -> None:
    """Link to the calculators of those names, which are the last words of their addresses."""
    pages = {page.url_path: page for page in links.pages()}
    with st.container(horizontal=True, gap="xsmall", key="calculators"):
        for name in names:
            label, icon = CALCULATORS[name]
            st.page_link(pages[name], label=label, icon=icon, width="content")
