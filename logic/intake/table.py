"""A table file of service lines -> the canonical frame, and everything that could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from logic.columns import DEFAULTS
from logic.intake.cast import MOST_PROBLEMS, cast, not_blank
from logic.intake.headings import Headings, read_headings
from logic.intake.incomplete import readable_lines
from logic.intake.payers import with_payer_ids
from logic.intake.privacy import with_hashed_keys
from logic.intake.sniff import file_kind, text_form
from logic.problems import FileError, Problem
from logic.visit import by_the_clock, canonical, empty_lines, lines_numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from logic.intake.chunk import Chunk, Table


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file gave.

    lines: canonical frame; what is left of a visit that lost a row has `incomplete` true. problems: what
    could not be used. notes: what was read by assuming something worth saying. rows_read: rows with something
    in them, bad ones too. dropped_columns: looked like private data and were not read. unknown_columns: not
    known and not read. incomplete_visits: lost a row.
    """

    lines: pl.DataFrame
    problems: tuple[Problem, ...] = ()
    rows_read: int = 0
    dropped_columns: tuple[str, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()
    incomplete_visits: tuple[str, ...] = ()


@dataclass(slots=True)
class Reader:
    """One table with its headings understood; gives cast frames and counts on the way."""

    table: Table
    headings: Headings
    payer: str | None
    payers: Mapping[str, str] | None
    rows_read: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    torn: dict[str, int] = field(default_factory=dict)
    incomplete: list[str] = field(default_factory=list)
    misfits: int = 0
    clocked: int = 0

    @property
    def visit_heading(self) -> str:
        """The visit's column as the file calls it."""
        return self.headings.sources["visit_id"].heading

    def frames(self) -> Iterator[pl.DataFrame]:
        """Cast frames with `bad`, piece by piece. Errors: FileError."""
        positions = sorted({p for source in self.headings.sources.values() for p in source.positions})
        for chunk in self.table.chunks(positions):
            yield self.read(chunk)

    def read(self, chunk: Chunk) -> pl.DataFrame:
        """One piece, cast; its problems and counts are kept."""
        self._misfits(chunk)
        if not chunk.frame.height:
            return pl.DataFrame()
        frame = not_blank(chunk.frame)
        self.rows_read += frame.height
        done = cast(frame, self.headings)
        lines = done.frame
        if self.payer is not None:
            lines = lines.with_columns(pl.lit(self.payer).alias("payer"))
        else:
            lines = with_payer_ids(lines, self.payers, done.problems)
        lines = with_hashed_keys(lines)
        if {"start_minute", "stop_minute"} <= set(lines.columns):
            told = lines if "minutes" in lines.columns else lines.with_columns(minutes=None)
            self.clocked += told.select(by_the_clock().sum()).item()
        self.problems.extend(done.problems)
        self.notes.extend(done.notes)
        return lines

    def lines(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The canonical lines of a cast frame that holds every row of its visits."""
        good, incomplete, problems = readable_lines(frame, self.torn, self.visit_heading)
        self.incomplete.extend(incomplete)
        self.problems.extend(problems)
        if "line" in good.columns:
            good, renumbered = lines_numbered(good)
            if renumbered:
                self.notes.append(_line_note(self.headings.sources["line"].heading, renumbered))
        return canonical(good)

    def _misfits(self, chunk: Chunk) -> None:
        at = self.headings.sources["visit_id"].positions[0]
        for misfit in chunk.misfits:
            self.rows_read += 1
            self.misfits += 1
            if self.misfits <= MOST_PROBLEMS:
                self.problems.append(misfit.problem)
            if len(misfit.cells) > at and (visit := " ".join(misfit.cells[at].split())):
                self.torn.setdefault(visit, misfit.row)

    def intake(self, lines: pl.DataFrame) -> Intake:
        """Everything this reader found, with the lines given."""
        if self.misfits > MOST_PROBLEMS:
            more = f"{self.misfits - MOST_PROBLEMS:,} more rows do not have as many cells as the first row."
            self.problems.append(Problem(None, None, None, more, "Export the table again."))
            self.misfits = MOST_PROBLEMS
        notes = (*self.notes, *clock_note(self.clocked))
        problems = sorted(self.problems, key=lambda p: (p.row is None, p.row or 0))
        return Intake(
            lines,
            tuple(problems),
            self.rows_read,
            self.headings.dropped,
            self.headings.unknown,
            notes,
            tuple(dict.fromkeys(self.incomplete)),
        )


def clock_note(lines: int) -> tuple[Problem, ...]:
    """The note that so many lines have their minutes from start and stop; none for no line."""
    if not lines:
        return ()
    wrong = f"{lines:,} line(s) tell no minutes; they were taken from start and stop."
    fix = "Tell the minutes of treatment where they are fewer: rest and set-up do not count."
    return (Problem(None, "minutes", None, wrong, fix),)


def _line_note(heading: str, visits: int) -> Problem:
    wrong = f"In {visits:,} visit(s) lines have no number or the same one; they were counted anew."
    return Problem(None, heading, None, wrong, "Number the lines of a visit 1, 2, 3.")


def open_table(path: Path) -> Table:
    """The table in a file of any kind we read. Errors: FileError."""
    kind = file_kind(path)
    if kind == "parquet":
        from logic.intake.parquet import open_parquet  # noqa: PLC0415 - only what this file needs

        return open_parquet(path)
    if kind == "sheet":
        from logic.intake.sheet import open_sheet  # noqa: PLC0415

        return open_sheet(path)
    from logic.intake.text_file import TextTable  # noqa: PLC0415

    return TextTable(path, text_form(path))


def open_reader(path: Path, payer: str | None = None, payers: Mapping[str, str] | None = None) -> Reader:
    """A reader of the file; headings that cannot be used are its `headings.problems`. Errors: FileError."""
    table = open_table(path)
    reader = Reader(table, read_headings(table.headings, max(table.heading_row, 1)), payer, payers)
    reader.problems.extend(reader.headings.problems)
    for other in getattr(table, "others", ()):
        reader.problems.append(
            Problem(
                None,
                None,
                other,
                f'The sheet "{other}" also holds service lines; it was not read.',
                "Check it as a file of its own.",
            )
        )
    return reader


def read_lines(
    path: Path,
    payer: str | None = None,
    payers: Mapping[str, str] | None = None,
) -> Intake:
    """Read a CSV, TSV, XLSX, XLS, ODS or Parquet file of service lines. Never raises for what is in the file.

    payer: an id that holds for every line, whatever the file says. payers: lower-case name -> id
    (`payer_names(book)`); a name outside it is a problem and the line goes on as payer "unknown".
    """
    try:
        reader = open_reader(path, payer, payers)
    except FileError as error:
        return Intake(empty_lines(), (error.problem,))
    if reader.headings.problems:
        return reader.intake(empty_lines())
    frames: list[pl.DataFrame] = []
    try:
        frames.extend(frame for frame in reader.frames() if frame.width)
    except FileError as error:  # what was read so far may end in the middle of a visit
        reader.problems.append(error.problem)
        return reader.intake(empty_lines())
    if not frames:
        if not reader.problems:
            reader.problems.append(no_rows(reader))
        return reader.intake(empty_lines())
    return reader.intake(reader.lines(pl.concat(frames, rechunk=False)))


def no_rows(reader: Reader) -> Problem:
    """The problem of a file that has headings and nothing under them."""
    row = reader.table.heading_row + 1
    return Problem(
        row, None, None, "The file has headings and no rows under them.", "Export the rows as well."
    )


__all__ = ["DEFAULTS", "Intake", "Reader", "no_rows", "open_reader", "open_table", "read_lines"]
