"""The heat map: which kind of error meets whom, as claims in a hundred; a cell with few claims stays empty."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.trends.heat import Heat
    from pages.parts.chart import Drawing, Inks

WIDEST: Final = 16  # letters beside a row; a phone has no room for more
MOST_NUMBERS: Final = 8
"""Columns up to which each cell shows its number."""


def figure(found: Heat, titles: Mapping[str, str], inks: Inks) -> Drawing:
    """Give the figure: the darker, the more often; one hue, for often is no verdict. Amber frames stand out."""
    down = {row: "<br>".join(wrap(titles.get(row, row), WIDEST)) for row in found.rows}
    few = len(found.columns) <= MOST_NUMBERS
    cells = {
        "type": "heatmap",
        "x": list(found.columns),
        "y": [down[row] for row in found.rows],
        "z": [[None if cell.rate is None else 100 * cell.rate for cell in row] for row in found.cells],
        "colorscale": [[0, inks.paper], [0.4, inks.soft], [1, inks.strong]],
        "zmin": 0,
        "xgap": 2,
        "ygap": 2,
        "hoverongaps": False,
        "texttemplate": "%{z:.1f}" if few else None,
        "textfont": {"color": inks.text},
        "customdata": [[f"{cell.count:,} of {cell.size:,}" for cell in row] for row in found.cells],
        "hovertemplate": "%{x}<br>%{y}: %{z:.1f} claims in 100 (%{customdata})<extra></extra>",
        "showscale": not few,
        "colorbar": {"title": {"text": "in 100"}, "thickness": 12, "outlinewidth": 0},
    }
    return {
        "data": [cells],
        "layout": {
            "xaxis": {
                "type": "category",
                "showgrid": False,
                "automargin": True,
                "tickangle": None if few else -90,
            },
            "yaxis": {"autorange": "reversed", "showgrid": False, "automargin": True},
            "height": (200 if few else 330) + 34 * len(found.rows),
            "shapes": _frames(found, inks),
        },
    }


def _frames(found: Heat, inks: Inks) -> list[Drawing]:
    """A frame around each cell that chance does not make."""
    return [
        {
            "type": "rect",
            "x0": column - 0.47,
            "x1": column + 0.47,
            "y0": row - 0.46,
            "y1": row + 0.46,
            "line": {"color": inks.attention, "width": 2.5},
            "name": name,
        }
        for row, (name, cells) in enumerate(zip(found.rows, found.cells, strict=True))
        for column, cell in enumerate(cells)
        if cell.out
    ]


def table(found: Heat, titles: Mapping[str, str]) -> tuple[list[str], list[list[Any]]]:
    """Give headings and rows: a cell is claims with the error, of claims; a star stands out."""
    rows: list[list[Any]] = [
        [titles.get(row, row), *(f"{cell.count} of {cell.size}{' *' if cell.out else ''}" for cell in cells)]
        for row, cells in zip(found.rows, found.cells, strict=True)
    ]
    return ["kind of error", *found.columns], rows
