"""The Pareto chart: what was denied, most dollars first, preventable or contested."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from pages.parts.text import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.trends.pareto import Bar
    from pages.parts.chart import Drawing, Inks

HEAD: Final = (
    "kind of denial",
    "weight",
    "denied lines",
    "dollars",
    "share of dollars",
    "running share",
    "overturned dollars",
)
RIGHT: Final = (2, 3, 4, 5, 6)
WIDEST: Final = 16  # letters beside a bar; a phone has no room for more
WEIGHTS: Final = {
    "preventable": "Preventable",
    "contested": "Contested by judgment",
    "": "Not told by the codes",
}


def short(cents: int) -> str:
    """Dollars as a label: ``$870``, ``$4.3k``, ``$43k``, ``$1.2M``."""
    dollars = cents / 100
    for least, unit, sign in ((1e6, 1e6, "M"), (1e4, 1e3, "k"), (1e3, 1e3, "k")):
        if dollars >= least:
            return f"${dollars / unit:,.{0 if least == 1e4 else 1}f}{sign}"
    return f"${dollars:,.0f}"


def figure(bars: Sequence[Bar], inks: Inks) -> Drawing:
    """Give the figure: bars across, so that the kinds can be read; filled are preventable, outlined contested."""
    most = max((bar.amount for bar in bars), default=0) / 100
    return {
        "data": [
            _bars(bars, weight, inks) for weight in WEIGHTS if any(bar.weight == weight for bar in bars)
        ],
        "layout": {
            "yaxis": {"autorange": "reversed", "showgrid": False, "automargin": True},
            "xaxis": {
                "range": [0, most * 1.4 or 1],
                "tickprefix": "$",
                "tickformat": "~s",
                "nticks": 5,
            },
            "barmode": "stack",
            "bargap": 0.35,
            "height": 160 + 30 * max(3, len(bars)),
        },
    }


def _bars(bars: Sequence[Bar], weight: str, inks: Inks) -> Drawing:
    """The bars of one weight, each at the place of its kind."""
    mine = [bar if bar.weight == weight else None for bar in bars]
    return {
        "type": "bar",
        "y": ["<br>".join(wrap(bar.title, WIDEST)) for bar in bars],
        "x": [bar.amount / 100 if bar else None for bar in mine],
        "name": WEIGHTS[weight],
        "orientation": "h",
        "marker": {
            "color": {"preventable": inks.line, "contested": inks.soft, "": inks.paper}[weight],
            "line": {"color": inks.line if weight else inks.quiet, "width": 1.5},
        },
        "text": [f"{short(bar.amount)} · {bar.count:,}" if bar else "" for bar in mine],
        "textposition": "outside",
        "textfont": {"color": inks.text},
        "constraintext": "none",
        "cliponaxis": False,
        "customdata": [count(bar.count, "line") if bar else "" for bar in mine],
        "hovertemplate": "$%{x:,.0f} in %{customdata}<extra></extra>",
    }


def rows(bars: Sequence[Bar]) -> list[tuple[Any, ...]]:
    """Give the numbers of the chart as rows."""
    return [
        (
            bar.title,
            WEIGHTS[bar.weight].lower(),
            bar.count,
            f"{bar.amount / 100:.2f}",
            f"{100 * bar.share:.1f}%",
            f"{100 * bar.running:.1f}%",
            f"{bar.overturned / 100:.2f}",
        )
        for bar in bars
    ]
