"""What it costs and whether it is getting worse: the answer in two sentences, the Pareto chart, the control chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.trends import pareto as kinds
from logic.trends.control_chart import FEWEST_POINTS
from logic.trends.months import months
from logic.trends.titles import titles
from logic.trends.zone_rules import FALSE_ALARM_EVERY, RULES, signals
from pages.parts import chart
from pages.parts.text import count, plain, table
from pages.review import trends_state
from pages.review.figures import control, pareto

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from logic.denials import Denials
    from logic.trends.months import Trend
    from logic.trends.pareto import Bar
    from logic.trends.view import TrendFrames
    from pages.review.trends_state import Looked

ALL: Final = "all"
FEWEST_DRAWN: Final = 2
HOVER: Final = (
    f"3-sigma limits: a rate that does not change leaves them about once in {FALSE_ALARM_EVERY[1,]} points. "
    "Laney: a way to widen them where months or weeks differ by more than chance, as they do in large clinics. "
    "Median: half of the settled points lie above it, half below."
)
EVERY_ALARM: Final = FALSE_ALARM_EVERY[1, 2, 3, 4]


def answer(frames: TrendFrames, denials: Denials, looked: Looked) -> None:
    """Say what costs most and whether it is getting worse; no more than the numbers carry."""
    trend = months(frames, "denials" if frames.remitted else "errors", looked.by)
    bars = kinds.pareto(frames, titles=titles(denials))
    first = costs_most(bars) if frames.remitted else ""
    st.header(plain(first or trend.finding), anchor=False)
    if first:
        st.markdown(plain(trend.finding))


def costs_most(bars: Sequence[Bar]) -> str:
    """The kind of denial with most dollars, in a sentence."""
    total = sum(bar.amount for bar in bars)
    if not total:
        return "Nothing was denied among these claims."
    most = bars[0]
    return (
        f"{most.title} denials cost most: ${most.amount / 100:,.0f} of ${total / 100:,.0f} denied "
        f"({100 * most.share:.0f}\u00a0%), {count(most.count, 'line')}."
    )


def costs(frames: TrendFrames, denials: Denials) -> None:
    """Show the kinds of denial, most dollars first."""
    st.header("What it costs")
    bars = kinds.pareto(frames, titles=titles(denials))
    if not frames.remitted:
        st.markdown("There is no remittance (835) among these claims, so nothing is known of denials.")
        return
    if not bars:
        st.markdown("Nothing was denied among these claims.")
        return
    chart.show(
        pareto.figure(bars, chart.inks()),
        key="trends-costs",
        finding=kinds.finding(bars),
        alt=f"Dollars denied by kind of denial, with the number of lines. {kinds.finding(bars)}",
        head=pareto.HEAD,
        rows=pareto.rows(bars),
        right=pareto.RIGHT,
        hover="closest",
    )
    st.caption(
        "Charges that were refused, each line once, however often it was refused. Contract write-offs, sequestration "
        "and the patient's share are no denials. Preventable is our own view: a check before sending can catch it."
    )


@st.fragment
def worse(frames: TrendFrames, denials: Denials, looked: Looked, trained: Sequence[tuple[str, date]]) -> None:
    """Show a rate by month or week, and what may be said of it."""
    st.header("Is it getting worse?")
    named = titles(denials)
    there = [ALL, *dict.fromkeys(bar.name for bar in kinds.pareto(frames))]
    if st.session_state.get("trends_kind") not in there:
        st.session_state["trends_kind"] = ALL
    with st.container(horizontal=True, vertical_alignment="bottom", key="noprint_trends_worse"):
        kind = st.selectbox(
            "Kind of denial",
            there,
            key="trends_kind",
            format_func=lambda one: "All denials" if one == ALL else named.get(one, one),
            width=280,
        )
        more = st.toggle(
            "Western Electric rules too",
            key="trends_zones",
            help=f"They find more, and raise more false alarms: on a series that does not change, one in about "
            f"{EVERY_ALARM} points; the 3-sigma limits alone, one in about {FALSE_ALARM_EVERY[1,]}.",
        )
    trends_state.write()
    category = None if kind in {ALL, None} else str(kind)
    trend = months(
        frames,
        "denials" if frames.remitted else "errors",
        looked.by,
        category,
        named=f"{named.get(category, category)} denials" if category else "",
    )
    days = [
        (named.get(name, name) if category is None else "", day)
        for name, day in trained
        if category in {None, name}
    ]
    show(trend, days, zones=more, key=f"trends-{kind or ALL}-{looked.by}")


def show(trend: Trend, trained: Sequence[tuple[str, date]], *, zones: bool, key: str) -> None:
    """Show the control chart of a trend."""
    if not any(period.size for period in trend.periods):
        st.markdown(plain(trend.finding))
        return
    if len(trend.judged) < FEWEST_DRAWN:
        _too_few(trend)
        return
    found = signals(_sigmas(trend)) if zones and trend.enough else ()
    chart.show(
        control.figure(trend, chart.inks(), trained=trained, signals=found),
        key=key,
        finding=trend.finding,
        alt=f"{trend.what.capitalize()} by {trend.every}, with median and limits. {trend.finding}",
        head=control.HEAD,
        rows=control.rows(trend, found, RULES),
        right=control.RIGHT,
    )
    st.caption(" ".join(_notes(trend, zones=zones)), help=HOVER)


def _too_few(trend: Trend) -> None:
    """Say what a chart of one point would hide, and what is needed."""
    st.markdown(
        f"{plain(trend.finding)} A line needs at least {FEWEST_DRAWN} settled {trend.every}s, limits of chance "
        f"{FEWEST_POINTS}: leave a wider choice of days in the filter, or import more."
    )
    st.markdown(
        table(
            control.HEAD, [[plain(cell) for cell in row] for row in control.rows(trend)], right=control.RIGHT
        )
    )
    st.caption(trend.settling.says)


def _notes(trend: Trend, *, zones: bool) -> list[str]:
    """How the chart is to be read, shortest first."""
    notes = []
    tests = trend.runs
    if not trend.enough:
        notes.append(
            f"Under {FEWEST_POINTS} settled {trend.every}s no limits are drawn and nothing is a trend."
        )
    elif tests is not None and tests.longest_limit is not None:
        wider = trend.chart is not None and trend.chart.laney
        notes.append(
            f"Between the dotted lines (3-sigma limits) lies what chance alone makes of a {trend.every}"
            + (
                f"; they were widened (Laney), for {trend.every}s differ more than chance makes them."
                if wider
                else "."
            )
        )
        notes.append(
            f"Most {trend.every}s in a row on one side of the median: {tests.longest} (chance allows "
            f"{tests.longest_limit}). The line crosses it {tests.crossings} times (chance leaves at least "
            f"{tests.crossings_limit})."
        )
        if tests.shifted:
            notes.append("The series moved, so the limits of the whole of it judge no single point.")
    if zones:
        notes.append(f"With the Western Electric rules one false alarm in about {EVERY_ALARM} points.")
    notes.append(trend.settling.says)
    if trend.undated:
        told = "tells no day of service and is" if trend.undated == 1 else "tell no day of service and are"
        notes.append(f"{count(trend.undated, 'claim')} {told} in no {trend.every}.")
    if trend.unread:
        one = trend.unread == 1
        notes.append(
            f"{count(trend.unread, 'claim')} {'is' if one else 'are'} not counted: a line of {'it' if one else 'them'} "
            "could not be read, so nobody knows."
        )
    return notes


def _sigmas(trend: Trend) -> list[float]:
    """The settled points in sigmas from the center, as the limits have them."""
    if trend.chart is None:
        return []
    center = trend.chart.center
    return [
        3 * (point.rate - center) / (point.upper - center) if point.upper and point.upper > center else 0.0
        for point in trend.chart.points[: len(trend.judged)]
    ]
