from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.practice import mastery
from logic.practice.mastery import LEVELS, after, level, may_climb_at, next_step, rank
from logic.practice.schedule import Outcome
from logic.store.records import MasteryState

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def walk(*told: tuple[Outcome, float]) -> list[str]:
    """The level after each case; the number is hours since the first."""
    state: MasteryState | None = None
    levels = []
    for outcome, hours in told:
        state = after(state, "ties", outcome, NOW + hours * HOUR)
        levels.append(state.level)
    return levels


FIVE: list[tuple[Outcome, float]] = [("right", 0.1 * number) for number in range(5)]


def test_five_in_a_row_make_practiced() -> None:
    assert walk(*FIVE) == ["learning"] * 4 + ["practiced"]


def test_a_miss_begins_the_row_again_and_a_hint_does_not() -> None:
    right: tuple[Outcome, float] = ("right", 0)

    assert walk(*[right] * 4, ("wrong", 0), *[right] * 5) == ["learning"] * 9 + ["practiced"]
    assert walk(*[right] * 4, ("hinted", 0), right) == ["learning"] * 5 + ["practiced"]


def test_climbing_further_takes_sixteen_hours_each() -> None:
    # Practiced at 0.4 h; 16.3 h is too soon, 16.5 h is not; then the wait begins anew.
    later: list[tuple[Outcome, float]] = [("right", 16.3), ("right", 16.5), ("right", 20), ("right", 32.5)]

    assert walk(*FIVE, *later)[4:] == ["practiced", "practiced", "remembered", "remembered", "mastered"]


def test_a_hint_does_not_climb() -> None:
    assert walk(*FIVE, ("hinted", 40), ("right", 41))[4:] == ["practiced", "practiced", "remembered"]


def test_each_miss_brings_down_one_level_and_begins_the_wait_again() -> None:
    up: list[tuple[Outcome, float]] = [*FIVE, ("right", 20), ("right", 40)]

    assert walk(*up, ("wrong", 41))[-1] == "remembered"
    assert walk(*up, ("wrong", 41), ("right", 56))[-1] == "remembered"
    assert walk(*up, ("wrong", 41), ("right", 57))[-1] == "mastered"
    assert walk(*up, ("wrong", 41), ("wrong", 42), ("wrong", 43), ("wrong", 44))[-4:] == [
        "remembered",
        "practiced",
        "learning",
        "learning",
    ]
    # Down to learning it takes five in a row again.
    again: list[tuple[Outcome, float]] = [("right", 50)] * 4
    assert walk(*FIVE, ("wrong", 41), *again, ("right", 50))[-2:] == ["learning", "practiced"]


def test_the_words_for_a_learner() -> None:
    learning = after(None, "ties", "right", NOW)
    missed = after(learning, "ties", "wrong", NOW)
    practiced = MasteryState("ties", "practiced", NOW, 5, 5, NOW)
    remembered = MasteryState("ties", "remembered", NOW, 6, 6, NOW)
    mastered = MasteryState("ties", "mastered", NOW, 7, 7, NOW)

    assert next_step(None, NOW) == "Begin with a worked example."
    assert next_step(learning, NOW) == "4 more right in a row."
    assert next_step(missed, NOW) == "5 right in a row."
    assert (
        next_step(practiced, NOW + 2.5 * HOUR) == "One right case in 14 hours or later makes it remembered."
    )
    assert next_step(practiced, NOW + 15.5 * HOUR) == "One right case in 1 hour or later makes it remembered."
    assert next_step(remembered, NOW + 16 * HOUR) == "One right case makes it mastered."
    assert next_step(mastered, NOW) == "Keep it: reviews come when they are due."
    assert may_climb_at(practiced) == NOW + 16 * HOUR
    assert may_climb_at(learning) is None
    assert may_climb_at(mastered) is None
    assert [level(each).name for each in (None, learning, practiced, remembered, mastered)] == [
        "Not started",
        "Learning",
        "Practiced",
        "Remembered",
        "Mastered",
    ]


@pytest.mark.parametrize("each", LEVELS, ids=lambda each: each.id)
def test_each_level_has_words(each: mastery.Level) -> None:
    assert each.name
    assert each.says.endswith(".")


@given(st.lists(st.tuples(st.sampled_from(["wrong", "hinted", "right"]), st.floats(0, 30)), max_size=40))
def test_no_way_leads_up_faster_than_its_waits(told: list[tuple[Outcome, float]]) -> None:
    state: MasteryState | None = None
    now, last_up = NOW, {}
    for number, (outcome, hours) in enumerate(told, 1):
        now += hours * HOUR
        before = rank(state)
        state = after(state, "ties", outcome, now)
        moved = rank(state) - max(before, 1)
        assert moved in {"right": (0, 1), "hinted": (0,), "wrong": (0, -1)}[outcome]
        if moved == 1 and before >= 2:
            assert now - last_up[before] >= 16 * HOUR
        if moved:
            last_up[rank(state)] = now
        assert state.cases == number
        assert 1 <= rank(state) <= 4
