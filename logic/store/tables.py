"""The tables as they are now; `migrations` holds the steps that lead here, and a test marries the two.

Every row about a learner carries the learner's id, so that all of it can be given out, and deleted, by one key.
Ids are random text and are never used again: a window left open cannot write into somebody else's attempt.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcTime(TypeDecorator[dt.datetime]):
    """A moment, kept and given in UTC; one without a time zone is refused, since nobody knows when it is."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Errors: ValueError for a time without a zone."""
        _ = dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time needs its zone: {value.isoformat()}")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """SQLite gives the time back bare; it was UTC when it went in."""
        _ = dialect
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """What every table shares."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {str: Text, dt.datetime: UtcTime}  # noqa: RUF012 - SQLAlchemy's own way


Key = Annotated[str, mapped_column(primary_key=True)]
OfLearner = Annotated[str, mapped_column(ForeignKey("learner.id", ondelete="CASCADE"))]
KeyOfLearner = Annotated[str, mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True)]


class LearnerRow(Base):
    """A person who learns: a chosen name and a team, nothing more."""

    __tablename__ = "learner"
    id: Mapped[Key]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    team: Mapped[str] = mapped_column(index=True)
    created_at: Mapped[dt.datetime]


class ExamRow(Base):
    """A pre-test or a post-test; its cases are attempts that carry its id."""

    __tablename__ = "exam"
    __table_args__ = (Index("ix_exam_learner_id_started_at", "learner_id", "started_at"),)
    id: Mapped[Key]
    learner_id: Mapped[OfLearner]
    kind: Mapped[str]
    pre_id: Mapped[str | None] = mapped_column(ForeignKey("exam.id", ondelete="SET NULL"), index=True)
    started_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]
    seconds: Mapped[float]
    right: Mapped[int | None]
    total: Mapped[int]
    book: Mapped[str]
    editions: Mapped[str]


class AttemptRow(Base):
    """One case that a learner was given. A learner never gets the same case twice."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("learner_id", "case_id"),
        Index("ix_attempt_learner_id_finished_at", "learner_id", "finished_at"),
    )
    id: Mapped[Key]
    learner_id: Mapped[OfLearner]
    exam_id: Mapped[str | None] = mapped_column(ForeignKey("exam.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    case_id: Mapped[str]
    blueprint: Mapped[str]
    concept: Mapped[str]
    form: Mapped[str]
    fingerprint: Mapped[str]
    started_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]
    seconds: Mapped[float]
    right: Mapped[bool | None]


class AnswerRow(Base):
    """What a learner answered to one step, the first time; `number` counts the answers of the attempt."""

    __tablename__ = "answer"
    __table_args__ = (Index("ix_answer_learner_id_at", "learner_id", "at"),)
    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[Key]
    learner_id: Mapped[OfLearner]
    number: Mapped[int]
    concept: Mapped[str]
    given: Mapped[str]
    right: Mapped[bool]
    hinted: Mapped[bool]
    at: Mapped[dt.datetime]
    seconds: Mapped[float | None]


class SightingRow(Base):
    """A misconception that an answer, or a visit of one's own, fitted."""

    __tablename__ = "sighting"
    __table_args__ = (
        ForeignKeyConstraint(
            ["attempt_id", "step"], ["answer.attempt_id", "answer.step"], ondelete="CASCADE"
        ),
        Index("ix_sighting_learner_id_misconception_at", "learner_id", "misconception", "at"),
        Index("ix_sighting_attempt_id_step", "attempt_id", "step"),
    )
    id: Mapped[Key]
    learner_id: Mapped[OfLearner]
    misconception: Mapped[str]
    seen_in: Mapped[str]
    attempt_id: Mapped[str | None]
    step: Mapped[str | None]
    at: Mapped[dt.datetime]


class LessonRow(Base):
    """A lesson that a learner opened, and how its latest questions went."""

    __tablename__ = "lesson"
    learner_id: Mapped[KeyOfLearner]
    lesson: Mapped[Key]
    first_at: Mapped[dt.datetime]
    last_at: Mapped[dt.datetime]
    seconds: Mapped[float]
    quiz_right: Mapped[int | None]
    quiz_total: Mapped[int | None]
    quiz_at: Mapped[dt.datetime | None]


class QuizRow(Base):
    """The latest answer to one question of a lesson."""

    __tablename__ = "quiz"
    learner_id: Mapped[KeyOfLearner]
    lesson: Mapped[Key]
    question: Mapped[Key]
    given: Mapped[str]
    right: Mapped[bool]
    first_right: Mapped[bool]
    tries: Mapped[int]
    at: Mapped[dt.datetime]


class CardRow(Base):
    """The memory of one concept: the scheduler's own state as JSON, and of it what is asked for in SQL."""

    __tablename__ = "card"
    __table_args__ = (Index("ix_card_learner_id_due_at", "learner_id", "due_at"),)
    learner_id: Mapped[KeyOfLearner]
    concept: Mapped[Key]
    state: Mapped[str]
    due_at: Mapped[dt.datetime]
    stability: Mapped[float]
    reps: Mapped[int]
    lapses: Mapped[int]
    last_at: Mapped[dt.datetime]


class MasteryRow(Base):
    """How far a learner is with one concept, since when, and how many in a row were right."""

    __tablename__ = "mastery"
    learner_id: Mapped[KeyOfLearner]
    concept: Mapped[Key]
    level: Mapped[str]
    since: Mapped[dt.datetime]
    streak: Mapped[int]
    cases: Mapped[int]
    last_at: Mapped[dt.datetime]


class AssignmentRow(Base):
    """What a lead asked a team or one learner to do."""

    __tablename__ = "assignment"
    __table_args__ = (CheckConstraint("(team is null) <> (learner_id is null)", name="for_one"),)
    id: Mapped[Key]
    lead: Mapped[str]
    team: Mapped[str | None] = mapped_column(index=True)
    learner_id: Mapped[str | None] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), index=True)
    due_on: Mapped[dt.date | None]
    note: Mapped[str]
    created_at: Mapped[dt.datetime]


class AssignmentItemRow(Base):
    """One lesson or concept of an assignment."""

    __tablename__ = "assignment_item"
    assignment_id: Mapped[str] = mapped_column(
        ForeignKey("assignment.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    target: Mapped[str]


class TrainingRow(Base):
    """A day on which the team was trained in one kind of error; of no learner, so no deletion touches it."""

    __tablename__ = "training"
    __table_args__ = (UniqueConstraint("category", "held_on"),)
    id: Mapped[Key]
    category: Mapped[str]
    held_on: Mapped[dt.date]
    created_at: Mapped[dt.datetime]


OF_A_LEARNER: tuple[Any, ...] = (
    ExamRow, AttemptRow, AnswerRow, SightingRow, LessonRow, QuizRow, CardRow, MasteryRow, AssignmentRow,
)  # fmt: skip
"""Every table with a learner's id; a test holds it against the metadata."""
