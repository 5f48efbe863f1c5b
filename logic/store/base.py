"""What every part of the store stands on: reading and writing transactions, and errors in plain words."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError

from logic.store.errors import StoreError, UnknownLearnerError
from logic.store.tables import LearnerRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LONGEST = 500
"""Characters of one stored text; a canonical answer has a few dozen."""


class Base:
    """A database that may be shared by threads: each call has a connection and a transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def close(self) -> None:
        """Give back the connections; the store opens new ones if it is used again."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _plain_errors(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that is on the disk when it ends, or has not happened."""
        with _plain_errors(), self._engine.connect() as fresh:
            connection = fresh.execution_options(writes=True)
            with connection.begin():
                yield connection


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if "FOREIGN KEY" in str(error.orig).upper():
            raise UnknownLearnerError from None
        raise
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())
        raise StoreError(
            f"The database cannot be read or written now ({said}).",
            "See that the disk has room and that the database's server runs, then try again.",
        ) from None


def new_id() -> str:
    """A key that was never used before and tells nothing."""
    return secrets.token_hex(8)


def text(words: str) -> str:
    """Words as every database can hold them: no NUL, no broken character, not endless."""
    return words.replace("\0", "").encode("utf-8", "replace").decode("utf-8")[:LONGEST]


def lock_learner(connection: Connection, learner_id: str) -> None:
    """Wait until no other session changes this learner; SQLite's writers wait for each other anyway.

    Raises:
        UnknownLearnerError: there is no such learner (any more).

    """
    query = select(LearnerRow.id).where(LearnerRow.id == learner_id).with_for_update()
    if connection.execute(query).first() is None:
        raise UnknownLearnerError


def insert_for(connection: Connection, table: Any) -> Any:  # noqa: ANN401 - the two dialects share no type
    """The dialect's own insert, which knows what to do with a row that is there."""
    return (insert_sqlite if connection.dialect.name == "sqlite" else insert_postgresql)(table)


def put(connection: Connection, table: Any, values: dict[str, Any], key: Collection[str]) -> None:  # noqa: ANN401
    """Insert the row, or write its values over the one with the same key."""
    changed = {name: value for name, value in values.items() if name not in key}
    row = insert_for(connection, table).values(values)
    connection.execute(row.on_conflict_do_update(index_elements=list(key), set_=changed))
