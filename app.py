"""The frame around every page: icon, navigation, title."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.parts import first_link, links, live, look, remembered, theme_message

STATIC = Path(__file__).parent / "static"
ICON = str(STATIC / "favicon.svg")

# Before the navigation, or the browser fetches an icon from elsewhere.
st.set_page_config(page_title="Unitwise", page_icon=ICON, layout="centered")

st.logo(str(STATIC / "logo.svg"), size="large")
missed = first_link.missed()
page = st.navigation(links.pages(), position="top")

if missed:
    first_link.load_again()
st.set_page_config(page_title=f"{links.title(page)} · Unitwise")
look.apply()
theme_message.once()
remembered.arrive(page.url_path)
live.begin()
page.run()
