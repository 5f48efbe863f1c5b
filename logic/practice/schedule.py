"""When a concept comes back: the FSRS memory model, one card a concept, no chance in it, days and not minutes.

Massed repetition teaches little (spaced against massed practice: g = 0.74), so there are no steps of minutes inside
a day: a card comes back tomorrow at the earliest. It comes back after 90 days at the latest: the tables behind the
rules are issued anew each quarter.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from fsrs import Card, Rating, Scheduler

from logic.store.records import Answer, CardState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Outcome = Literal["right", "hinted", "wrong"]

WANTED_RETENTION: Final = 0.9
LONGEST_DAYS: Final = 90
AHEAD: Final = timedelta(hours=8)
"""What falls due within a working day counts as due: practiced at 3 pm, it is ready two days later at 9 am."""

_RATINGS: Final[dict[Outcome, Rating]] = {
    "wrong": Rating.Again,
    "hinted": Rating.Hard,
    "right": Rating.Good,
}
_WORST: Final[tuple[Outcome, ...]] = ("wrong", "hinted", "right")
_SCHEDULER: Final = Scheduler(
    desired_retention=WANTED_RETENTION,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=LONGEST_DAYS,
    enable_fuzzing=False,
)


def outcomes(answers: Iterable[Answer]) -> dict[str, Outcome]:
    """Give for each concept of a case how it went: its worst step decides.

    A first answer that is right counts as right, with the hint open as hinted; only what the learner answered counts,
    not steps that were filled in.
    """
    found: dict[str, Outcome] = {}
    for answer in answers:
        this: Outcome = "wrong" if not answer.right else "hinted" if answer.hinted else "right"
        before = found.get(answer.concept, "right")
        found[answer.concept] = min(this, before, key=_WORST.index)
    return found


def reviewed(card: CardState | None, concept: str, outcome: Outcome, now: datetime) -> CardState:
    """Give the card after a case: with None it is the concept's first."""
    now = now.astimezone(UTC)
    before = Card.from_json(card.state) if card is not None else Card(card_id=1, due=now)
    after, _ = _SCHEDULER.review_card(before, _RATINGS[outcome], now)
    return CardState(
        concept,
        after.to_json(),
        after.due,
        after.stability or 0.0,
        (card.reps if card is not None else 0) + 1,
        (card.lapses if card is not None else 0) + (outcome == "wrong" and card is not None),
        now,
    )


def retention(card: CardState, now: datetime) -> float:
    """Estimate the chance, 0 to 1, that the concept would be remembered at `now`; by whole days, as FSRS counts.

    It is a model's estimate with the model's average weights, not a measurement of this learner.
    """
    return float(_SCHEDULER.get_card_retrievability(Card.from_json(card.state), now.astimezone(UTC)))


def due(cards: Mapping[str, CardState], now: datetime) -> list[CardState]:
    """Give the cards that are due, the one most likely forgotten first."""
    ready = [card for card in cards.values() if card.due_at <= now + AHEAD]
    return sorted(ready, key=lambda card: (retention(card, now), card.due_at, card.concept))


def next_due(cards: Mapping[str, CardState], now: datetime) -> datetime | None:
    """Give the moment when the next card that is not due yet falls due, or None."""
    return min((card.due_at for card in cards.values() if card.due_at > now + AHEAD), default=None)
