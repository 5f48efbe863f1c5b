"""A long table to a Parquet, CSV or XLSX file, piece by piece; in the last two text never becomes a formula."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, Protocol

import polars as pl

from logic.spreadsheet import without_formulas

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pyarrow import Schema, Table

SHEET_ROWS: Final = 1_048_575
"""Rows of a worksheet under its headings."""
MOST_WORDS: Final = 1 << 26
"""Bytes of different words in a piece that are told by number."""


class TableFile(Protocol):
    """Takes the pieces of a table; the file is whole after `close`. Errors of both: OSError."""

    def write(self, frame: pl.DataFrame) -> None:
        """The next rows; columns as in the empty table that it was made with."""

    def close(self) -> None:
        """No more rows."""


class ParquetFile:
    """Writes in a thread of its own, so that the next piece is made meanwhile."""

    def __init__(self, path: Path, empty: pl.DataFrame) -> None:
        self.path, self.empty = path, empty
        self.writer: Any = None
        self.thread = ThreadPoolExecutor(max_workers=1)
        self.pending: Future[None] | None = None
        path.touch()

    def write(self, frame: pl.DataFrame) -> None:
        """The next rows, once the rows before them are on the disk."""
        self._wait()
        self.pending = self.thread.submit(self._write, frame)

    def _write(self, frame: pl.DataFrame) -> None:
        from pyarrow import parquet  # noqa: PLC0415 - only where a table goes to Parquet

        table = _told_alike(frame.to_arrow(), None if self.writer is None else self.writer.schema)
        if self.writer is None:
            # Words that come again and again are told by number, however many; without our schema a reader sees plain
            # text. Every piece holds every kind of row, so that its least and greatest would spare no reader anything.
            self.writer = parquet.ParquetWriter(
                self.path,
                table.schema,
                compression="snappy",
                store_schema=False,
                write_statistics=False,
                dictionary_pagesize_limit=MOST_WORDS,
            )
        self.writer.write_table(table)

    def _wait(self) -> None:
        if self.pending is not None:
            self.pending.result()

    def close(self) -> None:
        """No more rows; without any, the file has its columns."""
        self._wait()
        if self.writer is None:
            self._write(self.empty)
        self.writer.close()
        self.thread.shutdown()


def _told_alike(table: Table, schema: Schema | None) -> Table:
    """Tell words as the first piece told them, by number or as they are: each piece comes as it takes least room.

    Polars gives a number as few bytes as the piece needs; here it has as many in every piece.
    """
    import pyarrow as pa  # noqa: PLC0415 - as above

    for at, field in enumerate(table.schema):
        column, wanted = table.column(at), field.type if schema is None else schema.field(at).type
        if pa.types.is_dictionary(wanted):
            if not pa.types.is_dictionary(column.type):
                column = column.dictionary_encode()
            same = pa.dictionary(pa.int32(), wanted.value_type)
            pieces = [
                pa.DictionaryArray.from_arrays(piece.indices.cast(pa.int32()), piece.dictionary)
                for piece in column.chunks
            ]
            column = pa.chunked_array(pieces, type=same)
        elif pa.types.is_dictionary(column.type):
            column = column.cast(wanted)
        table = table.set_column(at, field.name, column)
    return table


class CsvFile:
    """UTF-8 with the mark by which Excel sees it."""

    def __init__(self, path: Path, empty: pl.DataFrame) -> None:
        self.stream = path.open("wb")
        self.stream.write(b"\xef\xbb\xbf" + ",".join(empty.columns).encode() + b"\n")

    def write(self, frame: pl.DataFrame) -> None:
        """The next rows."""
        without_formulas(frame).write_csv(self.stream, include_header=False)

    def close(self) -> None:
        """No more rows."""
        self.stream.close()


class XlsxFile:
    """One worksheet, its headings frozen."""

    def __init__(self, path: Path, empty: pl.DataFrame, sheet: str = "findings") -> None:
        import xlsxwriter  # noqa: PLC0415 - only where a table goes to a workbook

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
        self.sheet = self.book.add_worksheet(sheet)
        self.sheet.freeze_panes(1, 0)
        self.sheet.write_row(0, 0, empty.columns, self.book.add_format({"bold": True}))
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.dates = {at for at, dtype in enumerate(empty.dtypes) if dtype == pl.Date}
        self.row = 0

    def write(self, frame: pl.DataFrame) -> None:
        """The next rows."""
        for cells in without_formulas(frame).iter_rows():
            self.row += 1
            for column, cell in enumerate(cells):
                if cell is None:
                    continue
                if column in self.dates:
                    self.sheet.write_datetime(self.row, column, cell, self.day)
                elif isinstance(cell, (int, float)):
                    self.sheet.write_number(self.row, column, cell)
                else:
                    self.sheet.write_string(self.row, column, cell)

    def close(self) -> None:
        """No more rows."""
        self.book.close()


WRITERS: Final[Mapping[str, Callable[[Path, pl.DataFrame], TableFile]]] = {
    ".parquet": ParquetFile,
    ".csv": CsvFile,
    ".xlsx": XlsxFile,
}
"""The writer of each ending; it is made with the path and the table without rows."""
