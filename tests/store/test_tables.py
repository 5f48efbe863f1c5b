"""The tables as the program sees them, as the migrations make them, and as a deletion empties them."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from logic.store import Store
from logic.store.migrate import HEAD, SCRIPTS
from logic.store.tables import Base


def test_the_migrations_lead_to_the_tables_that_the_program_knows(store: Store) -> None:
    with store._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_version_of_the_program_is_the_last_migration() -> None:
    script = ScriptDirectory(SCRIPTS.as_posix())

    assert script.get_heads() == [HEAD]
    assert script.get_bases() == ["0001"]


def test_each_table_belongs_to_a_learner_and_goes_with_the_learner(store: Store) -> None:
    found = inspect(store._engine)
    for table in Base.metadata.sorted_tables:
        keys = {
            (key["referred_table"], key["options"].get("ondelete"))
            for key in found.get_foreign_keys(table.name)
        }
        if table.name in {"learner", "training"}:  # a day of training is the team's
            continue
        owner = "assignment" if table.name == "assignment_item" else "learner"
        assert (owner, "CASCADE") in keys, table.name


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_a_foreign_key_never_makes_the_database_read_a_whole_table(store: Store, table: object) -> None:
    """A deletion follows each foreign key from the other side; without an index it would read every row."""
    found = inspect(store._engine)
    name = str(getattr(table, "name", ""))
    indexed = [found.get_pk_constraint(name)["constrained_columns"]]
    indexed += [index["column_names"] for index in found.get_indexes(name)]
    indexed += [unique["column_names"] for unique in found.get_unique_constraints(name)]

    for key in found.get_foreign_keys(name):
        columns = key["constrained_columns"]
        assert any(each[: len(columns)] == columns for each in indexed), (name, columns)
