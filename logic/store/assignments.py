"""Assignments: what a lead asked a team or one learner to do."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, or_, select

from logic.store.base import Base, lock_learner, new_id, text
from logic.store.errors import StoreError
from logic.store.learners import clean_name, clean_team, spelled
from logic.store.records import Assignment, Item
from logic.store.tables import AssignmentItemRow, AssignmentRow, LearnerRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement

_COLUMNS = (
    AssignmentRow.id, AssignmentRow.lead, AssignmentRow.team, AssignmentRow.learner_id, AssignmentRow.due_on,
    AssignmentRow.note, AssignmentRow.created_at,
)  # fmt: skip


class Assignments(Base):
    """What was assigned."""

    def assign(
        self,
        lead: str,
        items: Sequence[Item],
        now: datetime,
        *,
        team: str | None = None,
        learner_id: str | None = None,
        due_on: date | None = None,
        note: str = "",
    ) -> Assignment:
        """Assign lessons and concepts, in this order, to a team or to one learner.

        Raises:
            StoreError: nothing is assigned, or it is assigned to both or to nobody.
            UnknownLearnerError: the learner is gone.

        """
        items = tuple(dict.fromkeys(items))
        if not items:
            raise StoreError("Nothing is assigned.", "Choose a lesson or a concept.")
        if bool(team) == bool(learner_id):
            raise StoreError("An assignment is for a team or for one learner.", "Choose one of them.")
        assignment_id = new_id()
        with self._writing() as connection:
            if learner_id:
                lock_learner(connection, learner_id)
            values = {
                "id": assignment_id,
                "lead": clean_name(lead),
                "team": spelled(connection, clean_team(team)) if team else None,
                "learner_id": learner_id or None,
                "due_on": due_on,
                "note": text(note.strip()),
                "created_at": now,
            }
            connection.execute(insert(AssignmentRow).values(values))
            connection.execute(
                insert(AssignmentItemRow),
                [
                    {
                        "assignment_id": assignment_id,
                        "number": number,
                        "kind": item.kind,
                        "target": item.target,
                    }
                    for number, item in enumerate(items, 1)
                ],
            )
            return _read(connection, AssignmentRow.id == assignment_id)[0]

    def assignments(self, learner_id: str | None = None) -> list[Assignment]:
        """Give what was assigned to a learner, alone or with the team; or everything with None.

        What is due first comes first; what has no day comes last.
        """
        if learner_id is None:
            with self._reading() as connection:
                return _read(connection)
        team = select(LearnerRow.team).where(LearnerRow.id == learner_id, LearnerRow.team != "")
        with self._reading() as connection:
            return _read(
                connection,
                or_(AssignmentRow.learner_id == learner_id, AssignmentRow.team == team.scalar_subquery()),
            )

    def withdraw(self, assignment_id: str) -> bool:
        """Take an assignment back; False where there is none of that id."""
        with self._writing() as connection:
            gone = delete(AssignmentRow).where(AssignmentRow.id == assignment_id).returning(AssignmentRow.id)
            return connection.execute(gone).first() is not None


def _read(connection: Connection, *where: ColumnElement[bool]) -> list[Assignment]:
    order = (AssignmentRow.due_on.is_(None), AssignmentRow.due_on, AssignmentRow.created_at, AssignmentRow.id)
    rows = connection.execute(select(*_COLUMNS).where(*where).order_by(*order)).all()
    query = select(AssignmentItemRow.assignment_id, AssignmentItemRow.kind, AssignmentItemRow.target)
    items: dict[str, list[Item]] = defaultdict(list)
    for assignment_id, kind, target in connection.execute(
        query.join(AssignmentRow).where(*where).order_by(AssignmentItemRow.number)
    ):
        items[assignment_id].append(Item("lesson" if kind == "lesson" else "concept", target))
    return [
        Assignment(
            row.id,
            row.lead,
            tuple(items[row.id]),
            row.team,
            row.learner_id,
            row.due_on,
            row.note,
            row.created_at,
        )
        for row in rows
    ]
