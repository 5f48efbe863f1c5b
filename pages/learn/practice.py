"""Practice: what is due first, then the next case; each step graded at once, by the program that checks claims."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.practice import mastery, schedule
from pages.learn import case_view, exam_view, memory
from pages.learn import run as running
from pages.learn.coaching import coach
from pages.parts import kept, learner, links
from pages.parts.book import course, rule_book
from pages.parts.text import count, plain, table

if TYPE_CHECKING:
    from logic.practice.coach import Offer
    from logic.store.records import Learner, Standing

KINDS: Final = {"errors": ("spot_error",), "notes": ("messy_note",)}
TIMED: Final = "practice_timed"
TOMORROW: Final = timedelta(days=1)  # today's estimate is near 100% after any answer, a wrong one too
NEXT_KEY: Final = "Ctrl+Enter"  # after the last answer nothing has the focus
EXAM: Final = "practice_exam"

book = rule_book()
learning = course()
guide = coach(book, learning)


def offer(mode: str, who: Learner | None) -> Offer | None:
    """The next case of a mode: ``next``, ``mixed``, ``errors``, ``notes``, or a concept's id."""
    now, here = kept.now(), memory.standing(who)
    if mode in KINDS:
        says = {"errors": "A finished claim: is it right?", "notes": "From the note to the claim."}[mode]
        return guide.of_kinds(KINDS[mode], here, says)
    past = memory.history(who, guide)
    if mode == "mixed":
        return guide.mixed(here, past)
    if mode in learning.concepts:
        return guide.of_concept(mode, here, past, now)
    return guide.following(here, past, now, memory.wanted(who))


def start(mode: str, who: Learner | None) -> None:
    """Open the next case of a mode."""
    found = offer(mode, who)
    if found is not None:
        running.begin(found, mode, who)


def resume(who: Learner) -> None:
    """Take up the case that was left."""
    store = kept.store()
    left = store.unfinished(who.id) if store else None
    made = guide.again(left.case_id) if left else None
    if store is None or left is None or made is None:
        return
    running.resume(made, left, {one.step: one.given for one in store.answers(left.id)})


def landing(who: Learner | None) -> None:
    """Show what is due, the next case, and the other ways to practice."""
    here, now = memory.standing(who), kept.now()
    due = [card for card in schedule.due(here.cards, now) if card.concept in learning.concepts]
    st.title("Practice")
    st.markdown(
        "Each case is made for you and comes once. Answer step by step; you see at once whether it was right, and why."
    )
    asked_for(who)
    following = offer("next", who)
    with st.container(border=True, key="card_next_case"):
        if due:
            st.header(f"{count(len(due), 'concept')} due today")
        elif here.cards:
            st.header("Nothing is due. Go on?")
        else:
            st.header("Begin here")
        if following is not None:
            st.markdown(
                plain(following.says)
                if here.forms
                else "The first concept is which code a treatment is. It begins with a worked example."
            )
            st.button("Open the next case", icon=":material/play_arrow:", on_click=start, args=("next", who))
    store = kept.store() if who else None
    if who and store and store.unfinished(who.id) is not None:
        st.button("Take up the case that you left", icon=":material/history:", on_click=resume, args=(who,))
    ways(who)
    if here.cards:
        standing_table(here)
    exam_view.door(who, learning)


def asked_for(who: Learner | None) -> None:
    """Offer the concept that a lesson's link asks for."""
    asked = st.query_params.get("concept", "")
    if asked not in {one.concept for one in learning.blueprints.values()}:
        return
    concept = learning.concepts[asked]
    with st.container(border=True, key="card_asked_concept"):
        st.header(plain(concept.title))
        st.markdown(plain(concept.says))
        st.button(
            "Practice this",
            icon=":material/play_arrow:",
            on_click=start,
            args=(asked, who),
            key="practice_asked",
        )


def ways(who: Learner | None) -> None:
    """Offer the other ways to practice."""
    st.header("Or choose")
    with st.container(horizontal=True):
        st.button(
            "Mixed set",
            icon=":material/shuffle:",
            on_click=start,
            args=("mixed", who),
            help="Any concept that you have begun, one after the other.",
        )
        st.button(
            "Spot the error",
            icon=":material/search:",
            on_click=start,
            args=("errors", who),
            help="A finished claim: find what is wrong with it, if anything is.",
        )
        st.button(
            "Note to claim",
            icon=":material/edit_note:",
            on_click=start,
            args=("notes", who),
            help="A messy note: which codes, units and modifiers belong on the claim?",
        )
    have = {one.concept for one in learning.blueprints.values()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "One concept",
            [each for each in learning.concepts if each in have],
            index=None,
            format_func=lambda each: learning.concepts[each].title,
            placeholder="Choose a concept",
            key="practice_concept",
            width=360,
        )
        st.button("Practice it", on_click=start, args=(chosen or "next", who), disabled=chosen is None)
    st.toggle(
        "Show my time",
        key=TIMED,
        help="Tells after each case how long it took. Nothing is counted against you.",
        persist_state="session",
    )


def standing_table(here: Standing) -> None:
    """Show level, estimated retention of tomorrow, and next review of each concept begun."""
    st.header(
        "What you know so far",
        help="Retention is what the memory model expects of an average learner, not a measurement of you.",
    )
    now = kept.now()
    lines = [
        [
            plain(learning.concepts[name].title),
            mastery.level(here.mastery.get(name)).name,
            f"{round(100 * schedule.retention(card, now + TOMORROW))}%",
            "today" if card.due_at <= now + schedule.AHEAD else f"{card.due_at:%B} {card.due_at.day}",
        ]
        for name, card in sorted(here.cards.items(), key=lambda pair: pair[1].due_at)
        if name in learning.concepts
    ]
    st.markdown(table(["Concept", "Level", "Retention tomorrow", "Next review"], lines, right=(2,)))
    links.to_progress("My progress, what I believed, and my data")


def toolbar(who: Learner | None) -> None:
    """Show the way back, and the next case once this one is done."""
    run = running.current()
    if run is None:
        return
    with st.container(horizontal=True, key="noprint_case_bar"):
        st.button("Back to practice", icon=":material/arrow_back:", on_click=running.leave)
        if run.coming is None:
            st.button(
                "Next case",
                icon=":material/arrow_forward:",
                on_click=start,
                args=(run.mode, who),
                key="practice_next",
                shortcut=NEXT_KEY,
            )


who = learner.strip()
if exam_view.running():
    exam_view.show(who, learning, book, guide)
elif (case := running.current()) is not None:
    st.title("Practice")
    case_view.show(case, learning, book, who, timed=bool(st.session_state.get(TIMED)))
    toolbar(who)
else:
    landing(who)
