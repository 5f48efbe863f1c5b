"""My progress: levels, what I seemed to believe, lessons and tests; everything of mine to take along or to delete."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.practice import assigned, exams, mastery, schedule
from logic.store.errors import StoreError
from pages.learn import memory
from pages.learn.coaching import coach
from pages.parts import kept, learner, links
from pages.parts.book import course, rule_book, today
from pages.parts.text import count, plain, prose, table

if TYPE_CHECKING:
    from logic.practice.diagnosis import Belief
    from logic.store.records import Learner
    from logic.store.store import Store

book = rule_book()
learning = course()
guide = coach(book, learning)

TOMORROW: Final = timedelta(days=1)
SEEN: Final = {
    "named": "You seem to follow this rule",
    "suspected": "Perhaps; another case will tell",
    "mended": "Mended: you have answered it rightly since",
}


def levels(who: Learner | None) -> None:
    """Show each concept with its level, what leads to the next one, and the estimated retention."""
    here, now = memory.standing(who), kept.now()
    known = sum(mastery.is_practiced(state) for state in here.mastery.values())
    st.header(f"{known} of {count(len(learning.concepts), 'concept')} practiced")
    lines, ahead = [], []
    for name, concept in learning.concepts.items():
        state, card = here.mastery.get(name), here.cards.get(name)
        if state is None and card is None:
            ahead.append(plain(concept.title))
            continue
        lines.append(
            [
                plain(concept.title),
                mastery.level(state).name,
                f"{round(100 * schedule.retention(card, now + TOMORROW))}%" if card else "",
                plain(mastery.next_step(state, now)),
            ]
        )
    if lines:
        st.markdown(table(["Concept", "Level", "Retention", "What comes next"], lines, right=(2,)))
        st.caption(
            "Retention is what the memory model expects of an average learner; it is not a measurement of you. A "
            "level is climbed after a night, and a miss takes one back."
        )
    if ahead:
        st.markdown(f"**Not begun yet:** {' · '.join(ahead)}")
    if not lines:
        st.page_link(links.PRACTICE, label="Begin with a worked example", icon=":material/play_arrow:")


def beliefs(who: Learner | None) -> None:
    """Name the wrong rules that the answers point to, each with its lesson."""
    found = guide.diagnosis(memory.history(who, guide)).beliefs
    shown = [belief for belief in found if belief.state]
    st.header("What your answers point to")
    if not shown:
        st.markdown("No wrong rule stands out in your answers so far.")
    for belief in shown:
        _belief(belief)


def _belief(belief: Belief) -> None:
    one = learning.misconceptions.get(belief.id)
    if one is None or belief.state is None:
        return
    with st.container(border=True, key=f"card_{belief.id}"):
        st.markdown(
            f"**“{plain(one.believes)}”**  \n{SEEN[belief.state]}: {count(belief.signs, 'answer')} fitted it, "
            f"{count(belief.against, 'right answer')} spoke against it."
        )
        st.markdown(f"{prose(one.why_wrong)} {prose(one.right)}")
        if one.lesson in learning.lessons:
            links.to_lesson(
                one.lesson, f"Lesson: {plain(learning.lessons[one.lesson].title)}", ":material/school:"
            )


def asked_of(who: Learner, store: Store) -> None:
    """Show what a lead assigned, and what is left of it."""
    mine = store.assignments(who.id)
    stands = store.progress(who.id)
    if not mine or stands is None:
        return
    st.header("Assigned to you")
    for each in mine:
        state = assigned.done(each, stands, today())
        due = f", due {each.due_on:%B} {each.due_on.day}" if each.due_on else ""
        word = (
            ":green-badge[done]"
            if not state.left
            else ":orange-badge[late]"
            if state.late
            else f"{len(state.left)} left"
        )
        st.markdown(
            f"From **{plain(each.lead)}**{due}: {word}" + (f"  \n{plain(each.note)}" if each.note else "")
        )
        for item in state.left:
            if item.kind == "lesson" and item.target in learning.lessons:
                links.to_lesson(
                    item.target, f"Lesson: {plain(learning.lessons[item.target].title)}", ":material/school:"
                )
            elif item.target in learning.concepts:
                st.markdown(f"- Practice: {plain(learning.concepts[item.target].title)}")


def tests(who: Learner, store: Store) -> None:
    """Show the tests taken, and the gain."""
    taken = [one for one in store.exams(who.id) if one.finished_at is not None]
    if not taken:
        return
    st.header("Tests")
    rows = [
        [
            "before" if one.kind == "pre" else "after",
            f"{one.finished_at:%Y-%m-%d}",
            f"{one.right} of {one.total}",
        ]
        for one in taken
        if one.finished_at
    ]
    st.markdown(table(["Test", "Day", "Right"], rows, right=(2,)))
    pair = exams.latest_pair(taken)
    if pair is not None:
        st.markdown(f"**{plain(exams.gain(*pair).says)}**")
        st.caption(exams.METHOD)


def my_data(who: Learner, store: Store) -> None:
    """Offer everything that is kept of a learner, and its deletion."""
    st.header("My data")
    st.markdown(
        "Kept on this machine: your name, team, lessons, cases, each answer with its time, levels and tests. "
        "Nothing else."
    )
    with st.container(horizontal=True):
        st.download_button(
            "Everything as CSV (zip)",
            lambda: store.export(who.id, kept.now()).csv_zip(),
            file_name="unitwise-learner.zip",
            mime="application/zip",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "Everything as JSON",
            lambda: store.export(who.id, kept.now()).json(),
            file_name="unitwise-learner.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
        )
        st.button("Delete me…", icon=":material/delete:", on_click=_confirm, args=(who.id, who.name))


def _confirm(learner_id: str, name: str) -> None:
    @st.dialog("Delete everything of this learner?")
    def ask() -> None:
        st.markdown(
            f"**{plain(name)}**: all answers, levels and tests go, from the backups as well. It cannot be undone."
        )
        if st.button("Delete for good"):
            store = kept.store()
            try:
                if store is not None:
                    store.delete_learner(learner_id)
            except StoreError as error:
                kept.trouble(error)
                return
            st.session_state.pop(learner.CHOSEN, None)
            st.rerun()

    ask()


who = learner.strip()
st.title("My progress")
levels(who)
shared = kept.store() if who else None
if who and shared:
    asked_of(who, shared)
beliefs(who)
if who and shared:
    tests(who, shared)
    my_data(who, shared)
else:
    st.markdown("What you do without a name is gone when you close the page. Choose a name above to keep it.")
