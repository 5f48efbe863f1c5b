"""What kind of file is this: by its first bytes, never by its name alone."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Literal

from logic.intake.headings import plain, recognized
from logic.problems import FileError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

FileKind = Literal["text", "parquet", "sheet"]
LONGEST_LINE = 1 << 20
_CHUNK = 1 << 20
_DELIMITERS = ",;\t|^~:"
_FOREIGN = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"ISA*", "an X12 claim or remittance file"),
)
_NAMED = {
    ".xlsx": "a workbook",
    ".xlsm": "a workbook",
    ".xls": "a workbook",
    ".ods": "a workbook",
    ".parquet": "a Parquet file",
}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x81\x8d\x8f\x90\x9d]")
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
TABLES = "Give a CSV, TSV, XLSX, XLS, ODS or Parquet table of service lines, or a YAML visit."


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a text table is written: encoding, delimiter, its headings, lines before the heading's row."""

    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    lines_before: int
    has_rows: bool


def file_kind(path: Path) -> FileKind:
    """What the first bytes say. Errors: FileError for what is not a table (also folder, missing, empty)."""
    if path.is_dir():
        raise FileError("This is a folder, not a file.", "Name the file in it.")
    if not path.exists():
        raise FileError("There is no such file.", "Look at the spelling and the folder.")
    try:
        with path.open("rb") as stream:
            head = stream.read(8192)
    except OSError as error:
        raise FileError(
            f"The file cannot be opened: {error.strerror}.", "Close it elsewhere; check your rights."
        ) from None
    if not head.strip():
        raise FileError("The file is empty.", "Export it again; the first row names the columns.")
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith((_ZIP, _OLE)):
        return "sheet"
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise FileError(f"This is {what}, not a table.", TABLES)
    if (named := _NAMED.get(path.suffix.lower())) and not _may_be_text(head):
        raise FileError(
            f"The file has the name of {named} and not the content of one; it is damaged or something else.",
            f"Export it again. {TABLES}",
        )
    return "text"


def _may_be_text(head: bytes) -> bool:
    """Whether the bytes could be text in any encoding that we read: no control characters, but for UTF-16's zeros."""
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return True
    zeros = [head[0::2].count(0), head[1::2].count(0)]
    if max(zeros) > len(head) // 4 and min(zeros) == 0:
        return True
    return not _CONTROL.search(head)


def text_form(path: Path, known: Collection[str] = ()) -> TextForm:
    """Encoding, delimiter and headings of a text table; known: headings beside our own. Errors: FileError."""
    encoding = _encoding(path)
    with path.open("rb") as stream:
        head = stream.read(LONGEST_LINE + 2)
    rest = len(head) > LONGEST_LINE
    text = getincrementaldecoder(encoding)("replace").decode(head, not rest).removeprefix("\ufeff")
    lines = re.split(r"\r\n|\n|\r", text)
    if rest and len(lines) < 2:
        raise FileError(
            "The first line has no end within 1 MB; this is not a table with a row for each service.",
            "Export it again with one line of text for each row.",
        )
    before = 0
    while before < len(lines) and not lines[before].strip("\x00 \t,;|"):
        before += 1
    told = ""
    if before < len(lines) and lines[before].lower().startswith("sep=") and len(lines[before]) == 5:
        told = lines[before][4]
        before += 1
    if before >= len(lines):
        raise FileError("The file is empty.", "Export it again; the first row names the columns.")
    if any(c < " " and c != "\t" for c in lines[before]):
        raise FileError("This is not a text table: its first line holds control characters.", TABLES)
    delimiter = told or _delimiter(lines[before], frozenset(map(plain, known)))
    reader = csv.reader(io.StringIO("\n".join(lines[before:])), delimiter=delimiter)
    try:
        headings = tuple(" ".join(name.split()) for name in next(reader))
    except csv.Error:
        raise FileError(
            "A heading in the first row has no end.", "Look for a quotation mark there."
        ) from None
    has_rows = rest or any(after.strip() for after in lines[before + reader.line_num :])
    return TextForm(encoding, delimiter, headings, before, has_rows)


def _delimiter(line: str, known: Collection[str]) -> str:
    def worth(delimiter: str) -> tuple[int, int]:
        names = line.replace('"', "").split(delimiter)
        return recognized(names, known), len(names)

    return max(_DELIMITERS, key=worth)


def _encoding(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(4096)
        if head.startswith(BOM_UTF8):
            return "utf-8-sig"
        if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            return "utf-16"
        nulls = [head[0::2].count(0), head[1::2].count(0)]
        if max(nulls) > len(head) // 4:  # every other byte of Latin text in UTF-16 is 0
            return "utf-16-be" if nulls[0] > nulls[1] else "utf-16-le"
        stream.seek(0)
        return _eight_bit(stream)


def _eight_bit(stream: BinaryIO) -> str:
    for encoding in ("utf-8", "cp1252"):
        stream.seek(0)
        if _decodes(stream, encoding):
            return encoding
    raise FileError(
        "The text is neither UTF-8 nor Windows-1252.",
        "Save it as UTF-8 (CSV UTF-8 in a spreadsheet program).",
    )


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    decoder = getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(_CHUNK):
            if not chunk.isascii() or decoder.getstate()[0]:
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
