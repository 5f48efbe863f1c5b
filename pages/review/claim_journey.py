"""The way of the claims: sent, answered, sent again, paid or not; how long it takes; and one claim's own way."""

from __future__ import annotations

import streamlit as st

from logic.trends.aging import aging
from logic.trends.flow import flow
from logic.trends.measures import measures
from logic.trends.underpaid import underpaid
from pages.parts import chart, claims_in_use, links
from pages.parts.book import course
from pages.parts.text import count, plain, table
from pages.review import journey_claim, trends_measures
from pages.review.figures import ages, flow_picture

MOST_SHORT = 10
LAGS = ("days-to-send", "days-to-answer", "days-to-denial", "days-to-resolution", "first-pass", "overturned")


def picture() -> None:
    """Show what became of every visit that was billed."""
    found = flow(frames)
    st.header(plain(found.finding), anchor=False)
    if not found.nodes:
        return
    st.header("What became of the visits")
    with st.container(key="wideonly_flow"):
        chart.show(
            flow_picture.figure(found, chart.inks()),
            key="journey-flow",
            finding=found.finding,
            alt=f"The way of the visits in four steps; the list below tells the same. {found.finding}",
            head=flow_picture.HEAD,
            rows=flow_picture.rows(found),
            right=flow_picture.RIGHT,
            hover="closest",
        )
    st.html(flow_picture.listing(found))
    st.caption(
        "Each step holds every visit once. A claim that was corrected and sent again is a step of its visit, no visit "
        "of its own. Paid means that nothing of it is refused, whoever owes it."
        + (
            f" {count(found.unmatched, 'answer')} of payers belong to no claim in these files."
            if found.unmatched
            else ""
        )
    )


def lags() -> None:
    """Show how long it takes, each number with its formula."""
    st.header("How long it takes")
    trends_measures.listed(measures(frames, course().measures), LAGS)


def waiting() -> None:
    """Show the claims without an answer, by age."""
    st.header("Claims without an answer")
    found = aging(frames)
    if not any(each.count for each in found.buckets):
        st.markdown(plain(found.finding))
        return
    chart.show(
        ages.figure(found, chart.inks()),
        key="journey-open",
        finding=found.finding,
        alt=f"Claims without an answer by days since they were sent. {found.finding}",
        head=ages.HEAD,
        rows=ages.rows(found),
        right=ages.RIGHT,
        hover="closest",
    )
    st.caption(
        "No answer in these files; the payer may have answered on paper or in a file that is not here."
    )


st.title("The way of the claims")


def short_paid() -> None:
    """Show Medicare claims of which less was allowed than the fee schedule gives: an estimate."""
    st.header("Paid less than the fee schedule?")
    found = underpaid(frames)
    st.markdown(f"**{plain(found.finding)}**")
    if found.low:
        rows = [
            [
                f"{one.service_date}",
                plain(one.codes),
                *(plain(f"${cents / 100:,.2f}") for cents in (one.allowed, one.expected, one.short)),
            ]
            for one in found.low[:MOST_SHORT]
        ]
        st.markdown(table(["Visit", "Codes", "Allowed", "Expected", "Missing"], rows, right=(2, 3, 4)))
    ratios = "; ".join(
        f"{year}: {ratio:.3f} of the national schedule, {count(many, 'claim')}"
        for year, ratio, many in found.ratios
    )
    st.caption(f"{found.note}{f' The middle ratio: {ratios}.' if ratios else ''}")


library = claims_in_use.library()
frames = claims_in_use.frames(library)
claims_in_use.strip(library)
if one := journey_claim.asked(frames):
    journey_claim.tell(library, one, frames, course())
picture()
lags()
waiting()
short_paid()
journey_claim.picker(library, frames, course())
with st.container(key="list_journey", gap=None):
    st.page_link(
        links.TRENDS, label="Trends: what denials cost, and where", icon=":material/trending_up:", help=""
    )
