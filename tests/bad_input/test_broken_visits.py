from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from logic.commands.app import app
from logic.intake.payers import payer_names
from logic.intake.visit_file import read_visit_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from logic.rulebook import RuleBook

HEAD = "payer: medicare\nservice_date: 2026-03-02\n"
LINES = 'lines:\n  - {code: "97124", minutes: 23, units: 2, modifiers: GP}\n'
GOOD = HEAD + LINES
LAUGHS = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nlines: *c\n"
IN_ALL = "Known keys: "
DATE_FIX = "Write the date as year-month-day; for example 2026-03-02."

CASES: dict[str, tuple[str | bytes, list[tuple[int | None, str | None, str, str]]]] = {
    "empty": ("", [(None, None, "The file is empty.", "Export it again; the first row names the columns.")]),
    "only a comment": (
        "# nothing\n",
        [(None, None, "The file holds no visit.", "Write a visit: its keys, and a list of lines.")],
    ),
    "tabs": (
        "payer: medicare\nlines:\n\t- {code: 1}\n",
        [
            (3, None, "Found character that cannot start any token.",
             "Check the indentation, the quotes and the brackets."),
        ],
    ),
    "a key twice": (
        HEAD + "payer: hns\n" + LINES,
        [(3, None, "The key 'payer' stands twice.", "Keep one of them.")],
    ),
    "billion laughs": (
        LAUGHS,
        [(1, None, "An anchor (&) or a tag (!).", "Write the value out in plain words.")],
    ),
    "a tag": (
        "lines: !!python/object/apply:os.system [ls]\n",
        [(1, None, "An anchor (&) or a tag (!).", "Write the value out in plain words.")],
    ),
    "nested too deep": (
        "lines: " + "[" * 20_000,
        [(1, None, "Brackets nested too deep.", "Write a flat list.")],
    ),
    "two documents": (
        GOOD + "---\n" + GOOD,
        [(5, None, "A second document begins.", "Keep one document in a file.")],
    ),
    "not UTF-8": (b"payer: \xff\xfe\n", [(None, None, "The file is not UTF-8 text.", "Save it as UTF-8.")]),
    "30 February": (
        "service_date: 2026-02-30\n" + LINES,
        [(1, None, "2026-02-30 is not a day of the calendar.", "Write year-month-day, like 2026-03-02.")],
    ),
    "a picture": (
        b"\x89PNG\r\n\x1a\n" + bytes(20),
        [
            (None, None, "This is a PNG picture, not a table.",
             "Give a CSV, TSV, XLSX, XLS, ODS or Parquet table of service lines, or a YAML visit."),
        ],
    ),
    "a word": (
        "massage\n",
        [
            (None, None, "A visit is a set of keys and values.",
             'Write service_date: 2026-03-02, then lines: with - {code: "97124", minutes: 23, units: 2}.'),
        ],
    ),
    "no lines": (
        HEAD,
        [
            (None, "lines", "The visit has no list of lines.",
             'Write lines: and one entry for each code; for example - {code: "97124", minutes: 23, units: 2}.'),
        ],
    ),
    "a mapping instead of lines": (
        HEAD + "lines: {code: 97124}\n",
        [
            (None, "lines", "The visit has no list of lines.",
             'Write lines: and one entry for each code; for example - {code: "97124", minutes: 23, units: 2}.'),
        ],
    ),
    "a list instead of a line": (
        HEAD + "lines:\n  - [97124, 23]\n",
        [
            (1, "lines", "The line is not a set of keys and values.",
             'Write it as {code: "97124", minutes: 23, units: 2}.'),
        ],
    ),
    "an unknown key": (
        HEAD + 'lines:\n  - {code: "97124", minuts: 23, units: 2}\n',
        [(1, "minuts", "minuts is not a key of a visit; its value was not read.", "Did you mean minutes?")],
    ),
    "an unknown key of the visit": (
        "payr: medicare\n" + GOOD,
        [(None, "payr", "payr is not a key of a visit; its value was not read.", "Did you mean payer?")],
    ),
    "no code, no units": (
        HEAD + "lines:\n  - {minutes: 23}\n",
        [
            (None, "code", "code is missing.", "Add it, like code: 97124."),
            (None, "units", "units is missing.", "Add it, like units: 1."),
        ],
    ),
    "no date": (
        "payer: medicare\n" + LINES,
        [(None, "service_date", "service_date is missing.", "Add it, like service_date: 2026-03-02.")],
    ),
    "minutes in words": (
        HEAD + 'lines:\n  - {code: "97124", minutes: fifteen, units: 1}\n',
        [(1, "minutes", "minutes must be a number.", "Write a whole number in digits; for example 23.")],
    ),
    "half minutes": (
        HEAD + 'lines:\n  - {code: "97124", minutes: 15.5, units: 1}\n',
        [(1, "minutes", "minutes must be a whole number.", "Write a whole number in digits; for example 23.")],
    ),
    "a list of minutes": (
        HEAD + 'lines:\n  - {code: "97124", minutes: [15, 8], units: 1}\n',
        [(1, "minutes", "minutes takes one value, not a list.", "Write one value; for example 23.")],
    ),
    "a code that lost its zero": (
        HEAD + "lines:\n  - {code: 1996, units: 1}\n",
        [
            (1, "code", "A procedure code has five characters, this has 4; perhaps a zero in front was lost.",
             "Write all five characters, as text."),
        ],
    ),
    "year 1026": (
        "service_date: 1026-03-02\n" + LINES,
        [(None, "service_date", "The year 1026 is not between 2000 and 2100.", DATE_FIX)],
    ),
    "an answer that is none": (
        "plan_of_care: perhaps\n" + GOOD,
        [
            (None, "plan_of_care", "plan_of_care must be yes or no.",
             "Write yes, no, or nothing when it is not known."),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("title", CASES)
def test_says_where_what_and_how_to_mend_it(title: str, tmp_path: Path, book: RuleBook) -> None:
    path, says = _written(tmp_path, title)
    intake = read_visit_yaml(path, payers=payer_names(book))
    assert [(p.row, p.column, p.wrong, p.fix) for p in intake.problems] == says
    assert intake.lines.height == 0


@pytest.mark.parametrize("title", CASES)
def test_command_ends_with_2(title: str, tmp_path: Path) -> None:
    path, says = _written(tmp_path, title)
    (tmp_path / "good.yaml").write_text(GOOD, "utf-8")
    result = CliRunner().invoke(app, ["check", str(path), str(tmp_path / "good.yaml"), "--json"])
    assert result.exit_code == 2
    told = json.loads(result.stdout)
    assert [problem["wrong"] for problem in told["problems"]] == [said[2] for said in says]
    assert [visit["verdict"] for visit in told["visits"]] == ["pass"], "the good file is still checked"


def test_a_bad_visit_of_a_list_leaves_the_others(tmp_path: Path, book: RuleBook) -> None:
    path = tmp_path / "visits.yaml"
    visits = [GOOD, GOOD.replace("units: 2", "units: two"), GOOD]
    names = ["A", "B", "A"]
    path.write_text("".join(_item(name, visit) for name, visit in zip(names, visits, strict=True)), "utf-8")
    intake = read_visit_yaml(path, payers=payer_names(book))
    assert intake.lines["visit_id"].to_list() == ["A"]
    assert intake.rows_read == 3
    assert [(p.row, p.column, p.value, p.wrong) for p in intake.problems] == [
        (1, "units", "two", "In B: units must be a number."),
        (None, "visit_id", "A", "In A: Two visits have the same visit_id."),
    ]
    assert intake.incomplete_visits == ("B", "A")


def test_a_bad_line_leaves_its_visit_incomplete(tmp_path: Path, book: RuleBook) -> None:
    path = tmp_path / "visit.yaml"
    path.write_text(GOOD + "  - {code: '97110', minutes: fifteen, units: 1}\n  - {code: '97140'}\n", "utf-8")
    intake = read_visit_yaml(path, payers=payer_names(book))
    assert [(p.row, p.column, p.wrong) for p in intake.problems] == [
        (2, "minutes", "minutes must be a number."),
        (3, "units", "units is missing."),
    ]
    assert intake.lines.select("line", "code", "incomplete").rows() == [(1, "97124", True)]
    assert intake.incomplete_visits == ("visit",)
    result = CliRunner().invoke(app, ["check", str(path), "--json"])
    (visit,) = json.loads(result.stdout)["visits"]
    assert (result.exit_code, visit["verdict"]) == (2, "not checked")
    assert "U115" in {finding["rule"] for finding in visit["findings"]}


def test_an_unknown_payer_is_checked_as_unknown(tmp_path: Path, book: RuleBook) -> None:
    path = tmp_path / "visit.yaml"
    path.write_text(GOOD.replace("medicare", "medicra"), "utf-8")
    intake = read_visit_yaml(path, payers=payer_names(book))
    (problem,) = intake.problems
    assert (problem.column, problem.value) == ("payer", "medicra")
    assert problem.fix.startswith("Did you mean medicare? Payers: bcbsnd, ")
    assert intake.lines["payer"].to_list() == ["unknown"]


def test_a_table_named_yaml(tmp_path: Path) -> None:
    path = tmp_path / "visit.yaml"
    path.write_bytes(b"PAR1" + bytes(20))
    (problem,) = read_visit_yaml(path).problems
    assert problem.wrong == "This is not a YAML visit; it is a table with the name of one."


def _written(folder: Path, title: str) -> tuple[Path, list[tuple[int | None, str | None, str, str]]]:
    content, says = CASES[title]
    path = folder / "visit.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path, says


def _item(name: str, visit: str) -> str:
    first, *rest = (f"visit_id: {name}\n" + visit).splitlines()
    return "\n".join([f"- {first}", *(f"  {line}" for line in rest)]) + "\n"
