from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from broken_tables import EVERY
from table_makers import Broken, row, rows
from typer.testing import CliRunner

from logic.commands.app import app
from logic.intake.batches import scan_batches
from logic.intake.payers import payer_names
from logic.intake.table import read_lines

if TYPE_CHECKING:
    from pathlib import Path

    from logic.rulebook import RuleBook

CASES = pytest.mark.parametrize("broken", EVERY, ids=[broken.title for broken in EVERY])
DAY = ("--today", "2026-11-23")


def test_there_are_more_than_forty() -> None:
    assert len({broken.title for broken in EVERY}) == len(EVERY) >= 40


@CASES
def test_says_where_what_and_how_to_mend_it(broken: Broken, tmp_path: Path, book: RuleBook) -> None:
    path = tmp_path / broken.name
    path.write_bytes(broken.make())
    intake = read_lines(path, payers=payer_names(book))
    assert [(p.row, p.column, p.value, p.wrong, p.fix) for p in intake.problems] == list(broken.says)
    assert list(dict.fromkeys(intake.lines["visit_id"])) == list(broken.checked)


@CASES
def test_batches_say_the_same(broken: Broken, tmp_path: Path, book: RuleBook) -> None:
    path = tmp_path / broken.name
    path.write_bytes(broken.make())
    batches = scan_batches(path, 1, payers=payer_names(book))
    visits = [visit for frame in batches for visit in frame["visit_id"].unique(maintain_order=True)]
    assert sorted(visits) == sorted(broken.checked)
    assert {(p.row, p.value, p.fix) for p in batches.intake().problems} == {
        (s[0], s[2], s[4]) for s in broken.says
    }


@CASES
def test_command_ends_with_2_and_checks_the_rest(broken: Broken, tmp_path: Path) -> None:
    path = tmp_path / broken.name
    path.write_bytes(broken.make())
    result = CliRunner().invoke(app, ["check", str(path), "--json", *DAY])
    assert result.exit_code == 2, result.output
    told = json.loads(result.stdout)
    assert [visit["visit_id"] for visit in told["visits"]] == list(broken.checked)
    assert [
        tuple(problem[key] for key in ("row", "column", "value", "wrong", "fix"))
        for problem in told["problems"]
    ] == [tuple(said) for said in broken.says]
    assert {problem["file"] for problem in told["problems"]} == {str(path)}
    assert told["editions"]
    assert "Traceback" not in result.output


def test_half_a_visit_is_not_judged_as_if_it_were_whole(tmp_path: Path) -> None:
    """23 minutes of massage and 15 of exercise are 3 units; without the exercise, 2 would be one too many."""
    path = tmp_path / "a.csv"
    path.write_bytes(rows(row(minutes="15", units="2"), row(code="97110", minutes="23", units="x"))())
    result = CliRunner().invoke(app, ["check", str(path), "--json", *DAY])
    (_, half) = json.loads(result.stdout)["visits"]
    assert (half["visit_id"], half["verdict"]) == ("B1", "not checked")
    states = {finding["rule"]: finding["state"] for finding in half["findings"]}
    assert states["U115"] == "not checked"
    assert "fail" not in states.values()


@CASES
def test_text_mode_tells_it_on_standard_error(broken: Broken, tmp_path: Path) -> None:
    path = tmp_path / broken.name
    path.write_bytes(broken.make())
    result = CliRunner().invoke(app, ["check", str(path), *DAY])
    assert result.exit_code == 2
    for number, column, _, wrong, fix in broken.says:
        (line,) = {
            line
            for line in result.stderr.splitlines()
            if wrong in line and (number is None or f"row {number}" in line)
        }
        assert line.startswith(f"{path}: ")
        assert line.endswith(fix)
        assert column is None or f"column {column}" in line
    for visit in broken.checked:
        assert f"Visit {visit}: " in result.stdout


def test_an_x12_file_is_no_table_and_a_damaged_one_says_so(tmp_path: Path, book: RuleBook) -> None:
    """The table reader sends it away; the command reads claims, and tells what is wrong with these."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"ISA*00*          *00*  ~")
    (problem,) = read_lines(path, payers=payer_names(book)).problems
    assert problem.wrong == "This is an X12 claim or remittance file, not a table."
    result = CliRunner().invoke(app, ["check", str(path), "--json", *DAY])
    assert result.exit_code == 2
    (told,) = json.loads(result.stdout)["problems"]
    assert told["wrong"] == "The first segment of the file is damaged: its separators cannot be told."
    assert told["fix"] == "Send the file again from the clearinghouse, without opening it in an editor."
