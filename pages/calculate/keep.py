"""What a person takes along from a calculator: the answer to copy, a table to download."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts.csv_file import csv_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def show(name: str, text: str, rows: Sequence[Sequence[object]], *, shares: str) -> None:
    """Show the buttons.

    Args:
        name: of the file, and the beginning of the keys.
        text: the answer as somebody would paste it.
        rows: the table, headings first.
        shares: what the address of the page carries, in a sentence.

    """
    with st.container(horizontal=True, vertical_alignment="center", key=f"noprint_{name}"):
        with st.popover("Copy", icon=":material/content_copy:"):
            st.code(text, language=None, wrap_lines=True)
        st.download_button(
            "Download (CSV)",
            data=lambda: csv_of(rows),
            file_name=f"{name}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"{name}_csv",
        )
    st.caption(f"{shares} Copy the address to share this count.")
