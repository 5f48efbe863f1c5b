from __future__ import annotations

from datetime import date, timedelta

import pytest

from logic.store import Store, StoreError, UnknownLearnerError
from logic.store.records import Item, Learner, LessonRead, QuizAnswer
from tests.store.conftest import NOW

LATER = NOW + timedelta(minutes=4)


def test_a_lesson_counts_its_time_and_is_done_when_its_questions_are_answered(
    store: Store, ana: Learner
) -> None:
    store.read_lesson(ana.id, "ties", NOW)
    store.read_lesson(ana.id, "ties", LATER, seconds=90)
    store.read_lesson(ana.id, "ties", LATER, seconds=30)
    assert store.lessons(ana.id) == {"ties": LessonRead("ties", NOW, LATER, 120.0)}
    assert not store.lessons(ana.id)["ties"].done

    store.answer_quiz(
        ana.id, "ties", "q1", "3", right=False, now=LATER, total=2, misconceptions=["equal-split"]
    )
    assert not store.lessons(ana.id)["ties"].done
    store.answer_quiz(ana.id, "ties", "q2", "yes", right=True, now=LATER, total=2)

    read = store.lessons(ana.id)["ties"]
    assert (read.done, read.quiz_right, read.quiz_total) == (True, 1, 2)
    assert [each.misconception for each in store.misconceptions(learner_id=ana.id)] == ["equal-split"]


def test_a_question_answered_again_remembers_that_the_first_was_wrong(store: Store, ana: Learner) -> None:
    for given, right in (("3", False), ("2", True)):
        store.answer_quiz(ana.id, "ties", "q1", given, right=right, now=LATER, total=1)

    assert store.quiz(ana.id, "ties") == {
        "q1": QuizAnswer("ties", "q1", "2", right=True, first_right=False, tries=2, at=LATER)
    }
    assert store.lessons(ana.id)["ties"].quiz_right == 1


def test_an_assignment_reaches_its_learner_alone_or_with_the_team(store: Store, ana: Learner) -> None:
    bea = store.add_learner("Bea", NOW, "back office")
    path = [Item("lesson", "midpoint-rule"), Item("concept", "midpoint"), Item("lesson", "midpoint-rule")]
    for_team = store.assign("Kim", path, NOW, team="Front Desk", due_on=date(2026, 3, 9), note=" soon ")
    for_ana = store.assign("Kim", path[:1], NOW, learner_id=ana.id, due_on=date(2026, 3, 5))
    whenever = store.assign("Kim", path[1:2], LATER, learner_id=ana.id)
    for_bea = store.assign("Kim", path[:1], LATER, learner_id=bea.id)

    assert for_team.items == (Item("lesson", "midpoint-rule"), Item("concept", "midpoint"))
    assert (for_team.team, for_team.note) == ("front desk", "soon")
    assert store.assignments(ana.id) == [for_ana, for_team, whenever]
    assert store.assignments(bea.id) == [for_bea]
    assert len(store.assignments()) == 4
    assert store.withdraw(for_team.id)
    assert not store.withdraw(for_team.id)
    assert store.assignments(ana.id) == [for_ana, whenever]


def test_a_learner_without_a_team_gets_no_teams_work(store: Store) -> None:
    cy = store.add_learner("Cy", NOW)
    store.assign("Kim", [Item("lesson", "ties")], NOW, team="front desk")

    assert store.assignments(cy.id) == []


def test_an_assignment_needs_something_to_do_and_somebody_to_do_it(store: Store, ana: Learner) -> None:
    item = [Item("lesson", "ties")]
    with pytest.raises(StoreError, match="Nothing is assigned"):
        store.assign("Kim", [], NOW, team="x")
    with pytest.raises(StoreError, match="for a team or for one learner"):
        store.assign("Kim", item, NOW)
    with pytest.raises(StoreError, match="for a team or for one learner"):
        store.assign("Kim", item, NOW, team="x", learner_id=ana.id)
    with pytest.raises(StoreError, match="name is empty"):
        store.assign(" ", item, NOW, team="x")
    with pytest.raises(UnknownLearnerError):
        store.assign("Kim", item, NOW, learner_id="nobody")
    assert store.assignments() == []
