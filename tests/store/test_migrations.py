"""A newer program and an older database, an older program and a newer database, for real."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from logic.practice.case import Case
from logic.store import Store, StoreError, migrate, open_store
from logic.store.engine import FILE
from logic.store.records import Learner
from tests.store.conftest import NOW, Place
from tests.store.test_durability import sound, start

STEP = """
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    with op.batch_alter_table("learner", recreate="auto") as table:
        table.add_column(sa.Column("color", sa.Text(), nullable=False, server_default="teal"))
        table.alter_column("team", server_default="none")
    {last}
"""


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Make this program a newer one, whose step rebuilds the table that all others point to."""

    def make(last: str = "pass") -> Path:
        scripts = tmp_path / "newer"
        shutil.copytree(migrate.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        (scripts / "versions" / "r0003_color.py").write_text(STEP.format(last=last), "utf-8")
        monkeypatch.setattr(migrate, "SCRIPTS", scripts)
        monkeypatch.setattr(migrate, "HEAD", "0003")
        return scripts

    return make


def filled(store: Store, ana: Learner, case: Callable[..., Case]) -> None:
    attempt = store.start_attempt(ana.id, case(), "solo", NOW)
    store.give_answer(attempt.id, "s", "1", right=True, now=NOW, concept="ties", misconceptions=["m"])
    store.finish_attempt(attempt.id, NOW, 1.0)


def all_rows(place: Place, schema: str = "public", file: str = FILE) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, read without the program."""
    if place.url is None:
        with closing(sqlite3.connect(place.home / file)) as lite:
            names = [row[0] for row in lite.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: sorted(lite.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}  # noqa: S608
    with closing(psycopg.connect(place.url.replace("+psycopg", ""))) as server:
        found = server.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = %s", (schema,)
        ).fetchall()
        return {
            name: sorted(server.execute(f'SELECT * FROM "{schema}"."{name}"').fetchall(), key=repr)  # noqa: S608
            for (name,) in found
        }


def backup(place: Place) -> dict[str, list[tuple[object, ...]]]:
    return all_rows(place, "unitwise_before_0003", f"{FILE}.before-0003")


def without_color(rows: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    return {
        name: [row[:-1] for row in found] if name == "learner" else found
        for name, found in rows.items()
        if name != "alembic_version"
    }


def test_a_newer_program_copies_an_older_database_and_then_brings_it_up(
    place: Place,
    store: Store,
    ana: Learner,
    case: Callable[..., Case],
    next_version: Callable[..., Path],
) -> None:
    filled(store, ana, case)
    store.close()
    before = all_rows(place)
    next_version()
    newer = place.open()

    assert newer.learner(ana.id) == ana
    assert len(newer.history(ana.id)) == 1
    after = all_rows(place)
    assert after["alembic_version"] == [("0003",)]
    assert after["learner"][0][-1] == "teal"
    # The table that everything hangs on was made anew, and nothing was deleted with the old one.
    assert without_color(after) == {name: rows for name, rows in before.items() if name != "alembic_version"}
    assert backup(place) == before
    assert sound(place)
    if place.url is None:
        assert (place.home / f"{FILE}.before-0003").stat().st_mode & 0o777 == 0o600

    # Opened again, there is nothing to do and the copy stays as it was.
    newer.rename_learner(ana.id, "Ana Lee")
    newer.close()
    again = place.open()
    again.close()
    assert backup(place) == before


def test_a_step_that_fails_leaves_the_database_as_it_was(
    place: Place,
    store: Store,
    ana: Learner,
    case: Callable[..., Case],
    next_version: Callable[..., Path],
) -> None:
    filled(store, ana, case)
    store.close()
    before = all_rows(place)
    next_version(last='op.execute("SELECT * FROM no_such_table")')

    with pytest.raises(StoreError, match="Nothing was changed"):
        place.open()
    assert all_rows(place) == before
    assert sound(place)


def test_a_database_that_cannot_be_copied_is_not_touched(
    tmp_path: Path, made_file: Path, next_version: Callable[..., Path]
) -> None:
    place = Place(None, tmp_path / "home")
    place.home.mkdir()
    shutil.copy(made_file, place.home / FILE)
    (place.home / f"{FILE}.before-0003").mkdir()
    before = all_rows(place)
    next_version()

    with pytest.raises(StoreError, match="could not be copied"):
        place.open()
    assert all_rows(place) == before
    assert not list(place.home.glob(".*.part"))


def test_a_newer_database_is_refused_in_plain_words_and_not_touched(
    place: Place, store: Store, ana: Learner
) -> None:
    with store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = all_rows(place)

    with pytest.raises(StoreError, match="written by a newer Unitwise") as refused:
        place.open()
    assert "9999" in refused.value.wrong
    assert refused.value.fix.startswith("Update Unitwise")
    assert all_rows(place) == before
    assert before["learner"][0][0] == ana.id
    if place.url is None:
        assert {each.name for each in place.home.iterdir()} == {FILE}


def test_the_tables_of_another_program_are_refused(empty_place: Place) -> None:
    if empty_place.url is None:
        empty_place.home.mkdir()
        with closing(sqlite3.connect(empty_place.home / FILE)) as lite:
            lite.execute("CREATE TABLE learner (name text)")
    else:
        with closing(psycopg.connect(empty_place.url.replace("+psycopg", ""), autocommit=True)) as server:
            server.execute("CREATE TABLE learner (name text)")

    with pytest.raises(StoreError, match="did not make"):
        empty_place.open()


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("A shopping list: " + "milk, " * 500)

    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(None, tmp_path)
    assert (tmp_path / FILE).read_text().startswith("A shopping list")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="UNITWISE_HOME"):
        open_store(None, tmp_path / "file" / "home")


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite://", "oracle+oracledb://x"])
def test_an_address_of_no_database_of_ours_is_told(tmp_path: Path, url: str) -> None:
    with pytest.raises(StoreError, match="UNITWISE_DATABASE_URL"):
        open_store(url, tmp_path)


def test_a_server_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened") as refused:
        open_store("postgres://unitwise:s3cret@127.0.0.1:1/none", tmp_path)
    assert "s3cret" not in str(refused.value)


@pytest.mark.slow
def test_an_update_killed_at_any_moment_has_happened_or_not(
    place: Place,
    store: Store,
    ana: Learner,
    case: Callable[..., Case],
    next_version: Callable[..., Path],
) -> None:
    filled(store, ana, case)
    store.close()
    before = all_rows(place)
    scripts = next_version()
    dice = random.Random(97140)
    for _ in range(4):
        process = start("migrate", place, str(scripts), "0003")
        time.sleep(0.3 + dice.random())
        process.send_signal(signal.SIGKILL)
        process.communicate()
        rows = all_rows(place)
        expected = {name: found for name, found in before.items() if name != "alembic_version"}
        assert without_color(rows) == expected if rows["alembic_version"] == [("0003",)] else rows == before
        assert sound(place)
    running = [start("migrate", place, str(scripts), "0003") for _ in range(3)]
    for each in running:
        said, _ = each.communicate(timeout=300)
        assert (each.returncode, said) == (0, "opened\n")

    assert backup(place) == before
    assert sound(place)
