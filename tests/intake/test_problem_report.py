"""The file of everything that could not be used: whole, harmless, and nothing in it runs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from logic.intake.problem_report import HEAD, every_problem, write_problems
from logic.intake.table import read_lines

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = "visit_id,service_date,code,units\n"


def report(path: Path) -> list[list[str]]:
    out = io.StringIO()
    count = write_problems(every_problem(path), out)
    head, *rows = list(csv.reader(io.StringIO(out.getvalue())))
    assert tuple(head) == HEAD
    assert len(rows) == count
    return rows


def test_every_bad_cell_is_in_it_however_many(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    bad = [f"V{at},2026-03-02,97124,x\n" for at in range(3_000)]
    path.write_text(HEADINGS + "".join(bad), "utf-8")
    told = [problem for problem in read_lines(path).problems if problem.row is not None]
    assert len(told) == 1_001  # the thousandth and "2,000 more"
    rows = report(path)
    assert [row[0] for row in rows] == [str(at + 2) for at in range(3_000)]
    assert rows[0][1:] == [
        "units",
        "x",
        "units must be a number.",
        "Write a whole number in digits; for example 1.",
    ]


def test_no_cell_runs_in_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    cells = ["=cmd|'/c calc'!A1", "+1+1", "-x", "@SUM(1)", "=1"]
    path.write_text(
        HEADINGS + "".join(f'V{at},2026-03-02,97124,"{cell}"\n' for at, cell in enumerate(cells)), "utf-8"
    )
    rows = report(path)
    assert [row[2] for row in rows] == [f"'{cell}" for cell in cells]
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(rows[0])
    assert all(cell.data_type == "s" for cell in book.active[1])


@pytest.mark.parametrize(
    "value",
    ["Ann Bell", "BELL, ANN", "900-00-1234", "(555) 010-1234", "ann@example.com", "12 Elm Street", "1961-05-17",
     "W123456789", "900001234", "Bell", "said it hurts", "May 17, 1961", "1EG4-TE5-MK73"],
)  # fmt: skip
def test_what_could_be_somebodys_is_not_in_it(value: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'{HEADINGS}V1,2026-03-02,97124,1\nV2,2026-03-02,97124,"{value}"\n', "utf-8")
    ((row, column, shown, wrong, _),) = report(path)
    assert (row, column, shown) == ("3", "units", "(not shown: it may be private)")
    assert "units" in wrong
    assert value not in str(read_lines(path))


@pytest.mark.parametrize(
    "value", ["two", "1.5", "97140-59", "13/02/2026", "GP", "#DIV/0!", "1e3", "2.0.1", "n.a."]
)
def test_what_is_harmless_is_shown(value: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADINGS}V1,2026-03-02,97124,1\nV2,2026-03-02,97124,{value}\n", "utf-8")
    assert [row[2] for row in report(path)] == [value]


def test_a_file_that_cannot_be_opened_is_one_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    assert report(tmp_path / "a.csv")[0][3] == "The file is empty."


def test_rows_that_do_not_fit_are_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{HEADINGS}V1,2026-03-02,97124,1\nV2,2026-03-02\nV3,2026-03-02,97124,x\n", "utf-8")
    assert [(row[0], row[1]) for row in report(path)] == [("3", ""), ("4", "units")]
