"""The heat map: which kind of error meets whom, as claims in a hundred; a cell with few claims stays empty."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from logic.trends.cells import Cells, Column
    from pages.parts.chart import Inks

WIDEST: Final = 16  # letters beside a row; a phone has no room for more


def name(column: Column) -> str:
    """A column in words."""
    return " · ".join(part for part in column if part)


def finding(heat: Cells) -> str:
    """Say where most is found, in claims of a hundred."""
    cells = [
        (rate, kind, column)
        for kind in heat.kinds
        for column in heat.columns
        if (rate := heat.rate(kind, column)) is not None
    ]
    if not cells or not max(cells)[0]:
        return "No cell has enough claims and an error."
    rate, kind, column = max(cells)
    return f"Most often: {kind}, {name(column)}, {rate:.1f} claims in 100."


def figure(heat: Cells, inks: Inks) -> Figure:
    """Give the figure: the darker, the more often; one hue, for often is no verdict."""
    import plotly.graph_objects as go  # noqa: PLC0415 - takes 60 ms, and only pages with a chart need it

    cells = [[heat.rate(kind, column) for column in heat.columns] for kind in heat.kinds]
    short = len(heat.columns) <= 8
    both = all(payer and provider for payer, provider in heat.columns)
    across: Any = (
        [[payer for payer, _ in heat.columns], [provider[-4:] for _, provider in heat.columns]]
        if both
        else [name(column) for column in heat.columns]
    )
    drawn = go.Figure(
        go.Heatmap(
            x=across,
            y=["<br>".join(wrap(kind, WIDEST)) for kind in heat.kinds],
            z=cells,
            colorscale=[[0, inks.paper], [0.4, inks.soft], [1, inks.strong]],
            zmin=0,
            xgap=2,
            ygap=2,
            hoverongaps=False,
            texttemplate="%{z:.1f}" if short else None,
            textfont={"color": inks.text},
            customdata=[[name(column) for column in heat.columns] for _ in heat.kinds],
            hovertemplate="%{customdata}<br>%{y}: %{z:.1f} claims in 100<extra></extra>",
            showscale=not short,
            colorbar={"title": {"text": "in 100"}, "thickness": 12, "outlinewidth": 0},
        )
    )
    drawn.update_xaxes(side="bottom", showgrid=False, automargin=True)
    if not both:
        drawn.update_xaxes(type="category")
    drawn.update_yaxes(autorange="reversed", showgrid=False, automargin=True)
    drawn.update_layout(height=200 + 34 * len(heat.kinds))
    return drawn


def table(heat: Cells) -> tuple[list[str], list[list[Any]]]:
    """Give headings and rows: a cell is claims with the error, of claims."""
    head = ["kind of error", *(name(column) for column in heat.columns)]
    rows = [
        [
            kind,
            *(
                f"{heat.found.get((kind, column), 0)} of {heat.claims.get(column, 0)}"
                for column in heat.columns
            ),
        ]
        for kind in heat.kinds
    ]
    return head, rows
