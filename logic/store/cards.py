"""Cards and mastery: one row a learner and concept, changed only together with what changed them."""

from __future__ import annotations

from sqlalchemy import Connection, select

from logic.store.base import Base, put
from logic.store.records import CardState, MasteryState, Reviewed
from logic.store.tables import CardRow, MasteryRow

_CARD = (
    CardRow.concept, CardRow.state, CardRow.due_at, CardRow.stability, CardRow.reps, CardRow.lapses,
    CardRow.last_at,
)  # fmt: skip
MASTERY = (
    MasteryRow.concept, MasteryRow.level, MasteryRow.since, MasteryRow.streak, MasteryRow.cases,
    MasteryRow.last_at,
)  # fmt: skip


class Cards(Base):
    """What a learner remembers, by concept."""

    def cards(self, learner_id: str) -> dict[str, CardState]:
        """Give the cards by concept, what is due first before the others."""
        with self._reading() as connection:
            return read_cards(connection, learner_id)

    def mastery(self, learner_id: str) -> dict[str, MasteryState]:
        """Give the levels by concept; a concept that was never practiced has none."""
        with self._reading() as connection:
            return read_mastery(connection, learner_id)


def read_cards(connection: Connection, learner_id: str) -> dict[str, CardState]:
    """The cards inside a transaction."""
    query = select(*_CARD).where(CardRow.learner_id == learner_id).order_by(CardRow.due_at, CardRow.concept)
    return {row.concept: CardState(*row) for row in connection.execute(query)}


def read_mastery(connection: Connection, learner_id: str) -> dict[str, MasteryState]:
    """The levels inside a transaction."""
    query = select(*MASTERY).where(MasteryRow.learner_id == learner_id).order_by(MasteryRow.concept)
    return {row.concept: MasteryState(*row) for row in connection.execute(query)}


def write_review(connection: Connection, learner_id: str, reviewed: Reviewed) -> None:
    """Store new cards and levels over the old ones."""
    for table, columns, records in (
        (CardRow, _CARD, reviewed.cards),
        (MasteryRow, MASTERY, reviewed.mastery),
    ):
        for record in records:
            values = {column.key: getattr(record, column.key) for column in columns}
            put(connection, table, {"learner_id": learner_id, **values}, ("learner_id", "concept"))
