"""A CSV or any other text table -> frames of text, with the row of each line and the rows that do not fit."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
from pyarrow import csv as arrow_csv

from logic.calculators.facts import plural
from logic.intake.chunk import Chunk, Misfit
from logic.problems import FileError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from logic.intake.sniff import TextForm

BLOCK_BYTES = 4 << 20


@dataclass(slots=True)
class TextTable:
    """One text table; `chunks` reads it from the start, in blocks of about 4 MB."""

    path: Path
    form: TextForm
    heading_row: int = 1
    _misfits: list[Misfit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.heading_row = self.form.lines_before + 1

    @property
    def headings(self) -> tuple[str, ...]:
        """The first row."""
        return self.form.headings

    def chunks(self, positions: Sequence[int]) -> Iterator[Chunk]:
        """The columns at `positions`, as text. Errors: FileError where the text cannot be cut into rows."""
        if not self.form.has_rows:
            return
        self._misfits = []
        names = [str(i) for i in range(len(self.form.headings))]
        try:
            reader = arrow_csv.open_csv(
                self.path,
                read_options=arrow_csv.ReadOptions(
                    use_threads=False,  # only then are rows that do not fit numbered
                    block_size=BLOCK_BYTES,
                    column_names=names,
                    skip_rows=self.form.lines_before,
                    skip_rows_after_names=1,
                    encoding="utf8" if self.form.encoding.startswith("utf-8") else self.form.encoding,
                ),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=self.form.delimiter,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=self._keep_misfit,
                ),
                convert_options=arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    include_columns=[str(p) for p in positions],
                    strings_can_be_null=False,
                ),
            )
            yield from self._numbered(reader)
        except (pa.ArrowException, UnicodeError) as error:
            raise _unreadable(error) from None

    def _keep_misfit(self, row: arrow_csv.InvalidRow) -> str:
        number = row.number + self.form.lines_before
        self._misfits.append(
            Misfit(
                number,
                _problem(number, row.expected_columns, row.actual_columns, row.text),
                self._cells(row.text),
            )
        )
        return "skip"

    def _cells(self, text: str) -> tuple[str, ...]:
        try:
            return tuple(next(csv.reader([text[:10_000]], delimiter=self.form.delimiter), ()))
        except csv.Error:
            return ()

    def _numbered(self, reader: arrow_csv.CSVStreamingReader) -> Iterator[Chunk]:
        """Row numbers: count on, and step over each row that did not fit."""
        following = self.heading_row + 1
        for batch in reader:
            misfits, self._misfits = self._misfits, []
            frame = pl.DataFrame(pl.from_arrow(batch))
            frame, following = _number(frame, following, [m.row for m in misfits])
            yield Chunk(frame, tuple(misfits))
        if self._misfits:
            yield Chunk(pl.DataFrame(schema={"row": pl.UInt32}), tuple(self._misfits))


def _number(frame: pl.DataFrame, first: int, skipped: list[int]) -> tuple[pl.DataFrame, int]:
    """The frame with its column row, and the number of the row after it."""
    total = frame.height + len(skipped)
    rows = pl.int_range(first, first + total, dtype=pl.UInt32, eager=True).alias("row")
    if skipped:
        rows = rows.filter(~rows.is_in(skipped))
    return frame.with_columns(rows), first + total


def _problem(row: int, expected: int, actual: int, text: str) -> Problem:
    """What is wrong with a row whose cells do not fit; never its text, for a name may stand anywhere in it."""
    if "\n" in text and text.count('"') % 2:
        lost = text.count("\n")
        return Problem(
            row,
            None,
            None,
            f"A quotation mark is opened and never closed; it swallowed {plural(lost, 'more line')} of text.",
            "Close the quotation mark or remove it.",
        )
    return Problem(
        row,
        None,
        None,
        f"The row has {plural(actual, 'cell')}; the first row names {plural(expected, 'column')}.",
        "Put text that holds a delimiter in quotation marks, and give each column a cell."
        if actual > expected
        else "Give each column a cell; an empty one where nothing is known.",
    )


def _unreadable(error: Exception) -> FileError:
    told = str(error)
    if "straddling" in told:
        return FileError(
            f"A line is longer than {BLOCK_BYTES >> 20} MB; this is not a table with a row for each service.",
            "Look for a quotation mark that is never closed, or export the table again.",
        )
    row = re.search(r"Row #(\d+)", told)
    return FileError(
        "The text of the file cannot be cut into rows and cells.",
        "Save it as UTF-8 (CSV UTF-8 in a spreadsheet) and try again.",
        row=int(row[1]) if row else None,
    )
