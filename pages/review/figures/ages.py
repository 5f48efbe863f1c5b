"""Open claims by age: how many wait how long, and for how many dollars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pages.review.figures.pareto import short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.trends.aging import Aging
    from pages.parts.chart import Drawing, Inks

HEAD: Final = ("days since it was sent", "open claims", "of them longer than usual", "charges")
RIGHT: Final = (1, 2, 3)


def figure(aging: Aging, inks: Inks) -> Drawing:
    """Give the figure; amber are claims past the day by which nine of ten have their answer."""
    buckets = aging.buckets
    ages = [each.label.replace(" days", "").replace(" to ", "-") for each in buckets]
    most = max((each.count for each in buckets), default=0)
    numbers = {
        "type": "scatter",
        "x": ages,
        "y": [each.count for each in buckets],
        "mode": "text",
        "text": [f"{each.count:,}<br>{short(each.charge)}" if each.count else "0" for each in buckets],
        "textposition": "top center",
        "textfont": {"color": inks.text},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }
    return {
        "data": [
            _bars("Usual", ages, [each.count - each.late for each in buckets], inks.line),
            _bars("Longer than usual", ages, [each.late for each in buckets], inks.attention),
            numbers,
        ],
        "layout": {
            "xaxis": {
                "type": "category",
                "categoryorder": "array",
                "categoryarray": ages,
                "title": {"text": "days since it was sent"},
                "showgrid": False,
                "tickangle": 0,
            },
            "yaxis": {"range": [0, 1.3 * most or 1], "nticks": 5},
            "height": 340,
            "barmode": "stack",
            "bargap": 0.4,
        },
    }


def _bars(name: str, ages: Sequence[str], counts: Sequence[int], color: str) -> Drawing:
    return {
        "type": "bar",
        "x": ages,
        "y": counts,
        "name": name,
        "marker": {"color": color},
        "hovertemplate": f"%{{x}} days, {name.lower()}: %{{y:,}} claims<extra></extra>",
    }


def rows(aging: Aging) -> list[tuple[Any, ...]]:
    """Give the numbers as rows."""
    return [(each.label, each.count, each.late, f"{each.charge / 100:.2f}") for each in aging.buckets]
