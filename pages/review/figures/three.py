"""Three views of one set of categories: wrong rules in practice, what our check finds, what payers deny."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plotly.graph_objects import Figure

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


class Row(NamedTuple):
    """A category: answers in practice that fit a wrong rule of it, claims with a finding, denied lines."""

    category: str
    title: str
    practice: int
    found: int
    denied: int


def finding(rows: Sequence[Row]) -> str:
    """Say what stands high in more than one of the three, and only that."""
    if not rows:
        return "Nothing is in any of the three yet."
    tops = [max(rows, key=lambda row: row[at]) for at in (2, 3, 4) if any(row[at] for row in rows)]
    first = [row.title for row in tops]
    often = [title for title in dict.fromkeys(first) if first.count(title) > 1]
    if often:
        return f"{often[0]} is the most frequent in {first.count(often[0])} of the {len(tops)}."
    if len(tops) > 1:
        return "What is most frequent differs: what the check finds is not what payers deny most."
    return f"{first[0]} is the most frequent."


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
    drawn.update_yaxes(autorange="reversed", showgrid=False, automargin=True)
    drawn.update_layout(height=140 + 34 * max(3, len(rows)), bargap=0.35)
    drawn.update_annotations(font={"size": 13, "color": inks.text})
    return drawn


def numbers(rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """Give the numbers as rows."""
    return [tuple(row)[1:] for row in rows]
