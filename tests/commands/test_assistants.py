from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]


def test_contract(run: Run) -> None:
    result = run("assistants", "--discipline", "pt", "97110=13+23", "97140=30+0+0", "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert set(told) == {"lines", "steps"}
    assert told["lines"] == [
        {"code": "97110", "units": 1, "modifier": None},
        {"code": "97110", "units": 1, "modifier": "CQ"},
        {"code": "97140", "units": 2, "modifier": None},
    ]
    assert all(isinstance(step, str) for step in told["steps"])


def test_occupational_therapy_says_co(run: Run) -> None:
    result = run("assistants", "--discipline", "ot", "97530=0+30", "--json")
    assert json.loads(result.stdout)["lines"] == [{"code": "97530", "units": 2, "modifier": "CO"}]


def test_text(run: Run) -> None:
    result = run("assistants", "--discipline", "pt", "97110=13+23")
    assert result.stdout.splitlines()[:2] == ["97110 x1  no assistant modifier", "97110 x1  CQ"]
    assert "Steps:" in result.stdout


@pytest.mark.parametrize(("minutes", "marked"), [("97110=10+10", True), ("97110=12+12", False)])
def test_two_units_of_twenty_minutes_are_our_reading(minutes: str, marked: bool, run: Run) -> None:
    """Beside 20 minutes of another code, 20 and 24 minutes bear two units; two left of one code ask for 23."""
    result = run("assistants", "--discipline", "pt", minutes, "97140=20+0", "--json")
    told = [step for step in json.loads(result.stdout)["steps"] if step.startswith("97110:")]
    assert ["to confirm" in step for step in told] == [marked]
    assert "2 units" in told[0]


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (["--discipline", "pt", "97110=13"], "97110 has 1 number of minutes."),
        (["--discipline", "pt", "97110=13+a"], "Minutes are a whole number, 0 or more."),
        (["--discipline", "xx", "97110=13+2"], "'xx' is not a therapy discipline."),
    ],
)
def test_bad_arguments(arguments: list[str], wrong: str, run: Run) -> None:
    result = run("assistants", *arguments, "--json")
    assert result.exit_code == 2
    told = json.loads(result.stdout)
    assert (told["lines"], told["steps"]) == ([], [])
    assert [problem["wrong"] for problem in told["problems"]] == [wrong]


def test_discipline_is_needed(run: Run) -> None:
    result = run("assistants", "97110=13+2")
    assert result.exit_code == 2
    assert "--discipline" in result.stderr
