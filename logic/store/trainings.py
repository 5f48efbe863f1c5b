"""Days of training: when the team was trained in a kind of error, so that its effect can be measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from logic.store.base import Base, insert_for, new_id, text
from logic.store.errors import StoreError
from logic.store.records import Training
from logic.store.tables import TrainingRow

if TYPE_CHECKING:
    from datetime import date, datetime

_COLUMNS = (TrainingRow.id, TrainingRow.category, TrainingRow.held_on)


class Trainings(Base):
    """The days of training that a lead marked."""

    def mark_training(self, category: str, held_on: date, now: datetime) -> Training:
        """Keep a day of training; the same day of the same category is kept once.

        Raises:
            StoreError: no category, or a day that has not come yet.

        """
        category = text(category.strip())
        if not category:
            raise StoreError("The training is for no kind of error.", "Choose one.")
        # A day is told where the lead is: the farthest zone is 14 hours ahead of UTC.
        if (held_on - now.date()).days > 1:
            raise StoreError(
                f"{held_on.isoformat()} has not come yet.",
                "Mark a training on the day it was held, or later.",
            )
        values = {"id": new_id(), "category": category, "held_on": held_on, "created_at": now}
        here = (TrainingRow.category == category, TrainingRow.held_on == held_on)
        with self._writing() as connection:
            row = insert_for(connection, TrainingRow).values(values)
            connection.execute(row.on_conflict_do_nothing(index_elements=["category", "held_on"]))
            return Training(*connection.execute(select(*_COLUMNS).where(*here)).one())

    def trainings(self) -> list[Training]:
        """Give every day of training, the earliest first."""
        query = select(*_COLUMNS).order_by(TrainingRow.held_on, TrainingRow.category)
        with self._reading() as connection:
            return [Training(*row) for row in connection.execute(query)]

    def unmark_training(self, training_id: str) -> bool:
        """Take a day of training back; False where there is none of that id."""
        with self._writing() as connection:
            gone = delete(TrainingRow).where(TrainingRow.id == training_id).returning(TrainingRow.id)
            return connection.execute(gone).first() is not None
