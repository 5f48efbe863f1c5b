"""The chart of a year's running total: the steps of the claims, the threshold, and a straight line ahead."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from logic.calculators.threshold_outlook import finding
from pages.parts import chart

if TYPE_CHECKING:
    from collections.abc import Sequence

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
) -> chart.Drawing:
    """Give the figure; amber is the threshold, because above it something must be done."""
    begin, end = date(counter.year, 1, 1).isoformat(), date(counter.year, 12, 31).isoformat()
    teal, amber, gray = colors[0], colors[1], colors[9]
    start = float(own[0].before if own else counter.used)
    days = [begin, *(state.claim.on.isoformat() for state in own)]
    totals = [start, *(float(state.after) for state in own)]
    lines = [("Allowed so far", days, totals, {"shape": "hv", "color": teal, "width": 2.5})]
    if ahead is not None:
        straight = [float(ahead.used), float(ahead.at_year_end)]
        lines.append(
            (AHEAD, [ahead.begins.isoformat(), end], straight, {"color": teal, "width": 2, "dash": "dot"})
        )
    for name, amount, color, dash in (
        ("KX above", counter.threshold, amber, "solid"),
        ("Review above", counter.review_from, gray, "dash"),
    ):
        if amount is not None:
            level = {"color": color, "width": 2, "dash": dash}
            lines.append((f"{name} ${amount:,.0f}", [begin, end], [float(amount)] * 2, level))
    return {
        "data": [
            {
                "type": "scatter",
                "x": x,
                "y": y,
                "name": name,
                "mode": "lines" if at else "lines+markers",
                "line": line,
            }
            for at, (name, x, y, line) in enumerate(lines)
        ],
        "layout": {
            "xaxis": {"range": [begin, end], "dtick": "M2", "tickformat": "%b", "showgrid": False},
            "yaxis": {
                "rangemode": "tozero",
                "tickprefix": "$",
                "tickformat": ",.0f",
                "hoverformat": ",.2f",
            },
            "height": 420,
        },
    }


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
