"""What a finished case changes: the memory and the level of each concept that it asked about.

The store calls `reviewed` inside the transaction that finishes the attempt:
``store.finish_attempt(attempt.id, now, seconds, review.reviewed)``. A test before or after is finished without it:
it measures, and what it asks may not have been taught.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.practice import mastery, schedule
from logic.store.records import Answer, CardState, MasteryState, Reviewed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime


def reviewed(
    cards: Mapping[str, CardState],
    levels: Mapping[str, MasteryState],
    answers: Sequence[Answer],
    now: datetime,
) -> Reviewed:
    """Give the new cards and levels after a case with these answers."""
    found = schedule.outcomes(answers)
    return Reviewed(
        tuple(schedule.reviewed(cards.get(each), each, outcome, now) for each, outcome in found.items()),
        tuple(mastery.after(levels.get(each), each, outcome, now) for each, outcome in found.items()),
    )


def replayed(attempts: Iterable[tuple[datetime, Sequence[Answer]]]) -> Reviewed:
    """Give cards and levels anew from what was answered: each attempt's end and its answers, the oldest first.

    The same as what was stored step by step; for a changed rule of mastery, and to prove that nothing drifted.
    """
    cards: dict[str, CardState] = {}
    levels: dict[str, MasteryState] = {}
    for finished_at, answers in attempts:
        new = reviewed(cards, levels, answers, finished_at)
        cards |= {card.concept: card for card in new.cards}
        levels |= {level.concept: level for level in new.mastery}
    return Reviewed(tuple(cards.values()), tuple(levels.values()))
