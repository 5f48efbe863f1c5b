"""Where learners stand: a fixed number of questions to the database, however many learners there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, case, func, select

from logic.store.base import Base
from logic.store.cards import MASTERY, read_cards, read_mastery
from logic.store.lessons import LESSON
from logic.store.records import Learner, LessonRead, MasteryState, Met, Progress, Sighted, Standing
from logic.store.tables import AttemptRow, LearnerRow, LessonRow, MasteryRow, SightingRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

RECENT = 10
"""Latest cases that choosing looks at."""


class ProgressQueries(Base):
    """Who has done what."""

    def progress(self, learner_id: str) -> Progress | None:
        """Give where one learner stands, or None where there is no such learner."""
        with self._reading() as connection:
            return next(iter(_progress(connection, LearnerRow.id == learner_id)), None)

    def standing(self, learner_id: str) -> Standing:
        """Give everything that decides what comes next for a learner, as of one moment."""
        query = select(
            AttemptRow.case_id,
            AttemptRow.fingerprint,
            AttemptRow.concept,
            AttemptRow.blueprint,
            AttemptRow.form,
            AttemptRow.exam_id,
        ).where(AttemptRow.learner_id == learner_id)
        with self._reading() as connection:
            cards, mastery = read_cards(connection, learner_id), read_mastery(connection, learner_id)
            rows = connection.execute(query.order_by(AttemptRow.started_at.desc(), AttemptRow.id)).all()
        practice = [row for row in rows if row.exam_id is None]
        forms: dict[str, set[str]] = defaultdict(set)
        for row in practice:
            forms[row.concept].add(row.form)
        return Standing(
            learner_id,
            cards,
            mastery,
            Met(frozenset(row.case_id for row in rows), frozenset(row.fingerprint for row in rows) - {""}),
            tuple(row.concept for row in practice[:RECENT]),
            {concept: frozenset(found) for concept, found in forms.items()},
            Counter(row.blueprint for row in practice),
        )

    def team_progress(self, team: str | None = None) -> list[Progress]:
        """Give where each learner of a team stands, by name; of everybody with None."""
        with self._reading() as connection:
            return _progress(connection, *([] if team is None else [LearnerRow.team == team]))

    def misconceptions(
        self, *, learner_id: str | None = None, team: str | None = None, since: datetime | None = None
    ) -> list[Sighted]:
        """Give the misconceptions that fitted, the most frequent first: of a learner, a team or everybody."""
        where: list[ColumnElement[bool]] = []
        if learner_id is not None:
            where.append(SightingRow.learner_id == learner_id)
        if team is not None:
            where.append(LearnerRow.team == team)
        if since is not None:
            where.append(SightingRow.at >= since)
        count = func.count()
        query = (
            select(
                SightingRow.misconception,
                count,
                func.count(SightingRow.learner_id.distinct()),
                func.max(SightingRow.at),
            )
            .join(LearnerRow, LearnerRow.id == SightingRow.learner_id)
            .where(*where)
            .group_by(SightingRow.misconception)
            .order_by(count.desc(), SightingRow.misconception)
        )
        with self._reading() as connection:
            return [Sighted(*row) for row in connection.execute(query)]


def _progress(connection: Connection, *who: ColumnElement[bool]) -> list[Progress]:
    people = select(LearnerRow.id, LearnerRow.name, LearnerRow.team, LearnerRow.created_at).where(*who)
    learners = [Learner(*row) for row in connection.execute(people.order_by(LearnerRow.name_key))]
    lessons = _by_learner(
        connection,
        select(LessonRow.learner_id, *LESSON).join(LearnerRow).where(*who).order_by(LessonRow.first_at),
        LessonRead,
    )
    mastery = _by_learner(
        connection,
        select(MasteryRow.learner_id, *MASTERY).join(LearnerRow).where(*who).order_by(MasteryRow.concept),
        MasteryState,
    )
    count = func.count()
    sighted = _by_learner(
        connection,
        select(SightingRow.learner_id, SightingRow.misconception, count, 1, func.max(SightingRow.at))
        .join(LearnerRow)
        .where(*who)
        .group_by(SightingRow.learner_id, SightingRow.misconception)
        .order_by(count.desc(), SightingRow.misconception),
        Sighted,
    )
    sums = {
        row[0]: row[1:]
        for row in connection.execute(
            select(
                AttemptRow.learner_id,
                count,
                func.sum(case((AttemptRow.right.is_(True), 1), else_=0)),
                func.sum(AttemptRow.seconds),
                func.max(AttemptRow.finished_at),
            )
            .join(LearnerRow)
            .where(*who, AttemptRow.finished_at.is_not(None))
            .group_by(AttemptRow.learner_id)
        )
    }
    return [
        _one(each, lessons[each.id], mastery[each.id], sighted[each.id], sums.get(each.id))
        for each in learners
    ]


def _by_learner(connection: Connection, query: Any, record: Any) -> dict[str, list[Any]]:  # noqa: ANN401
    found: dict[str, list[Any]] = defaultdict(list)
    for learner_id, *values in connection.execute(query):
        found[learner_id].append(record(*values))
    return found


def _one(
    learner: Learner,
    lessons: list[LessonRead],
    mastery: list[MasteryState],
    sighted: list[Sighted],
    sums: Any,  # noqa: ANN401 - a row
) -> Progress:
    cases, right, seconds, last = sums or (0, 0, 0.0, None)
    moments = [each.last_at for each in lessons] + ([last] if last is not None else [])
    return Progress(
        learner,
        tuple(lessons),
        tuple(mastery),
        tuple(sighted),
        cases,
        right,
        seconds + sum(each.seconds for each in lessons),
        max(moments, default=None),
    )
