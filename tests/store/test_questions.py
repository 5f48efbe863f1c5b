"""The questions that pages ask are answered from indexes, whatever the number of rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from logic.store import Store, open_store
from logic.store.engine import FILE
from logic.store.records import Learner
from tests.store.conftest import NOW

ASKED: dict[str, Callable[[Store, Learner], object]] = {
    "learner": lambda store, ana: store.learner(ana.id),
    "learner_named": lambda store, _: store.learner_named("Ana"),
    "learners": lambda store, _: store.learners("front desk"),
    "standing": lambda store, ana: store.standing(ana.id),
    "progress": lambda store, ana: store.progress(ana.id),
    "team_progress": lambda store, _: store.team_progress("front desk"),
    "misconceptions of a learner": lambda store, ana: store.misconceptions(learner_id=ana.id),
    "misconceptions of a team": lambda store, _: store.misconceptions(team="front desk", since=NOW),
    "met": lambda store, ana: store.met(ana.id),
    "attempts": lambda store, ana: store.attempts(ana.id, limit=5),
    "unfinished": lambda store, ana: store.unfinished(ana.id),
    "answers": lambda store, _: store.answers("a"),
    "history": lambda store, ana: store.history(ana.id, since=NOW),
    "cards": lambda store, ana: store.cards(ana.id),
    "mastery": lambda store, ana: store.mastery(ana.id),
    "lessons": lambda store, ana: store.lessons(ana.id),
    "quiz": lambda store, ana: store.quiz(ana.id, "ties"),
    "exam": lambda store, _: store.exam("e"),
    "exams": lambda store, ana: store.exams(ana.id),
    "exams_of": lambda store, _: store.exams_of("front desk"),
    "assignments": lambda store, ana: store.assignments(ana.id),
    "export": lambda store, ana: store.export(ana.id, NOW),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Learner, sqlite3.Connection]]:
    home: Path = tmp_path_factory.mktemp("questions")
    store = open_store(None, home)
    ana = store.add_learner("Ana", NOW, "front desk")
    with closing(sqlite3.connect(home / FILE)) as connection:
        yield store, ana, connection
    store.close()


@pytest.mark.parametrize("name", ASKED)
def test_no_question_reads_a_whole_table(told: tuple[Store, Learner, sqlite3.Connection], name: str) -> None:
    store, ana, connection = told
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _u: object, statement: str, values: object, *_: object) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, values))

    event.listen(store._engine, "before_cursor_execute", note)
    ASKED[name](store, ana)
    event.remove(store._engine, "before_cursor_execute", note)

    assert asked
    for statement, values in asked:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
        assert [step for step in plan if step.startswith("SCAN")] == [], statement
