"""Three views of one set of categories: wrong rules in practice, what our check finds, what payers deny."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plotly.graph_objects import Figure

    from logic.trends.side_by_side import Row
    from pages.parts.chart import Inks

WIDEST: Final = 14
HEAD: Final = (
    "kind of error",
    "wrong rules in practice (answers)",
    "found by our check (claims)",
    "denied (lines)",
)
RIGHT: Final = (1, 2, 3)
PANELS: Final = ("In practice", "In our check", "Denied")


def figure(rows: Sequence[Row], inks: Inks) -> Figure:
    """Give the figure: three panels of bars on one list of kinds, each with a scale of its own."""
    from plotly.subplots import make_subplots  # noqa: PLC0415 - takes 60 ms, and only pages with a chart need it

    drawn = make_subplots(1, 3, shared_yaxes=True, horizontal_spacing=0.03, subplot_titles=PANELS)
    titles = ["<br>".join(wrap(row.title, WIDEST)) for row in rows]
    for at, name in enumerate(PANELS):
        values = [row[at + 2] for row in rows]
        drawn.add_bar(
            y=titles,
            x=values,
            name=name,
            orientation="h",
            marker={"color": inks.line},
            text=[f"{value:,}" for value in values],
            textposition="outside",
            textfont={"color": inks.text},
            constraintext="none",
            cliponaxis=False,
            showlegend=False,
            hovertemplate="%{x:,}<extra></extra>",
            row=1,
            col=at + 1,
        )
        drawn.update_xaxes(
            range=[0, 1.6 * max([*values, 1])], showticklabels=False, showgrid=False, row=1, col=at + 1
        )
    drawn.update_yaxes(autorange="reversed", showgrid=False, automargin=True, domain=[0, 0.93])
    drawn.update_layout(height=140 + 34 * max(3, len(rows)), bargap=0.35)
    drawn.update_annotations(y=0.94, font={"size": 13, "color": inks.text})
    return drawn


def numbers(rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """Give the numbers as rows."""
    return [tuple(row)[1:] for row in rows]
