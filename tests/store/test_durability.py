"""Real processes, really killed; many writers at once."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from logic.store import Store
from logic.store.engine import FILE
from logic.store.records import Learner
from tests.store.conftest import Place

WRITERS = Path(__file__).with_name("writers.py")
KILLS = 6


def start(what: str, place: Place, *rest: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(WRITERS), what, place.url or "", str(place.home), *rest],
        stdout=subprocess.PIPE,
        text=True,
    )


def sound(place: Place) -> bool:
    """What SQLite itself says of the file; PostgreSQL answers for its own."""
    if place.url is not None:
        return True
    with closing(sqlite3.connect(place.home / FILE)) as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return whole and connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.slow
def test_a_killed_process_loses_no_finished_answer(place: Place, store: Store, ana: Learner) -> None:
    dice = random.Random(97124)
    told: set[tuple[str, str]] = set()
    for kill in range(KILLS):
        process = start("endless", place, ana.id, str(kill * 1_000))
        assert process.stdout is not None
        with process:
            assert process.stdout.readline() == "open\n"
            for _ in range(dice.randrange(1, 40)):
                number, step = process.stdout.readline().split()
                told.add((number, step))
            time.sleep(dice.random() / 20)
            process.send_signal(signal.SIGKILL)
            for line in process.stdout:  # what it had finished before it was killed
                if line.endswith("\n") and len(line.split()) == 2:
                    number, step = line.split()
                    told.add((number, step))
        assert process.returncode == -signal.SIGKILL
        assert sound(place)

        attempts = {each.case_id.removeprefix("b:"): each for each in store.attempts(ana.id)}
        kept = {(each.given, each.step) for each in store.history(ana.id)}
        finished = {number for number, each in attempts.items() if each.finished_at is not None}
        assert {each for each in told if each[1] != "finished"} <= kept
        assert {number for number, step in told if step == "finished"} <= finished
        # At most the one that was under way is more than what was told.
        assert len(kept) - sum(step != "finished" for _, step in told) <= kill + 1
        # The card counts exactly the finished attempts: both were stored, or neither.
        assert sum(card.reps for card in store.cards(ana.id).values()) == len(finished)
        sightings = sum(each.count for each in store.misconceptions())
        assert sightings == len(kept)
    assert len(told) > KILLS


@pytest.mark.slow
def test_many_writers_at_once_lose_nothing(place: Place, store: Store, ana: Learner) -> None:
    processes, count = 3, 6
    running = [start("threads", place, ana.id, f"p{number}", str(count)) for number in range(processes)]
    for each in running:
        said, _ = each.communicate(timeout=300)
        assert (each.returncode, said) == (0, "done\n")

    attempts = store.attempts(ana.id)
    assert len(attempts) == processes * 4 * count
    assert all(each.right for each in attempts)
    assert len(store.history(ana.id)) == len(attempts) * 3
    # Every finished attempt read the card that the one before it wrote.
    assert store.cards(ana.id)["ties"].reps == len(attempts)
    assert sound(place)


@pytest.mark.slow
def test_one_case_opened_in_many_windows_is_one_attempt(place: Place, store: Store, ana: Learner) -> None:
    running = [start("threads", place, ana.id, "same", "5") for _ in range(3)]
    for each in running:
        each.communicate(timeout=300)
        assert each.returncode == 0

    attempts = store.attempts(ana.id)
    assert len(attempts) == 4 * 5
    assert len(store.history(ana.id)) == len(attempts) * 3
    assert store.cards(ana.id)["ties"].reps == len(attempts)


@pytest.mark.slow
def test_programs_that_start_together_make_the_tables_once(empty_place: Place) -> None:
    running = [start("open", empty_place) for _ in range(4)]
    for each in running:
        said, _ = each.communicate(timeout=300)
        assert (each.returncode, said) == (0, "opened\n")

    opened = empty_place.open()
    assert opened.learners() == []
    opened.close()
    if empty_place.url is None:
        assert [each.name for each in empty_place.home.iterdir()] == [FILE]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_the_folder_and_the_files_are_the_owners_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        place = Place(None, tmp_path / "new" / "home")
        opened = place.open()
        opened.learners()
    finally:
        os.umask(old)

    assert place.home.stat().st_mode & 0o777 == 0o700
    found = {each.name: each.stat().st_mode & 0o777 for each in place.home.iterdir()}
    assert found == {FILE: 0o600, f"{FILE}-wal": 0o600, f"{FILE}-shm": 0o600}
    opened.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_database_that_others_could_read_is_closed_to_them_and_a_shared_folder_is_left_alone(
    tmp_path: Path,
) -> None:
    tmp_path.chmod(0o755)
    place = Place(None, tmp_path)
    place.open().close()
    (tmp_path / FILE).chmod(0o644)
    place.open().close()

    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert tmp_path.stat().st_mode & 0o777 == 0o755
