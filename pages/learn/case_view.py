"""A running case: what happened, the steps so far with their verdicts, the step to answer now, and the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.learn import run as running
from pages.learn import steps
from pages.parts import links
from pages.parts.text import count, plain, prose, table

if TYPE_CHECKING:
    from logic.learning.course import Course
    from logic.practice.case import Case, Step
    from logic.rulebook import RuleBook
    from logic.store.records import Learner
    from pages.learn.run import Run

FORMS = {
    "worked": "Worked example: read it through, then answer one like it.",
    "faded": "Some steps are done for you; the last are yours.",
    "solo": "All steps are yours.",
}


def show(run: Run, course: Course, book: RuleBook, learner: Learner | None, *, timed: bool) -> None:
    """Show the case as far as it is."""
    case = run.case
    st.caption(f"{plain(course.concepts[case.concept].title)} · {FORMS[run.offer.form]}")
    story(case)
    asked = run.asked
    for number, step in enumerate(case.steps, start=1):
        if step.id in asked and step.id not in run.answers:
            if run.coming is step:
                _ask(run, step, number, book, learner)
            break
        with st.container(key=f"card_step_{number}", border=True):
            st.markdown(f":small[Step {number} of {len(case.steps)}]")
            if step.id in run.answers:
                st.markdown(f"**{prose(step.ask)}**")
                steps.verdict(step, run.answers[step.id], course, book)
            else:
                steps.filled_in(step, book)
    if run.coming is None:
        running.finish(run, learner)
        _end(run, course, timed=timed)


def story(case: Case) -> None:
    """Show the note, which tells payer and day, and the table."""
    with st.container(key=f"case_{case.id}"):
        st.header(plain(case.title))
        st.markdown(prose(case.story))
        if case.rows:
            st.markdown(rows(case))


def rows(case: Case) -> str:
    """The case's table; columns that no row fills are left out."""
    columns = [
        ("Line", [str(number) for number in range(1, len(case.rows) + 1)]),
        ("Code", [row.code for row in case.rows]),
        ("Service", [plain(row.service) for row in case.rows]),
        ("Minutes", ["" if row.minutes is None else str(row.minutes) for row in case.rows]),
        ("By", [plain(row.by) for row in case.rows]),
        ("Details", [plain(row.detail) for row in case.rows]),
    ]
    shown = [(head, cells) for head, cells in columns if any(cells)]
    right = [at for at, (head, _) in enumerate(shown) if head in {"Line", "Minutes"}]
    return table(
        [head for head, _ in shown], list(zip(*(cells for _, cells in shown), strict=True)), right=right
    )


def _ask(run: Run, step: Step, number: int, book: RuleBook, learner: Learner | None) -> None:
    with st.container(key=f"card_step_{number}", border=True):
        st.markdown(f":small[Step {number} of {len(run.case.steps)}: your answer]")
        key = f"practice_{run.case.id}_{step.id}"
        given = steps.ask(step, key, book)
        if step.hint and step.id not in run.hinted and st.button("Show a hint", key=f"{key}_hint"):
            run.hinted.add(step.id)
        if step.id in run.hinted:
            st.info(prose(step.hint), icon=":material/lightbulb:")
    if given is not None:
        running.answer(run, step, given, learner)
        st.rerun()


def _end(run: Run, course: Course, *, timed: bool) -> None:
    mine = [run.case.step(name) for name in run.answers]
    right = sum(step.accepts(run.answers[step.id]) for step in mine)
    if not mine:
        st.success("Read it through? Then take one of your own.", icon=":material/menu_book:")
    elif right == len(mine):
        st.success(
            f"**All {count(right, 'step')} right.**" if right > 1 else "**Right.**",
            icon=":material/check_circle:",
        )
    else:
        broke = next(
            at
            for at, step in enumerate(run.case.steps, 1)
            if step in mine and not step.accepts(run.answers[step.id])
        )
        st.warning(
            f"**{right} of {count(len(mine), 'step')} right. It broke at step {broke}.** "
            "The next case of this kind is another visit with the same idea.",
            icon=":material/build:",
        )
    if timed and mine:
        st.markdown(
            f"Time on this case: **{round(run.seconds)} seconds**, {round(run.seconds / len(mine))} for each step."
        )
    concept = course.concepts[run.case.concept]
    with st.container(horizontal=True):
        if concept.lesson in course.lessons:
            links.to_lesson(
                concept.lesson, f"Lesson: {plain(course.lessons[concept.lesson].title)}", ":material/school:"
            )
    st.caption(f"Case {run.case.id}: the same number makes the same case again.")
