"""The chart of a year's running total: the steps of the claims, the threshold, and a straight line ahead."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from logic.calculators.threshold_outlook import finding
from pages.parts import chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plotly.graph_objects import Figure

    from logic.calculators.threshold import ClaimState, CounterState
    from logic.calculators.threshold_outlook import Outlook

AHEAD = "If visits go on like this (a straight line)"


def show(own: Sequence[ClaimState], counter: CounterState, ahead: Outlook | None) -> None:
    """Show the chart, its numbers and its downloads."""
    title = finding(counter, ahead)
    chart.show(
        figure(own, counter, ahead, chart.colors()),
        key=f"kx-{counter.year}-{counter.counter.replace(' ', '-').lower()}",
        finding=title,
        alt=f"Running total of {counter.year} by date. {counter.says}{f' {ahead.says}' if ahead else ''}",
        head=["date", "what", "allowed", "running total", "KX"],
        rows=numbers(own, counter, ahead),
        right=(2, 3),
    )


def figure(
    own: Sequence[ClaimState], counter: CounterState, ahead: Outlook | None, colors: Sequence[str]
) -> Figure:
    """Give the figure; amber is the threshold, because above it something must be done."""
    import plotly.graph_objects as go  # noqa: PLC0415 - takes 60 ms, and only this page draws a chart

    begin, end = date(counter.year, 1, 1).isoformat(), date(counter.year, 12, 31).isoformat()
    teal, amber, gray = colors[0], colors[1], colors[9]
    start = float(own[0].before if own else counter.used)
    days = [begin, *(state.claim.on.isoformat() for state in own)]
    totals = [start, *(float(state.after) for state in own)]
    drawn = go.Figure()
    drawn.add_scatter(
        x=days,
        y=totals,
        name="Allowed so far",
        mode="lines+markers",
        line={"shape": "hv", "color": teal, "width": 2.5},
    )
    if ahead is not None:
        drawn.add_scatter(
            x=[ahead.begins.isoformat(), end],
            y=[float(ahead.used), float(ahead.at_year_end)],
            name=AHEAD,
            mode="lines",
            line={"color": teal, "width": 2, "dash": "dot"},
        )
    for name, amount, color, dash in (
        ("KX above", counter.threshold, amber, "solid"),
        ("Review above", counter.review_from, gray, "dash"),
    ):
        if amount is not None:
            drawn.add_scatter(
                x=[begin, end],
                y=[float(amount)] * 2,
                name=f"{name} ${amount:,.0f}",
                mode="lines",
                line={"color": color, "width": 2, "dash": dash},
            )
    drawn.update_xaxes(range=[begin, end], dtick="M2", tickformat="%b", showgrid=False)
    drawn.update_yaxes(rangemode="tozero", tickprefix="$", tickformat=",.0f", hoverformat=",.2f")
    drawn.update_layout(height=420)
    return drawn


def numbers(
    own: Sequence[ClaimState], counter: CounterState, ahead: Outlook | None
) -> list[tuple[str, str, str, str, str]]:
    """Give what the chart shows as rows."""
    start = own[0].before if own else counter.used
    rows = [(date(counter.year, 1, 1).isoformat(), "before these claims", "", f"{start:.2f}", "")]
    rows += [
        (
            state.claim.on.isoformat(),
            f"{state.claim.discipline.upper()} claim",
            f"{state.after - state.before:.2f}",
            f"{state.after:.2f}",
            state.kx,
        )
        for state in own
    ]
    if ahead is not None:
        rows.append((date(counter.year, 12, 31).isoformat(), AHEAD, "", f"{ahead.at_year_end:.2f}", ""))
    if counter.threshold is not None:
        rows.append(("", "KX above", "", f"{counter.threshold:.2f}", ""))
    if counter.review_from is not None:
        rows.append(("", "Review above", "", f"{counter.review_from:.2f}", ""))
    return rows
