"""Programs that the durability tests start and kill: ``python tests/store/writers.py WHAT URL HOME …``.

Each says on its own line what is finished, after the call returned; what it has said must never be lost.
"""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from logic.practice.case import Case
from logic.store import Store, migrate, open_store
from logic.store.records import CardState, Reviewed

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
STEPS = ("a", "b", "c")


def say_it(words: str) -> None:
    """A line that the test has read before anything else happens here."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def case(number: int, blueprint: str = "b") -> Case:
    """A case of which the store looks at the ids only."""
    return Case(
        f"{blueprint}:{number}",
        blueprint,
        number,
        "ties",
        1,
        "medicare",
        NOW.date(),
        "A visit",
        "A note.",
        (),
    )


def one_more(cards: dict[str, CardState], mastery: object, answers: object, now: datetime) -> Reviewed:
    """A card that counts the finished attempts."""
    _ = mastery, answers
    reps = cards["ties"].reps + 1 if "ties" in cards else 1
    return Reviewed((CardState("ties", "{}", now, 1.0, reps, 0, now),))


def practice(store: Store, learner_id: str, number: int, blueprint: str, *, say: bool = False) -> None:
    """One attempt from its start to its end."""
    now = NOW + timedelta(minutes=number)
    attempt = store.start_attempt(learner_id, case(number, blueprint), "solo", now)
    for step in STEPS:
        store.give_answer(
            attempt.id, step, str(number), right=True, now=now, concept="ties", misconceptions=["m"]
        )
        if say:
            say_it(f"{number} {step}")
    store.finish_attempt(attempt.id, now, 1.0, one_more)  # type: ignore[arg-type]
    if say:
        say_it(f"{number} finished")


def endless(store: Store, learner_id: str, first: int) -> None:
    """Practice until killed."""
    say_it("open")
    for number in range(first, first + 100_000):
        practice(store, learner_id, number, "b", say=True)


def threads(store: Store, learner_id: str, name: str, count: int) -> None:
    """Four threads that share one store, each with cases of its own, and all with one learner."""
    failed: list[BaseException] = []

    def work(thread: int) -> None:
        try:
            for number in range(count):
                practice(store, learner_id, number, f"{name}-{thread}")
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    running = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for each in running:
        each.start()
    for each in running:
        each.join()
    if failed:
        raise failed[0]
    say_it("done")


def main(what: str, url: str, home: str, *rest: str) -> None:
    """Run one of the programs."""
    if what == "migrate":
        migrate.SCRIPTS, migrate.HEAD = Path(rest[0]), rest[1]  # type: ignore[misc]
    store = open_store(url or None, Path(home))
    if what == "endless":
        endless(store, rest[0], int(rest[1]))
    if what == "threads":
        threads(store, rest[0], rest[1], int(rest[2]))
    if what in {"open", "migrate"}:
        say_it("opened")
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
