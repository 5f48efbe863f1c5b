from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import polars as pl
import pytest

from logic.columns import HEADINGS
from logic.commands.check_outputs import FINDING_KEYS, VISIT_KEYS
from logic.commands.findings_file import COLUMNS
from logic.spreadsheet import without_formulas

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]

DAY = ("--today", "2026-11-23")
HEAD = "visit_id,service_date,payer,discipline,code,minutes,units,modifiers,dx\n"
PASSES = "P1,2026-03-02,medicare,pt,97124,23,2,GP,M54.50\n"
FAILS = "F1,2026-03-02,medicare,pt,97124,22,2,GP,M54.50\n"
NOT_CHECKED = "N1,2026-03-02,unknown,pt,97124,22,2,GP,M54.50\n"
EDITION_KEYS = {"table", "edition", "from", "review_by", "overdue", "source"}


def table(folder: Path, *rows: str, name: str = "lines.csv") -> str:
    path = folder / name
    path.write_text(HEAD + "".join(rows), "utf-8")
    return str(path)


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


def test_a_repeated_visit_is_found_across_batches(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = pl.DataFrame(
        {
            "visit_id": [f"V{n}" for n in range(60)] + ["AGAIN"],
            "service_date": [dt.date(2026, 3, 2)] * 61,
            "patient_id": [f"P{n}" for n in range(60)] + ["P3"],
            "discipline": ["pt"] * 61,
            "code": ["97124"] * 61,
            "units": [1] * 61,
        }
    )
    path = tmp_path / "lines.parquet"
    frame.write_parquet(path)
    for size in (20_000, 10):
        monkeypatch.setattr("logic.commands.check_outputs.JsonOutput.lines_per_batch", size)
        told = json.loads(run("check", str(path), "--json", *DAY).stdout)
        found = [
            v["visit_id"]
            for v in told["visits"]
            if any(f["rule"] == "F905" for f in v["findings"] if f["state"] == "fail")
        ]
        assert found == ["AGAIN"]


def test_other_visits_of_the_day_are_seen_across_batches(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """97140 in one visit and 97124 in another of the same patient, day and biller: indicator 0."""
    count = 60
    frame = pl.DataFrame(
        {
            "visit_id": [f"V{n}" for n in range(count)] + ["LATER"],
            "service_date": [dt.date(2026, 3, 2)] * (count + 1),
            "payer": ["medicare"] * (count + 1),
            "patient_id": [f"P{n}" for n in range(count)] + ["P3"],
            "provider_id": ["B"] * (count + 1),
            "discipline": ["pt"] * (count + 1),
            "code": ["97140"] * count + ["97124"],
            "units": [1] * (count + 1),
        }
    )
    path = tmp_path / "lines.parquet"
    frame.write_parquet(path)
    for size in (20_000, 10):
        monkeypatch.setattr("logic.commands.check_outputs.JsonOutput.lines_per_batch", size)
        told = json.loads(run("check", str(path), "--json", *DAY).stdout)
        found = {(v["visit_id"], f["rule"], f["state"]) for v in told["visits"] for f in v["findings"]}
        assert {visit for visit, rule, state in found if (rule, state) == ("P207", "fail")} == {"LATER"}
        assert "B" not in {
            word for v in told["visits"] for f in v["findings"] for word in f["message"].split()
        }


def test_a_day_of_two_visits_is_counted_together_across_batches(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """8 and 8 minutes of one biller are 16 and one unit; 15 and 15 are two (CMS Pub. 100-04 ch. 5 sec. 20.2)."""
    count = 60
    frame = pl.DataFrame(
        {
            "visit_id": [f"V{n}" for n in range(count)] + ["LATER", "RIGHT"],
            "service_date": [dt.date(2026, 3, 2)] * (count + 2),
            "payer": ["medicare"] * (count + 2),
            "patient_id": [f"P{n}" for n in range(count)] + ["P3", "P4"],
            "provider_id": ["B"] * (count + 2),
            "discipline": ["pt"] * (count + 2),
            "code": ["97110"] * count + ["97112"] * 2,
            "minutes": [15 if n == 4 else 8 for n in range(count)] + [8, 15],
            "units": [1] * (count + 2),
        }
    )
    path = tmp_path / "lines.parquet"
    frame.write_parquet(path)
    for size in (20_000, 10):
        monkeypatch.setattr("logic.commands.check_outputs.JsonOutput.lines_per_batch", size)
        told = json.loads(run("check", str(path), "--json", *DAY).stdout)
        found = {
            (v["visit_id"], f["state"]) for v in told["visits"] for f in v["findings"] if f["rule"] == "F907"
        }
        assert found == {("V3", "fail"), ("LATER", "fail")}


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


def test_batches_do_not_change_the_verdicts(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table(
        tmp_path, *(row.replace("1,2026", f"{n},2026", 1) for n in range(40) for row in (PASSES, FAILS))
    )
    whole = json.loads(run("check", path, "--json", *DAY).stdout)
    monkeypatch.setattr("logic.commands.check_outputs.JsonOutput.lines_per_batch", 7)
    parts = json.loads(run("check", path, "--json", *DAY).stdout)
    parts["visits"].sort(key=lambda visit: visit["visit_id"])
    whole["visits"].sort(key=lambda visit: visit["visit_id"])
    assert parts == whole


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
