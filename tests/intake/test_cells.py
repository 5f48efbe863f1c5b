from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from logic.cells import read_cell
from logic.columns import COLUMNS, Column
from logic.intake import cast as casting
from logic.intake.headings import Source
from logic.intake.table import read_lines
from logic.problems import CellError

ODD = [
    "", " ", "0", "-1", "1.0", "1,000", "999", "1000", "1e3", "1.5", "=1+1", "@x", "+5", "-GP", "nan",
    "n/a", "none", "?", "2026-03-02", "3/2/26", "2026-02-30", "46083", "9:05", "25:00", "0905", "yes", "no",
    "PT", "97124", "97124.0", "97140-59", "g0283", "GP,59", "59.0", "AB", "M54.50 R26.2", "$5.00", "a  b",
    "x" * 300, "\x00", "é", "١٢", "1" * 50, "99999",
]  # fmt: skip
CELLS = st.one_of(st.sampled_from(ODD), st.text(max_size=12), st.integers(-(10**6), 10**6).map(str))


def one_by_one(column: Column, cells: list[str]) -> tuple[list[object], list[bool]]:
    values: list[object] = []
    bad: list[bool] = []
    for text in cells:
        try:
            values.append(read_cell(column, text).value)
            bad.append(False)
        except CellError:
            values.append(None)
            bad.append(True)
    return values, bad


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from([n for n in COLUMNS if n != "row"]),
    cells=st.lists(CELLS, min_size=1, max_size=12),
    many=st.booleans(),
)
@example(name="charge", cells=["1.5", "-0.25", "9999999", "10000000", "=1"], many=True)
@example(name="line", cells=["1", "-1", "0", "99999"], many=True)
@example(name="minutes", cells=["23", "-5", "999999", "1.0", ""], many=True)
@example(name="visit_id", cells=["A", " A ", "none", "", "a\x00"], many=True)
def test_columns_are_read_as_cells_are(
    name: str, cells: list[str], many: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The quick way over a whole column gives what reading each cell by itself gives."""
    monkeypatch.setattr(casting, "MANY", 0 if many else 5_000)
    column = COLUMNS[name]
    frame = pl.DataFrame(
        {"0": cells, "row": range(2, 2 + len(cells))}, schema={"0": pl.String, "row": pl.UInt32}
    )
    done = casting.cast(frame, {name: Source((0,), column.heading)})
    values, bad = one_by_one(column, cells)
    assert done.frame[name].dtype == column.dtype
    assert done.frame["bad"].to_list() == bad
    assert done.frame[name].to_list() == values
    assert [problem.row for problem in done.problems] == [2 + at for at, wrong in enumerate(bad) if wrong]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400))
@example(data=b"visit_id,service_date,code,units\n\xff\xfe,,\n")
@example(data=b'visit_id,service_date,code,units\n"')
@example(data=b"PK\x05\x06" + bytes(18))
@example(data=b"PK\x03\x04" + bytes(30))
@example(data=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
@example(data=b"PAR1" + bytes(8) + b"PAR1")
@example(data=b"\xef\xbb\xbf")
@example(data=b"\xff\xfe")
def test_no_bytes_make_the_reader_fall(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    intake = read_lines(path)
    assert intake.problems
    assert intake.lines.height == 0


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=5, max_size=5), min_size=1, max_size=6))
def test_no_cells_are_lost(rows: list[list[str]], tmp_path: Path) -> None:
    """Every row is either among the lines or named by a problem."""
    path = tmp_path / "a.csv"
    names = ["visit_id", "service_date", "code", "units", "minutes"]
    buffer = io.StringIO()
    clean = [[cell.replace("\ud800", "") for cell in row] for row in rows]
    pl.DataFrame(clean, schema=names, orient="row").write_csv(buffer, quote_style="always")
    path.write_text(buffer.getvalue(), "utf-8")
    intake = read_lines(path)
    kept = set(intake.lines["row"])
    named = {problem.row for problem in intake.problems}
    for number, row in enumerate(clean, 2):
        blank = not any(cell.strip() for cell in row)
        assert blank or number in kept or number in named


def test_a_time_with_am_pm_and_a_day_with_a_clock() -> None:
    assert read_cell(COLUMNS["start_minute"], "12:00 AM").value == 0
    assert read_cell(COLUMNS["start_minute"], "12:30 pm").value == 750
    assert read_cell(COLUMNS["service_date"], "2026-03-02 23:59:59").value == dt.date(2026, 3, 2)
    with pytest.raises(CellError, match="no hour 13"):
        read_cell(COLUMNS["start_minute"], "13:00 PM")
