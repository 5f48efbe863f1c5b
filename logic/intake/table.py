"""A table file of service lines -> the canonical frame, and everything that could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from logic.calculators.facts import counted, plural
from logic.columns import DEFAULTS
from logic.intake.cast import MOST_PROBLEMS, cast, not_blank, with_codes_apart
from logic.intake.guard import guarded
from logic.intake.headings import Headings, places, read_headings
from logic.intake.incomplete import readable_lines
from logic.intake.mapping import follow
from logic.intake.payers import with_payer_ids
from logic.intake.privacy import with_hashed_keys
from logic.intake.sniff import file_kind, text_form
from logic.intake.visit_keys import with_visit_ids
from logic.problems import FileError, Problem
from logic.visit import by_the_clock, canonical, empty_lines, lines_numbered

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from logic.intake.chunk import Chunk, Table
    from logic.intake.profile import Profile


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
    most: int = MOST_PROBLEMS
    rows_read: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    torn: dict[str, int] = field(default_factory=dict)
    incomplete: list[str] = field(default_factory=list)
    misfits: int = 0
    clocked: int = 0
    others: int = 0

    @property
    def visit_heading(self) -> str:
        """What tells the visit, as the file calls it."""
        return self.headings.visit_heading

    def frames(self) -> Iterator[pl.DataFrame]:
        """Cast frames with `bad`, piece by piece. Errors: FileError."""
        for chunk in self.table.chunks(self.headings.positions):
            yield self.read(chunk)

    def visits(self) -> Iterator[tuple[int, pl.Series]]:
        """Rows of each piece, and the visits that they tell, as text that is the same for the same visit."""
        sources = self.headings.visit_sources
        for chunk in self.table.chunks(places(sources)):
            rows = chunk.frame.height + len(chunk.misfits)
            if not chunk.frame.height:
                yield rows, pl.Series(dtype=pl.String)
            elif self.headings.visit_by:
                yield rows, self._keys(chunk.frame)
            else:
                text = chunk.frame.to_series(0).cast(pl.String).str.strip_chars()
                yield rows, text.filter(text.fill_null("") != "")

    def _keys(self, frame: pl.DataFrame) -> pl.Series:
        """The visits of rows whose visit is made of several columns; rows that tell none are left out."""
        told = with_hashed_keys(cast(frame, self.headings.visit_sources).frame)
        return with_visit_ids(told, self.headings)[0]["visit_id"].drop_nulls()

    def read(self, chunk: Chunk) -> pl.DataFrame:
        """One piece, cast; its problems and counts are kept."""
        self._misfits(chunk)
        if not chunk.frame.height:
            return pl.DataFrame()
        frame = self._lines_only(not_blank(chunk.frame))
        frame = with_codes_apart(frame, self.headings)
        self.rows_read += frame.height
        done = cast(frame, self.headings.sources, self.most)
        lines = done.frame.with_columns(
            pl.lit(word).alias(name) for name, word in self.headings.fixed.items()
        )
        if self.payer is not None:
            lines = lines.with_columns(pl.lit(self.payer).alias("payer"))
        else:
            lines = with_payer_ids(lines, self.payers, done.problems)
        lines, without_visit = with_visit_ids(with_hashed_keys(lines), self.headings, self.most)
        if {"start_minute", "stop_minute"} <= set(lines.columns):
            told = lines if "minutes" in lines.columns else lines.with_columns(minutes=None)
            self.clocked += told.select(by_the_clock().sum()).item()
        self.problems.extend(done.problems)
        self.problems.extend(without_visit)
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

    def _lines_only(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows that the profile takes for service lines; the others are counted."""
        if not self.headings.only:
            return frame
        kept = frame.filter(
            pl.col(str(p)).cast(pl.String).fill_null("").str.strip_chars().str.contains(pattern)
            for p, pattern in self.headings.only.items()
        )
        self.others += frame.height - kept.height
        return kept

    def _misfits(self, chunk: Chunk) -> None:
        sources = self.headings.visit_sources
        last = max(places(sources))
        torn = [misfit for misfit in chunk.misfits if len(misfit.cells) > last]
        for misfit in chunk.misfits:
            self.rows_read += 1
            self.misfits += 1
            if self.misfits <= self.most:
                self.problems.append(misfit.problem)
        if not torn:
            return
        cells = {str(p): [misfit.cells[p] for misfit in torn] for p in places(sources)}
        rows = pl.Series("row", [misfit.row for misfit in torn], dtype=pl.UInt32)
        told = with_hashed_keys(cast(pl.DataFrame(cells).with_columns(rows), sources).frame)
        told = with_visit_ids(told, self.headings)[0].drop_nulls("visit_id")
        for visit, row in told.select("visit_id", "row").iter_rows():
            self.torn.setdefault(visit, row)

    def intake(self, lines: pl.DataFrame) -> Intake:
        """Everything this reader found, with the lines given."""
        if self.misfits > self.most:
            more = f"{self.misfits - self.most:,} more rows do not have as many cells as the first row."
            self.problems.append(Problem(None, None, None, more, "Export the table again."))
            self.misfits = self.most
        notes = (*self.headings.notes, *self.notes, *clock_note(self.clocked), *_other_rows(self.others))
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
    wrong = f"{counted(lines, 'line', 'tells', 'tell')} no minutes; they were taken from start and stop."
    fix = "Tell the minutes of treatment where they are fewer: rest and set-up do not count."
    return (Problem(None, "minutes", None, wrong, fix),)


def _other_rows(rows: int) -> tuple[Problem, ...]:
    if not rows:
        return ()
    wrong = (
        f"{counted(rows, 'row', 'is no service line', 'are no service lines')} by the profile and "
        f"{'was' if rows == 1 else 'were'} not read."
    )
    return (Problem(None, None, None, wrong, "Nothing to do, unless service lines are among them."),)


def _line_note(heading: str, visits: int) -> Problem:
    wrong = f"In {plural(visits, 'visit')} lines have no number or the same one; they were counted anew."
    return Problem(None, heading, None, wrong, "Number the lines of a visit 1, 2, 3.")


def open_table(path: Path, known: Collection[str] = (), sheet: str | None = None) -> Table:
    """The table in a file of any kind we read. Errors: FileError.

    known: headings beside our own that tell a row of headings. sheet: the one of a workbook to read.
    """
    kind = file_kind(path)
    if kind == "parquet":
        from logic.intake.parquet import open_parquet  # noqa: PLC0415 - only what this file needs

        return open_parquet(path)
    if kind == "sheet":
        from logic.intake.sheet import open_sheet  # noqa: PLC0415

        return open_sheet(path, known, sheet)
    from logic.intake.text_file import TextTable  # noqa: PLC0415

    return TextTable(path, text_form(path, known))


def open_reader(
    path: Path,
    payer: str | None = None,
    payers: Mapping[str, str] | None = None,
    profile: Profile | None = None,
) -> Reader:
    """A reader of the file; headings that cannot be used are its `headings.problems`. Errors: FileError."""
    table = open_table(path, profile.all_headings if profile else (), profile.sheet if profile else None)
    row = max(table.heading_row, 1)
    found = follow(profile, table.headings, row) if profile else read_headings(table.headings, row)
    reader = Reader(table, guarded(found, table, row), payer, payers)
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
    profile: Profile | None = None,
) -> Intake:
    """Read a CSV, TSV, XLSX, XLS, ODS or Parquet file of service lines. Never raises for what is in the file.

    payer: an id that holds for every line, whatever the file says. payers: lower-case name -> id
    (`payer_names(book)`); a name outside it is a problem and the line goes on as payer "unknown".
    profile: the mapping to follow; without one the headings must be ours or well known.
    """
    try:
        reader = open_reader(path, payer, payers, profile)
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
    if not reader.rows_read and not reader.problems and not reader.others:
        reader.problems.append(no_rows(reader))
    if not frames:
        return reader.intake(empty_lines())
    return reader.intake(reader.lines(pl.concat(frames, rechunk=False)))


def no_rows(reader: Reader) -> Problem:
    """The problem of a file that has headings and nothing under them."""
    row = reader.table.heading_row + 1
    return Problem(
        row, None, None, "The file has headings and no rows under them.", "Export the rows as well."
    )


__all__ = ["DEFAULTS", "Intake", "Reader", "no_rows", "open_reader", "open_table", "read_lines"]
