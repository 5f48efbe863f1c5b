"""What a person takes along from a calculator: the answer to copy, a table to download."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import live
from pages.parts.csv_file import csv_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def show(
    name: str, text: Callable[[], str], rows: Callable[[], Sequence[Sequence[object]]], *, shares: str
) -> None:
    """Show the buttons, as a live part that writes the answer only while somebody looks at it.

    Args:
        name: of the file, and the beginning of the keys.
        text: gives the answer as somebody would paste it.
        rows: gives the table, headings first; asked for after a click, when there is no session to read from.
        shares: what the address of the page carries, in a sentence.

    """

    def given() -> tuple[str | None]:
        return (text() if st.session_state.get(f"{name}_copy") else None,)

    live.part(f"{name}_keep", partial(_buttons, name, rows, shares), given)


def _buttons(
    name: str, rows: Callable[[], Sequence[Sequence[object]]], shares: str, shown: str | None
) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"noprint_{name}"):
        with st.popover("Copy", icon=":material/content_copy:", key=f"{name}_copy", on_change=live.again):
            if shown is not None:
                st.code(shown, language=None, wrap_lines=True)
        st.download_button(
            "Download (CSV)",
            data=lambda: csv_of(rows()),
            file_name=f"{name}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"{name}_csv",
        )
    st.caption(f"{shares} Copy the address to share this count.")
