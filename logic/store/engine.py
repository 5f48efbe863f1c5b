"""Connections: where the database is, how SQLite is set, and that files are the owner's alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from logic.store.errors import StoreError

if TYPE_CHECKING:
    import sqlite3

FILE: Final = "unitwise.sqlite3"
BUSY_SECONDS: Final = 20
"""How long a session waits for another one that writes."""


def database_url() -> str | None:
    """The database that $UNITWISE_DATABASE_URL names, or None for the file in the practice's own folder."""
    return os.environ.get("UNITWISE_DATABASE_URL", "").strip() or None


def resolved(url: str | None, home: Path) -> URL:
    """The address of the database: `url`, or the file in `home`.

    Raises:
        StoreError: the address is none that this program can use.

    """
    if url is None:
        return URL.create("sqlite", database=str(home / FILE))
    fix = "Write UNITWISE_DATABASE_URL as postgresql://user:password@server:5432/database."
    try:
        told = make_url(url)
    except ArgumentError:
        raise StoreError("The address of the database cannot be read.", fix) from None
    kind = told.drivername.partition("+")[0]
    if kind in {"postgresql", "postgres"}:
        return told.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and told.database and told.database != ":memory:":
        return told.set(drivername="sqlite")
    raise StoreError(f"Unitwise keeps its data in SQLite or PostgreSQL, not in {kind}.", fix)


def file_of(url: URL) -> Path | None:
    """The file of an embedded database, None for a server's."""
    return Path(url.database) if url.drivername == "sqlite" and url.database else None


def private_file(path: Path) -> None:
    """Make the folder (700) and the file (600), or leave the file to its owner alone.

    A folder that was there keeps its rights, except the program's own in the user's home. SQLite gives the files
    beside the database (-wal, -shm) the rights of the database.

    Raises:
        StoreError: the folder or the file cannot be made.

    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.parent == Path.home() / ".unitwise":
            path.parent.chmod(0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise StoreError(
            f"The database {path} cannot be opened ({error.strerror}).",
            "Set UNITWISE_HOME to a folder that you may write to.",
        ) from None


def make_engine(url: URL) -> Engine:
    """An engine whose connections may go from thread to thread, one at a time."""
    if url.drivername == "sqlite":
        engine = create_engine(
            url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, pool_timeout=60
        )
        event.listen(engine, "connect", _set_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        url,
        connect_args={"connect_timeout": 10, "application_name": "unitwise"},
        pool_pre_ping=True,  # a server that was started again is found again
        pool_timeout=60,
    )


def _set_sqlite(connection: sqlite3.Connection, record: object) -> None:
    """Write-ahead log, each commit on the disk, foreign keys, and what is deleted is overwritten."""
    _ = record
    connection.isolation_level = None  # we begin transactions ourselves
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer asks for the lock at once: one that asks later, after reading, can be turned away."""
    writes: Any = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
