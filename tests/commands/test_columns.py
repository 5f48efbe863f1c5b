"""`columns` shows what a file's columns are taken for and keeps the mapping; `check --profile` follows it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from logic.commands.app import app

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

TABLE = """Encounter,Day,Session,Qty,Full name,Amt
E1,03/04/2026,97110,2,Ann Bell,90.50
E1,03/04/2026,97140,1,Ann Bell,40.00
"""
DAY = ("--today", "2026-11-23")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNITWISE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_a_mapping_is_shown_corrected_kept_and_followed(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TABLE, "utf-8")
    shown = run("columns", str(path))
    assert shown.exit_code == 2  # the dates may be read either way
    assert "Session                      code (by its cells)" in shown.output
    assert "Full name                    not read: private" in shown.output
    assert (
        "? Dates like 03/04/2026: which number is the month? It is read with the month first" in shown.output
    )
    assert "Ann Bell" not in shown.output
    kept = run("columns", str(path), "--dates", "day first", "--map", "Amt=", "--keep", "Our export")
    assert kept.exit_code == 0, kept.output
    assert (home / "profiles" / "our-export.yaml").is_file()
    assert run("check", str(path), *DAY).exit_code == 2
    told = json.loads(run("check", str(path), "--profile", "our-export", "--json", *DAY).stdout)
    assert told["problems"] == []
    (visit,) = told["visits"]
    assert (visit["visit_id"], told["rows_checked"]) == ("E1", 2)
    again = json.loads(run("columns", str(path), "--json").stdout)
    assert (again["layout"], again["ready"], again["profile"]["dates"]) == ("our-export", True, "day first")


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (("--profile", "jan"), "There is no profile of that name. Did you mean 'jane'?"),
        (("--map", "Sessio=code"), "The file has no such heading. Did you mean 'Session'?"),
        (("--map", "Full name=payer"), "Full name cannot be read as payer."),
        (("--map", "Amt=chrge"), "Amt cannot be read as chrge."),
        (("--keep", "jane", "--dates", "day first"), "A shipped profile has that name."),
        (("--keep", "!!!", "--dates", "day first"), "The name has no letter or digit."),
    ],
)
@pytest.mark.usefixtures("home")
def test_what_cannot_be_done_says_why(words: tuple[str, ...], wrong: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TABLE, "utf-8")
    told = run("columns", str(path), *words)
    assert told.exit_code == 2
    assert wrong in told.output
    assert "Traceback" not in told.output
    assert "Ann Bell" not in told.output
    in_json = json.loads(run("columns", str(path), *words, "--json").stdout)
    assert in_json["problems"]


@pytest.mark.usefixtures("home")
def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    told = run("columns", str(tmp_path / "none.csv"))
    assert told.exit_code == 2
    assert "There is no such file." in told.output


def test_a_wrong_profile_of_the_practice_is_told_and_stops_nothing(tmp_path: Path, home: Path) -> None:
    (home / "profiles").mkdir(parents=True)
    (home / "profiles" / "mine.yaml").write_text("id: mine\n", "utf-8")
    path = tmp_path / "a.csv"
    path.write_text(TABLE, "utf-8")
    told = run("columns", str(path), "--dates", "day first")
    assert told.exit_code == 0
    assert "profiles/mine.yaml" in told.stderr
    assert "the key 'label' is missing" in told.stderr


@pytest.mark.usefixtures("home")
def test_every_problem_of_a_table_goes_into_a_file(tmp_path: Path) -> None:
    path, to = tmp_path / "a.csv", tmp_path / "bad.csv"
    rows = "".join(f"V{at},2026-03-02,97124,x\n" for at in range(1_500))
    path.write_text(f"visit_id,service_date,code,units\nA,2026-03-02,97124,1\n{rows}", "utf-8")
    told = run("check", str(path), "--problems", str(to), "--json", *DAY)
    assert told.exit_code == 2
    assert len(json.loads(told.stdout)["problems"]) == 1_001
    assert "1,500 problems of tables" in told.stderr
    assert len(to.read_text("utf-8").splitlines()) == 1_501
    refused = run("check", str(path), "--problems", str(tmp_path / "none" / "bad.csv"), *DAY)
    assert refused.exit_code == 2
    assert "The file cannot be written" in refused.stderr
