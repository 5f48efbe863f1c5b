"""Everything that is kept of a learner, as JSON and as a ZIP of CSV files."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from logic.spreadsheet import plain_cell
from logic.store.base import Base
from logic.store.errors import UnknownLearnerError
from logic.store.migrate import HEAD
from logic.store.tables import (
    AnswerRow,
    AssignmentItemRow,
    AssignmentRow,
    AttemptRow,
    CardRow,
    ExamRow,
    LearnerRow,
    LessonRow,
    MasteryRow,
    QuizRow,
    SightingRow,
)

if TYPE_CHECKING:
    from datetime import datetime

FILES: Final[dict[str, tuple[Any, ...]]] = {
    "lessons": (LessonRow, LessonRow.first_at, LessonRow.lesson),
    "lesson_questions": (QuizRow, QuizRow.at, QuizRow.question),
    "tests": (ExamRow, ExamRow.started_at, ExamRow.kind),
    "cases": (AttemptRow, AttemptRow.started_at, AttemptRow.case_id),
    "answers": (AnswerRow, AnswerRow.at, AnswerRow.attempt_id, AnswerRow.number),
    "misconceptions": (SightingRow, SightingRow.at, SightingRow.misconception, SightingRow.id),
    "memory": (CardRow, CardRow.due_at, CardRow.concept),
    "mastery": (MasteryRow, MasteryRow.concept),
    "assignments": (AssignmentRow, AssignmentRow.created_at, AssignmentRow.id),
}
"""The files of an export, with the table and the order of each."""


@dataclass(frozen=True, slots=True)
class Export:
    """Everything of one learner: `tables` by the name of their file, rows as plain values."""

    name: str
    made_at: datetime
    tables: dict[str, list[dict[str, Any]]]

    def json(self) -> bytes:
        """Give one JSON object: what it is, when it was made, and a list for each table."""
        head = {"unitwise": "learner export", "version": HEAD, "made_at": self.made_at.isoformat()}
        return json.dumps({**head, **self.tables}, indent=1, ensure_ascii=False).encode()

    def csv_zip(self) -> bytes:
        """Give a ZIP with a CSV file for each table; no cell of text can act as a spreadsheet's formula."""
        file = io.BytesIO()
        stamp = self.made_at.timetuple()[:6]
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, rows in self.tables.items():
                entry = zipfile.ZipInfo(f"{name}.csv", stamp)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, _csv(name, rows))
        return file.getvalue()


class Exports(Base):
    """What a learner may take along."""

    def export(self, learner_id: str, now: datetime) -> Export:
        """Give everything that is kept of a learner.

        Raises:
            UnknownLearnerError: the learner is gone.

        """
        with self._reading() as connection:
            who = select(LearnerRow.__table__).where(LearnerRow.id == learner_id)
            learner = [_plain(row._mapping) for row in connection.execute(who)]  # noqa: SLF001 - its public way
            if not learner:
                raise UnknownLearnerError
            tables = {"learner": learner}
            for name, (table, *order) in FILES.items():
                query = select(table.__table__).where(table.learner_id == learner_id).order_by(*order)
                tables[name] = [_plain(row._mapping) for row in connection.execute(query)]  # noqa: SLF001
            items = (
                select(AssignmentItemRow.__table__)
                .join(AssignmentRow)
                .where(AssignmentRow.learner_id == learner_id)
                .order_by(AssignmentItemRow.assignment_id, AssignmentItemRow.number)
            )
            tables["assignment_items"] = [_plain(row._mapping) for row in connection.execute(items)]  # noqa: SLF001
        return Export(learner[0]["name"], now, tables)


def _plain(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row's mapping
    """A row without the keys that only serve the database, moments as ISO text, JSON as what it holds."""
    values = {}
    for key, value in row.items():
        if key in {"learner_id", "name_key"}:
            continue
        if key in {"state", "editions"}:
            values[key] = json.loads(value)
        else:
            values[key] = value.isoformat() if hasattr(value, "isoformat") else value
    return values


def _csv(name: str, rows: list[dict[str, Any]]) -> str:
    heads = list(rows[0]) if rows else _heads(name)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_cell(row[head]) for head in heads] for row in rows)
    return "\ufeff" + text.getvalue()  # the mark lets Excel see UTF-8


def _heads(name: str) -> list[str]:
    table = AssignmentItemRow if name == "assignment_items" else FILES[name][0]
    return [column.key for column in table.__table__.columns if column.key != "learner_id"]


def _cell(value: Any) -> Any:  # noqa: ANN401 - whatever a cell holds
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return json.dumps(value, sort_keys=True)
    return plain_cell(value) if isinstance(value, str) else value
