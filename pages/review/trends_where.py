"""Who and where: providers in a funnel, kinds of error by provider and payer, and the comparative billing report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl
import streamlit as st

from logic.trends.cells import FEWEST, cells
from logic.trends.funnel import FEWEST_CASES, funnel
from pages.parts import chart
from pages.parts.text import count
from pages.review.figures import funnel_plot, heat

if TYPE_CHECKING:
    from logic.denials import Denials
    from logic.trends.cells import Across, Of
    from logic.trends.view import TrendFrames

OF: Final[dict[Of, str]] = {"denials": "Denied by payers", "findings": "Found by our check"}
ACROSS: Final[dict[Across, str]] = {"provider": "Providers", "payer": "Payers", "both": "Both"}


def show(frames: TrendFrames, denials: Denials) -> None:
    """Show the two charts."""
    providers(frames)
    errors(frames, denials)


def providers(frames: TrendFrames) -> None:
    """Show who differs from the others by more than chance makes; nobody is ranked."""
    st.header("Providers")
    if not frames.remitted:
        st.markdown("There is no remittance (835) among these claims, so nothing is known of denials.")
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
    answered = frames.claims.filter(pl.col("first"), pl.col("first_result").is_not_null())
    counted = answered.group_by(pl.col("provider").cast(pl.String).fill_null("not told")).agg(
        (pl.col("first_result").cast(pl.String) != "paid").sum().alias("denied"), pl.len()
    )
    return {name: (denied, size) for name, denied, size in counted.sort("provider").iter_rows()}


@st.fragment
def errors(frames: TrendFrames, denials: Denials) -> None:
    """Show which kind of error meets whom."""
    st.header("Kinds of error")
    with st.container(horizontal=True, key="noprint_trends_heat"):
        of = st.segmented_control(
            "Errors", list(OF), key="trends_of", default="denials" if frames.remitted else "findings",
            format_func=OF.__getitem__, required=True,
        )  # fmt: skip
        across = st.segmented_control(
            "Across", list(ACROSS), key="trends_across", default="provider", format_func=ACROSS.__getitem__,
            required=True,
        )  # fmt: skip
    found = cells(frames, denials, of, across)
    if not found.kinds:
        st.markdown("None among these claims.")
        return
    head, rows = heat.table(found)
    chart.show(
        heat.figure(found, chart.inks()),
        key=f"trends-errors-{of}-{across}",
        finding=heat.finding(found),
        alt=f"Claims in a hundred with each kind of error. {heat.finding(found)}",
        head=head,
        rows=rows,
        right=range(1, len(head)),
        hover="closest",
    )
    few = sum(size < FEWEST for size in found.claims.values())
    st.caption(
        f"First claims in a hundred; {'those that have an answer' if of == 'denials' else 'all that were sent'}. "
        "Often is not bad by itself: a cell with few claims moves by chance."
        + (f" {count(few, 'column')} under {FEWEST} claims: left empty." if few else "")
    )
