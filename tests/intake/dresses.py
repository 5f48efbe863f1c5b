"""The same three lines, and what every form of them must give."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl
from polars.testing import assert_frame_equal

from logic.columns import SCHEMA
from logic.intake.table import read_lines

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2026, 3, 2)
TEXT = {
    "visit_id": ["A", "A", "B"],
    "service_date": ["2026-03-02"] * 3,
    "payer": ["medicare", "medicare", "hns"],
    "discipline": ["pt", "pt", "ot"],
    "code": ["97124", "G0283", "97140"],
    "units": ["2", "1", "0"],
    "minutes": ["23", "", "8"],
    "start": ["9:05", "", "13:30"],
    "modifiers": ["GP 59", "GP", ""],
    "dx": ["M54.50 R26.2", "M54.50", ""],
    "pointers": ["A B", "A", ""],
    "charge": ["65.50", "", "40"],
    "separate_service": ["yes", "no", ""],
    "place_of_service": ["11", "11", "02"],
}


def expected() -> pl.DataFrame:
    """What every form must give, typed by hand; row is left out, for it depends on the form."""
    told = {
        "visit_id": ["A", "A", "B"],
        "line": [1, 2, 1],
        "service_date": [DAY] * 3,
        "payer": ["medicare", "medicare", "hns"],
        "discipline": ["pt", "pt", "ot"],
        "code": ["97124", "G0283", "97140"],
        "units": [2, 1, 0],
        "minutes": [23, None, 8],
        "start_minute": [545, None, 810],
        "modifiers": [["GP", "59"], ["GP"], []],
        "dx": [["M54.50", "R26.2"], ["M54.50"], []],
        "pointers": [["A", "B"], ["A"], []],
        "charge": [65.5, None, 40.0],
        "separate_service": [True, False, None],
        "place_of_service": ["11", "11", "02"],
    }
    names = [name for name in SCHEMA if name != "row"]
    return pl.DataFrame(
        {name: told.get(name, [None] * 3) for name in names}, schema={name: SCHEMA[name] for name in names}
    )


def check(path: Path, first_row: int = 2) -> None:
    intake = read_lines(path)
    assert intake.problems == ()
    assert intake.rows_read == 3
    assert intake.lines.schema == pl.Schema(dict(SCHEMA))
    assert intake.lines["row"].to_list() == [first_row, first_row + 1, first_row + 2]
    assert_frame_equal(intake.lines.drop("row"), expected())


def written(**changed: list[str]) -> str:
    return pl.DataFrame(TEXT | changed).write_csv()
