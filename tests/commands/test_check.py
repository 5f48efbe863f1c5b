"""`python -m logic check` for a person and for a program: what it says, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from logic.columns import HEADINGS
from logic.commands.check_outputs import FINDING_KEYS, VISIT_KEYS

from .visit_tables import DAY, FAILS, NOT_CHECKED, PASSES, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]

EDITION_KEYS = {"table", "edition", "from", "review_by", "overdue", "source"}


def test_contract(run: Run, tmp_path: Path) -> None:
    result = run("check", table(tmp_path, PASSES, FAILS, NOT_CHECKED), "--json", *DAY)
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert set(told) == {"visits", "editions", "problems", "notes", "rows_read", "rows_checked"}
    assert (told["rows_read"], told["rows_checked"], told["problems"]) == (3, 3, [])
    assert {v["visit_id"]: v["verdict"] for v in told["visits"]} == {
        "P1": "pass",
        "F1": "fail",
        "N1": "not checked",
    }
    assert all(set(visit) == set(VISIT_KEYS) for visit in told["visits"])
    findings = [finding for visit in told["visits"] for finding in visit["findings"]]
    assert all(set(finding) == set(FINDING_KEYS) for finding in findings)
    assert {finding["state"] for finding in findings} <= {"fail", "needs documentation", "not checked"}
    (failed,) = [finding for finding in findings if finding["state"] == "fail"]
    assert (failed["rule"], failed["family"], failed["severity"]) == ("U101", "units", "error")
    assert (failed["line"], failed["code"]) == (1, "97124")
    assert "cms-100-04-ch5" in failed["sources"]
    assert all(set(edition) == EDITION_KEYS for edition in told["editions"])
    assert {"ncci", "mue"} <= {edition["table"] for edition in told["editions"]}


@pytest.mark.parametrize(
    ("rows", "code"),
    [((PASSES,), 0), ((NOT_CHECKED,), 0), ((PASSES, FAILS), 1), ((PASSES, FAILS, "B,2026-03-02,x"), 2)],
    ids=["nothing failed", "not checked is no failure", "something failed", "unusable rows"],
)
def test_exit_codes(rows: tuple[str, ...], code: int, run: Run, tmp_path: Path) -> None:
    path = table(tmp_path, *rows)
    assert run("check", path, *DAY).exit_code == code
    assert run("check", path, "--json", *DAY).exit_code == code
    assert run("check", path, "--out", str(tmp_path / "f.csv"), *DAY).exit_code == code


def test_several_files_of_several_kinds(run: Run, tmp_path: Path) -> None:
    visit = tmp_path / "visit.yaml"
    visit.write_text(
        "service_date: 2026-03-02\npayer: medicare\n"
        "lines:\n  - {code: '97124', minutes: 23, units: 2, modifiers: GP}\n",
        "utf-8",
    )
    parquet = tmp_path / "lines.parquet"
    pl.read_csv(table(tmp_path, FAILS)).write_parquet(parquet)
    result = run("check", table(tmp_path, PASSES), str(visit), str(parquet), "--json", *DAY)
    told = json.loads(result.stdout)
    assert [visit["visit_id"] for visit in told["visits"]] == ["P1", "visit", "F1"]
    assert told["rows_checked"] == 3


def test_payer_for_every_line_by_id_or_name(run: Run, tmp_path: Path) -> None:
    path = table(tmp_path, NOT_CHECKED)
    for payer in ("medicare", "Original Medicare"):
        told = json.loads(run("check", path, "--payer", payer, "--json", *DAY).stdout)
        assert told["visits"][0]["verdict"] == "fail"


def test_unknown_payer_option(run: Run, tmp_path: Path) -> None:
    result = run("check", table(tmp_path, PASSES), "--payer", "medicre", "--json", *DAY)
    assert result.exit_code == 2
    (problem,) = json.loads(result.stdout)["problems"]
    assert problem["fix"].startswith("Did you mean 'medicare'? Payers: bcbsnd, ")


def test_json_and_out_together_are_refused(run: Run, tmp_path: Path) -> None:
    result = run("check", table(tmp_path, PASSES), "--json", "--out", str(tmp_path / "f.csv"))
    assert result.exit_code == 2
    assert json.loads(result.stdout)["problems"][0]["wrong"] == "--json and --out cannot both be asked for."


def test_five_modifiers_are_judged_by_their_rule(run: Run, tmp_path: Path) -> None:
    path = table(tmp_path, PASSES.replace("GP", "GP 59 CQ KX 76"))
    (visit,) = json.loads(run("check", path, "--json", *DAY).stdout)["visits"]
    assert "M413" in {finding["rule"] for finding in visit["findings"] if finding["state"] == "fail"}


def test_dropped_columns_are_named_beside_the_answer(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "visit_id,service_date,code,units,Patient Name,color\nA,2026-03-02,97124,1,Jane,red\n", "utf-8"
    )
    result = run("check", str(path), "--json", *DAY)
    json.loads(result.stdout)
    assert f"{path}: not read, for they look like private data: Patient Name." in result.stderr
    assert f"{path}: not read, for they are not known: color." in result.stderr
    assert "Jane" not in result.output


def test_minutes_by_the_clock_are_said(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "clock.csv"
    path.write_text(
        "visit_id,service_date,payer,discipline,code,units,start,stop,modifiers\n"
        "A,2026-03-02,medicare,pt,97110,1,9:00,9:20,GP\n"
        "B,2026-03-02,medicare,pt,97110,2,9:00,9:20,GP\n"
        "C,2026-03-02,medicare,pt,97110,1,9:00,9:40,GP\n",
        "utf-8",
    )
    told = json.loads(run("check", str(path), "--json", *DAY).stdout)
    units = {
        v["visit_id"]: [(f["rule"], f["state"], f["line"]) for f in v["findings"] if f["family"] == "units"]
        for v in told["visits"]
    }

    assert units == {"A": [], "B": [("U101", "fail", 1)], "C": [("U102", "needs documentation", 1)]}
    (note,) = told["notes"]
    assert note["wrong"] == "3 lines tell no minutes; they were taken from start and stop."


def test_many_visits_end_with_where_to_find_the_rest(run: Run, tmp_path: Path) -> None:
    path = table(tmp_path, *(FAILS.replace("F1", f"F{n}") for n in range(250)))
    result = run("check", path, *DAY)
    assert result.stdout.count("Visit F") == 200
    assert "… and 50 more visits. --out FILE writes every finding." in result.stdout
    assert "fail: 250" in result.stdout


def test_help_publishes_every_column(run: Run) -> None:
    result = run("check", "--help")
    assert result.exit_code == 0
    told = {line.split()[0] for line in result.stdout.splitlines() if line.startswith("  ") and line.strip()}
    assert set(HEADINGS) <= told
    assert "python -m logic check visits.csv --payer medicare" in result.stdout


def test_samples_can_be_checked(run: Run, repo_root: Path) -> None:
    for path in sorted((repo_root / "content" / "samples").iterdir()):
        result = run("check", str(path), "--json", *DAY)
        assert result.exit_code in (0, 1), result.output
        assert json.loads(result.stdout)["rows_checked"] > 0
