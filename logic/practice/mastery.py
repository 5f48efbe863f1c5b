"""How far a learner is with a concept: levels that take nights to climb, and misses that bring down.

Five cases in a row make a concept practiced, in one sitting if need be; what comes after is about remembering, so each
further level takes a right case 16 hours or more after the last one was reached.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from logic.calculators.facts import plural
from logic.store.records import MasteryState

if TYPE_CHECKING:
    from logic.practice.schedule import Outcome

IN_A_ROW: Final = 5
WAIT: Final = timedelta(hours=16)


@dataclass(frozen=True, slots=True)
class Level:
    """A level: the id that is stored, its name, and what it says of the learner."""

    id: str
    name: str
    says: str


NOT_STARTED: Final = Level("not-started", "Not started", "No case yet.")
LEARNING: Final = Level("learning", "Learning", "Not yet five cases in a row.")
PRACTICED: Final = Level("practiced", "Practiced", "Five cases in a row were right.")
REMEMBERED: Final = Level("remembered", "Remembered", "Still right after a night.")
MASTERED: Final = Level("mastered", "Mastered", "Right again after a second night.")
LEVELS: Final = (NOT_STARTED, LEARNING, PRACTICED, REMEMBERED, MASTERED)
_BY_ID: Final = {level.id: number for number, level in enumerate(LEVELS)}


def level(state: MasteryState | None) -> Level:
    """Give the level; None is a concept without a case."""
    return LEVELS[rank(state)]


def rank(state: MasteryState | None) -> int:
    """Give the level as a number from 0, not started, to 4, mastered."""
    return 0 if state is None else _BY_ID.get(state.level, 1)


def is_practiced(state: MasteryState | None) -> bool:
    """Whether a learner can go on to what builds on the concept."""
    return rank(state) >= _BY_ID[PRACTICED.id]


def after(state: MasteryState | None, concept: str, outcome: Outcome, now: datetime) -> MasteryState:
    """Give the state after a case.

    Right: one more in a row, and a level up where five are reached or 16 hours are over. With a hint: neither up nor
    down. Wrong: the row begins again, and what was practiced or better goes down a level.
    """
    before, since = max(rank(state), 1), state.since if state is not None else now
    streak = state.streak if state is not None else 0
    streak = {"right": streak + 1, "hinted": streak, "wrong": 0}[outcome]
    now_at = before
    if outcome == "right":
        waited = streak >= IN_A_ROW if before == 1 else now - since >= WAIT
        now_at = min(before + waited, len(LEVELS) - 1)
    elif outcome == "wrong":
        now_at = max(before - 1, 1)
    return MasteryState(
        concept,
        LEVELS[now_at].id,
        now if now_at != before or state is None else since,
        streak,
        (state.cases if state is not None else 0) + 1,
        now,
    )


def may_climb_at(state: MasteryState | None) -> datetime | None:
    """Give the moment from which one right case lifts a practiced or remembered concept; None for other levels."""
    return state.since + WAIT if state is not None and rank(state) in {2, 3} else None


def next_step(state: MasteryState | None, now: datetime) -> str:
    """Say what leads to the next level."""
    if state is None:
        return "Begin with a worked example."
    if rank(state) == 1:
        missing = max(IN_A_ROW - state.streak, 1)
        return f"{missing} more right in a row." if state.streak else f"{missing} right in a row."
    moment = may_climb_at(state)
    if moment is None:
        return "Keep it: reviews come when they are due."
    hours = math.ceil((moment - now) / timedelta(hours=1))
    goal = LEVELS[rank(state) + 1].name.lower()
    if hours > 0:
        return f"One right case in {plural(hours, 'hour')} or later makes it {goal}."
    return f"One right case makes it {goal}."
