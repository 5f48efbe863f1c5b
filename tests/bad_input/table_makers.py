"""How broken tables are made on the spot, and what a case of one is."""

from __future__ import annotations

import datetime as dt
import functools
import io
import struct
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HEAD = "visit_id,service_date,payer,discipline,code,minutes,units,modifiers,dx"
GOOD = "G1,2026-03-02,medicare,pt,97124,23,2,GP,M54.50"
NEEDS_ALL = "What needs the whole visit, such as its units, is not checked; the rest"
DATE_FIX = "Write the date as year-month-day; for example 2026-03-02."
UNITS_FIX = "Write a whole number in digits; for example 1."
MINUTES_FIX = "Write a whole number in digits; for example 23."
TABLES = "Give a CSV, TSV, XLSX, XLS, ODS or Parquet table of service lines, or a YAML visit."

Said = tuple[int | None, str | None, str | None, str, str]
"""row, column, value, wrong, fix of one problem."""


@dataclass(frozen=True)
class Broken:
    """One broken file: its name, its bytes, every problem it must give, and the visits that are still checked."""

    title: str
    name: str
    make: Callable[[], bytes]
    says: tuple[Said, ...]
    checked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def rows(*lines: str, head: str = HEAD, end: str = "\n") -> Callable[[], bytes]:
    """A CSV with the head and a good row before the lines given."""
    return (end.join([head, GOOD, *lines]) + end).encode


def text(content: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return functools.partial(content.encode, encoding)


def row(**cells: str) -> str:
    """A good row of visit B1 with some of its cells changed."""
    told = dict(zip(HEAD.split(","), GOOD.split(","), strict=True)) | {"visit_id": "B1"} | cells
    return ",".join(told.values())


def sheet(*lines: Sequence[object], password: bool = False) -> Callable[[], bytes]:
    """An XLSX; None leaves a cell empty, dates are real dates, ("=", text) is a formula with its last value."""

    def make() -> bytes:
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
        page = book.add_worksheet("lines")
        for at, line in enumerate(lines):
            for column, cell in enumerate(line):
                if isinstance(cell, tuple):
                    page.write_formula(at, column, cell[0], None, cell[1])
                elif cell is not None:
                    page.write(at, column, cell)
        book.close()
        data = buffer.getvalue()
        return _locked(data) if password else data

    return make


def _locked(data: bytes) -> bytes:
    """The same archive with the flag that says every entry is encrypted."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            (flags,) = struct.unpack_from("<H", changed, at + offset)
            struct.pack_into("<H", changed, at + offset, flags | 1)
            at = changed.find(mark, at + 4)
    return bytes(changed)


def archive(name: str) -> Callable[[], bytes]:
    def make() -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as zipped:
            zipped.writestr(name, f"{HEAD}\n{GOOD}")
        return buffer.getvalue()

    return make


def encrypted_workbook() -> bytes:
    """The head of an encrypted workbook: an OLE file that holds an EncryptedPackage."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    )


def parquet(**columns: Sequence[object]) -> Callable[[], bytes]:
    def make() -> bytes:
        good: dict[str, Sequence[object]] = {
            "visit_id": ["G1", "B1"],
            "service_date": [dt.date(2026, 3, 2)] * 2,
            "payer": ["medicare"] * 2,
            "discipline": ["pt"] * 2,
            "code": ["97124"] * 2,
            "minutes": [23, 23],
            "units": [2, 2],
            "modifiers": ["GP", "GP"],
        }
        buffer = io.BytesIO()
        pl.DataFrame(good | columns, strict=False).write_parquet(buffer)
        return buffer.getvalue()

    return make


def incomplete(at: int, others: str) -> Said:
    """What is said of visit B1 when it lost the row `at` and others remain."""
    return (
        at,
        "visit_id",
        "B1",
        f"Visit B1 is incomplete: row {at} cannot be read. {NEEDS_ALL} ({others}) is.",
        f"Mend row {at} and check again.",
    )
