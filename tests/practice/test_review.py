from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

from logic.practice.case import Case
from logic.practice.review import replayed, reviewed
from logic.store import open_store
from logic.store.records import Answer
from tests.store.conftest import NOW

CONCEPTS = ("timed-or-not", "total-time", "left-overs", "ties")


def test_what_was_stored_step_by_step_is_what_the_answers_say(tmp_path: Path) -> None:
    """Two months of practice through the store, then everything anew from the answers alone."""
    dice = random.Random(97124)
    store = open_store(None, tmp_path)
    learner = store.add_learner("Ana", NOW)
    now, ends = NOW, {}
    for number in range(120):
        now += timedelta(hours=dice.choice([0, 0, 1, 17, 24]), minutes=5)
        case = Case(f"b:{number}", "b", number, "ties", 1, "medicare", NOW.date(), "", "", ())
        attempt = store.start_attempt(learner.id, case, "solo", now)
        for step, concept in enumerate(dice.sample(CONCEPTS, dice.randrange(1, 4))):
            store.give_answer(
                attempt.id, f"s{step}", "x", right=dice.random() < 0.85, now=now, concept=concept,
                hinted=dice.random() < 0.1,
            )  # fmt: skip
        store.finish_attempt(attempt.id, now, 1.0, reviewed)
        ends[attempt.id] = now
    by_attempt: dict[str, list[Answer]] = {}
    for answer in store.history(learner.id):
        by_attempt.setdefault(answer.attempt_id, []).append(answer)
    again = replayed([(ends[attempt], answers) for attempt, answers in by_attempt.items()])

    assert {card.concept: card for card in again.cards} == store.cards(learner.id)
    assert {level.concept: level for level in again.mastery} == store.mastery(learner.id)
    assert set(store.cards(learner.id)) == set(CONCEPTS)
    store.close()
