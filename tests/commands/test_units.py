from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]

KEYS = {"timed_minutes", "timed_units", "splits", "untimed", "steps"}


def told(run: Run, *arguments: str) -> dict[str, dict[str, object]]:
    result = run("units", *arguments, "--json")
    assert result.exit_code == 0, result.output
    (methods,) = json.loads(result.stdout).values()
    return methods


def test_contract(run: Run) -> None:
    methods = told(run, "97110=33", "97140=7", "G0283=15")
    assert set(methods) == {"cms", "midpoint"}
    assert all(set(method) == KEYS for method in methods.values())
    cms = methods["cms"]
    assert (cms["timed_minutes"], cms["timed_units"]) == (40, 3)
    assert cms["splits"] == [{"97110": 2, "97140": 1}]
    assert cms["untimed"] == {"G0283": 1}
    assert methods["midpoint"]["splits"] == [{"97110": 2}]
    steps = cms["steps"]
    assert isinstance(steps, list)
    assert all(isinstance(step, str) for step in steps)


def test_every_valid_split_of_a_tie(run: Run) -> None:
    splits = told(run, "97110=20", "97140=20", "--method", "cms")["cms"]["splits"]
    assert isinstance(splits, list)
    assert sorted(splits, key=str) == [{"97110": 1, "97140": 2}, {"97110": 2, "97140": 1}]


def test_no_unit_is_one_empty_split(run: Run) -> None:
    assert told(run, "97124=7", "--method", "cms") == {
        "cms": {
            "timed_minutes": 7,
            "timed_units": 0,
            "splits": [{}],
            "untimed": {},
            "steps": told(run, "97124=7")["cms"]["steps"],
        },
    }


@pytest.mark.parametrize("method", ["cms", "midpoint"])
def test_one_method(method: str, run: Run) -> None:
    assert set(told(run, "97124=22", "--method", method)) == {method}


def test_a_code_with_a_time_of_its_own_is_told(run: Run) -> None:
    """97545 is the first two hours of work hardening: no 15-minute unit, and no silence either."""
    for method in told(run, "97545=60", "97110=15").values():
        assert method["timed_minutes"] == 15
        steps = method["steps"]
        assert isinstance(steps, list)
        assert any("97545" in step and "60 minutes" in step for step in steps)


def test_lower_case_codes(run: Run) -> None:
    assert told(run, "g0283=15")["cms"]["untimed"] == {"G0283": 1}


def test_text_has_the_steps_and_why_the_methods_differ(run: Run) -> None:
    result = run("units", "97110=33", "97140=7")
    assert result.exit_code == 0
    assert "CMS total time (Medicare): 3 timed units from 40 minutes" in result.stdout
    assert "97110 x2, 97140 x1" in result.stdout
    assert "Midpoint, each code for itself: 2 timed units from 40 minutes" in result.stdout
    assert "1. Timed minutes" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "row", "value", "wrong", "fix"),
    [
        (["97110"], 1, "97110", "This is not a code with its minutes.", "Write code=minutes, like 97110=33."),
        (["97124=9", "97110=x"], 2, "x", "Minutes are a whole number, 0 or more.",
         "Write it in digits, like 97110=33."),
        (["97110=15.5"], 1, "15.5", "Minutes are a whole number, 0 or more.", "Write it in digits, like 97110=33."),
        (["97110=-5"], 1, "-5", "Minutes are a whole number, 0 or more.", "Write it in digits, like 97110=33."),
        (["97110=3+4"], 1, "3+4", "97110 has 2 numbers of minutes.", "Write it like 97110=33."),
        (["97110=9", "97110=9"], 2, "9", "97110 is given twice.", "Give it once, with its minutes added up."),
    ],
)  # fmt: skip
def test_bad_arguments(arguments: list[str], row: int, value: str, wrong: str, fix: str, run: Run) -> None:
    result = run("units", *arguments, "--json")
    assert result.exit_code == 2
    out = json.loads(result.stdout)
    assert out["methods"] == {}
    (problem,) = out["problems"]
    assert (problem["row"], problem["value"], problem["wrong"], problem["fix"]) == (row, value, wrong, fix)
    text = run("units", *arguments)
    assert text.exit_code == 2
    assert text.stdout == ""
    assert f"{wrong} {fix}" in text.stderr


@pytest.mark.parametrize("argument", ["97999=15", "97110=5000"])
def test_what_the_calculator_refuses(argument: str, run: Run) -> None:
    result = run("units", argument, "--json")
    assert result.exit_code == 2
    (problem,) = json.loads(result.stdout)["problems"]
    assert problem["wrong"]
    assert problem["fix"]
    assert "Traceback" not in run("units", argument).output
