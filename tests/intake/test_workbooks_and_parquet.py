"""The same lines in workbooks, open documents and Parquet files."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import polars as pl
import pytest
from dresses import DAY, TEXT, check, expected

from logic.intake.table import read_lines

if TYPE_CHECKING:
    from pathlib import Path

TEXT_CELL = 'office:value-type="string"'
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
OPEN_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="lines">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def test_workbook_with_real_dates_times_and_numbers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Claims of March"])  # a title above the headings
    sheet.append([])
    sheet.append(list(TEXT))
    typed = {
        "service_date": [DAY, dt.datetime(2026, 3, 2, 8, 30), 46083],  # noqa: DTZ001 - a cell has no zone
        "code": [97124, "G0283", 97140.0],
        "units": [2, 1.0, 0],
        "minutes": [23, None, 8],
        "start": [dt.time(9, 5), None, "13:30"],
        "modifiers": ["GP 59", "GP", None],
        "charge": [65.5, None, 40],
        "separate_service": [True, False, None],
        "place_of_service": [11, 11, "02"],
    }
    for at in range(3):
        sheet.append(
            [typed.get(name, cells)[at] or (0 if name == "units" else None) for name, cells in TEXT.items()]
        )
    sheet["M5"] = False
    book.create_sheet("notes").append(["nothing of ours"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    check(path, first_row=4)


def test_open_document(tmp_path: Path) -> None:
    """An ODS file is a ZIP with one XML of cells; numbers and dates stand in attributes."""
    head = "".join(
        f"<table:table-cell {TEXT_CELL}><text:p>{name}</text:p></table:table-cell>" for name in TEXT
    )
    body = ""
    for at in range(3):
        cells = "".join(_open_cell(name, column[at]) for name, column in TEXT.items())
        body += f"<table:table-row>{cells}</table:table-row>"
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        zipped.writestr("META-INF/manifest.xml", MANIFEST)
        zipped.writestr(
            "content.xml", OPEN_DOCUMENT.format(rows=f"<table:table-row>{head}</table:table-row>{body}")
        )
    check(path)


def _open_cell(name: str, cell: str) -> str:
    if name == "service_date":
        return f'<table:table-cell office:value-type="date" office:date-value="{cell}"/>'
    if name in ("code", "units", "minutes") and cell.isdigit():
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    return (
        f"<table:table-cell {TEXT_CELL}><text:p>{cell}</text:p></table:table-cell>"
        if cell
        else "<table:table-cell/>"
    )


def test_59_alone_is_a_modifier_and_not_a_number(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["visit_id", "service_date", "code", "units", "modifiers"])
    book.active.append([1001, DAY, 97124, 1, 59])
    path = tmp_path / "a.xlsx"
    book.save(path)
    lines = read_lines(path).lines
    assert lines.select("visit_id", "code", "modifiers").row(0) == ("1001", "97124", ["59"])


def test_a_second_sheet_of_lines_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("March", "April"):
        sheet = book.create_sheet(name)
        sheet.append(["visit_id", "service_date", "code", "units"])
        sheet.append([name, DAY, 97124, 1])
    path = tmp_path / "a.xlsx"
    book.save(path)
    intake = read_lines(path)
    assert intake.lines["visit_id"].to_list() == ["March"]
    assert [problem.wrong for problem in intake.problems] == [
        'The sheet "April" also holds service lines; it was not read.',
    ]


@pytest.mark.parametrize("form", ["text", "typed", "categories", "odd types"])
def test_parquet(form: str, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    text = pl.DataFrame(TEXT)
    canonical = expected()
    frames = {
        "text": text,
        "typed": canonical,
        "categories": text.with_columns(pl.col("payer", "code", "modifiers").cast(pl.Categorical)),
        "odd types": canonical.with_columns(
            pl.col("units").cast(pl.Float64),
            pl.col("minutes").cast(pl.UInt8),
            pl.col("service_date").cast(pl.Datetime),
            pl.col("charge").cast(pl.Decimal(10, 2)),
            pl.col("start_minute").cast(pl.Int64),
        ),
    }
    frames[form].write_parquet(path)
    check(path, first_row=1)


def test_null_lists_are_not_told_and_empty_ones_are_none(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame = expected().with_columns(pl.Series("modifiers", [None, [], ["GP"]], dtype=pl.List(pl.String)))
    frame.write_parquet(path)
    assert read_lines(path).lines["modifiers"].to_list() == [None, [], ["GP"]]
