"""Who and where: providers in a funnel, kinds of error by provider and payer, and the comparative billing report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl
import streamlit as st

from logic.trends.comparative import MEANS, NOTE, comparative
from logic.trends.comparative import finding as compared
from logic.trends.funnel import FEWEST_CASES, funnel
from logic.trends.heat import heat as cells
from logic.trends.titles import titles
from pages.parts import chart
from pages.parts.csv_file import csv_of
from pages.parts.text import plain, table
from pages.review import trends_state
from pages.review.figures import funnel_plot, heat

if TYPE_CHECKING:
    from logic.denials import Denials
    from logic.trends.comparative import Comparison
    from logic.trends.heat import Columns
    from logic.trends.months import What
    from logic.trends.view import TrendFrames

OF: Final[dict[What, str]] = {"denials": "Denied by payers", "errors": "Found by our check"}
ACROSS: Final[dict[Columns, str]] = {"provider": "Providers", "payer_name": "Payers", "both": "Both"}
NO_REMITTANCE: Final = "There is no remittance (835) among these claims, so nothing is known of denials."


def show(frames: TrendFrames, denials: Denials) -> None:
    """Show the two charts and the report."""
    providers(frames)
    errors(frames, denials)
    report(frames)


def providers(frames: TrendFrames) -> None:
    """Show who differs from the others by more than chance makes; nobody is ranked."""
    st.header("Providers")
    if not frames.remitted:
        st.markdown(NO_REMITTANCE)
        return
    found = funnel(denied_by_provider(frames))
    finding = funnel_plot.finding(found)
    chart.show(
        funnel_plot.figure(found, chart.inks()),
        key="trends-providers",
        finding=finding,
        alt=f"Share of first claims with a denial, by provider, against the limits of chance. {finding}",
        head=funnel_plot.HEAD,
        rows=funnel_plot.rows(found),
        right=funnel_plot.RIGHT,
        hover="closest",
    )
    st.caption(
        "First claims that have an answer; denied is a line denied in that answer. Inside the funnel nobody is better "
        "or worse than another, whatever the order. A provider may differ because of payers or patients, not errors."
        + (f" Fewer than {FEWEST_CASES} claims: not compared." if found.too_few else "")
    )


def denied_by_provider(frames: TrendFrames) -> dict[str, tuple[int, int]]:
    """Provider → first claims denied in whole or in part at the first answer, and first claims answered."""
    answered = frames.claims.filter("first", pl.col("first_pass").is_not_null())
    counted = answered.group_by(pl.col("provider").cast(pl.String).fill_null("not told")).agg(
        (~pl.col("first_pass")).sum().alias("denied"), pl.len()
    )
    return {name: (denied, size) for name, denied, size in counted.sort("provider").iter_rows()}


@st.fragment
def errors(frames: TrendFrames, denials: Denials) -> None:
    """Show which kind of error meets whom."""
    st.header("Kinds of error")
    trends_state.begin_choices("where")
    if not frames.remitted:
        st.session_state["trends_of"] = "errors"
    with st.container(horizontal=True, key="noprint_trends_heat"):
        what = st.segmented_control(
            "Errors",
            list(OF),
            key="trends_of",
            format_func=OF.__getitem__,
            required=True,
        )
        across = st.segmented_control(
            "Across",
            list(ACROSS),
            key="trends_across",
            format_func=ACROSS.__getitem__,
            required=True,
        )
    trends_state.write()
    named = titles(denials)
    found = cells(frames, across, what, named)
    if not found.rows:
        st.markdown(NO_REMITTANCE if what == "denials" and not frames.remitted else plain(found.finding))
        return
    head, rows = heat.table(found, named)
    chart.show(
        heat.figure(found, named, chart.inks()),
        key=f"trends-errors-{what}-{across}",
        finding=found.finding,
        alt=f"Claims in a hundred with each kind of error. {found.finding}",
        head=head,
        rows=rows,
        right=range(1, len(head)),
        hover="closest",
    )
    of = "those that have an answer" if what == "denials" else "all that were sent"
    st.caption(
        f"First claims in a hundred, {of}. Amber frames (a star in the table) are more than chance makes over so many "
        f"cells; dark alone says nothing. Columns under {FEWEST_CASES} claims stay empty."
    )


@st.fragment
def report(frames: TrendFrames) -> None:
    """Show each provider beside the others, as payers do in comparative billing reports."""
    st.header("Each provider beside the others")
    rows = comparative(frames)
    st.markdown(
        f"**{plain(compared(rows))}** Payers send such reports to who bills otherwise than others; this one is made "
        "from your own claims, before they do."
    )
    names = list(dict.fromkeys(each.name for each in rows))
    if not names:
        return
    name = st.segmented_control("Measure", names, key="trends_measure", default=names[0], required=True)
    lines = [_line(each) for each in rows if each.name == name]
    st.markdown(table(["Provider", "Here", "Others", "Difference"], lines, right=(1, 2)))
    st.caption(
        "The others are all of the same discipline together. It differs where the 95% interval of the difference "
        f"leaves out zero. {NOTE}"
    )
    st.download_button(
        "Download (CSV)",
        data=lambda: csv_of(
            [
                ("provider", "discipline", "measure", "visits", "value", "others", "low", "high", "says"),
                *(_numbers(each) for each in rows),
            ]
        ),
        file_name="providers-side-by-side.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="trends_report_csv",
    )


def _line(one: Comparison) -> list[str]:
    who = f"{plain(one.provider)} :small[{one.discipline.upper()}]"
    if one.mine is None or one.rest is None or one.difference is None:
        return [who, "", "", ":small[no visit tells it]" if not one.cases else ":small[too few visits]"]
    low, high = (_said(one, limit, sign="+") for limit in (one.difference.low, one.difference.high))
    badge = ":orange-badge[differs]" if one.differs else "no clear one"
    return [who, f"**{_said(one, one.mine)}**", _said(one, one.rest), f"{badge} :small[{low} to {high}]"]


def _said(one: Comparison, value: float, sign: str = "") -> str:
    return f"{value:{sign}.2f}" if one.measure in MEANS else f"{100 * value:{sign}.1f}\u00a0%"


def _numbers(one: Comparison) -> tuple[object, ...]:
    gap = one.difference
    return (
        one.provider,
        one.discipline,
        one.name,
        one.cases,
        one.mine,
        one.rest,
        gap.low if gap else None,
        gap.high if gap else None,
        one.says,
    )
