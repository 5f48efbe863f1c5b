"""The control chart: a rate by month or week, its median, its limits, what is not settled yet, and days of training."""

from __future__ import annotations

from bisect import bisect_right
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from plotly.graph_objects import Figure

    from logic.trends.months import Period, Trend
    from logic.trends.zone_rules import Signal
    from pages.parts.chart import Inks

HEAD: Final = ("period", "count", "of", "rate", "lower limit", "upper limit", "no answer yet", "what it says")
RIGHT: Final = (1, 2, 3, 4, 5, 6)
MOST_TICKS: Final = 6  # more of them run into each other on a phone
WIDEST: Final = 16  # letters beside the line of a training
LIMITS: Final = "What chance alone makes"


def figure(
    trend: Trend, inks: Inks, *, trained: Sequence[tuple[str, date]] = (), signals: Sequence[Signal] = ()
) -> Figure:
    """Give the figure; amber marks settled points outside the limits, where the runs let them be judged.

    Args:
        trend: the periods with their chart and runs.
        inks: the colors.
        trained: days of training, each with what it was on; empty where the whole chart is of that.
        signals: of the opt-in rules; places among the settled periods.

    """
    import plotly.graph_objects as go  # noqa: PLC0415 - takes 60 ms, and only pages with a chart need it

    shown = [period for period in trend.periods if period.size]
    settled = len(trend.judged)
    labels = [named(period, trend) for period in shown]
    drawn = go.Figure()
    if trend.chart is not None and trend.enough:
        _limits(drawn, trend, labels[:settled], inks)
    if trend.runs is not None:
        drawn.add_scatter(
            x=labels[:settled],
            y=[100 * trend.runs.median] * settled,
            name="Median",
            mode="lines",
            line={"color": inks.quiet, "width": 1.5},
            hoverinfo="skip",
        )
    drawn.add_scatter(
        **_line(shown[:settled], labels[:settled]),
        name="Settled",
        line={"color": inks.line, "width": 2.5},
        marker={"size": 7 if settled < 30 else 4},
    )
    if settled < len(shown):
        _not_settled(drawn, shown, labels, settled, inks)
    marked = sorted(outside(trend) | {one.place for one in signals})
    if marked:
        drawn.add_scatter(
            x=[labels[at] for at in marked],
            y=[100 * (shown[at].rate or 0) for at in marked],
            name="Out of the usual",
            mode="markers",
            marker={"symbol": "diamond-open", "size": 14, "color": inks.attention, "line": {"width": 2.5}},
            hoverinfo="skip",
        )
    for named_as, day in trained:
        _training(drawn, named_as, day, shown, inks)
    ticks = labels[:: max(1, -(-len(labels) // MOST_TICKS))]
    drawn.update_xaxes(
        type="category",
        categoryorder="array",
        categoryarray=labels,
        showgrid=False,
        tickvals=ticks,
        ticktext=[label.replace(" ", "<br>") for label in ticks],
        tickangle=0,
    )
    drawn.update_yaxes(rangemode="tozero", ticksuffix=" %", nticks=6)
    drawn.update_layout(height=400)
    return drawn


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


def _limits(drawn: Figure, trend: Trend, labels: Sequence[str], inks: Inks) -> None:
    chart = trend.chart
    if chart is None:
        return
    points = chart.points[: len(labels)]
    for upper in (True, False):
        values = [point.upper if upper else point.lower for point in points]
        drawn.add_scatter(
            x=labels,
            y=[None if value is None else 100 * value for value in values],
            name=LIMITS,
            mode="lines",
            line={"shape": "hvh", "color": inks.quiet, "width": 1, "dash": "dot"},
            showlegend=upper,
            hoverinfo="skip",
        )


def _line(periods: Sequence[Period], labels: Sequence[str]) -> dict[str, Any]:
    """A stretch of the rate with its counts to hover over."""
    return {
        "x": labels,
        "y": [100 * (period.rate or 0) for period in periods],
        "customdata": [f"{period.count:,} of {period.size:,}" for period in periods],
        "mode": "lines+markers",
        "hovertemplate": "%{y:.1f} % (%{customdata})<extra></extra>",
    }


def _not_settled(
    drawn: Figure, shown: Sequence[Period], labels: Sequence[str], settled: int, inks: Inks
) -> None:
    """Draw the newest points open and dotted on a shaded ground: their answers have not all come in."""
    begin = max(0, settled - 1)  # the line goes on from the last settled point
    size = 7 if len(shown) < 30 else 4
    drawn.add_scatter(
        **_line(shown[begin:], labels[begin:]),
        name="Not settled yet",
        line={"color": inks.line, "width": 1.5, "dash": "dot"},
        marker={
            "size": [0 if at < settled else size for at in range(begin, len(shown))],
            "symbol": "circle-open",
        },
    )
    drawn.add_vrect(
        x0=settled - 0.5,
        x1=len(shown) - 0.5,
        fillcolor=inks.quiet,
        opacity=0.14,
        line_width=0,
        layer="below",
    )
    drawn.add_annotation(
        x=len(shown) - 0.5,
        y=1,
        yref="paper",
        xanchor="right",
        yanchor="bottom",
        text="not settled yet",
        showarrow=False,
        font={"color": inks.text, "size": 12},
    )


def _training(drawn: Figure, on: str, day: date, shown: Sequence[Period], inks: Inks) -> None:
    """Mark a day of training before the first period after it; on a category axis a place is a number."""
    after = bisect_right([period.first for period in shown], day)
    if not 0 < after <= len(shown):
        return
    # A training on the first day of a period stands at its left edge, a later one at its right.
    at = after - (1.5 if shown[after - 1].first == day else 0.5)
    drawn.add_vline(x=at, line={"color": inks.text, "width": 1.5, "dash": "dash"})
    drawn.add_annotation(
        x=at,
        y=1,
        yref="paper",
        xanchor="right",
        yanchor="top",
        text="".join(f"{word} <br>" for word in wrap(on, WIDEST)) + f"training {day:%b} {day.day} ",
        showarrow=False,
        align="right",
        font={"color": inks.text, "size": 12},
    )


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
    return "" if value is None else f"{100 * value:.1f} %"
