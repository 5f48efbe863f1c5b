"""The file of findings that `check --out` writes: the same in every form, and no cell is a formula."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import polars as pl
import pytest

from logic.commands.findings_file import COLUMNS
from logic.spreadsheet import without_formulas

from .visit_tables import DAY, FAILS, PASSES, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]


@pytest.mark.parametrize("ending", ["parquet", "csv", "xlsx"])
def test_findings_files_hold_the_same(ending: str, run: Run, tmp_path: Path) -> None:
    path, out = table(tmp_path, PASSES, FAILS), tmp_path / f"findings.{ending}"
    assert run("check", path, "--out", str(out), *DAY).exit_code == 1
    read = {
        "parquet": lambda: pl.read_parquet(out).rows(),
        "csv": lambda: pl.read_csv(out).rows(),
        "xlsx": lambda: [
            tuple(c.value for c in r) for r in openpyxl.load_workbook(out).worksheets[0].iter_rows()
        ][1:],
    }
    told = json.loads(run("check", path, "--json", *DAY).stdout)
    wanted = {
        (visit["visit_id"], finding["rule"], finding["state"], finding["message"])
        for visit in told["visits"]
        for finding in visit["findings"]
    }
    at = [COLUMNS.index(name) for name in ("visit_id", "rule", "state", "message")]
    assert {tuple(row[place] for place in at) for row in read[ending]()} == wanted
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "home") == [
        f"findings.{ending}",
        "lines.csv",
    ]


@pytest.mark.parametrize("ending", ["parquet", "csv", "xlsx"])
def test_a_findings_file_without_findings(ending: str, run: Run, tmp_path: Path) -> None:
    out = tmp_path / f"findings.{ending}"
    run("check", table(tmp_path, "B,2026-03-02,x"), "--out", str(out), *DAY)
    if ending == "parquet":
        assert pl.read_parquet(out).columns == list(COLUMNS)
    elif ending == "csv":
        assert out.read_text("utf-8-sig") == ",".join(COLUMNS) + "\n"
    else:
        assert [cell.value for cell in openpyxl.load_workbook(out).worksheets[0][1]] == list(COLUMNS)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("f.txt", "Findings are written to .parquet, .csv or .xlsx."),
        ("none/f.csv", "The folder does not exist, or the name is a folder's."),
    ],
)
def test_where_findings_cannot_go(name: str, wrong: str, run: Run, tmp_path: Path) -> None:
    result = run("check", table(tmp_path, PASSES), "--out", str(tmp_path / name))
    assert result.exit_code == 2
    assert wrong in result.stderr


def test_no_cell_of_an_export_is_a_formula(run: Run, tmp_path: Path) -> None:
    evil = '"=HYPERLINK(""http://x"")",2026-03-02,medicare,pt,97124,22,2,GP,M54.50\n'
    path = table(tmp_path, evil, evil.replace("=", "@", 1), evil.replace("=", "+", 1))
    for ending in ("csv", "xlsx"):
        out = tmp_path / f"findings.{ending}"
        run("check", path, "--out", str(out), *DAY)
        visits = (
            pl.read_csv(out)["visit_id"].to_list()
            if ending == "csv"
            else [cell.value for cell in openpyxl.load_workbook(out).worksheets[0]["B"]][1:]
        )
        assert visits
        assert all(str(visit).startswith(("'=", "'@", "'+")) for visit in visits)


def test_text_that_begins_like_a_formula_gets_an_apostrophe() -> None:
    starts = ["=1", "+1", "-1", "@x", "\tx", "\rx", "x=1", "", "V-1"]
    frame = without_formulas(
        pl.DataFrame({"text": starts, "number": [-1] * len(starts), "list": [["-a"]] * len(starts)})
    )
    assert frame["text"].to_list() == ["'=1", "'+1", "'-1", "'@x", "'\tx", "'\rx", "x=1", "", "V-1"]
    assert frame["number"].to_list() == [-1] * len(starts)
    assert frame["list"].to_list() == ["'-a"] * len(starts)
