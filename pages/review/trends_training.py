"""Error, lesson, effect: what to teach next, when it was taught, and whether the error became rarer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.store.errors import StoreError
from logic.trends.effect import effect
from logic.trends.heat import heat
from logic.trends.months import months
from logic.trends.pareto import pareto
from logic.trends.side_by_side import finding, side_by_side
from logic.trends.titles import titles
from pages.parts import chart, kept, links
from pages.parts.book import today
from pages.parts.text import as_clause, count, plain
from pages.review import trends_marks
from pages.review.figures import control, three

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.claims.library import Library
    from logic.learning.course import Course
    from logic.store.records import Sighted
    from logic.trends.effect import Effect
    from logic.trends.heat import Cell
    from logic.trends.view import TrendFrames
    from pages.review.trends_marks import Mark
    from pages.review.trends_state import Looked

MOST_CARDS: Final = 3


def show(frames: TrendFrames, course: Course, library: Library, looked: Looked) -> None:
    """Show what to teach, what was taught and what came of it."""
    marks = trends_marks.marks(library)
    next_lessons(frames, course)
    three_views(frames, course)
    effects(frames, course, library, marks, looked)


def next_lessons(frames: TrendFrames, course: Course) -> None:
    """Offer the lesson and the practice set for the kinds that cost most, with who has them more than others."""
    st.header("What to teach next")
    bars = [bar for bar in pareto(frames) if bar.weight == "preventable"][:MOST_CARDS]
    errors = heat(frames, "provider", "denials" if frames.remitted else "errors")
    dollars = {bar.name: bar for bar in bars}
    out = {
        row: [cell for cell in cells if cell.out]
        for row, cells in zip(errors.rows, errors.cells, strict=True)
    }
    known = {each.id: each for each in course.denials.categories}
    shown = [name for name in dollars or errors.rows if name in known][:MOST_CARDS]
    if not shown:
        st.markdown("No kind of error that a lesson is for stands in these claims.")
    for name in shown:
        kind = known[name]
        with st.container(border=True, key=f"card_teach_{name}"):
            cost = (
                f": \\${dollars[name].amount / 100:,.0f} denied in {count(dollars[name].count, 'line')}"
                if name in dollars
                else ""
            )
            st.markdown(f"**{plain(kind.title)}{cost}.** {_clusters(out.get(name, []))}")
            st.markdown(f"First fix: {plain(kind.fix)}")
            with st.container(horizontal=True, key=f"list_teach_{name}"):
                if kind.lesson in course.lessons:
                    title = course.lessons[kind.lesson].title
                    links.to_lesson(kind.lesson, f"Lesson: {plain(title)}", ":material/school:")
                for concept in course.concepts.values():
                    if concept.denied_as == name:
                        links.to_practice(concept.id, f"Practice: {as_clause(plain(concept.title))}")
    with st.container(key="list_teach_assign", gap=None):
        st.page_link(links.TEAM, label="Assign a lesson or a practice set", icon=":material/send:", help="")


def _clusters(out: Sequence[Cell]) -> str:
    """Where a kind is more frequent than chance makes."""
    if not out:
        return "Spread over all providers: nobody has it more than chance makes."
    told = "; ".join(f"{plain(cell.column)}, {cell.count:,} of {cell.size:,} claims" for cell in out[:3])
    return f"More than chance makes at {told}."


def three_views(frames: TrendFrames, course: Course) -> None:
    """Show practice, our check and denials on one set of kinds."""
    st.header("Practice, our check and denials side by side")
    rows = side_by_side(frames, _sighted(), course)
    if not rows:
        st.markdown("Nothing stands in any of the three yet.")
        return
    said = finding(rows)
    chart.show(
        three.figure(rows, chart.inks()),
        key="trends-three",
        finding=said,
        alt=f"Kinds of error in practice, in our check and among denials. {said}",
        head=three.HEAD,
        rows=three.numbers(rows),
        right=three.RIGHT,
        hover="closest",
    )
    practiced = any(row.practice for row in rows)
    st.caption(
        "Each panel has its own scale: answers in practice that fit a wrong rule, claims in which a rule finds an "
        "error, denied lines. What our check finds and no payer denies can still be asked back later."
        + ("" if practiced else " Nobody's practice shows a wrong rule yet.")
    )


def _sighted() -> list[Sighted]:
    store = kept.store()
    try:
        return store.misconceptions() if store else []
    except StoreError as error:
        kept.trouble(error)
        return []


def effects(
    frames: TrendFrames, course: Course, library: Library, marks: Sequence[Mark], looked: Looked
) -> None:
    """Show each day of training with before and after, and take another one down."""
    st.header("Did the training help?")
    for mark in marks:
        _effect(frames, course, library, mark, looked)
    if not marks:
        st.markdown("No day of training is marked yet. Mark one, and its effect is measured from then on.")
    named = titles(course.denials)
    with st.form("trends_mark", border=True):
        st.markdown("**Mark a day of training**")
        left, right = st.columns(2)
        left.selectbox(
            "Kind of error",
            [each.id for each in course.denials.categories],
            format_func=named.__getitem__,
            key="trends_mark_kind",
        )
        right.date_input("Held on", value=today(), max_value=today(), key="trends_mark_day")
        st.form_submit_button("Mark it", icon=":material/flag:", on_click=_mark, args=(library,))


def _mark(library: Library) -> None:
    trends_marks.mark(library, st.session_state["trends_mark_kind"], st.session_state["trends_mark_day"])


def _effect(frames: TrendFrames, course: Course, library: Library, mark: Mark, looked: Looked) -> None:
    kind = titles(course.denials).get(mark.category, mark.category)
    what = "denials" if frames.remitted else "errors"
    came = effect(frames, mark.category, mark.held_on, what)
    trend = months(frames, what, looked.by, mark.category, named=kind)
    key = f"trends-effect-{mark.category}-{mark.held_on.isoformat()}"
    st.subheader(f"{plain(kind)}, {mark.held_on:%B} {mark.held_on.day}, {mark.held_on.year}")
    if any(period.size for period in trend.periods):
        chart.show(
            control.figure(trend, chart.inks(), trained=[("", mark.held_on)]),
            key=key,
            finding=came.says,
            alt=f"{kind} by {trend.every} with the day of the training. {came.says}",
            head=control.HEAD,
            rows=control.rows(trend),
            right=control.RIGHT,
        )
    else:
        st.markdown(plain(came.says))
    st.caption(_reservations(came))
    if mark.own:
        st.button(
            "Take this mark away",
            icon=":material/delete:",
            key=f"{key}-gone",
            on_click=partial(trends_marks.unmark, library, mark),
        )


def _reservations(came: Effect) -> str:
    sides = (
        f"Before: visits of {came.before.first} to {came.before.last}. After: {came.after.first} to "
        f"{came.after.last}."
        if came.after.size
        else ""
    )
    waits = f" {came.waiting} more days are not settled yet." if came.waiting else ""
    return f"{sides}{waits} {' '.join(came.cannot_say)}".strip()
