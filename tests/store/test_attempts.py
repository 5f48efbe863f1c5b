from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest

from logic.practice.case import Case
from logic.store import Store, UnknownLearnerError
from logic.store.records import Answer, CardState, Learner, MasteryState, Met, Reviewed
from tests.store.conftest import NOW, Place

LATER = NOW + timedelta(minutes=3)
MakeCase = Callable[..., Case]


def test_an_answer_is_there_as_soon_as_it_is_given(
    place: Place, store: Store, ana: Learner, case: MakeCase
) -> None:
    attempt = store.start_attempt(ana.id, case(), "solo", NOW)
    kept = store.give_answer(
        attempt.id,
        "split",
        "97110=2 97140=1",
        right=False,
        now=LATER,
        concept="left-overs",
        hinted=True,
        misconceptions={"equal-split", "biggest-code-takes-all"},
        seconds=12.5,
    )
    other = place.open()

    assert kept
    assert other.answers(attempt.id) == [
        Answer(
            attempt.id,
            "two-codes:1",
            "split",
            "left-overs",
            "97110=2 97140=1",
            right=False,
            hinted=True,
            at=LATER,
            seconds=12.5,
            misconceptions=("biggest-code-takes-all", "equal-split"),
        )
    ]
    assert other.unfinished(ana.id) == attempt
    other.close()


def test_the_first_answer_stands(store: Store, ana: Learner, case: MakeCase) -> None:
    attempt = store.start_attempt(ana.id, case(), "solo", NOW)
    first = store.give_answer(
        attempt.id, "s", "1", right=False, now=NOW, concept="ties", misconceptions=["equal-split"]
    )
    second = store.give_answer(
        attempt.id, "s", "2", right=True, now=LATER, concept="ties", misconceptions=["equal-split"]
    )

    assert (first, second) == (True, False)
    assert [answer.given for answer in store.answers(attempt.id)] == ["1"]
    assert [(each.misconception, each.count) for each in store.misconceptions()] == [("equal-split", 1)]


def test_a_learner_never_gets_two_attempts_at_one_case(store: Store, ana: Learner, case: MakeCase) -> None:
    first = store.start_attempt(ana.id, case(1), "solo", NOW, fingerprint="f1")
    again = store.start_attempt(ana.id, case(1), "worked", LATER)
    store.start_attempt(ana.id, case(2), "solo", NOW, fingerprint="f2")
    bea = store.add_learner("Bea", NOW)

    assert again == first
    assert first.seed == 1
    assert store.start_attempt(bea.id, case(1), "solo", NOW).id != first.id
    assert store.met(ana.id) == Met(frozenset({"two-codes:1", "two-codes:2"}), frozenset({"f1", "f2"}))


@pytest.mark.parametrize(("answers", "right"), [([True, True], True), ([True, False], False), ([], False)])
def test_an_attempt_is_finished_once(
    store: Store, ana: Learner, case: MakeCase, answers: list[bool], right: bool
) -> None:
    attempt = store.start_attempt(ana.id, case(), "solo", NOW)
    for number, each in enumerate(answers):
        store.give_answer(attempt.id, f"s{number}", "x", right=each, now=NOW, concept="ties")
    done = store.finish_attempt(attempt.id, LATER, 41.0)

    assert done is not None
    assert (done.finished_at, done.seconds, done.right) == (LATER, 41.0, right)
    assert store.finish_attempt(attempt.id, LATER + timedelta(hours=1), 99.0) is None
    assert not store.give_answer(attempt.id, "late", "x", right=True, now=LATER, concept="ties")
    assert store.attempt(attempt.id) == done
    assert store.unfinished(ana.id) is None


def test_cards_and_levels_change_with_the_attempt_or_not_at_all(
    store: Store, ana: Learner, case: MakeCase
) -> None:
    card = CardState("ties", "{}", LATER + timedelta(days=2), 2.3, 1, 0, LATER)
    level = MasteryState("ties", "learning", LATER, 1, 1, LATER)

    def review(
        cards: Mapping[str, CardState],
        mastery: Mapping[str, MasteryState],
        answers: Sequence[Answer],
        now: datetime,
    ) -> Reviewed:
        assert (dict(cards), dict(mastery), now) == ({}, {}, LATER)
        assert [answer.step for answer in answers] == ["b", "a"]
        return Reviewed((card,), (level,))

    def broken(*_: object) -> Reviewed:
        raise ArithmeticError

    attempt = store.start_attempt(ana.id, case(), "solo", NOW)
    for step in "ba":
        store.give_answer(attempt.id, step, "x", right=True, now=NOW, concept="ties")
    with pytest.raises(ArithmeticError):
        store.finish_attempt(attempt.id, LATER, 1.0, broken)
    assert store.unfinished(ana.id) == attempt
    store.finish_attempt(attempt.id, LATER, 1.0, review)

    assert store.cards(ana.id) == {"ties": card}
    assert store.mastery(ana.id) == {"ties": level}


def test_history_is_told_in_the_order_of_the_answers(store: Store, ana: Learner, case: MakeCase) -> None:
    for seed in (1, 2):
        attempt = store.start_attempt(ana.id, case(seed), "solo", NOW)
        for step in ("a", "b"):
            at = NOW + timedelta(minutes=seed)
            store.give_answer(
                attempt.id, step, "x", right=step == "a", now=at, concept="ties", misconceptions=[f"m{seed}"]
            )

    told = [(each.case_id, each.step, each.misconceptions) for each in store.history(ana.id)]
    assert told == [
        ("two-codes:1", "a", ("m1",)),
        ("two-codes:1", "b", ("m1",)),
        ("two-codes:2", "a", ("m2",)),
        ("two-codes:2", "b", ("m2",)),
    ]
    since = store.history(ana.id, since=NOW + timedelta(minutes=2))
    assert [each.case_id for each in since] == ["two-codes:2", "two-codes:2"]
    assert len(store.attempts(ana.id)) == 2
    assert len(store.attempts(ana.id, limit=1)) == 1


def test_times_come_back_in_utc_from_any_zone(store: Store, ana: Learner, case: MakeCase) -> None:
    denver = datetime(2026, 3, 2, 2, 0, 0, 123456, tzinfo=timezone(timedelta(hours=-7)))
    attempt = store.start_attempt(ana.id, case(), "solo", denver)
    kept = store.attempt(attempt.id)

    assert kept is not None
    assert kept.started_at == datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)
    assert kept.started_at.tzinfo == UTC


def test_what_a_visit_showed_is_counted_beside_practice(store: Store, ana: Learner, case: MakeCase) -> None:
    attempt = store.start_attempt(ana.id, case(), "solo", NOW)
    store.give_answer(
        attempt.id, "s", "1", right=False, now=NOW, concept="ties", misconceptions=["equal-split"]
    )
    store.see_misconceptions(ana.id, ["equal-split", "kx-always"], LATER)

    found = [(each.misconception, each.count, each.learners, each.last_at) for each in store.misconceptions()]
    assert found == [("equal-split", 2, 1, LATER), ("kx-always", 1, 1, LATER)]


def test_an_odd_answer_is_kept_as_far_as_a_database_can(store: Store, ana: Learner, case: MakeCase) -> None:
    attempt = store.start_attempt(ana.id, case(), "solo", NOW)
    store.give_answer(attempt.id, "s", "a\0b\udcff" + "x" * 1000, right=False, now=NOW, concept="ties")

    assert store.answers(attempt.id)[0].given == "ab?" + "x" * 497


def test_a_window_left_open_is_told_that_the_learner_is_gone(
    store: Store, ana: Learner, case: MakeCase
) -> None:
    attempt = store.start_attempt(ana.id, case(), "solo", NOW)
    store.delete_learner(ana.id)

    with pytest.raises(UnknownLearnerError):
        store.give_answer(attempt.id, "s", "1", right=True, now=NOW, concept="ties")
    with pytest.raises(UnknownLearnerError):
        store.finish_attempt(attempt.id, NOW, 1.0)
    with pytest.raises(UnknownLearnerError):
        store.start_attempt(ana.id, case(2), "solo", NOW)
