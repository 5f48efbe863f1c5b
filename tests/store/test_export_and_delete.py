"""Everything of a learner can be taken along, and everything can be made to go."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from logic.practice.case import Case
from logic.store import Store, UnknownLearnerError, engine
from logic.store.engine import FILE
from logic.store.export import FILES
from logic.store.records import CardState, ExamItem, Item, Learner, MasteryState, Reviewed
from logic.store.tables import OF_A_LEARNER, Base
from tests.store.conftest import NOW, Place
from tests.store.test_migrations import all_rows, next_version

__all__ = ["next_version"]

NAME = "Xavierette Quillfeather"
WAYS = "xavierette quillfeather", "XAVIERETTE", "Quillfeather"


@pytest.fixture
def learner(store: Store, case: Callable[..., Case]) -> Learner:
    """A learner with a row in every table, and a name that stands nowhere else."""
    who = store.add_learner(NAME, NOW, "front desk")
    fill(store, who, case)
    return who


def fill(store: Store, who: Learner, case: Callable[..., Case]) -> None:
    attempt = store.start_attempt(who.id, case(), "solo", NOW)
    store.give_answer(
        attempt.id, "s", "97110=2", right=False, now=NOW, concept="ties", misconceptions=["equal-split"]
    )
    card = CardState("ties", '{"stability": 2.3}', NOW + timedelta(days=2), 2.3, 1, 0, NOW)
    level = MasteryState("ties", "learning", NOW, 1, 1, NOW)
    store.finish_attempt(attempt.id, NOW, 9.5, lambda *_: Reviewed((card,), (level,)))
    store.answer_quiz(who.id, "ties", "q1", "=1+1", right=True, now=NOW, total=1)
    pre = store.finish_exam(store.start_exam(who.id, "pre", [ExamItem("b", 9, "ties")], NOW).id, NOW)
    store.start_exam(who.id, "post", [ExamItem("b", 10, "ties")], NOW, pre_id=pre.id)
    store.assign("Kim", [Item("lesson", "ties")], NOW, learner_id=who.id, note=f"For {who.name}")


def test_the_fixture_fills_every_table_but_the_teams_own(place: Place, learner: Learner) -> None:
    assert learner.name == NAME
    assert [name for name, rows in all_rows(place).items() if not rows] == ["training"]


def test_every_table_of_a_learner_is_in_the_export() -> None:
    assert {table for table, *_ in FILES.values()} == set(OF_A_LEARNER)
    with_learner = {table.name for table in Base.metadata.sorted_tables if "learner_id" in table.c}
    assert {table.__tablename__ for table in OF_A_LEARNER} == with_learner


def test_the_json_holds_everything(store: Store, learner: Learner) -> None:
    told = json.loads(store.export(learner.id, NOW).json())

    assert told["learner"][0]["name"] == NAME
    assert told["made_at"] == "2026-03-02T09:00:00+00:00"
    assert {name: len(rows) for name, rows in told.items() if isinstance(rows, list)} == {
        "learner": 1,
        "lessons": 1,
        "lesson_questions": 1,
        "tests": 2,
        "cases": 3,
        "answers": 1,
        "misconceptions": 1,
        "memory": 1,
        "mastery": 1,
        "assignments": 1,
        "assignment_items": 1,
    }
    assert told["answers"][0] == {
        "attempt_id": told["cases"][2]["id"],
        "step": "s",
        "number": 1,
        "concept": "ties",
        "given": "97110=2",
        "right": False,
        "hinted": False,
        "at": "2026-03-02T09:00:00+00:00",
        "seconds": None,
    }
    assert told["memory"][0]["state"] == {"stability": 2.3}


def test_the_csv_files_hold_the_same_and_no_cell_is_a_formula(store: Store, learner: Learner) -> None:
    export = store.export(learner.id, NOW)
    with zipfile.ZipFile(io.BytesIO(export.csv_zip())) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    rows = {name: list(csv.DictReader(io.StringIO(text))) for name, text in files.items()}

    assert set(rows) == {f"{name}.csv" for name in export.tables}
    assert {name: len(found) for name, found in rows.items()} == {
        f"{name}.csv": len(found) for name, found in export.tables.items()
    }
    assert rows["lesson_questions.csv"][0]["given"] == "'=1+1"
    assert rows["lesson_questions.csv"][0]["right"] == "yes"
    assert [row["case_id"] for row in rows["cases.csv"]] == ["b:10", "b:9", "two-codes:1"]
    for found in rows.values():
        assert all(
            not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in found for cell in row.values()
        )
    assert export.csv_zip() == store.export(learner.id, NOW).csv_zip()


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)"])
def test_a_name_that_would_be_a_formula_is_text(store: Store, name: str) -> None:
    who = store.add_learner(name, NOW)
    with zipfile.ZipFile(io.BytesIO(store.export(who.id, NOW).csv_zip())) as archive:
        row = next(csv.DictReader(io.StringIO(archive.read("learner.csv").decode("utf-8-sig"))))

    assert row["name"] == f"'{name}"
    assert json.loads(store.export(who.id, NOW).json())["learner"][0]["name"] == name


def test_a_table_without_rows_still_has_its_headings(store: Store, ana: Learner) -> None:
    with zipfile.ZipFile(io.BytesIO(store.export(ana.id, NOW).csv_zip())) as archive:
        assert archive.read("memory.csv").decode("utf-8-sig").startswith("concept,state,due_at")
    with pytest.raises(UnknownLearnerError):
        store.export("nobody", NOW)


def traces(place: Place, who: Learner) -> Iterator[str]:
    """Where the learner's name or id is still found: in any table, or in the bytes of any file beside it."""
    words = [who.id, *WAYS]
    for schema in ("public", "unitwise_before_0003"):
        for file in (FILE, f"{FILE}.before-0003"):
            if place.url is None and not (place.home / file).exists():
                continue
            for table, rows in all_rows(place, schema, file).items():
                if any(word.lower() in repr(rows).lower() for word in words):
                    yield f"{schema} {file} {table}"
    if place.url is None:
        for path in place.home.iterdir():
            held = path.read_bytes().lower()
            yield from (f"{path.name}: {word}" for word in words if word.lower().encode() in held)


def test_a_deleted_learner_leaves_nothing(
    place: Place, store: Store, learner: Learner, case: Callable[..., Case]
) -> None:
    ana = store.add_learner("Ana", NOW, "front desk")
    fill(store, ana, case)
    others = store.export(ana.id, NOW)
    store.assign(NAME, [Item("concept", "ties")], NOW, team="front desk", due_on=date(2026, 4, 1))
    store.assign("Kim", [Item("concept", "ties")], NOW, team="front desk", note=f"Ask {NAME.upper()}, please")
    assert list(traces(place, learner))
    deleted = store.delete_learner(learner.id)

    assert list(traces(place, learner)) == []
    assert deleted.rows == {
        "answer": 1, "assignment": 1, "attempt": 3, "card": 1, "exam": 2, "lesson": 1, "mastery": 1, "quiz": 1,
        "sighting": 1,
    }  # fmt: skip
    assert deleted.backups == 0
    assert deleted.compacted
    kept = [(each.lead, each.note) for each in store.assignments() if each.team]
    assert kept == [("", ""), ("Kim", "Ask a former learner, please")]
    assert store.export(ana.id, NOW) == others
    assert [each.name for each in store.learners()] == ["Ana"]
    with pytest.raises(UnknownLearnerError):
        store.delete_learner(learner.id)
    store.close()
    assert list(traces(place, learner)) == []


def test_a_deleted_learner_leaves_the_copies_too(
    place: Place,
    store: Store,
    learner: Learner,
    case: Callable[..., Case],
    next_version: Callable[..., Path],
) -> None:
    ana = store.add_learner("Ana", NOW)
    fill(store, ana, case)
    store.close()
    next_version()
    newer = place.open()
    if place.url is None:
        (place.home / f".{FILE}.part").write_bytes((place.home / FILE).read_bytes())
    deleted = newer.delete_learner(learner.id)
    newer.close()

    assert deleted.backups == 1
    assert deleted.compacted
    assert list(traces(place, learner)) == []
    copy = all_rows(place, "unitwise_before_0003", f"{FILE}.before-0003")
    assert [row[0] for row in copy["learner"]] == [ana.id]
    assert len(copy["attempt"]) == 3


def test_a_name_inside_another_word_is_not_taken_for_the_learners(store: Store) -> None:
    al = store.add_learner("Al", NOW)
    store.assign("Alma", [Item("concept", "ties")], NOW, team="x", note="All of it; ask Al.")
    store.delete_learner(al.id)

    assert [(each.lead, each.note) for each in store.assignments()] == [
        ("Alma", "All of it; ask a former learner.")
    ]


def test_while_another_window_reads_the_deletion_says_that_traces_wait_for_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    place = Place(None, tmp_path)
    store = place.open()
    who = store.add_learner(NAME, NOW)
    with closing(sqlite3.connect(tmp_path / FILE)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM learner").fetchall()
        deleted = store.delete_learner(who.id)
        assert not deleted.compacted
        assert store.learners() == []
    store.close()

    assert list(traces(place, who)) == []
