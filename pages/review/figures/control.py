"""The control chart: a rate by month or week, its median, its limits, what is not settled yet, and days of training."""

from __future__ import annotations

from bisect import bisect_right
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from logic.trends.months import Period, Trend
    from logic.trends.zone_rules import Signal
    from pages.parts.chart import Drawing, Inks

HEAD: Final = ("period", "count", "of", "rate", "lower limit", "upper limit", "no answer yet", "what it says")
RIGHT: Final = (1, 2, 3, 4, 5, 6)
MOST_TICKS: Final = 6  # more of them run into each other on a phone
WIDEST: Final = 16  # letters beside the line of a training
LIMITS: Final = "What chance alone makes"
DOWN: Final = {"xref": "x", "yref": "y domain", "y0": 0, "y1": 1}
"""From the top of the plot to its bottom."""


def figure(
    trend: Trend, inks: Inks, *, trained: Sequence[tuple[str, date]] = (), signals: Sequence[Signal] = ()
) -> Drawing:
    """Give the figure; amber marks settled points outside the limits, where the runs let them be judged.

    Args:
        trend: the periods with their chart and runs.
        inks: the colors.
        trained: days of training, each with what it was on; empty where the whole chart is of that.
        signals: of the opt-in rules; places among the settled periods.

    """
    shown = [period for period in trend.periods if period.size]
    settled = len(trend.judged)
    labels = [named(period, trend) for period in shown]
    ticks = labels[:: max(1, -(-len(labels) // MOST_TICKS))]
    told = [mark for on, day in trained if (mark := _training(on, day, shown, inks))]
    if settled < len(shown):
        told.insert(0, _shade(settled, len(shown), inks))
    return {
        "data": [
            *_limits(trend, labels[:settled], inks),
            *_median(trend, labels[:settled], inks),
            {
                **_line(shown[:settled], labels[:settled]),
                "name": "Settled",
                "line": {"color": inks.line, "width": 2.5},
                "marker": {"size": 7 if settled < 30 else 4},
            },
            *_not_settled(shown, labels, settled, inks),
            *_out(sorted(outside(trend) | {one.place for one in signals}), shown, labels, inks),
        ],
        "layout": {
            "xaxis": {
                "type": "category",
                "categoryorder": "array",
                "categoryarray": labels,
                "showgrid": False,
                "tickvals": ticks,
                "ticktext": [label.replace(" ", "<br>") for label in ticks],
                "tickangle": 0,
            },
            "yaxis": {"rangemode": "tozero", "ticksuffix": " %", "nticks": 6},
            "height": 400,
            "shapes": [shape for shape, _ in told],
            "annotations": [words for _, words in told],
        },
    }


def named(period: Period, trend: Trend) -> str:
    """A period as the axis tells it: ``Mar 2026``, or ``W10 2026``."""
    if trend.every == "month":
        return f"{period.first:%b %Y}"
    year, week, _ = period.first.isocalendar()
    return f"W{week:02d} {year}"


def outside(trend: Trend) -> set[int]:
    """Places of settled points outside the limits; none where the runs say that the series itself has moved."""
    if trend.chart is None or trend.runs is None or not trend.enough or trend.runs.shifted:
        return set()
    return {at for at, point in enumerate(trend.chart.points[: len(trend.judged)]) if point.outside}


def _limits(trend: Trend, labels: Sequence[str], inks: Inks) -> list[Drawing]:
    """The two dotted lines; none where there are too few points for limits."""
    if trend.chart is None or not trend.enough:
        return []
    points = trend.chart.points[: len(labels)]
    return [
        {
            "type": "scatter",
            "x": labels,
            "y": [None if value is None else 100 * value for value in values],
            "name": LIMITS,
            "mode": "lines",
            "line": {"shape": "hvh", "color": inks.quiet, "width": 1, "dash": "dot"},
            "showlegend": upper,
            "hoverinfo": "skip",
        }
        for upper, values in (
            (True, [point.upper for point in points]),
            (False, [point.lower for point in points]),
        )
    ]


def _median(trend: Trend, labels: Sequence[str], inks: Inks) -> list[Drawing]:
    """The line that half of the settled points lie above."""
    if trend.runs is None:
        return []
    return [
        {
            "type": "scatter",
            "x": labels,
            "y": [100 * trend.runs.median] * len(labels),
            "name": "Median",
            "mode": "lines",
            "line": {"color": inks.quiet, "width": 1.5},
            "hoverinfo": "skip",
        }
    ]


def _line(periods: Sequence[Period], labels: Sequence[str]) -> Drawing:
    """A stretch of the rate with its counts to hover over."""
    return {
        "type": "scatter",
        "x": labels,
        "y": [100 * (period.rate or 0) for period in periods],
        "customdata": [f"{period.count:,} of {period.size:,}" for period in periods],
        "mode": "lines+markers",
        "hovertemplate": "%{y:.1f}% (%{customdata})<extra></extra>",
    }


def _not_settled(shown: Sequence[Period], labels: Sequence[str], settled: int, inks: Inks) -> list[Drawing]:
    """The newest points, open and dotted: their answers have not all come in."""
    if settled == len(shown):
        return []
    begin = max(0, settled - 1)  # the line goes on from the last settled point
    size = 7 if len(shown) < 30 else 4
    return [
        {
            **_line(shown[begin:], labels[begin:]),
            "name": "Not settled yet",
            "line": {"color": inks.line, "width": 1.5, "dash": "dot"},
            "marker": {
                "size": [0 if at < settled else size for at in range(begin, len(shown))],
                "symbol": "circle-open",
            },
        }
    ]


def _out(places: Sequence[int], shown: Sequence[Period], labels: Sequence[str], inks: Inks) -> list[Drawing]:
    """A mark around each point that is out of the usual."""
    if not places:
        return []
    return [
        {
            "type": "scatter",
            "x": [labels[at] for at in places],
            "y": [100 * (shown[at].rate or 0) for at in places],
            "name": "Out of the usual",
            "mode": "markers",
            "marker": {
                "symbol": "diamond-open",
                "size": 14,
                "color": inks.attention,
                "line": {"width": 2.5},
            },
            "hoverinfo": "skip",
        }
    ]


def _shade(settled: int, shown: int, inks: Inks) -> tuple[Drawing, Drawing]:
    """The ground under what is not settled, and its words; on a category axis a place is a number."""
    shade = {
        "type": "rect",
        "x0": settled - 0.5,
        "x1": shown - 0.5,
        **DOWN,
        "fillcolor": inks.quiet,
        "opacity": 0.14,
        "line": {"width": 0},
        "layer": "below",
    }
    return shade, {**_words(shown - 0.5, "not settled yet", inks), "yanchor": "bottom"}


def _training(on: str, day: date, shown: Sequence[Period], inks: Inks) -> tuple[Drawing, Drawing] | None:
    """The mark of a day of training before the first period after it, and its words."""
    after = bisect_right([period.first for period in shown], day)
    if not 0 < after <= len(shown):
        return None
    # A training on the first day of a period stands at its left edge, a later one at its right.
    at = after - (1.5 if shown[after - 1].first == day else 0.5)
    line = {
        "type": "line",
        "x0": at,
        "x1": at,
        **DOWN,
        "line": {"color": inks.text, "width": 1.5, "dash": "dash"},
    }
    told = "".join(f"{word} <br>" for word in wrap(on, WIDEST)) + f"training {day:%b} {day.day} "
    return line, {**_words(at, told, inks), "yanchor": "top", "align": "right"}


def _words(at: float, told: str, inks: Inks) -> Drawing:
    """Words that end at a place, at the top of the plot."""
    return {
        "x": at,
        "xref": "x",
        "xanchor": "right",
        "y": 1,
        "yref": "paper",
        "text": told,
        "showarrow": False,
        "font": {"color": inks.text, "size": 12},
    }


def rows(trend: Trend, signals: Sequence[Signal] = (), rules: Mapping[int, str] | None = None) -> list[Any]:
    """Give the numbers of the chart as rows."""
    limits = {point.label: point for point in trend.chart.points} if trend.chart and trend.enough else {}
    far = {trend.judged[at].label for at in outside(trend)}
    told = []
    for period in trend.periods:
        point = limits.get(period.label)
        says = ["outside the limits"] if period.label in far else []
        says += [(rules or {})[one.rule] for one in signals if trend.judged[one.place].label == period.label]
        if not period.settled:
            says = ["not settled yet"]
        told.append(
            (
                named(period, trend),
                period.count,
                period.size,
                _percent(period.rate),
                _percent(point.lower if point and period.settled else None),
                _percent(point.upper if point and period.settled else None),
                period.waiting,
                "; ".join(says) or ("no cases" if not period.size else ""),
            )
        )
    return told


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f}%"
