"""Each test of the store runs on SQLite and on PostgreSQL, on an empty database of its own."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from logic.practice.case import Case
from logic.store import Store, open_store
from logic.store.records import Learner

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SERVER = "UNITWISE_TEST_POSTGRES"
"""The address of a server where the tests may make and drop databases; `.ci/postgres start` gives one."""


@dataclass(frozen=True)
class Place:
    """Where a test's database is: what `open_store` takes."""

    url: str | None
    home: Path

    def open(self) -> Store:
        return open_store(self.url, self.home)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "sqlite":
        yield Place(None, tmp_path / "home")
        return
    server = os.environ.get(SERVER, "")
    if not server:
        reason = f"{SERVER} names no PostgreSQL server (.ci/postgres start FOLDER PORT)"
        if os.environ.get("UNITWISE_REQUIRE_POSTGRES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    name = f"test_{secrets.token_hex(6)}"
    with closing(psycopg.connect(server, autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield Place(make_url(server).set(database=name).render_as_string(hide_password=False), tmp_path)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    opened = place.open()
    yield opened
    opened.close()


@pytest.fixture
def ana(store: Store) -> Learner:
    return store.add_learner("Ana", NOW, "front desk")


@pytest.fixture
def case() -> Callable[..., Case]:
    """A case of which the store looks at the ids only."""

    def make(seed: int = 1, blueprint: str = "two-codes", concept: str = "left-overs") -> Case:
        return Case(
            f"{blueprint}:{seed}",
            blueprint,
            seed,
            concept,
            1,
            "medicare",
            NOW.date(),
            "A visit",
            "A note.",
            (),
        )

    return make
