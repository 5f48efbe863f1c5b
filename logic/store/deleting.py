"""Delete a learner: every row, what the rows left in the files, and the copies that were made before an update."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, MetaData, delete, func, inspect, select, text, update

from logic.store.base import Base, lock_learner
from logic.store.engine import file_of, make_engine
from logic.store.learners import name_key
from logic.store.migrate import BACKUP_SCHEMA, backups, draft_file
from logic.store.records import Deleted
from logic.store.tables import Base as Tables
from logic.store.tables import LearnerRow

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

REMOVED: Final = "a former learner"


class Deleting(Base):
    """The right to be forgotten."""

    def delete_learner(self, learner_id: str) -> Deleted:
        """Delete a learner and everything of them; nothing brings it back.

        Their name also leaves the assignments that they gave to others or that mention it. Then the database is
        compacted, so that its file holds no trace, and the learner leaves the backup copies too.

        Raises:
            UnknownLearnerError: the learner is gone.

        """
        with self._writing() as connection:
            lock_learner(connection, learner_id)
            name = connection.scalar(select(LearnerRow.name).where(LearnerRow.id == learner_id)) or ""
            rows = _forget(connection, Tables.metadata, learner_id, name)
        file = file_of(self._engine.url)
        if file is None:
            return Deleted(rows, self._forget_in_schemas(learner_id, name), compacted=True)
        compacted = _compact_sqlite(self._engine)
        draft_file(file).unlink(missing_ok=True)  # left by an update that was killed
        for copy in backups(file):
            compacted &= _forget_in_file(self._engine, copy, learner_id, name)
        return Deleted(rows, len(backups(file)), compacted)

    def _forget_in_schemas(self, learner_id: str, name: str) -> int:
        with self._writing() as connection:
            schemas = [
                each for each in inspect(connection).get_schema_names() if each.startswith(BACKUP_SCHEMA)
            ]
            for schema in schemas:
                tables = MetaData(schema=schema)
                tables.reflect(connection)
                _forget(connection, tables, learner_id, name)
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in Tables.metadata.sorted_tables:
                connection.execute(text(f'VACUUM "{table.name}"'))
        return len(schemas)


def _forget(connection: Connection, tables: MetaData, learner_id: str, name: str) -> dict[str, int]:
    """Delete by the learner's id in every table that has one, whatever the version; give the rows by table."""
    gone: dict[str, int] = {}
    named = {table.name: table for table in tables.tables.values()}
    for table in named.values():
        if "learner_id" in table.c:
            gone[table.name] = (
                connection.scalar(select(func.count()).where(table.c.learner_id == learner_id)) or 0
            )
    for table_name in gone:
        table = named[table_name]
        connection.execute(delete(table).where(table.c.learner_id == learner_id))
    connection.execute(delete(named["learner"]).where(named["learner"].c.id == learner_id))
    assignment = named["assignment"]
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    for key, lead, note in connection.execute(
        select(assignment.c.id, assignment.c.lead, assignment.c.note)
    ).all():
        kept = ("" if name_key(lead) == name_key(name) else lead, word.sub(REMOVED, note))
        if kept != (lead, note):
            change = update(assignment).where(assignment.c.id == key)
            connection.execute(change.values(lead=kept[0], note=kept[1]))
    return gone


def _forget_in_file(engine: Engine, copy: Path, learner_id: str, name: str) -> bool:
    other = make_engine(engine.url.set(database=str(copy)))
    try:
        with other.connect().execution_options(writes=True) as connection, connection.begin():
            tables = MetaData()
            tables.reflect(connection)
            _forget(connection, tables, learner_id, name)
        return _compact_sqlite(other)
    finally:
        other.dispose()


def _compact_sqlite(engine: Engine) -> bool:
    """Write the file anew without what was deleted, and empty the log beside it; False if somebody else was in the way.

    What was deleted is overwritten all the same as soon as the log is emptied, at the latest when the app ends.
    """
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        if raw is None:
            return False
        try:
            raw.execute("VACUUM").close()
            (busy, *_) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            return False
        return not busy
