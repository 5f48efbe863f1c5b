from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

HEAD = "visit_id,service_date,payer,discipline,code,minutes,units,modifiers,dx,charge\n"
GOOD = "V1,2026-03-02,medicare,pt,97124,22,2,GP,M54.50,110\n"
BAD = "V2,2026-03-02,medicare,pt,97124,many,2,GP,M54.50,110\n"
RECORD_KEYS = {
    *(
        "id",
        "number",
        "at",
        "kind",
        "content_hash",
        "bytes",
        "profile",
        "payer",
        "counts",
        "first_day",
        "last_day",
    ),
    *("problems", "problem_count", "editions"),
}


def table(folder: Path, *rows: str, name: str = "lines.csv") -> str:
    path = folder / name
    path.write_text(HEAD + "".join(rows), "utf-8")
    return str(path)


def test_contract(run: Run, tmp_path: Path) -> None:
    result = run("import", table(tmp_path, GOOD), "--json")
    (told,) = json.loads(result.stdout)["imports"]

    assert result.exit_code == 0
    assert set(told) == {
        "file",
        "import",
        "already",
        "problems",
        "notes",
        "dropped_columns",
        "unknown_columns",
    }
    assert set(told["import"]) == RECORD_KEYS
    assert told["import"]["counts"] == {"submissions": 1, "findings": 1, "lines": 1, "rows_read": 1}
    assert (told["import"]["first_day"], told["import"]["kind"]) == ("2026-03-02", "table")
    assert "lines.csv" not in json.dumps(told["import"])  # a file's name can be a person's


def test_the_same_file_again_and_the_list_and_undo(run: Run, tmp_path: Path) -> None:
    path = table(tmp_path, GOOD)
    run("import", path)
    again = run("import", path)
    assert again.exit_code == 0
    assert "nothing changed" in again.stdout
    (listed,) = json.loads(run("import", "--list", "--json").stdout)["imports"]
    assert listed["id"] in run("import", "--list").stdout

    undone = run("import", "--undo", listed["id"][:6])

    assert undone.exit_code == 0
    assert "was taken back" in undone.stdout
    assert run("import", "--list").stdout == "Nothing was imported yet.\n"


def test_good_rows_are_kept_and_bad_ones_told(run: Run, tmp_path: Path) -> None:
    result = run("import", table(tmp_path, GOOD, BAD), "--json")
    (told,) = json.loads(result.stdout)["imports"]

    assert result.exit_code == 2
    assert told["import"]["counts"]["submissions"] == 1
    assert (told["problems"][0]["row"], told["problems"][0]["column"]) == (3, "minutes")
    assert told["import"]["problem_count"] == 1
    assert told["import"]["problems"][0]["value"] is None


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Name files, or ask for --list or --undo."),
        (("--list", "--undo", "x"), "Name files, or ask for --list or --undo."),
        (("--undo", "zz"), "No import has this id."),
        (("nothing.csv",), "nothing was imported"),
        (("nothing.csv", "--payer", "medicre"), "This payer is not in the rule book."),
        (("nothing.csv", "--profile", "webbpt"), "There is no profile of that name."),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], says: str, run: Run) -> None:
    result = run("import", *arguments)

    assert result.exit_code == 2
    assert says in result.output


def test_the_payer_may_be_named(run: Run, tmp_path: Path) -> None:
    path = table(tmp_path, GOOD.replace("medicare", "whoever"))
    (told,) = json.loads(run("import", path, "--payer", "medicare", "--json").stdout)["imports"]

    assert (told["import"]["payer"], told["problems"]) == ("medicare", [])


def test_a_day_that_another_import_tells_of_too_is_said(run: Run, tmp_path: Path) -> None:
    head = HEAD.replace("charge", "charge,patient_id")
    for name, visit in (("a.csv", "V1"), ("b.csv", "V2")):
        row = GOOD.replace("V1", visit).replace("110\n", "110,P1\n").replace("22,2", "23,2")
        (tmp_path / name).write_text(head + row, "utf-8")
    run("import", str(tmp_path / "a.csv"))

    result = run("import", str(tmp_path / "b.csv"), "--json")

    assert json.loads(result.stdout)["not_checked_across_files"] == 1
    assert "For 1 claim, another import holds a visit of the same patient on the same day." in result.stderr
    assert "not checked across files" in result.stderr
    assert result.exit_code == 0
