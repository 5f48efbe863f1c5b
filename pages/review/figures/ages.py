"""Open claims by age: how many wait how long, and for how many dollars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pages.review.figures.pareto import short

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from logic.trends.aging import Aging
    from pages.parts.chart import Inks

HEAD: Final = ("days since it was sent", "open claims", "of them longer than usual", "charges")
RIGHT: Final = (1, 2, 3)


def figure(aging: Aging, inks: Inks) -> Figure:
    """Give the figure; amber are claims past the day by which nine of ten have their answer."""
    import plotly.graph_objects as go  # noqa: PLC0415 - takes 60 ms, and only pages with a chart need it

    buckets = aging.buckets
    ages = [each.label.replace(" days", "").replace(" to ", "-") for each in buckets]
    drawn = go.Figure()
    for name, mine, color in (
        ("Usual", [each.count - each.late for each in buckets], inks.line),
        ("Longer than usual", [each.late for each in buckets], inks.attention),
    ):
        drawn.add_bar(
            x=ages,
            y=mine,
            name=name,
            marker={"color": color},
            hovertemplate=f"%{{x}} days, {name.lower()}: %{{y:,}} claims<extra></extra>",
        )
    drawn.add_scatter(
        x=ages,
        y=[each.count for each in buckets],
        mode="text",
        text=[f"{each.count:,}<br>{short(each.charge)}" if each.count else "0" for each in buckets],
        textposition="top center",
        textfont={"color": inks.text},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    most = max((each.count for each in buckets), default=0)
    drawn.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=ages,
        title="days since it was sent",
        showgrid=False,
        tickangle=0,
    )
    drawn.update_yaxes(range=[0, 1.3 * most or 1], nticks=5)
    drawn.update_layout(height=340, barmode="stack", bargap=0.4)
    return drawn


def rows(aging: Aging) -> list[tuple[Any, ...]]:
    """Give the numbers as rows."""
    return [(each.label, each.count, each.late, f"{each.charge / 100:.2f}") for each in aging.buckets]
