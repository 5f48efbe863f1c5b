"""The store: what is kept of learners, and the one way to open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.store.assignments import Assignments
from logic.store.attempts import Attempts
from logic.store.cards import Cards
from logic.store.deleting import Deleting
from logic.store.engine import file_of, make_engine, private_file, resolved
from logic.store.exams import Exams
from logic.store.export import Exports
from logic.store.learners import Learners
from logic.store.lessons import Lessons
from logic.store.migrate import migrate
from logic.store.progress import ProgressQueries
from logic.store.trainings import Trainings

if TYPE_CHECKING:
    from pathlib import Path


class Store(
    Learners, Attempts, Lessons, Cards, Exams, Assignments, Trainings, ProgressQueries, Exports, Deleting
):
    """Everything that is kept. One store may be shared by all sessions and threads of a process.

    Each call is one transaction: on the disk when it returns, or not at all. Times are the caller's and carry
    their zone. Every method raises StoreError, in words for a person, where the database cannot be used.
    """


def open_store(url: str | None, home: Path) -> Store:
    """Open the database, make or update its tables.

    url: what `database_url()` gives; None for ``unitwise.sqlite3`` in `home`, made with rights for its owner alone.

    Raises:
        StoreError: the database cannot be opened, or was written by a newer program.

    """
    place = resolved(url, home)
    file = file_of(place)
    if file is not None:
        private_file(file)
    engine = make_engine(place)
    try:
        migrate(engine, place)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)
