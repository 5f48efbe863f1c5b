from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event

from logic.practice.case import Case
from logic.store import Store, UnknownLearnerError
from logic.store.records import CardState, ExamItem, Learner, MasteryState, Reviewed, Sighted
from tests.store.conftest import NOW

LATER = NOW + timedelta(minutes=20)
ITEMS = [
    ExamItem("two-codes", 5, "left-overs", "f5"),
    ExamItem("one-tie", 6, "ties"),
    ExamItem("kx", 7, "threshold"),
]


def test_a_test_is_scored_by_its_cases_and_what_was_left_out_is_not_right(store: Store, ana: Learner) -> None:
    exam = store.start_exam(ana.id, "pre", ITEMS, NOW, book="0123abcd", editions={"Pair edits": "2024-07-01"})
    for item, right in zip(exam.items[:2], (True, False), strict=True):
        store.give_answer(item.id, "s", "x", right=right, now=NOW, concept=item.concept)
        store.finish_attempt(item.id, LATER, 30.0)
    done = store.finish_exam(exam.id, LATER)

    assert [(item.number, item.case_id, item.form) for item in exam.items] == [
        (1, "two-codes:5", "exam"),
        (2, "one-tie:6", "exam"),
        (3, "kx:7", "exam"),
    ]
    assert (done.right, done.total, done.seconds, done.finished_at) == (1, 3, 60.0, LATER)
    assert [item.right for item in done.items] == [True, False, False]
    assert (done.book, dict(done.editions)) == ("0123abcd", {"Pair edits": "2024-07-01"})
    assert store.finish_exam(exam.id, LATER + timedelta(days=1)) == done
    assert store.exam(exam.id) == done
    assert store.exams(ana.id) == [done]
    assert not store.give_answer(exam.items[2].id, "s", "x", right=True, now=LATER, concept="threshold")


def test_a_test_that_is_open_is_given_back_and_its_cases_are_met(store: Store, ana: Learner) -> None:
    exam = store.start_exam(ana.id, "pre", ITEMS, NOW)
    again = store.start_exam(ana.id, "pre", [ExamItem("other", 1, "ties")], LATER)

    assert again == exam
    assert store.met(ana.id).case_ids == {"two-codes:5", "one-tie:6", "kx:7"}
    assert store.met(ana.id).fingerprints == {"f5"}
    assert store.unfinished(ana.id) is None


def test_a_post_test_names_its_pre_test(store: Store, ana: Learner) -> None:
    pre = store.finish_exam(store.start_exam(ana.id, "pre", ITEMS, NOW).id, LATER)
    post = store.start_exam(
        ana.id, "post", [ExamItem("two-codes", 8, "left-overs")], LATER + timedelta(days=1), pre_id=pre.id
    )

    assert post.pre_id == pre.id
    assert [each.kind for each in store.exams(ana.id)] == ["pre", "post"]
    assert store.exams_of("front desk") == [pre]
    assert store.exams_of("nobody") == []
    assert [each.id for each in store.exams_of(None)] == [pre.id]
    with pytest.raises(UnknownLearnerError):
        store.finish_exam("none", NOW)


def test_a_lead_sees_what_each_learner_did(store: Store, ana: Learner, case: Callable[..., Case]) -> None:
    bea = store.add_learner("bea", NOW, "front desk")
    store.add_learner("Cy", NOW, "back office")
    level = MasteryState("ties", "learning", LATER, 2, 2, LATER)
    card = CardState("ties", "{}", LATER, 1.0, 1, 0, LATER)
    for seed, right in ((1, True), (2, False)):
        attempt = store.start_attempt(ana.id, case(seed), "solo", NOW)
        misconceptions = [] if right else ["equal-split"]
        store.give_answer(
            attempt.id, "s", "x", right=right, now=LATER, concept="ties", misconceptions=misconceptions
        )
        store.finish_attempt(attempt.id, LATER, 30.0, lambda *_: Reviewed((card,), (level,)))
    store.start_attempt(ana.id, case(3), "solo", NOW)
    store.read_lesson(ana.id, "ties", NOW, seconds=100)
    store.see_misconceptions(bea.id, ["equal-split", "kx-always"], NOW)

    first, second = store.team_progress("front desk")
    assert (first.learner, second.learner) == (ana, bea)
    assert (first.cases, first.right, first.seconds, first.last_at) == (2, 1, 160.0, LATER)
    assert first.mastery == (level,)
    assert [each.lesson for each in first.lessons] == ["ties"]
    assert first.misconceptions == (Sighted("equal-split", 1, 1, LATER),)
    assert (second.cases, second.seconds, second.last_at, second.lessons) == (0, 0.0, None, ())
    assert store.progress(ana.id) == first
    assert store.progress("nobody") is None
    assert len(store.team_progress()) == 3
    assert store.misconceptions(team="front desk") == [
        Sighted("equal-split", 2, 2, LATER),
        Sighted("kx-always", 1, 1, NOW),
    ]
    assert store.misconceptions(team="front desk", since=LATER) == [Sighted("equal-split", 1, 1, LATER)]
    assert store.misconceptions(team="back office") == []


@pytest.mark.parametrize("learners", [1, 12])
def test_a_teams_progress_is_a_fixed_number_of_questions(store: Store, learners: int) -> None:
    for number in range(learners):
        store.add_learner(f"Learner {number}", NOW, "team")
    asked: list[str] = []
    event.listen(store._engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    store.team_progress("team")

    assert len([each for each in asked if each.startswith("SELECT")]) == 5
