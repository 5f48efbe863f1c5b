"""Bring a database to this program's version: back it up first, and refuse one that is newer."""

from __future__ import annotations

import os
import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError

from logic.store.engine import BUSY_SECONDS, file_of
from logic.store.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine

SCRIPTS: Final = Path(__file__).resolve().parent / "migrations"
HEAD: Final = "0002"
"""The version of the tables; a test holds it against the migrations."""
LOCK: Final = 97124
"""PostgreSQL's advisory lock under which one program at a time migrates."""
BACKUP_SCHEMA: Final = "unitwise_before_"


def migrate(engine: Engine, url: URL) -> None:
    """Bring the database to `HEAD`; nothing happens to one that is there.

    An older one is copied first: SQLite to a file beside it (``unitwise.sqlite3.before-0003``), PostgreSQL to a
    schema of its own (``unitwise_before_0003``). The steps run in one transaction: all of them, or none.

    Raises:
        StoreError: the database is newer than this program, cannot be copied or cannot be opened.

    """
    try:
        with engine.connect() as connection:
            if version(connection) == HEAD:
                return
        file = file_of(url)
        if file is not None:
            _migrate_sqlite(url, file)
        else:
            with engine.begin() as connection:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
                if (found := _older(connection)) is None:
                    return
                if found:
                    _copy_postgresql(connection)
                _upgrade(connection)
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())
        place = file_of(url)
        raise StoreError(
            f"The database {place or 'on the server'} cannot be opened or brought to this version ({said}).",
            "Nothing was changed. See that it can be reached and written to; if the file is damaged, put a copy in its "
            "place, or move it away to begin afresh."
            if place
            else "Nothing was changed. See that the server can be reached and the tables may be written to.",
        ) from None


def version(connection: Connection) -> str | None:
    """The version of the tables in a database; None where there are none.

    Raises:
        StoreError: it holds tables of something else.

    """
    names = set(inspect(connection).get_table_names())
    if "alembic_version" in names:
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found
    if "learner" in names:
        raise StoreError(
            "The database holds tables that Unitwise did not make.", "Name an empty database for Unitwise."
        )
    return None


def _older(connection: Connection) -> str | None:
    """The version to migrate from, ``""`` for an empty database, None where another program was faster."""
    found = version(connection)
    if found == HEAD:
        return None
    if found is not None and found not in _known():
        raise StoreError(
            f"The database was written by a newer Unitwise (its version is {found}, this program's is {HEAD}).",
            "Update Unitwise, or set UNITWISE_HOME to another folder. Nothing was changed.",
        )
    return found or ""


def _migrate_sqlite(url: URL, file: Path) -> None:
    """Under the writer's lock, so that a second program waits; without foreign keys, so that tables can be rebuilt."""
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", lambda raw, _: setattr(raw, "isolation_level", None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            if (found := _older(connection)) is None:
                return
            if found:
                _copy_sqlite(file)
            _upgrade(connection)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise StoreError(
                    "The new version does not fit the data that is kept.",
                    "Nothing was changed. Keep the old Unitwise and send us this message.",
                )
    finally:
        engine.dispose()


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - a quarter of a second, only when there is something to do
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", SCRIPTS.as_posix().replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def _known() -> set[str]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return {step.revision for step in ScriptDirectory(SCRIPTS.as_posix()).walk_revisions()}


def backup_file(file: Path) -> Path:
    """Where the copy of a database goes before it is brought to this version."""
    return file.with_name(f"{file.name}.before-{HEAD}")


def backups(file: Path) -> list[Path]:
    """The copies that were ever made of a database."""
    name = re.compile(re.escape(file.name) + r"\.before-\w+")
    return sorted(each for each in file.parent.iterdir() if name.fullmatch(each.name))


def draft_file(file: Path) -> Path:
    """A copy that is not whole yet; only the program that holds the writer's lock makes one."""
    return file.with_name(f".{file.name}.part")


def _copy_sqlite(file: Path) -> None:
    """Copy by SQLite's own backup, which is whole even while others read; the name appears when it is."""
    draft = draft_file(file)
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        source, copy = sqlite3.connect(file, timeout=BUSY_SECONDS), sqlite3.connect(draft)
        try:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE").close()  # one file, nothing beside it
        finally:
            copy.close()
            source.close()
        draft.replace(backup_file(file))
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"The database could not be copied before the new version ({error}).",
            "Nothing was changed. Make room on the disk, or move the file, and start again.",
        ) from None
    finally:
        draft.unlink(missing_ok=True)


def _copy_postgresql(connection: Connection) -> None:
    schema = f"{BACKUP_SCHEMA}{HEAD}"
    try:
        connection.execute(text(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE'))
        connection.execute(text(f'CREATE SCHEMA "{schema}"'))
        for table in inspect(connection).get_table_names():
            connection.execute(text(f'CREATE TABLE "{schema}"."{table}" AS TABLE "{table}"'))
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())
        raise StoreError(
            f"The database could not be copied before the new version ({said}).",
            "Nothing was changed. Let Unitwise's user create a schema (GRANT CREATE ON DATABASE), and start again.",
        ) from None
