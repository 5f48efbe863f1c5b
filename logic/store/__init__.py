"""What is kept: learners, attempts, answers, lessons, cards, tests and assignments, in SQLite or PostgreSQL."""

from logic.store.engine import database_url
from logic.store.errors import NameTakenError, StoreError, UnknownLearnerError
from logic.store.store import Store, open_store

__all__ = ["NameTakenError", "Store", "StoreError", "UnknownLearnerError", "database_url", "open_store"]
