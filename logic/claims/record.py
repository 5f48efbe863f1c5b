"""What is written down of an import: when, what it held, what could not be used. No file name: it can be a person's."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from logic.claims.errors import LibraryError
from logic.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

VERSION = 1
"""Of the frames on the disk; a newer one is refused."""


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import.

    id: the beginning of its content's hash. number: its place in the order of imports. at: the day it was made.
    kind: "837P", "835", "837P+835" or "table". counts: what it held, by name (submissions, lines, findings,
    rows_read, remitted, remit_lines …). problems: a few, without what stood in the cells; problem_count: all.
    editions: table → edition of the rule book that it was checked with.
    """

    id: str
    number: int
    at: date
    kind: str
    content_hash: str
    bytes: int
    profile: str | None = None
    payer: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    first_day: date | None = None
    last_day: date | None = None
    problems: tuple[Problem, ...] = ()
    problem_count: int = 0
    editions: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The record as JSON holds it."""
        told = asdict(self)
        for name in ("at", "first_day", "last_day"):
            told[name] = told[name].isoformat() if told[name] else None
        told["problems"] = [problem.to_dict() for problem in self.problems]
        return told


def write_record(record: ImportRecord, stream: int) -> None:
    """Write it to an open descriptor, and close that."""
    import os  # noqa: PLC0415

    with os.fdopen(stream, "w", encoding="utf-8") as file:
        json.dump({"version": VERSION, **record.to_dict()}, file, ensure_ascii=False, indent=1)


def read_record(path: Path) -> ImportRecord:
    """The record of an import. Errors: LibraryError where it is damaged or a newer program wrote it."""
    try:
        told = json.loads(path.read_text("utf-8"))
        version = int(told.pop("version"))
        if version <= VERSION:
            return _record(told)
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise LibraryError(
            f"The import in {path.parent} is damaged ({type(error).__name__}).",
            "Remove that folder and import its file again.",
        ) from None
    raise LibraryError(
        f"The import in {path.parent} was written by a newer Unitwise.",
        "Update Unitwise. Nothing was changed.",
    )


def _record(told: dict[str, Any]) -> ImportRecord:
    for name in ("at", "first_day", "last_day"):
        told[name] = date.fromisoformat(told[name]) if told[name] else None
    told["problems"] = tuple(
        Problem(one["row"], one["column"], one["value"], one["wrong"], one["fix"]) for one in told["problems"]
    )
    return ImportRecord(**told)
