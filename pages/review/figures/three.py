"""Three views of one set of categories: wrong rules in practice, what our check finds, what payers deny."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.trends.side_by_side import Row
    from pages.parts.chart import Drawing, Inks

WIDEST: Final = 14
HEAD: Final = (
    "kind of error",
    "wrong rules in practice (answers)",
    "found by our check (claims)",
    "denied (lines)",
)
RIGHT: Final = (1, 2, 3)
PANELS: Final = ("In practice", "In our check", "Denied")
GAP: Final = 0.03  # between two panels, of the width


def figure(rows: Sequence[Row], inks: Inks) -> Drawing:
    """Give the figure: three panels of bars on one list of kinds, each with a scale of its own."""
    titles = ["<br>".join(wrap(row.title, WIDEST)) for row in rows]
    panels = [
        [row.practice for row in rows],
        [row.found for row in rows],
        [row.denied for row in rows],
    ]
    axes = [
        "",
        *(str(at + 1) for at in range(1, len(PANELS))),
    ]  # as Plotly numbers them: xaxis, xaxis2, xaxis3
    return {
        "data": [
            _bars(name, titles, values, f"x{axis}", inks)
            for name, values, axis in zip(PANELS, panels, axes, strict=True)
        ],
        "layout": {
            **{
                f"xaxis{axis}": {
                    "domain": _stretch(at),
                    "range": [0, 1.6 * max([*values, 1])],
                    "showticklabels": False,
                    "showgrid": False,
                }
                for at, (values, axis) in enumerate(zip(panels, axes, strict=True))
            },
            "yaxis": {
                "autorange": "reversed",
                "showgrid": False,
                "automargin": True,
                "domain": [0, 0.93],
            },
            "height": 140 + 34 * max(3, len(rows)),
            "bargap": 0.35,
            "annotations": [_heading(name, at, inks) for at, name in enumerate(PANELS)],
        },
    }


def _stretch(at: int) -> list[float]:
    """Where a panel begins and ends across the picture."""
    width = (1 - GAP * (len(PANELS) - 1)) / len(PANELS)
    begin = at * (width + GAP)
    return [begin, min(1.0, begin + width)]


def _bars(name: str, titles: Sequence[str], values: Sequence[int], axis: str, inks: Inks) -> Drawing:
    return {
        "type": "bar",
        "y": titles,
        "x": values,
        "xaxis": axis,
        "name": name,
        "orientation": "h",
        "marker": {"color": inks.line},
        "text": [f"{value:,}" for value in values],
        "textposition": "outside",
        "textfont": {"color": inks.text},
        "constraintext": "none",
        "cliponaxis": False,
        "showlegend": False,
        "hovertemplate": "%{x:,}<extra></extra>",
    }


def _heading(name: str, at: int, inks: Inks) -> Drawing:
    """The name of a panel, above its middle."""
    return {
        "text": name,
        "x": sum(_stretch(at)) / 2,
        "xref": "paper",
        "xanchor": "center",
        "y": 0.94,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 13, "color": inks.text},
    }


def numbers(rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """Give the numbers as rows."""
    return [tuple(row)[1:] for row in rows]
