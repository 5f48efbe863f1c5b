from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta, timezone

import pytest
from fsrs import Scheduler
from hypothesis import given
from hypothesis import strategies as st

from logic.practice import schedule
from logic.store.records import Answer, CardState

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)

# FSRS-6 with its published default weights, written out once more from the published formulas.
W = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629,
    1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
GRADES = {"wrong": 1, "hinted": 2, "right": 3}


def remembered(stability: float, days: int) -> float:
    return (1 + (0.9 ** (-1 / W[20]) - 1) * days / stability) ** -W[20]


def first_difficulty(grade: int) -> float:
    return W[4] - math.exp(W[5] * (grade - 1)) + 1


def next_stability(stability: float, difficulty: float, days: int, grade: int) -> float:
    recalled = remembered(stability, days)
    if grade == 1:
        after = (
            W[11] * difficulty ** -W[12] * ((stability + 1) ** W[13] - 1) * math.exp(W[14] * (1 - recalled))
        )
        return min(after, stability / math.exp(W[17] * W[18]))
    hard = W[15] if grade == 2 else 1
    grown = math.exp(W[8]) * (11 - difficulty) * stability ** -W[9] * (math.exp(W[10] * (1 - recalled)) - 1)
    return stability * (1 + grown * hard)


def answer(concept: str, *, right: bool = True, hinted: bool = False) -> Answer:
    return Answer("a", "b:1", "s", concept, "x", right, hinted, NOW)


@pytest.mark.parametrize(("outcome", "days"), [("wrong", 1), ("hinted", 1), ("right", 2)])
def test_a_first_case_has_the_models_first_stability(outcome: schedule.Outcome, days: int) -> None:
    card = schedule.reviewed(None, "ties", outcome, NOW)

    assert card.stability == pytest.approx(W[GRADES[outcome] - 1])
    assert card.due_at == NOW + days * DAY
    assert (card.concept, card.reps, card.lapses, card.last_at) == ("ties", 1, 0, NOW)


@pytest.mark.parametrize("first", ["wrong", "hinted", "right"])
@pytest.mark.parametrize("second", ["wrong", "hinted", "right"])
@pytest.mark.parametrize("days", [1, 2, 9])
def test_a_later_case_follows_the_published_formulas(
    first: schedule.Outcome, second: schedule.Outcome, days: int
) -> None:
    card = schedule.reviewed(None, "ties", first, NOW)
    again = schedule.reviewed(card, "ties", second, NOW + days * DAY)
    stability = next_stability(card.stability, first_difficulty(GRADES[first]), days, GRADES[second])

    assert again.stability == pytest.approx(stability, rel=1e-6)
    assert again.due_at - again.last_at == DAY * min(max(round(stability), 1), 90)
    assert (again.reps, again.lapses) == (2, int(second == "wrong"))


@pytest.mark.parametrize("days", [0, 1, 2, 7, 30])
def test_retention_is_the_models_chance_of_remembering(days: int) -> None:
    card = schedule.reviewed(None, "ties", "right", NOW)

    assert schedule.retention(card, NOW + days * DAY) == pytest.approx(remembered(2.3065, days))


def test_retention_is_nine_in_ten_after_a_stability() -> None:
    assert remembered(10, 10) == pytest.approx(schedule.WANTED_RETENTION)


def test_nothing_is_left_to_chance_or_to_the_clock() -> None:
    assert len({schedule.reviewed(None, "ties", "right", NOW) for _ in range(50)}) == 1
    card = json.loads(schedule.reviewed(None, "ties", "right", NOW).state)
    assert card["card_id"] == 1
    assert card["last_review"] == NOW.isoformat()


def test_a_time_of_another_zone_is_the_same_moment() -> None:
    denver = NOW.astimezone(timezone(timedelta(hours=-7)))

    assert schedule.reviewed(None, "ties", "right", denver) == schedule.reviewed(None, "ties", "right", NOW)


def test_the_worst_step_of_a_concept_decides() -> None:
    told = [
        answer("ties"),
        answer("ties", right=False),
        answer("ties", hinted=True),
        answer("left-overs", hinted=True),
        answer("left-overs"),
        answer("total-time"),
        answer("midpoint", right=False, hinted=True),
    ]

    assert schedule.outcomes(told) == {
        "ties": "wrong",
        "left-overs": "hinted",
        "total-time": "right",
        "midpoint": "wrong",
    }
    assert schedule.outcomes([]) == {}


def test_what_is_due_comes_most_forgotten_first() -> None:
    cards = {
        "weak": schedule.reviewed(None, "weak", "wrong", NOW),
        "fair": schedule.reviewed(None, "fair", "right", NOW),
        "later": schedule.reviewed(None, "later", "right", NOW + 3 * DAY),
    }
    at = NOW + 3 * DAY

    assert [card.concept for card in schedule.due(cards, at)] == ["weak", "fair"]
    assert schedule.next_due(cards, at) == cards["later"].due_at
    assert schedule.due({}, at) == []
    assert schedule.next_due({}, at) is None


def test_practiced_in_the_afternoon_is_ready_in_the_morning() -> None:
    card = schedule.reviewed(None, "ties", "right", NOW)  # at 3 pm, due in two days
    morning = NOW + 2 * DAY - timedelta(hours=6)

    assert schedule.due({"ties": card}, morning) == [card]
    assert schedule.due({"ties": card}, morning - timedelta(hours=3)) == []


@given(
    st.lists(
        st.tuples(st.sampled_from(["wrong", "hinted", "right"]), st.integers(0, 60 * 24 * 120)),
        min_size=1,
        max_size=30,
    )
)
def test_whatever_happens_a_card_comes_back_tomorrow_at_the_earliest_and_in_a_quarter_at_the_latest(
    told: list[tuple[schedule.Outcome, int]],
) -> None:
    card: CardState | None = None
    now = NOW
    for outcome, minutes in told:
        now += timedelta(minutes=minutes)
        card = schedule.reviewed(card, "ties", outcome, now)
        assert DAY <= card.due_at - now <= 90 * DAY
        assert (card.due_at - now) % DAY == timedelta()
        assert 0 < schedule.retention(card, now + 400 * DAY) < schedule.retention(card, now) == 1
    assert card is not None
    assert card.reps == len(told)


def test_the_weights_above_are_the_packages_own() -> None:
    assert tuple(Scheduler().parameters) == W
