from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


@pytest.mark.parametrize("command", [[], ["units"], ["assistants"], ["check"], ["rulebook"], ["bench"]])
def test_help_teaches_with_examples(command: list[str], run: Run) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "python -m logic " + " ".join(command) in result.stdout


def test_no_command_gives_the_help(run: Run) -> None:
    assert "Start here:" in run().output


@pytest.mark.parametrize("name", ["97124", "97140+97124", "medicare", "U101", "GP"])
def test_rulebook_show(name: str, run: Run) -> None:
    result = run("rulebook", "show", name)
    assert result.exit_code == 0, result.output
    assert name.split("+", maxsplit=1)[0] in result.stdout


def test_rulebook_show_of_nothing_names_what_is_near(run: Run) -> None:
    result = run("rulebook", "show", "medicre")
    assert result.exit_code == 2
    assert "medicare" in result.stderr


def test_rulebook_verify(run: Run) -> None:
    result = run("rulebook", "verify")
    assert result.exit_code == 0
    assert "The rule book is sound." in result.stdout


@pytest.mark.parametrize(
    "command",
    [
        ["load-ncci", "FILE", "--setting", "practitioner", "--edition", "2026-07-01"],
        ["load-mue", "FILE", "--setting", "practitioner", "--edition", "2026-07-01"],
        ["load-icd", "FILE", "--from", "2026-10-01", "--to", "2027-09-30"],
    ],
)
@pytest.mark.parametrize("content", [None, b"", b"not a table\n"])
def test_loading_what_is_no_official_table(
    command: list[str], content: bytes | None, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "table.txt"
    if content is not None:
        path.write_bytes(content)
    result = run("rulebook", *[str(path) if word == "FILE" else word for word in command])
    assert result.exit_code == 2, result.output
    assert result.stderr
    assert "Traceback" not in result.output


def test_bench_proves_a_small_case(run: Run) -> None:
    result = run("bench", "--proof", "--codes", "2", "--minutes", "20")
    assert result.exit_code == 0
    assert "multisets of 1-2 codes, 1-20 minutes: 230 cases" in result.stdout


def test_a_broken_rule_book_is_told_and_ends_with_2(repo_root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "content" / "payers"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text("id: mine\nlabel: Mine\nnonsense: 1\n", "utf-8")
    for arguments in (["units", "97124=23"], ["check", "x.csv"], ["rulebook", "show", "97124"]):
        done = subprocess.run(
            [sys.executable, "-m", "logic", *arguments],
            cwd=repo_root,
            env={**os.environ, "UNITWISE_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        assert "nonsense" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_calculator_does_not_wait_for_frames(repo_root: Path) -> None:
    """`units` answers without importing what only files need."""
    code = (
        "import sys\nfrom logic.commands.app import app\n"
        "try:\n    app(['units', '97124=23', '--json'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'polars', 'pyarrow', 'pandas', 'streamlit', 'rich'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repo_root, capture_output=True, text=True, check=True
    )
    assert done.stderr.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("arguments", "wrong", "empty"),
    [
        (["units", "--json"], "CODE=MINUTES", {"methods": {}}),
        (["units", "--json", "--method", "foo", "97110=33"], "--method", {"methods": {}}),
        (["units", "97110=33", "--json", "--bogus"], "--bogus", {"methods": {}}),
        (["assistants", "97110=13+23", "--json"], "--discipline", {"lines": [], "steps": []}),
        (["check", "--json"], "FILE", {"visits": [], "editions": [], "rows_read": 0, "rows_checked": 0}),
        (["check", "a.csv", "--json", "--today", "soon"], "--today",
         {"visits": [], "editions": [], "rows_read": 0, "rows_checked": 0}),
        (["nothing", "--json"], "nothing", {}),
    ],
)  # fmt: skip
def test_errors_of_usage_are_json_where_json_was_asked_for(
    arguments: list[str], wrong: str, empty: dict[str, object], run: Run
) -> None:
    result = run(*arguments)
    told = json.loads(result.stdout)

    assert result.exit_code == 2
    (problem,) = told.pop("problems")
    assert told == empty
    assert wrong in problem["wrong"]
    assert "--help" in problem["fix"]
    assert result.stderr == ""


def test_errors_of_usage_are_words_where_it_was_not(run: Run) -> None:
    result = run("units", "--bogus")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "--bogus" in result.stderr
