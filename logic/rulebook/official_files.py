"""Rows of the files that CMS publishes: text with tabs or commas, spreadsheets, and zips of these."""

from __future__ import annotations

import csv
import io
import re
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

TEXT = (".txt", ".csv", ".tsv")
SHEETS = (".xlsx", ".xls")
CODE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf"  # as latin-1 reads it
HEADER_ROWS = 40  # CMS puts a copyright notice of a few lines before its header

Row = list[str]


class OfficialFileError(ValueError):
    """The file is not what CMS publishes, or may not be loaded as asked: one sentence says why."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table inside what was given: its name, and a way to walk through its rows."""

    name: str
    rows: Callable[[], Iterator[Row]]


def parts(paths: Sequence[Path]) -> list[Part]:
    """Give the tables in files, folders and zips; a zip's text is preferred to the same in a spreadsheet."""
    found: list[Part] = []
    for path in paths:
        if not path.exists():
            raise OfficialFileError(f"{path} does not exist.")
        if path.is_dir():
            inside = [
                item for item in sorted(path.iterdir()) if _suffix(item.name) in (*TEXT, *SHEETS, ".zip")
            ]
            found += parts(inside)
        elif _suffix(path.name) == ".zip":
            found += _zip_parts(path)
        else:
            found.append(_file_part(path))
    if not found:
        raise OfficialFileError("There is no .txt, .csv, .xlsx or .zip file to read.")
    return found


def _suffix(name: str) -> str:
    return f".{name.rsplit('.', 1)[-1].lower()}"


def _file_part(path: Path) -> Part:
    if _suffix(path.name) in SHEETS:
        return Part(path.name, lambda: _sheet_rows(path.read_bytes(), path.name))
    if _suffix(path.name) in TEXT:

        @contextmanager
        def opened() -> Iterator[IO[bytes]]:
            with path.open("rb") as file:
                yield file

        return Part(path.name, lambda: _text_rows(opened))
    raise OfficialFileError(f"{path.name} is neither .txt, .csv, .xlsx nor .zip.")


def _zip_parts(path: Path) -> list[Part]:
    try:
        with ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
    except BadZipFile as error:
        raise OfficialFileError(f"{path.name} is not a zip file that can be opened.") from error
    text = [name for name in names if _suffix(name) in TEXT]
    stems = {name.rsplit(".", 1)[0].lower() for name in text}
    sheets = [
        name for name in names if _suffix(name) in SHEETS and name.rsplit(".", 1)[0].lower() not in stems
    ]

    def text_part(name: str) -> Part:
        @contextmanager
        def opened() -> Iterator[IO[bytes]]:
            with ZipFile(path) as archive, archive.open(name) as file:
                yield file

        return Part(f"{path.name}/{name}", lambda: _text_rows(opened))

    def sheet_part(name: str) -> Part:
        def rows() -> Iterator[Row]:
            with ZipFile(path) as archive:
                return _sheet_rows(archive.read(name), name)

        return Part(f"{path.name}/{name}", rows)

    return [*map(text_part, text), *map(sheet_part, sheets)]


def _text_rows(opened: Callable[[], object]) -> Iterator[Row]:
    """Rows of a text file; the delimiter is the one that its header uses."""
    with opened() as raw:  # type: ignore[attr-defined]
        # latin-1 reads any byte; codes, dates and digits are ASCII in every one of these files
        lines = io.TextIOWrapper(raw, encoding="latin-1", newline="")
        first = list(islice(lines, HEADER_ROWS))
        delimiter = "\t" if any("\t" in line for line in first) else ","
        first[:1] = [line.removeprefix(BYTE_ORDER_MARK) for line in first[:1]]
        for row in csv.reader(chain(first, lines), delimiter=delimiter):
            yield [cell.strip() for cell in row]


def _sheet_rows(data: bytes, name: str) -> Iterator[Row]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415  (only for spreadsheets)

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = book.get_sheet_by_index(0)
    except CalamineError as error:
        raise OfficialFileError(f"{name} is not a spreadsheet that can be opened.") from error
    for row in sheet.iter_rows():
        yield [_cell(value) for value in row]


def _cell(value: object) -> str:
    """A spreadsheet keeps 97124 as the number 97124.0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


@dataclass(frozen=True, slots=True)
class Table:
    """A part whose header was found: where each wanted column is, and the rows of data."""

    columns: dict[str, int]
    rows: Iterator[Row]


def table(part: Part, wanted: dict[str, str], what: str) -> Table:
    """Find the header: each wanted column by a word in its heading, which may run over several rows.

    The data begin at the first row that starts with a five-character code below a heading.
    """
    rows = part.rows()
    headings: dict[int, str] = {}
    for number, row in enumerate(rows):
        if row and CODE.fullmatch(row[0]) and headings:
            columns = _columns(headings, wanted)
            if missing := [name for name in wanted if name not in columns]:
                raise OfficialFileError(
                    f"{part.name} is not {what}: no column for {', '.join(missing)} in its header."
                )
            return Table(columns, _with_first(row, rows))
        if number > HEADER_ROWS:
            break
        for at, cell in enumerate(row):
            if cell and len([one for one in row if one]) > 1:  # a notice fills one cell only
                headings[at] = f"{headings.get(at, '')} {cell.lower()}"
    raise OfficialFileError(
        f"{part.name} is not {what}: no header like CMS's in its first {HEADER_ROWS} rows."
    )


def _with_first(first: Row, rest: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rest


def _columns(headings: dict[int, str], wanted: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, pattern in wanted.items():
        at = next((at for at, text in sorted(headings.items()) if re.search(pattern, text)), None)
        if at is not None:
            found[name] = at
    return found
