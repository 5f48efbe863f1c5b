"""Findings to a Parquet, CSV or XLSX file, batch by batch; it appears under its name only when it is whole."""

from __future__ import annotations

import secrets
from functools import partial
from typing import TYPE_CHECKING, Self

import polars as pl

from logic.calculators.facts import plural
from logic.commands.check_outputs import tell_counts
from logic.commands.terminal import UnusableError, say
from logic.explain.findings import SCHEMA
from logic.problems import Problem
from logic.reports.table_files import SHEET_ROWS, WRITERS
from logic.rules import all_rules

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from logic.check import Checked
    from logic.commands.checking import Counts
    from logic.reports.table_files import TableFile
    from logic.rulebook import RuleBook

LINES_AT_ONCE = 1 << 17
COLUMNS = (
    "file", "visit_id", "service_date", "line", "lines", "code", "rule", "family", "state", "severity", "message",
    "fix", "sources",
)  # fmt: skip


def findings_file(path: Path, book: RuleBook, day: dt.date) -> FindingsFile:
    """The writer for the path's ending. Errors: UnusableError."""
    make = WRITERS.get(path.suffix.lower())
    if make is None:
        raise _problem(
            path, "Findings are written to .parquet, .csv or .xlsx.", "Give the file one of these endings."
        )
    if path.is_dir() or not path.parent.is_dir():
        raise _problem(
            path, "The folder does not exist, or the name is a folder's.", "Name a file in a folder."
        )
    return FindingsFile(path, make, book, day)


class FindingsFile:
    """Collects the findings of a run in a file beside `path`, and puts it in its place at the end."""

    lines_per_batch = LINES_AT_ONCE

    def __init__(
        self, path: Path, make: Callable[[Path, pl.DataFrame], TableFile], book: RuleBook, day: dt.date
    ) -> None:
        self.path, self.make, self.book, self.day = path, make, book, day
        self.draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        self.rows = 0
        self.sources = _sources(book)

    def __enter__(self) -> Self:
        try:
            self.writer = self.make(self.draft, _no_findings())
        except OSError as error:
            raise self._unwritable(error) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.draft.unlink(missing_ok=True)

    def batch(self, file: str, checked: Checked) -> Callable[[], None]:
        """The findings of a batch. Errors, when they are written: UnusableError where the disk or the sheet is full."""
        found = checked.findings_by_number
        frame = found.with_columns(
            pl.lit(file, dtype=pl.Enum([file])).alias("file"),
            self.sources.gather(found["rule"].to_physical()).alias("sources"),
        ).select(COLUMNS)
        return partial(self._write, frame)

    def _write(self, frame: pl.DataFrame) -> None:
        self.rows += frame.height
        if self.path.suffix.lower() == ".xlsx" and self.rows > SHEET_ROWS:
            wrong = f"There are more findings than a worksheet's {SHEET_ROWS:,} rows."
            raise _problem(self.path, wrong, "Write them to .parquet or .csv.")
        try:
            self.writer.write(frame)
        except OSError as error:
            raise self._unwritable(error) from None

    def finish(self, counts: Counts) -> None:
        """Put the file in its place and tell the counts. Errors: UnusableError."""
        try:
            self.writer.close()
            self.draft.replace(self.path)
        except OSError as error:
            raise self._unwritable(error) from None
        tell_counts(counts, self.book, self.day)
        say(f"{plural(self.rows, 'finding')} written to {self.path}.")

    def _unwritable(self, error: OSError) -> UnusableError:
        return _problem(self.path, f"The file cannot be written: {error.strerror}.", "Close it elsewhere.")


def _sources(book: RuleBook) -> pl.Series:
    """The sources of each rule, in the order of the rules."""
    told = [list(book.rules[rule.code].sources) for rule in all_rules()]
    words = pl.Enum(sorted({source for sources in told for source in sources}))
    return pl.Series("sources", told, dtype=pl.List(words))


def _problem(path: Path, wrong: str, fix: str) -> UnusableError:
    return UnusableError([(str(path), Problem(None, "--out", None, wrong, fix))])


def _no_findings() -> pl.DataFrame:
    frame = pl.DataFrame(schema=SCHEMA).with_columns(
        pl.lit(None, dtype=pl.String).alias("file"),
        pl.lit(None, dtype=pl.List(pl.String)).alias("sources"),
    )
    return frame.select(COLUMNS)
