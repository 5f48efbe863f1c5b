"""Trends: what denials and errors cost, whether it is getting worse, where they are, and which lesson mends them."""

from __future__ import annotations

import streamlit as st

from logic.trends.measures import measures
from pages.parts import claims_in_use, links
from pages.parts.book import course, rule_book
from pages.review import (
    trends_costs,
    trends_marks,
    trends_measures,
    trends_state,
    trends_training,
    trends_where,
)

book = rule_book()
learning = course()
denials = learning.denials


@st.fragment
def body() -> None:
    """Show the answer, the filters and the chosen view; a filter draws this again and nothing else."""
    looked = trends_state.read(frames)
    kept = frames.kept(looked.filters)
    wanted = learning.measures
    if looked.view == "costs":
        wanted = {name: wanted[name] for name in trends_measures.KEYS}
    # Before anything is shown: what comes in one go, the browser draws in one go.
    found = measures(kept, wanted)
    trends_costs.answer(kept, denials, looked)
    trends_state.widgets(frames, looked)
    trends_state.write()
    if kept.claims.is_empty() and not kept.remitted:
        st.markdown("No claim is left by this filter.")
        return
    view = st.segmented_control(
        "View",
        list(trends_state.VIEWS),
        key="trends_view",
        format_func=trends_state.VIEWS.__getitem__,
        required=True,
        label_visibility="collapsed",
    )
    if view == "where":
        trends_where.show(kept, denials)
    elif view == "training":
        trends_training.show(kept, learning, library, looked)
    elif view == "measures":
        trends_measures.show(found, book)
    else:
        trends_measures.listed(found)
        _counted_here()
        trends_costs.costs(kept, denials)
        marks = [(mark.category, mark.held_on) for mark in trends_marks.marks(library)]
        trends_costs.worse(kept, denials, looked, marks)


def _counted_here() -> None:
    """Say what these numbers count, and why other places tell others."""
    st.caption(
        "The table counts every first claim as it was first sent, and every answer so far; the sentence at the top "
        "counts settled periods alone. The page of claims counts claims in force, a corrected one in the place of "
        "the first, so its number of errors is another."
    )
    with st.container(key="list_trends_claims"):
        st.page_link(
            links.CLAIMS, label="The errors of the claims in force", icon=":material/fact_check:", help=""
        )


st.title("Trends")
library = claims_in_use.library()
frames = claims_in_use.frames(library)
claims_in_use.strip(library)
body()
with st.container(key="list_trends", gap=None):
    st.page_link(
        links.JOURNEY, label="The way of the claims, and one claim's own", icon=":material/route:", help=""
    )
    st.page_link(links.TEAM, label="What the team has learned", icon=":material/groups:", help="")
