"""A broken workbook or Parquet file is called what it is, and not bad text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl
import pytest

from logic.intake.recognize import recognize
from logic.intake.table import read_lines

if TYPE_CHECKING:
    from pathlib import Path

FRAME = pl.DataFrame({"visit_id": ["A"], "service_date": ["2026-03-02"], "code": ["97124"], "units": ["1"]})
NOISE = bytes(range(256)) * 8


def workbook() -> bytes:
    buffer = io.BytesIO()
    FRAME.write_excel(buffer)
    return buffer.getvalue()


def parquet() -> bytes:
    buffer = io.BytesIO()
    FRAME.write_parquet(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "wrong"),
    [
        ("a.xlsx", NOISE, "The file has the name of a workbook and not the content of one"),
        ("a.xls", NOISE, "The file has the name of a workbook and not the content of one"),
        ("a.ods", workbook()[8:], "The file has the name of a workbook and not the content of one"),
        ("a.xlsx", bytes(5000), "The file has the name of a workbook and not the content of one"),
        ("a.parquet", NOISE, "The file has the name of a Parquet file and not the content of one"),
        ("a.parquet", parquet()[4:], "The file has the name of a Parquet file and not the content of one"),
        ("a.parquet", parquet()[:-9], "The Parquet file is damaged or cut short."),
        ("a.parquet", b"PAR1" + NOISE + b"PAR1", "The Parquet file is damaged or cut short."),
        ("a.xlsx", workbook()[: len(workbook()) // 2], "The workbook cannot be opened; it is damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_is_called_what_it_is(name: str, data: bytes, wrong: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    (problem,) = read_lines(path).problems
    assert problem.wrong.startswith(wrong)
    assert "UTF-8" not in problem.sentence()
    assert recognize(path).problem == problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.parquet"])
def test_text_with_a_wrong_name_is_still_read(name: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FRAME.write_csv().encode(encoding))
    assert read_lines(path).lines.height == 1
