"""A chart with its finding as the title, its numbers as a table, and both to take along."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from pages.parts.csv_file import csv_of
from pages.parts.text import plain, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plotly.graph_objects import Figure

WIDEST_TITLE: Final = 44  # letters; a longer title is broken, because a phone shows no more of it
# Fonts that every machine has: a saved picture carries no font, and its words must keep their width.
SANS: Final = "Arial, Helvetica, sans-serif"
SERIF: Final = "Georgia, 'Times New Roman', serif"
PICTURES: Final = {"png": "PNG", "svg": "SVG"}


def colors() -> list[str]:
    """Give the theme's ten chart colors, light or dark as the page is now."""
    scheme = "dark" if st.context.theme.type == "dark" else "light"
    return list(st.get_option(f"theme.{scheme}.chartCategoricalColors"))


def show(
    figure: Figure,
    *,
    key: str,
    finding: str,
    alt: str,
    head: Sequence[str],
    rows: Sequence[Sequence[object]],
    right: Sequence[int] = (),
) -> None:
    """Show a figure, its table folded away, and the downloads: the numbers as CSV, the picture as PNG or SVG.

    Args:
        figure: the traces and axes; title and legend are set here.
        key: begins the widgets' keys and the files' names.
        finding: what the chart shows, in a sentence; its title.
        alt: the chart in words.
        head: the headings of its numbers.
        rows: its numbers.
        right: the columns of the table, from 0, that hold numbers.

    """
    figure.update_layout(
        title={
            "text": "<br>".join(textwrap.wrap(finding, WIDEST_TITLE)),
            "x": 0,
            "font": {"size": 15, "family": SERIF},
        },
        font={"family": SANS},
        legend={"orientation": "h", "yanchor": "top", "y": -0.16, "x": 0},
        hovermode="x unified",
        margin={"l": 8, "r": 8, "t": 72, "b": 8},
    )
    kind = str(st.session_state.get(f"{key}_picture") or "png")
    st.plotly_chart(figure, key=f"{key}_chart", alt=alt, config=_config(key, kind))
    with st.container(horizontal=True, vertical_alignment="center", key=f"noprint_{key}"):
        st.download_button(
            "Download (CSV)",
            data=lambda: csv_of([head, *rows]),
            file_name=f"{key}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"{key}_csv",
        )
        st.segmented_control(
            "The camera on the chart saves",
            list(PICTURES),
            default="png",
            format_func=PICTURES.__getitem__,
            key=f"{key}_picture",
            required=True,
        )
    with st.expander("The chart's numbers as a table", icon=":material/table:"):
        st.markdown(table(head, [[plain(cell) for cell in row] for row in rows], right=right))


def _config(key: str, kind: str) -> dict[str, Any]:
    """Leave one button on the chart: the browser itself draws the picture to save, so nothing leaves the machine."""
    return {
        "displayModeBar": True,
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": kind, "filename": key, "width": 1000, "height": 560, "scale": 2},
    }
