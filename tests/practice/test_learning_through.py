"""Learners who practice through a whole course, and what was assigned to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from logic.learning.course import Course
from logic.practice import mastery, schedule
from logic.practice.assigned import done, wanted
from logic.practice.case import Case
from logic.practice.choosing import Choice, Chooser
from logic.practice.fresh import fingerprint
from logic.practice.generate import case
from logic.practice.review import reviewed
from logic.rulebook import RuleBook
from logic.store import Store, open_store
from logic.store.records import (
    Assignment,
    Item,
    Learner,
    LessonRead,
    Progress,
)
from tests.practice.invented_course import NOW, chooser, state


@pytest.fixture
def learner(tmp_path: Path) -> tuple[Store, Learner]:
    store = open_store(None, tmp_path)
    return store, store.add_learner("Ana", NOW)


def practice(
    store: Store,
    who: Learner,
    one: Chooser,
    days: int,
    right: Callable[[int, Choice], bool],
    make: Callable[[Choice], Case],
) -> list[tuple[int, Choice]]:
    """Twelve cases a day through the real store, as the page does it."""
    given, number = [], 0
    for day in range(days):
        for minute in range(12):
            now = NOW + timedelta(days=day, minutes=3 * minute)
            choice = one.next_case(store.standing(who.id), now)
            assert choice is not None
            attempt = store.start_attempt(who.id, make(choice), choice.form, now, choice.fingerprint)
            assert attempt.started_at == now, "this case was given before"
            if choice.form != "worked":
                ok = right(number, choice)
                store.give_answer(attempt.id, "s", "x", right=ok, now=now, concept=choice.concept)
            store.finish_attempt(attempt.id, now, 20.0, reviewed)
            given.append((day, choice))
            number += 1
    return given


def plain_case(choice: Choice) -> Case:
    name = f"{choice.blueprint}:{choice.seed}"
    return Case(name, choice.blueprint, choice.seed, choice.concept, 1, "medicare", NOW.date(), "", "", ())


def test_a_learner_who_is_right_masters_everything_in_order_and_over_days(
    learner: tuple[Store, Learner],
) -> None:
    store, who = learner
    given = practice(store, who, chooser(), 8, lambda *_: True, plain_case)
    forms: dict[str, list[str]] = {}
    for _, choice in given:
        forms.setdefault(choice.concept, []).append(choice.form)

    assert list(forms) == ["a", "b", "c", "d"]
    for found in forms.values():
        assert found[:3] == ["worked", "faded", "solo"]
        assert set(found[2:]) == {"solo"}
    assert {each.level for each in store.mastery(who.id).values()} == {"mastered"}
    # Away for two months, everything is due.
    back = chooser().next_case(store.standing(who.id), NOW + timedelta(days=70))
    assert back is not None
    assert back.why == "due"
    assert len(schedule.due(store.cards(who.id), NOW + timedelta(days=70))) == 4
    assert len({(choice.blueprint, choice.seed) for _, choice in given}) == len(given)
    # Two of one sort at most, once there is something to mix.
    later = [choice.concept for _, choice in given[12:]]
    assert all(len(set(later[at : at + 3])) > 1 for at in range(len(later) - 2))
    store.close()


def test_a_learner_who_errs_is_held_until_five_in_a_row_and_comes_back_to_what_was_missed(
    learner: tuple[Store, Learner],
) -> None:
    store, who = learner
    given = practice(
        store, who, chooser(), 6, lambda number, choice: choice.concept != "b" or number > 40, plain_case
    )
    first_c = next(at for at, (_, choice) in enumerate(given) if choice.concept == "c")

    assert first_c > 40
    assert Counter(choice.concept for _, choice in given[:first_c])["b"] > 10
    assert mastery.is_practiced(store.mastery(who.id)["b"])
    store.close()


def test_the_shipped_course_can_be_walked_without_meeting_anything_twice(
    learner: tuple[Store, Learner], book: RuleBook, course: Course
) -> None:
    store, who = learner
    made: dict[tuple[str, int], Case] = {}

    def make(name: str, seed: int) -> Case:
        if (name, seed) not in made:
            made[name, seed] = case(course.blueprints[name], seed, book, course)
        return made[name, seed]

    one = Chooser(
        course.concepts, course.blueprints.values(), looks=lambda name, seed: fingerprint(make(name, seed))
    )
    given = practice(store, who, one, 6, lambda *_: True, lambda choice: make(choice.blueprint, choice.seed))

    prints = [choice.fingerprint for _, choice in given]
    assert len(set(prints)) == len(prints)
    assert len({choice.concept for _, choice in given}) >= 3
    store.close()


def test_an_assignment_is_done_by_lessons_answered_and_concepts_practiced() -> None:
    items = (Item("lesson", "ties"), Item("concept", "ties"), Item("concept", "midpoint"))
    asked = Assignment("1", "Kim", items, "desk", None, date(2026, 3, 5), "", NOW)
    who = Learner("ana", "Ana", "desk", NOW)
    opened = LessonRead("ties", NOW, NOW)
    started = Progress(who, (opened,), (state("ties", "learning"),), (), 3, 2, 60.0, NOW)
    ahead = replace(
        started,
        lessons=(replace(opened, quiz_right=1, quiz_total=2, quiz_at=NOW),),
        mastery=(state("ties"), state("midpoint", "remembered")),
    )

    assert done(asked, started, date(2026, 3, 5)).left == items
    assert not done(asked, started, date(2026, 3, 5)).late
    assert done(asked, started, date(2026, 3, 6)).late
    finished = done(asked, ahead, date(2026, 3, 6))
    assert (finished.done, finished.left, finished.late) == (items, (), False)
    assert not done(replace(asked, due_on=None), started, date(2027, 1, 1)).late
    assert wanted([asked, asked]) == ("ties", "midpoint")
