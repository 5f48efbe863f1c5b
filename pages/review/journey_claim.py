"""One claim's own way: picked from what asks for work, told day by day with the payer's reasons in our words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from logic.trends.timeline import timeline
from pages.parts import links
from pages.parts.text import plain, table

if TYPE_CHECKING:
    from logic.claims.library import Library
    from logic.learning.course import Course
    from logic.trends.timeline import AnsweredLine, Event, Timeline
    from logic.trends.view import TrendFrames

PARAMETER: Final = "claim"
MOST: Final = 50
PILES: Final = {
    "denied": "Still denied, most dollars first",
    "open": "Without an answer, oldest first",
    "again": "Sent again, latest first",
}
MARKS: Final = {
    "denied": ":orange-badge[denied]",
    "partly denied": ":orange-badge[a part denied]",
    "paid": ":green-badge[nothing refused]",
    "taken back": ":orange-badge[taken back]",
}


def asked(frames: TrendFrames) -> str:
    """The submission that the address asks for; empty without one, or where these claims do not hold it."""
    told = st.query_params.get(PARAMETER, "")
    if not told:
        return ""
    if frames.claims.filter(pl.col("submission") == told).is_empty():
        st.warning(
            "The claim that the address asks for is not among these. Pick another one below.",
            icon=":material/search_off:",
        )
        return ""
    return told


@st.fragment
def picker(library: Library, frames: TrendFrames, course: Course) -> None:
    """Let a person pick a claim, and tell its way."""
    st.header("One claim's own way", anchor="one-claim")
    found = {name: _pile(frames, name) for name in PILES}
    there = [name for name, rows in found.items() if not rows.is_empty()]
    if not there:
        st.markdown("No claim here asks for work: none is denied, open or sent again.")
        return
    pile = st.segmented_control(
        "Which claims",
        there,
        key="journey_pile",
        default=there[0],
        format_func=PILES.__getitem__,
        required=True,
    )
    rows = found[pile]
    labels = {row["submission"]: _label(row) for row in rows.head(MOST).iter_rows(named=True)}
    chosen = st.selectbox(
        f"The first {len(labels)} of {rows.height:,}" if rows.height > MOST else "Claims",
        list(labels),
        format_func=labels.__getitem__,
        key=f"journey_claim_{pile}",
        index=None,
        placeholder="Pick a claim",
    )
    if chosen:
        tell(library, chosen, frames, course)


def _pile(frames: TrendFrames, pile: str) -> pl.DataFrame:
    status = pl.col("status").cast(pl.String)
    if pile == "denied":
        return frames.claims.filter(status.is_in(["denied", "partly denied"])).sort(
            ["denied", "service_date", "submission"], descending=[True, False, False]
        )
    if pile == "open":
        return frames.claims.filter(status == "open").sort(
            [pl.coalesce("submitted_on", "service_date"), "submission"], nulls_last=True
        )
    return frames.claims.filter(pl.col("place") > 1).sort(
        ["submitted_on", "submission"], descending=[True, False], nulls_last=True
    )


def _label(row: dict[str, Any]) -> str:
    """A claim for the list: day of the visit, payer, codes, and what is open. No patient and no number."""
    charge = f"${(row['charge'] or 0) / 100:,.2f}"
    what = (
        f"${row['denied'] / 100:,.2f} denied of {charge}" if row["denied"] else f"{charge}, {row['status']}"
    )
    return f"{row['service_date']} · {row['payer_name'] or 'payer not told'} · {row['codes']} · {what}"


def tell(library: Library, submission: str, frames: TrendFrames, course: Course) -> None:
    """Tell the way of one claim in words, with amounts, reasons, first fix and lesson."""
    told = timeline(library, submission, course.denials, frames.day)
    st.markdown(f"**{plain(told.finding)}**")
    with st.container(border=True, key="card_claim_way"):
        for event in told.events:
            _event(event)
    _mend(told, course)


def _event(event: Event) -> None:
    day = f"{event.on:%B} {event.on.day}, {event.on.year}" if event.on else "Day not told"
    amounts = [
        f"{word} {_dollars(cents)}"
        for word, cents in (
            ("charged", event.charge),
            ("paid", event.paid),
            ("denied", event.denied),
            ("patient's part", event.owes),
        )
        if cents
    ]
    mark = f" {MARKS[event.kind]}" if event.kind in MARKS else ""
    said = f"  \n{plain(event.says)}" if event.says else ""
    money = f"  \n{plain(', '.join(amounts))}" if amounts else ""
    st.markdown(f"**{day}: {plain(event.title)}**{mark}{said}{money}")
    if event.lines:
        rows = [_line(line) for line in event.lines]
        st.markdown(table(["Service line", "Why the rest was not paid"], rows))


def _line(line: AnsweredLine) -> list[str]:
    amounts = [
        f"{word} {plain(_dollars(cents))}"
        for word, cents in (("charged", line.charge), ("allowed", line.allowed), ("paid", line.paid))
        if cents is not None
    ]
    reasons = [
        f"{plain(_dollars(each.amount))}: {plain(each.says)} :small[{plain(each.codes)}]"
        for each in line.reasons
    ]
    return [f"**{plain(line.code)}** {', '.join(amounts)}", " · ".join(reasons)]


def _dollars(cents: int | None) -> str:
    return "" if cents is None else f"${cents / 100:,.2f}"


def _mend(told: Timeline, course: Course) -> None:
    """The first fix and the lesson for each kind of denial that was met."""
    kinds = {
        reason.category: reason
        for event in told.events
        for line in event.lines
        for reason in line.reasons
        if reason.denial and reason.category
    }
    for category, reason in kinds.items():
        kind = course.denials.named(category)
        with st.container(border=True, key=f"card_mend_{category}"):
            st.markdown(
                f"**{plain(kind.title)}**  \nFirst: {plain(reason.fix)}  \nThen: {plain(reason.appeal)}"
            )
            if kind.lesson in course.lessons:
                links.to_lesson(
                    kind.lesson, f"Lesson: {plain(course.lessons[kind.lesson].title)}", ":material/school:"
                )
