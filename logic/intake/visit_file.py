"""A YAML file of one visit or a list of visits -> canonical lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from logic.intake.harmless import harmless
from logic.intake.privacy import with_hashed_keys
from logic.intake.sniff import file_kind
from logic.intake.table import Intake, clock_note
from logic.problems import FileError, Problem, shown
from logic.rulebook.strict_yaml import YamlError, load
from logic.visit import empty_lines, visit_lines

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 16 << 20


def is_visit_file(path: Path) -> bool:
    """By its name: .yaml and .yml are visits, everything else is a table."""
    return path.suffix.lower() in {".yaml", ".yml"}


def read_visit_yaml(path: Path, payer: str | None = None, payers: Mapping[str, str] | None = None) -> Intake:
    """Read one visit (a mapping with `lines:`) or a list of visits. Never raises for what is in the file.

    Rows of problems are lines of the visit, from 1; where YAML itself is broken, lines of the file. A visit
    with a problem of its own is left out, a line with one leaves its visit incomplete, all else goes on.
    payer, payers: as in `read_lines`.
    """
    try:
        visits = _visits(path)
    except FileError as error:
        return Intake(empty_lines(), (error.problem,))
    frames: list[pl.DataFrame] = []
    problems: list[Problem] = []
    incomplete: list[str] = []
    seen: set[str] = set()
    rows_read = 0
    for number, visit in enumerate(visits, 1):
        name = _name(visit, number, len(visits))
        frame, found = _read(visit, name, seen, payers if payer is None else None)
        rows_read += _lines(visit)
        problems.extend(_placed(problem, name, len(visits)) for problem in found)
        if any(problem.column != "payer" for problem in found):
            incomplete.append(name)
        if frame.height:
            frames.append(frame)
    lines = pl.concat(frames) if frames else empty_lines()
    if payer is not None:
        lines = lines.with_columns(pl.lit(payer).alias("payer"))
    try:
        lines = with_hashed_keys(lines)
    except FileError as error:
        return Intake(empty_lines(), (*problems, error.problem), rows_read)
    notes = clock_note(sum(map(_clocked, visits)))
    return Intake(lines, tuple(problems), rows_read, notes=notes, incomplete_visits=tuple(incomplete))


def _visits(path: Path) -> list[object]:
    kind = file_kind(path)
    if kind != "text":
        raise FileError(
            "This is not a YAML visit; it is a table with the name of one.", "Name it by what it is."
        )
    if path.stat().st_size > MOST_BYTES:
        raise FileError(
            "A YAML file of visits may have 16 MB.", "Give many visits as a CSV or Parquet table."
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError("The file is not UTF-8 text.", "Save it as UTF-8.", row=None) from error
    try:
        told = load(text)
    except YamlError as error:
        raise FileError(
            f"{error.wrong[:1].upper()}{error.wrong[1:]}.", _sentence(error.right), row=error.line
        ) from None
    if isinstance(told, Mapping) and set(told) == {"visits"}:
        told = told["visits"]
    visits = told if isinstance(told, list) else [told]
    if not visits or told is None:
        raise FileError("The file holds no visit.", "Write a visit: its keys, and a list of lines.")
    return visits


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _name(visit: object, number: int, of: int) -> str:
    told = visit.get("visit_id") if isinstance(visit, Mapping) else None
    return str(told) if told not in (None, "") else ("visit" if of == 1 else f"visit {number}")


def _lines(visit: object) -> int:
    lines = visit.get("lines") if isinstance(visit, Mapping) else None
    return len(lines) if isinstance(lines, list) else 0


def _clocked(visit: object) -> int:
    """Lines that tell start and stop and no minutes."""
    lines = visit.get("lines") if isinstance(visit, Mapping) else None
    if not isinstance(visit, Mapping) or not isinstance(lines, list):
        return 0
    told = [{**visit, **line} for line in lines if isinstance(line, Mapping)]
    return sum(
        line.get("minutes") is None and all(line.get(name) is not None for name in ("start", "stop"))
        for line in told
    )


def _read(
    visit: object,
    name: str,
    seen: set[str],
    payers: Mapping[str, str] | None,
) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    if not isinstance(visit, Mapping):
        wrong = "A visit is a set of keys and values."
        fix = 'Write service_date: 2026-03-02, then lines: with - {code: "97124", minutes: 23, units: 2}.'
        return empty_lines(), (Problem(None, None, shown(visit), wrong, fix),)
    if name in seen:
        wrong = "Two visits have the same visit_id."
        return empty_lines(), (Problem(None, "visit_id", shown(name), wrong, "Give each visit its own."),)
    seen.add(name)
    return visit_lines(
        {"visit_id": name, **{key: value for key, value in visit.items() if key != "visit_id"}}, payers
    )


def _placed(problem: Problem, name: str, of: int) -> Problem:
    """The problem of a visit among several, without a value that could be somebody's."""
    value = None if problem.value is None else harmless(problem.value)
    wrong = problem.wrong if of == 1 else f"In {shown(name)}: {problem.wrong}"
    return Problem(problem.row, problem.column, value, wrong, problem.fix)
