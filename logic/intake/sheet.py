"""A spreadsheet (XLSX, XLS, ODS) -> frames of text; of a formula, its last value."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from logic.columns import REQUIRED
from logic.intake.chunk import Chunk
from logic.intake.headings import plain, read_headings, recognized
from logic.intake.sniff import TABLES
from logic.problems import FileError, shown
from logic.visit import as_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from python_calamine import CalamineSheet

ROWS_AT_ONCE = 100_000
MOST_BYTES = 4 << 30
_LOOK_AT = 20


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet of a workbook; `others` are sheets that look like tables of service lines as well."""

    sheet: CalamineSheet
    headings: tuple[str, ...]
    heading_row: int
    others: tuple[str, ...]

    def chunks(self, positions: Sequence[int]) -> Iterator[Chunk]:
        """The columns at `positions`, as text."""
        held: list[list[str]] = [[] for _ in positions]
        first = number = self.heading_row + 1
        for at, cells in enumerate(self.sheet.iter_rows(), 1):
            if at <= self.heading_row:
                continue
            for column, position in zip(held, positions, strict=True):
                column.append(as_text(cells[position]))
            number = at + 1
            if number - first == ROWS_AT_ONCE:
                yield _chunk(held, positions, first)
                held, first = [[] for _ in positions], number
        if number > first:
            yield _chunk(held, positions, first)


def _chunk(held: list[list[str]], positions: Sequence[int], first: int) -> Chunk:
    names = (str(position) for position in positions)
    frame = pl.DataFrame(dict(zip(names, held, strict=True)), schema_overrides=None)
    rows = pl.int_range(first, first + len(held[0]), dtype=pl.UInt32, eager=True)
    return Chunk(frame.with_columns(rows.alias("row")))


def open_sheet(path: Path, known: Collection[str] = (), named: str | None = None) -> SheetTable:
    """The sheet that holds service lines: the one of that name, else the first with the required columns.

    known: headings beside our own that tell a row of headings. Errors: FileError.
    """
    words = frozenset(map(plain, known))
    _refuse_archives(path)
    try:
        book = CalamineWorkbook.from_path(path)
        found = [(name, sheet, *_heading_row(sheet, words)) for name, sheet in _sheets(book)]
    except PasswordError:
        raise FileError("The workbook is protected by a password.", "Save it without a password.") from None
    except (CalamineError, OSError, ValueError) as error:
        raise FileError(
            "The workbook cannot be opened; it is damaged or not a workbook.",
            "Open it in a spreadsheet program and save it again.",
            shown(error),
        ) from None
    found = [entry for entry in found if entry[3]]
    if not found:
        raise FileError(
            "The workbook has no cells with text.", "Export it again; the first row names the columns."
        )
    if named is not None:
        found = [entry for entry in found if entry[0].strip().lower() == named.strip().lower()]
        if not found:
            raise FileError(
                "The workbook has no sheet of that name with cells.", "Name the sheet, or map it anew.", named
            )
    whole = [entry for entry in found if not read_headings(entry[3]).problems]
    best = max(found, key=lambda entry: recognized(entry[3], words))
    name, sheet, row, headings = best if words or not whole else whole[0]
    others = () if named else tuple(other for other, *_ in whole if other != name)
    return SheetTable(sheet, headings, row, others)


def _refuse_archives(path: Path) -> None:
    """An ordinary or locked ZIP, and an encrypted workbook, say so in their own words."""
    with path.open("rb") as stream:
        ole = stream.read(8).startswith(b"\xd0\xcf\x11\xe0")
        if ole and "EncryptedPackage".encode("utf-16-le") in stream.read(1 << 20):
            raise FileError("The workbook is protected by a password.", "Save it without a password.")
    if ole:
        return
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return  # a damaged one: the reader of workbooks says so
    if not {info.filename for info in infos} & {"[Content_Types].xml", "content.xml"}:
        raise FileError("The file is a ZIP archive, not a table.", f"Unpack it first. {TABLES}")
    if any(info.flag_bits & 1 for info in infos):
        raise FileError("The workbook is protected by a password.", "Save it without a password.")
    if sum(info.file_size for info in infos) > MOST_BYTES:
        raise FileError("The workbook unpacks to more than 4 GB.", "Save it as CSV or Parquet.")


def _sheets(book: CalamineWorkbook) -> Iterator[tuple[str, CalamineSheet]]:
    for name in book.sheet_names:
        yield name, book.get_sheet_by_name(name)


def _heading_row(sheet: CalamineSheet, known: Collection[str]) -> tuple[int, tuple[str, ...]]:
    """The row that names the most of our columns among the first 20, else the first that is not empty."""
    best: tuple[int, int, tuple[str, ...]] = (-1, 0, ())
    for at, cells in enumerate(sheet.iter_rows(), 1):
        if at > _LOOK_AT:
            break
        names = tuple(" ".join(as_text(cell).split()) for cell in cells)
        score = recognized(names, known) if sum(bool(plain(name)) for name in names) >= len(REQUIRED) else 0
        if any(names) and score > best[0]:
            best = (score, at, names)
    return best[1], best[2]
