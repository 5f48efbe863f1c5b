"""Attempts and answers: each answer is on the disk when the call returns, and the first one stands."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, insert, select, update

from logic.store.base import Base, insert_for, lock_learner, new_id, text
from logic.store.cards import read_cards, read_mastery, write_review
from logic.store.errors import UnknownLearnerError
from logic.store.records import Answer, Attempt, Met
from logic.store.tables import AnswerRow, AttemptRow, SightingRow

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime

    from logic.practice.case import Case
    from logic.store.records import CardState, MasteryState, Reviewed

    Review = Callable[
        [Mapping[str, CardState], Mapping[str, MasteryState], Sequence[Answer], datetime], Reviewed
    ]

ATTEMPT = (
    AttemptRow.id, AttemptRow.learner_id, AttemptRow.case_id, AttemptRow.blueprint, AttemptRow.concept,
    AttemptRow.form, AttemptRow.started_at, AttemptRow.finished_at, AttemptRow.seconds, AttemptRow.right,
    AttemptRow.exam_id, AttemptRow.number, AttemptRow.fingerprint,
)  # fmt: skip
_ANSWER = (
    AnswerRow.attempt_id, AttemptRow.case_id, AnswerRow.step, AnswerRow.concept, AnswerRow.given,
    AnswerRow.right, AnswerRow.hinted, AnswerRow.at, AnswerRow.seconds,
)  # fmt: skip


class Attempts(Base):
    """Cases given to learners, and what they answered."""

    def start_attempt(
        self, learner_id: str, case: Case, form: str, now: datetime, fingerprint: str = ""
    ) -> Attempt:
        """Note that a learner was given a case; a second call for the same case gives the first attempt back.

        Raises:
            UnknownLearnerError: the learner is gone.

        """
        attempt = Attempt(
            new_id(), learner_id, case.id, case.blueprint, case.concept, form, now, fingerprint=fingerprint
        )
        with self._writing() as connection:
            lock_learner(connection, learner_id)
            known = select(*ATTEMPT).where(
                AttemptRow.learner_id == learner_id, AttemptRow.case_id == attempt.case_id
            )
            if (row := connection.execute(known).first()) is not None:
                return Attempt(*row)
            connection.execute(insert(AttemptRow).values(attempt_values(attempt)))
        return attempt

    def give_answer(
        self,
        attempt_id: str,
        step: str,
        given: str,
        *,
        right: bool,
        now: datetime,
        concept: str,
        hinted: bool = False,
        misconceptions: Collection[str] = (),
        seconds: float | None = None,
    ) -> bool:
        """Keep the answer to a step; it is on the disk when this returns.

        The first answer stands: False says that the step was answered before, or the attempt is finished, and
        nothing was changed. `given` is canonical; `seconds` is time spent on this step.

        Raises:
            UnknownLearnerError: the attempt's learner is gone.

        """
        with self._writing() as connection:
            attempt = _open_attempt(connection, attempt_id)
            if attempt is None:
                return False
            number = select(func.count()).where(AnswerRow.attempt_id == attempt_id).scalar_subquery()
            values = {
                "attempt_id": attempt_id,
                "step": text(step),
                "learner_id": attempt.learner_id,
                "number": number + 1,
                "concept": text(concept),
                "given": text(given),
                "right": right,
                "hinted": hinted,
                "at": now,
                "seconds": seconds,
            }
            once = insert_for(connection, AnswerRow).values(values).on_conflict_do_nothing()
            if connection.execute(once.returning(AnswerRow.step)).first() is None:
                return False
            note_sightings(
                connection,
                attempt.learner_id,
                misconceptions,
                now,
                "practice",
                attempt_id=attempt_id,
                step=text(step),
            )
        return True

    def finish_attempt(
        self, attempt_id: str, now: datetime, seconds: float, review: Review | None = None
    ) -> Attempt | None:
        """Finish an attempt, once: right is whether every answer given was right.

        `review` is called inside the transaction with the learner's cards and mastery by concept, the answers in
        their order and `now`; what it gives is stored with the attempt, or not at all.
        None says that the attempt was finished before, and nothing was changed.

        Raises:
            UnknownLearnerError: the attempt's learner is gone.

        """
        with self._writing() as connection:
            attempt = _open_attempt(connection, attempt_id)
            if attempt is None:
                return None
            answers = read_answers(connection, AnswerRow.attempt_id == attempt_id)
            done = update(AttemptRow).where(AttemptRow.id == attempt_id)
            right = bool(answers) and all(answer.right for answer in answers)
            row = connection.execute(
                done.values(finished_at=now, seconds=seconds, right=right).returning(*ATTEMPT)
            ).one()
            if review is not None:
                learner_id = attempt.learner_id
                cards, mastery = read_cards(connection, learner_id), read_mastery(connection, learner_id)
                write_review(connection, learner_id, review(cards, mastery, answers, now))
        return Attempt(*row)

    def attempt(self, attempt_id: str) -> Attempt | None:
        """Give the attempt of that id, or None."""
        with self._reading() as connection:
            row = connection.execute(select(*ATTEMPT).where(AttemptRow.id == attempt_id)).first()
        return None if row is None else Attempt(*row)

    def unfinished(self, learner_id: str) -> Attempt | None:
        """Give the latest practice case that was begun and not finished, or None; tests are not practice."""
        query = select(*ATTEMPT).where(
            AttemptRow.learner_id == learner_id,
            AttemptRow.finished_at.is_(None),
            AttemptRow.exam_id.is_(None),
        )
        with self._reading() as connection:
            row = connection.execute(query.order_by(AttemptRow.started_at.desc()).limit(1)).first()
        return None if row is None else Attempt(*row)

    def attempts(self, learner_id: str, limit: int | None = None) -> list[Attempt]:
        """Give a learner's attempts, the latest first."""
        query = select(*ATTEMPT).where(AttemptRow.learner_id == learner_id)
        with self._reading() as connection:
            rows = connection.execute(
                query.order_by(AttemptRow.started_at.desc(), AttemptRow.number.desc()).limit(limit)
            )
            return [Attempt(*row) for row in rows]

    def answers(self, attempt_id: str) -> list[Answer]:
        """Give the answers of an attempt in the order in which they were given."""
        with self._reading() as connection:
            return read_answers(connection, AnswerRow.attempt_id == attempt_id)

    def history(self, learner_id: str, since: datetime | None = None) -> list[Answer]:
        """Give a learner's answers of practice and tests, the oldest first."""
        where: list[Any] = [AnswerRow.learner_id == learner_id]
        if since is not None:
            where.append(AnswerRow.at >= since)
        with self._reading() as connection:
            return read_answers(connection, *where)

    def met(self, learner_id: str) -> Met:
        """Give everything that a learner was ever given, so that nothing comes twice."""
        query = select(AttemptRow.case_id, AttemptRow.fingerprint).where(AttemptRow.learner_id == learner_id)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return Met(frozenset(row[0] for row in rows), frozenset(row[1] for row in rows if row[1]))

    def see_misconceptions(
        self, learner_id: str, misconceptions: Collection[str], now: datetime, seen_in: str = "visit"
    ) -> None:
        """Note misconceptions that something other than a practice case fitted: a real visit, a lesson's question.

        Raises:
            UnknownLearnerError: the learner is gone.

        """
        with self._writing() as connection:
            lock_learner(connection, learner_id)
            note_sightings(connection, learner_id, misconceptions, now, seen_in)


def attempt_values(attempt: Attempt) -> dict[str, object]:
    """An attempt as a row."""
    return {column.key: getattr(attempt, column.key) for column in ATTEMPT}


def read_answers(connection: Connection, *where: Any) -> list[Answer]:  # noqa: ANN401 - SQL conditions
    """The answers that fit, oldest first, each with its misconceptions: two questions, however many answers."""
    query = select(*_ANSWER).join(AttemptRow, AttemptRow.id == AnswerRow.attempt_id).where(*where)
    rows = connection.execute(query.order_by(AnswerRow.at, AnswerRow.attempt_id, AnswerRow.number)).all()
    fitted = (
        select(SightingRow.attempt_id, SightingRow.step, SightingRow.misconception)
        .join(
            AnswerRow,
            (AnswerRow.attempt_id == SightingRow.attempt_id) & (AnswerRow.step == SightingRow.step),
        )
        .where(*where)
        .order_by(SightingRow.misconception)
    )
    found: dict[tuple[str | None, str | None], list[str]] = defaultdict(list)
    for attempt_id, step, misconception in connection.execute(fitted):
        found[attempt_id, step].append(misconception)
    return [Answer(*row, tuple(found[row.attempt_id, row.step])) for row in rows]


def note_sightings(
    connection: Connection,
    learner_id: str,
    misconceptions: Collection[str],
    now: datetime,
    seen_in: str,
    *,
    attempt_id: str | None = None,
    step: str | None = None,
) -> None:
    """Write a row for each misconception."""
    rows = [
        {
            "id": new_id(),
            "learner_id": learner_id,
            "misconception": text(each),
            "seen_in": text(seen_in),
            "attempt_id": attempt_id,
            "step": step,
            "at": now,
        }
        for each in sorted(set(misconceptions))
    ]
    if rows:
        connection.execute(insert(SightingRow), rows)


def _open_attempt(connection: Connection, attempt_id: str) -> Attempt | None:
    """The attempt, held until the transaction ends, or None where it is finished."""
    owner = connection.scalar(select(AttemptRow.learner_id).where(AttemptRow.id == attempt_id))
    if owner is None:
        raise UnknownLearnerError
    lock_learner(connection, owner)
    attempt = Attempt(*connection.execute(select(*ATTEMPT).where(AttemptRow.id == attempt_id)).one())
    return attempt if attempt.finished_at is None else None
