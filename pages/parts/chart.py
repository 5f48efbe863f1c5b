"""A chart with its finding as the title, its numbers as a table, and both to take along."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from pages.parts.csv_file import csv_of
from pages.parts.text import plain, table

if TYPE_CHECKING:
    from collections.abc import Sequence

Drawing = dict[str, Any]
"""A figure as Plotly writes it: ``data`` and ``layout``. Plotly's own objects look at each word as it is set; of words
that come in one go Streamlit has them look at all at once, in a tenth of the time."""

WIDEST_TITLE: Final = 110  # letters in a line of the saved picture, which is 1,000 pixels wide
TITLE_LINES: Final = 2
TITLE_ROOM: Final = 76  # pixels above the plot; on the page the finding stands there as text, see look.py
# Fonts that every machine has: a saved picture carries no font, and its words must keep their width.
SANS: Final = "Arial, Helvetica, sans-serif"
SERIF: Final = "Georgia, 'Times New Roman', serif"
PICTURES: Final = {"png": "PNG", "svg": "SVG"}


def colors() -> list[str]:
    """Give the theme's ten chart colors, light or dark as the page is now."""
    scheme = "dark" if st.context.theme.type == "dark" else "light"
    return list(st.get_option(f"theme.{scheme}.chartCategoricalColors"))


@dataclass(frozen=True, slots=True)
class Inks:
    """The colors of a chart by what they mean; amber asks for a look, everything else is paper and ink."""

    line: str
    soft: str
    strong: str  # as far as a fill goes under letters
    attention: str
    quiet: str
    paper: str
    text: str


def inks() -> Inks:
    """Give the colors, light or dark as the page is now."""
    scheme = "dark" if st.context.theme.type == "dark" else "light"
    named = colors()
    return Inks(
        line=named[0],
        soft="#1f5551" if scheme == "dark" else "#b9d8d4",
        strong="#2a7a73" if scheme == "dark" else "#63aaa6",
        attention=named[1],
        quiet=named[9],
        paper=str(st.get_option(f"theme.{scheme}.backgroundColor")),
        text=str(st.get_option(f"theme.{scheme}.textColor")),
    )


@st.fragment
def show(
    drawing: Drawing,
    *,
    key: str,
    finding: str,
    alt: str,
    head: Sequence[str],
    rows: Sequence[Sequence[object]],
    right: Sequence[int] = (),
    hover: str = "x unified",
) -> None:
    """Show a figure, its table folded away, and the downloads: the numbers as CSV, the picture as PNG or SVG.

    A fragment: the choice of the picture's kind, or a look at the table, draws this chart again, not the page.

    Args:
        drawing: the traces and axes; title and legend are set here.
        key: begins the widgets' keys and the files' names.
        finding: what the chart shows, in a sentence; the title, on the page as text that breaks where the screen ends.
        alt: the chart in words.
        head: the headings of its numbers.
        rows: its numbers.
        right: the columns of the table, from 0, that hold numbers.
        hover: how Plotly tells the numbers under the pointer.

    """
    kind = str(st.session_state.get(f"{key}_picture") or "png")
    with st.container(key=f"figure_{key}", gap=None):
        st.markdown(f"**{plain(finding)}**")
        st.plotly_chart(
            _dressed(drawing, finding, hover), key=f"{key}_chart", alt=alt, config=_config(key, kind)
        )
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
    # Filled when it is opened: drawing a table that nobody sees takes the browser longer than drawing the chart.
    numbers = st.expander(
        "The chart's numbers as a table", icon=":material/table:", key=f"{key}_table", on_change="rerun"
    )
    if numbers.open:
        numbers.markdown(table(head, [[plain(cell) for cell in row] for row in rows], right=right))


def _dressed(drawing: Drawing, finding: str, hover: str) -> Drawing:
    """The drawing with what all charts have: the title, the legend, the letters, the room around it."""
    ink = inks().text
    return {
        "data": drawing["data"],
        "layout": {
            **{
                name: _axis(value, ink) if name.startswith(("xaxis", "yaxis")) else value
                for name, value in drawing["layout"].items()
            },
            "title": {"text": _title(finding), "x": 0, "font": {"size": 15, "family": SERIF}},
            "font": {"family": SANS, "color": ink},
            # Held against the picture's edge, not the plot's: on a phone its rows push the plot up, not into the axis.
            "legend": {
                "orientation": "h",
                "yref": "container",
                "yanchor": "bottom",
                "y": 0,
                "x": 0,
                "traceorder": "normal",
            },
            "hovermode": hover,
            "margin": {"l": 8, "r": 8, "t": TITLE_ROOM, "b": 8},
            # The browser hands each chart to Plotly twice. Streamlit makes another chart of other numbers, so that the
            # numbers of one chart never change: told so, Plotly does not draw it again.
            "datarevision": 1,
        },
    }


def _axis(axis: Drawing, ink: str) -> Drawing:
    """An axis with its letters in ink."""
    title = {**axis.get("title", {}), "font": {"color": ink}}
    return {**axis, "tickfont": {"color": ink}, "title": title}


def _title(finding: str) -> str:
    """The finding as the saved picture tells it, broken where its line ends."""
    told = finding.replace(" %", "\u00a0%")
    return "<br>".join(textwrap.wrap(told, WIDEST_TITLE, max_lines=TITLE_LINES, placeholder=" …"))


def _config(key: str, kind: str) -> dict[str, Any]:
    """Leave one button on the chart: the browser itself draws the picture to save, so nothing leaves the machine."""
    return {
        "displayModeBar": True,
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": kind, "filename": key, "width": 1000, "height": 560, "scale": 2},
    }
