"""Findings to a Parquet, CSV or XLSX file, batch by batch; it appears under its name only when it is whole."""

from __future__ import annotations

import secrets
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Self

import polars as pl
import polars.selectors as cs

from logic.commands.check_outputs import tell_counts
from logic.commands.terminal import UnusableError, say
from logic.explain.findings import SCHEMA
from logic.problems import Problem
from logic.rules import all_rules
from logic.spreadsheet import FORMULA_STARTS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from logic.check import Checked
    from logic.commands.checking import Counts
    from logic.rulebook import RuleBook

LINES_AT_ONCE = 1 << 17
SHEET_ROWS = 1_048_575
"""Rows of a worksheet under its headings."""
COLUMNS = (
    "file", "visit_id", "service_date", "line", "lines", "code", "rule", "family", "state", "severity", "message",
    "fix", "sources",
)  # fmt: skip


def findings_file(path: Path, book: RuleBook, day: dt.date) -> FindingsFile:
    """The writer for the path's ending. Errors: UnusableError."""
    writers: dict[str, Callable[[Path], Any]] = {".parquet": _Parquet, ".csv": _Csv, ".xlsx": _Xlsx}
    make = writers.get(path.suffix.lower())
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

    def __init__(self, path: Path, make: Callable[[Path], Any], book: RuleBook, day: dt.date) -> None:
        self.path, self.make, self.book, self.day = path, make, book, day
        self.draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        self.rows = 0
        self.sources = _sources(book)

    def __enter__(self) -> Self:
        try:
            self.writer = self.make(self.draft)
        except OSError as error:
            raise self._unwritable(error) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.draft.unlink(missing_ok=True)

    def batch(self, file: str, checked: Checked) -> None:
        """The findings of a batch. Errors: UnusableError where the disk or the sheet is full."""
        found = checked.findings
        frame = found.with_columns(
            pl.lit(file, dtype=pl.Enum([file])).alias("file"),
            self.sources.gather(found["rule"].to_physical()).alias("sources"),
        ).select(COLUMNS)
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
        say(f"{self.rows:,} finding(s) written to {self.path}.")

    def _unwritable(self, error: OSError) -> UnusableError:
        return _problem(self.path, f"The file cannot be written: {error.strerror}.", "Close it elsewhere.")


def _sources(book: RuleBook) -> pl.Series:
    """The sources of each rule, in the order of the rules."""
    told = [list(book.rules[rule.code].sources) for rule in all_rules()]
    words = pl.Enum(sorted({source for sources in told for source in sources}))
    return pl.Series("sources", told, dtype=pl.List(words))


def _problem(path: Path, wrong: str, fix: str) -> UnusableError:
    return UnusableError([(str(path), Problem(None, "--out", None, wrong, fix))])


def without_formulas(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists as text, and an apostrophe before each text that a spreadsheet would take for a formula."""
    frame = frame.with_columns(cs.enum().cast(pl.String))
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    frame = frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(", ") for name in lists)
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    starts = "^[" + "".join(f"\\{start}" if start.isprintable() else start for start in FORMULA_STARTS) + "]"
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(starts))
        .then(pl.concat_str(pl.lit("'"), name))
        .otherwise(name)
        .alias(name)
        for name in texts
    )


class _Parquet:
    """Writes in a thread of its own, so that the next batch is judged meanwhile."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writer: Any = None
        self.thread = ThreadPoolExecutor(max_workers=1)
        self.pending: Future[None] | None = None
        path.touch()

    def write(self, frame: pl.DataFrame) -> None:
        self._wait()
        self.pending = self.thread.submit(self._write, frame)

    def _write(self, frame: pl.DataFrame) -> None:
        from pyarrow import parquet  # noqa: PLC0415 - only where findings go to Parquet

        table = frame.to_arrow()
        if self.writer is None:
            # Words that come again and again are told by number; without our schema a reader sees plain text.
            self.writer = parquet.ParquetWriter(
                self.path, table.schema, compression="snappy", store_schema=False
            )
        self.writer.write_table(table)

    def _wait(self) -> None:
        if self.pending is not None:
            self.pending.result()

    def close(self) -> None:
        self._wait()
        if self.writer is None:
            self._write(_no_findings())
        self.writer.close()
        self.thread.shutdown()


class _Csv:
    def __init__(self, path: Path) -> None:
        self.stream = path.open("wb")
        self.stream.write(
            b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\n"
        )  # the mark lets Excel see UTF-8

    def write(self, frame: pl.DataFrame) -> None:
        without_formulas(frame).write_csv(self.stream, include_header=False)

    def close(self) -> None:
        self.stream.close()


class _Xlsx:
    def __init__(self, path: Path) -> None:
        import xlsxwriter  # noqa: PLC0415 - only where findings go to a workbook

        path.touch()
        self.book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self.sheet = self.book.add_worksheet("findings")
        self.sheet.freeze_panes(1, 0)
        self.sheet.write_row(0, 0, COLUMNS, self.book.add_format({"bold": True}))
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.row = 0

    def write(self, frame: pl.DataFrame) -> None:
        for cells in without_formulas(frame).iter_rows():
            self.row += 1
            for column, cell in enumerate(cells):
                if cell is None:
                    continue
                if COLUMNS[column] == "service_date":
                    self.sheet.write_datetime(self.row, column, cell, self.day)
                elif isinstance(cell, int):
                    self.sheet.write_number(self.row, column, cell)
                else:
                    self.sheet.write_string(self.row, column, cell)

    def close(self) -> None:
        self.book.close()


def _no_findings() -> pl.DataFrame:
    frame = pl.DataFrame(schema=SCHEMA).with_columns(
        pl.lit(None, dtype=pl.String).alias("file"),
        pl.lit(None, dtype=pl.List(pl.String)).alias("sources"),
    )
    return frame.select(COLUMNS)
