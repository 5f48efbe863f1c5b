"""Team: where each learner stands, what the team believes, what was assigned, and a path to assign."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.practice import assigned, exams, mastery
from logic.store.errors import StoreError
from logic.store.records import Item
from pages.parts import kept, links
from pages.parts.book import course, today
from pages.parts.text import count, plain, table

if TYPE_CHECKING:
    from logic.store.records import Assignment, Progress
    from logic.store.store import Store

ALL: Final = "Everybody"
SAID: Final = "team_said"
learning = course()


def standing(rows: list[Progress]) -> None:
    """Show a row for each learner."""
    st.header("Where everybody stands")
    lines = [
        [
            one.learner.name,
            one.learner.team,
            f"{sum(read.done for read in one.lessons)} of {len(learning.lessons)}",
            f"{sum(mastery.is_practiced(state) for state in one.mastery)} of {len(learning.concepts)}",
            f"{one.cases}",
            f"{round(100 * one.right / one.cases)}%" if one.cases else "",
            _time(one.seconds),
            f"{one.last_at:%Y-%m-%d}" if one.last_at else "never",
        ]
        for one in rows
    ]
    head = ["Name", "Team", "Lessons", "Practiced", "Cases", "Right", "Time", "Last seen"]
    # On the page team and share stand with what they belong to, so that the table holds on a phone.
    shown = [
        [
            plain(f"{line[0]}, {line[1]}" if line[1] else line[0]),
            line[2],
            line[3],
            f"{one.right} of {one.cases}",
            _time(one.seconds),
            f"{one.last_at:%b} {one.last_at.day}" if one.last_at else "never",
        ]
        for one, line in zip(rows, lines, strict=True)
    ]
    st.markdown(
        table(["Name", "Lessons", "Practiced", "Cases right", "Time", "Last seen"], shown, right=(1, 2, 3, 4))
    )
    st.download_button(
        "As CSV",
        _csv(head, lines),
        file_name="unitwise-team.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
    with st.expander("Level by concept", icon=":material/table:"):
        names = [one.learner.name for one in rows]
        levels = [{state.concept: mastery.level(state).name for state in one.mastery} for one in rows]
        st.markdown(
            table(
                ["Concept", *(plain(name) for name in names)],
                [
                    [plain(concept.title), *(mine.get(name, "") for mine in levels)]
                    for name, concept in learning.concepts.items()
                ],
            )
        )


def beliefs(store: Store, team: str | None, rows: list[Progress]) -> None:
    """Show the wrong rules that answers of the team or of one learner fitted, each with its lesson."""
    st.header("What the team seems to believe")
    people = {one.learner.id: one.learner.name for one in rows}
    whose = st.selectbox(
        "Whose answers",
        [None, *people],
        format_func=lambda each: people.get(each or "", "All of them together"),
        key="team_whose",
    )
    found = store.misconceptions(learner_id=whose) if whose else store.misconceptions(team=team)
    seen = [one for one in found if one.misconception in learning.misconceptions]
    if not seen:
        st.markdown("No wrong rule was met in the answers so far.")
        return
    st.markdown(
        "How often an answer was just what a wrong rule gives. One answer may fit several rules; it is a reason to "
        "talk, never a grade."
    )
    for one in seen[:8]:
        told = learning.misconceptions[one.misconception]
        with st.container(border=True, key=f"card_{one.misconception}"):
            st.markdown(
                f"**“{plain(told.believes)}”**  \n{count(one.count, 'answer')} of {count(one.learners, 'learner')}, "
                f"last on {one.last_at:%B} {one.last_at.day}. The rule: {plain(told.right)}"
            )
            if told.lesson in learning.lessons:
                links.to_lesson(
                    told.lesson, f"Lesson: {plain(learning.lessons[told.lesson].title)}", ":material/school:"
                )


def gains(store: Store, rows: list[Progress]) -> None:
    """Show the team's gain from the first test to the second."""
    pairs = [pair for one in rows if (pair := exams.latest_pair(store.exams(one.learner.id))) is not None]
    st.header("Before and after")
    _, says = exams.team_gain([exams.gain(*pair) for pair in pairs])
    st.markdown(f"**{plain(says)}**")
    st.caption(exams.TEAM_METHOD)


def assign(store: Store, teams: list[str], rows: list[Progress]) -> None:
    """Let a lead assign lessons and concepts, with a day."""
    st.header("Assign a path")
    if said := st.session_state.pop(SAID, ""):
        st.success(said, icon=":material/check_circle:")
    people = {one.learner.id: one.learner.name for one in rows}
    with st.form("team_assign", border=True):
        st.text_input(
            "Your name, as the learners know you", key="team_lead", max_chars=60, autocomplete="off"
        )
        st.selectbox(
            "For whom",
            [*(f"team:{team}" for team in teams), *people],
            format_func=lambda each: (
                f"Team {each.removeprefix('team:')}" if each.startswith("team:") else people.get(each, each)
            ),
            key="team_whom",
        )
        st.multiselect(
            "Lessons to read",
            list(learning.lessons),
            format_func=lambda each: learning.lessons[each].title,
            key="team_lessons",
        )
        st.multiselect(
            "Concepts to practice until they hold",
            list(learning.concepts),
            format_func=lambda each: learning.concepts[each].title,
            key="team_concepts",
        )
        st.date_input(
            "Due on", value=None, min_value=today(), key="team_due", help="Leave it empty for whenever."
        )
        st.text_input("A word to go with it", key="team_note", max_chars=200, autocomplete="off")
        st.form_submit_button("Assign", icon=":material/send:", on_click=_assign, args=(store,))


def _assign(store: Store) -> None:
    state = st.session_state
    whom = state["team_whom"] or ""
    items = [
        *(Item("lesson", one) for one in state["team_lessons"]),
        *(Item("concept", one) for one in state["team_concepts"]),
    ]
    try:
        store.assign(
            state["team_lead"],
            items,
            kept.now(),
            team=whom.removeprefix("team:") if whom.startswith("team:") else None,
            learner_id=None if whom.startswith("team:") else whom,
            due_on=state["team_due"],
            note=state["team_note"],
        )
    except StoreError as error:
        kept.trouble(error)
    else:
        state[SAID] = "Assigned. It stands on their page of progress, and comes first in their practice."


def assignments(store: Store, rows: list[Progress]) -> None:
    """Show what was assigned, and how far everybody is with it."""
    given = store.assignments()
    if not given:
        return
    st.header("What was assigned")
    for each in given:
        with st.container(border=True, key=f"card_{each.id}"):
            _assignment(each, rows)
            st.button("Withdraw", key=f"team_withdraw_{each.id}", on_click=store.withdraw, args=(each.id,))


def _assignment(each: Assignment, rows: list[Progress]) -> None:
    mine = [
        one
        for one in rows
        if one.learner.id == each.learner_id or (each.team and one.learner.team == each.team)
    ]
    states = [(one.learner.name, assigned.done(each, one, today())) for one in mine]
    finished = sum(not state.left for _, state in states)
    whom = (
        f"team {plain(each.team)}"
        if each.team
        else ", ".join(plain(name) for name, _ in states) or "a learner"
    )
    due = f", due {each.due_on.isoformat()}" if each.due_on else ""
    st.markdown(
        f"**{count(len(each.items), 'thing')} for {whom}**{due}: {finished} of {len(states)} done."
        + (f"  \n{plain(each.note)}" if each.note else "")
    )
    late = [plain(name) for name, state in states if state.late]
    if late:
        st.markdown(f":orange-badge[late] {', '.join(late)}")
    left = Counter(item.target for _, state in states for item in state.left)
    if left:
        titles = {
            **{k: v.title for k, v in learning.lessons.items()},
            **{k: v.title for k, v in learning.concepts.items()},
        }
        st.markdown(
            table(
                ["Still open", "Learners"],
                [[plain(titles.get(k, k)), n] for k, n in left.most_common()],
                right=(1,),
            )
        )


def _time(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02d}" if minutes >= 60 else f"{minutes} min"


def _csv(head: list[str], lines: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    # A cell that begins like a formula is text to a spreadsheet only behind an apostrophe.
    writer.writerows(
        [[f"'{cell}" if cell[:1] in "=+-@\t" and cell else cell for cell in line] for line in lines]
    )
    return out.getvalue()


st.title("Team")
shared = kept.store()
if shared is not None:
    teams = shared.teams()
    team = st.selectbox("Team", [ALL, *teams], key="team_chosen") if teams else ALL
    one_team = None if team == ALL else team
    progress = shared.team_progress(one_team)
    if not progress:
        st.markdown(
            "Nobody has chosen a name yet. Learners do so on the Practice page; nothing else is asked of them."
        )
        st.page_link(links.PRACTICE, label="Open practice", icon=":material/fitness_center:")
    else:
        standing(progress)
        beliefs(shared, one_team, progress)
        gains(shared, progress)
        assignments(shared, shared.team_progress(None))
        assign(shared, teams, progress)
