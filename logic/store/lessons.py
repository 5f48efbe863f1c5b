"""Lessons read and their questions answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, select, update

from logic.store.attempts import note_sightings
from logic.store.base import Base, insert_for, lock_learner, put, text
from logic.store.records import LessonRead, QuizAnswer
from logic.store.tables import LessonRow, QuizRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

LESSON = (
    LessonRow.lesson, LessonRow.first_at, LessonRow.last_at, LessonRow.seconds, LessonRow.quiz_right,
    LessonRow.quiz_total, LessonRow.quiz_at,
)  # fmt: skip
_QUIZ = (
    QuizRow.lesson, QuizRow.question, QuizRow.given, QuizRow.right, QuizRow.first_right, QuizRow.tries, QuizRow.at,
)  # fmt: skip


class Lessons(Base):
    """What a learner has read."""

    def read_lesson(self, learner_id: str, lesson: str, now: datetime, seconds: float = 0.0) -> None:
        """Note that a lesson was opened, or that `seconds` more were spent on it.

        Raises:
            UnknownLearnerError: the learner is gone.

        """
        with self._writing() as connection:
            lock_learner(connection, learner_id)
            _touch(connection, learner_id, lesson, now, seconds)

    def answer_quiz(
        self,
        learner_id: str,
        lesson: str,
        question: str,
        given: str,
        *,
        right: bool,
        now: datetime,
        total: int,
        misconceptions: Collection[str] = (),
    ) -> None:
        """Keep the answer to a lesson's question; the latest stands, and whether the first was right is kept.

        Once all `total` questions have an answer the lesson counts as done.

        Raises:
            UnknownLearnerError: the learner is gone.

        """
        with self._writing() as connection:
            lock_learner(connection, learner_id)
            _touch(connection, learner_id, lesson, now, 0.0)
            where = (QuizRow.learner_id == learner_id, QuizRow.lesson == lesson)
            before = connection.execute(
                select(QuizRow.first_right, QuizRow.tries).where(*where, QuizRow.question == question)
            ).first()
            put(
                connection,
                QuizRow,
                {
                    "learner_id": learner_id,
                    "lesson": text(lesson),
                    "question": text(question),
                    "given": text(given),
                    "right": right,
                    "first_right": right if before is None else before.first_right,
                    "tries": 1 if before is None else before.tries + 1,
                    "at": now,
                },
                ("learner_id", "lesson", "question"),
            )
            note_sightings(connection, learner_id, misconceptions, now, "lesson")
            answered = list(connection.scalars(select(QuizRow.right).where(*where)))
            if len(answered) >= total:
                connection.execute(
                    update(LessonRow)
                    .where(LessonRow.learner_id == learner_id, LessonRow.lesson == lesson)
                    .values(quiz_right=sum(answered), quiz_total=len(answered), quiz_at=now)
                )

    def lessons(self, learner_id: str) -> dict[str, LessonRead]:
        """Give the lessons that a learner opened, by id, the first opened first."""
        query = select(*LESSON).where(LessonRow.learner_id == learner_id).order_by(LessonRow.first_at)
        with self._reading() as connection:
            return {row.lesson: LessonRead(*row) for row in connection.execute(query)}

    def quiz(self, learner_id: str, lesson: str) -> dict[str, QuizAnswer]:
        """Give the latest answers to a lesson's questions, by question."""
        query = select(*_QUIZ).where(QuizRow.learner_id == learner_id, QuizRow.lesson == lesson)
        with self._reading() as connection:
            return {row.question: QuizAnswer(*row) for row in connection.execute(query)}


def _touch(connection: Connection, learner_id: str, lesson: str, now: datetime, seconds: float) -> None:
    row = insert_for(connection, LessonRow).values(
        learner_id=learner_id, lesson=text(lesson), first_at=now, last_at=now, seconds=seconds
    )
    connection.execute(
        row.on_conflict_do_update(
            index_elements=["learner_id", "lesson"],
            set_={"last_at": row.excluded.last_at, "seconds": LessonRow.seconds + row.excluded.seconds},
        )
    )
