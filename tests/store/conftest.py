"""Each test of the store runs on SQLite and on PostgreSQL, on an empty database of its own."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from logic.practice.case import Case
from logic.store import Store, open_store
from logic.store.engine import FILE
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


def server() -> str:
    """The server of the tests; in CI a missing one is a failure, elsewhere the test is skipped."""
    told = os.environ.get(SERVER, "")
    if not told:
        reason = f"{SERVER} names no PostgreSQL server (.ci/postgres start FOLDER PORT)"
        if os.environ.get("UNITWISE_REQUIRE_POSTGRES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return told


@contextmanager
def database(template: str = "template1") -> Iterator[str]:
    """A database of one test on the server, gone afterwards."""
    name = f"test_{secrets.token_hex(6)}"
    with closing(psycopg.connect(server(), autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield name
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def address(name: str) -> str:
    return make_url(server()).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def made_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the tables and nothing in them, to be copied."""
    home = tmp_path_factory.mktemp("made")
    open_store(None, home).close()
    return home / FILE


@pytest.fixture(scope="session")
def made_database() -> Iterator[str]:
    """A database with the tables and nothing in them, to be copied by the server."""
    with database() as name:
        open_store(address(name), Path("unused")).close()
        yield name


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A place where no program was before."""
    if request.param == "sqlite":
        yield Place(None, tmp_path / "home")
        return
    with database() as name:
        yield Place(address(name), tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A place with the tables and nothing in them."""
    if request.param == "sqlite":
        home = tmp_path / "home"
        home.mkdir()
        shutil.copy(request.getfixturevalue("made_file"), home / FILE)
        yield Place(None, home)
        return
    server()
    with database(request.getfixturevalue("made_database")) as name:
        yield Place(address(name), tmp_path)


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
