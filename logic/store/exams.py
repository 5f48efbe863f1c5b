"""Pre-tests and post-tests: their cases are attempts that carry the test's id."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, case, func, insert, select, update

from logic.store.attempts import ATTEMPT, attempt_values
from logic.store.base import Base, lock_learner, new_id, text
from logic.store.errors import UnknownLearnerError
from logic.store.records import Attempt, Exam
from logic.store.tables import AttemptRow, ExamRow, LearnerRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from logic.store.records import ExamItem, ExamKind

EXAM_FORM = "exam"
_EXAM = (
    ExamRow.id, ExamRow.learner_id, ExamRow.kind, ExamRow.pre_id, ExamRow.started_at, ExamRow.finished_at,
    ExamRow.seconds, ExamRow.right, ExamRow.total, ExamRow.book, ExamRow.editions,
)  # fmt: skip


class Exams(Base):
    """Tests before and after."""

    def start_exam(
        self,
        learner_id: str,
        kind: ExamKind,
        items: Sequence[ExamItem],
        now: datetime,
        *,
        pre_id: str | None = None,
        book: str = "",
        editions: Mapping[str, str] | None = None,
    ) -> Exam:
        """Begin a test with these cases; one of that kind that is not finished is given back instead.

        `book` is the print of the rule book (`logic.reports.receipt.book_print`), `editions` its tables.

        Raises:
            UnknownLearnerError: the learner is gone.

        """
        exam_id = new_id()
        attempts = [
            Attempt(
                new_id(), learner_id, item.case_id, item.blueprint, item.concept, EXAM_FORM, now,
                exam_id=exam_id, number=number, fingerprint=item.fingerprint,
            )
            for number, item in enumerate(items, 1)
        ]  # fmt: skip
        with self._writing() as connection:
            lock_learner(connection, learner_id)
            open_one = (ExamRow.learner_id == learner_id, ExamRow.kind == kind, ExamRow.finished_at.is_(None))
            if found := _read(connection, *open_one):
                return found[-1]
            connection.execute(
                insert(ExamRow).values(
                    id=exam_id,
                    learner_id=learner_id,
                    kind=kind,
                    pre_id=pre_id,
                    started_at=now,
                    seconds=0.0,
                    total=len(attempts),
                    book=text(book),
                    editions=json.dumps(dict(editions or {}), ensure_ascii=True),
                )
            )
            connection.execute(insert(AttemptRow), [attempt_values(attempt) for attempt in attempts])
            return _read(connection, ExamRow.id == exam_id)[0]

    def finish_exam(self, exam_id: str, now: datetime) -> Exam:
        """Finish a test: its score is the cases that are right; one without an answer is not.

        Finished before, it is given as it was.

        Raises:
            UnknownLearnerError: the learner is gone.

        """
        of_exam = AttemptRow.exam_id == exam_id
        with self._writing() as connection:
            owner = connection.scalar(select(ExamRow.learner_id).where(ExamRow.id == exam_id))
            if owner is None:
                raise UnknownLearnerError
            lock_learner(connection, owner)
            score, seconds = connection.execute(
                select(
                    func.coalesce(func.sum(case((AttemptRow.right.is_(True), 1), else_=0)), 0),
                    func.coalesce(func.sum(AttemptRow.seconds), 0.0),
                ).where(of_exam)
            ).one()
            finished = connection.execute(
                update(ExamRow)
                .where(ExamRow.id == exam_id, ExamRow.finished_at.is_(None))
                .values(finished_at=now, right=score, seconds=seconds)
                .returning(ExamRow.id)
            ).first()
            if finished is not None:
                unanswered = update(AttemptRow).where(of_exam, AttemptRow.finished_at.is_(None))
                connection.execute(unanswered.values(finished_at=now, right=False))
            return _read(connection, ExamRow.id == exam_id)[0]

    def exam(self, exam_id: str) -> Exam | None:
        """Give the test of that id with its cases, or None."""
        with self._reading() as connection:
            return next(iter(_read(connection, ExamRow.id == exam_id)), None)

    def exams(self, learner_id: str) -> list[Exam]:
        """Give a learner's tests with their cases, the oldest first."""
        with self._reading() as connection:
            return _read(connection, ExamRow.learner_id == learner_id)

    def exams_of(self, team: str | None) -> list[Exam]:
        """Give the finished tests of a team, or of everybody with None, with their cases, the oldest first."""
        where = [ExamRow.finished_at.is_not(None)]
        if team is not None:
            where.append(ExamRow.learner_id.in_(select(LearnerRow.id).where(LearnerRow.team == team)))
        with self._reading() as connection:
            return _read(connection, *where)


def _read(connection: Connection, *where: ColumnElement[bool]) -> list[Exam]:
    rows = connection.execute(select(*_EXAM).where(*where).order_by(ExamRow.started_at, ExamRow.id)).all()
    items: dict[str | None, list[Attempt]] = {row.id: [] for row in rows}
    query = select(*ATTEMPT).join(ExamRow, ExamRow.id == AttemptRow.exam_id).where(*where)
    for row in connection.execute(query.order_by(AttemptRow.number)):
        items[row.exam_id].append(Attempt(*row))
    return [_exam(row, tuple(items[row.id])) for row in rows]


def _exam(row: Any, items: tuple[Attempt, ...]) -> Exam:  # noqa: ANN401 - a row
    values = dict(row._mapping)  # noqa: SLF001 - its public way
    return Exam(**{**values, "editions": json.loads(row.editions), "items": items})
