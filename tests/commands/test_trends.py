"""`python -m logic trends` over a small library of invented claims."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from logic.commands.app import app

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one month of 300 invented claims in its library, and their payments."""
    folder = tmp_path_factory.mktemp("trends")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNITWISE_HOME", str(folder / "home"))
        files = [str(folder / "month" / name) for name in ("claims.837", "payments.835")]
        for arguments in (
            ["sample", "--claims", "300", "--seed", "3", "--out", str(folder / "month")],
            ["import", *files],
        ):
            result = CliRunner().invoke(app, arguments)
            assert result.exit_code == 0, result.output
    return folder / "home"


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("UNITWISE_HOME", str(home))
    return lambda *arguments: CliRunner().invoke(app, ["trends", *arguments])


def test_every_measure_is_told_with_its_formula(run: Run) -> None:
    told = json.loads(run("--json").stdout)

    assert told["invented"] is False
    assert {each["id"] for each in told["measures"]} >= {"initial-denials", "first-pass", "rejections"}
    by_id = {each["id"]: each for each in told["measures"]}
    denied, paid = by_id["initial-denials"], by_id["first-pass"]
    assert denied["numerator"] + paid["numerator"] == denied["denominator"] == paid["denominator"] > 250
    assert by_id["rejections"]["value"] is None
    assert told["problems"] == []
    assert sum(each["count"] for each in told["flow"]["places"] if each["step"] == 3) == told["visits"]
    assert sum(each["count"] for each in told["open"]) == by_id["unanswered"]["numerator"]
    assert {each["measure"] for each in told["comparisons"]} == {"units", "minutes", "kx", "separate"}
    assert sum(row["answered"] for row in told["months"]) == denied["denominator"]


def test_the_parts_of_the_payers_make_the_whole(run: Run) -> None:
    payers = ("MEDICARE", "SUNRISE ADVANTAGE", "HARBOR HEALTH", "STATE FUND COMP")
    parts = [json.loads(run("--json", "--payer", name).stdout)["visits"] for name in payers]

    assert sum(parts) == json.loads(run("--json").stdout)["visits"]
    assert json.loads(run("--json", *(f"--payer={name}" for name in payers)).stdout)["visits"] == sum(parts)


def test_words_for_a_person(run: Run) -> None:
    text = run("--from", "2026-03-01", "--to", "2026-03-31").stdout

    assert "301 visits billed, 2026-03-02 to 2026-03-18" in text
    assert "Rejections before the payer: not known. Not in these files." in text
    assert "Under 10 nothing is called a trend." in text


def test_a_name_that_no_claim_has_is_a_slip_and_no_zero(run: Run) -> None:
    result = run("--payer", "MEDICAR", "--json")

    assert result.exit_code == 2
    (problem,) = json.loads(result.stdout)["problems"]
    assert (problem["column"], problem["value"]) == ("--payer", "MEDICAR")
    assert "MEDICARE" in problem["fix"]


def test_a_day_that_is_none_is_said(run: Run) -> None:
    result = run("--from", "31.03.2026")

    assert result.exit_code == 2
    assert "Write it as 2026-03-31." in result.output


def test_days_that_leave_nothing_say_so(run: Run) -> None:
    assert "No claim is left by these filters." in run("--to", "2020-01-01").stdout


def test_payments_without_claims_are_not_blamed_on_filters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNITWISE_HOME", str(tmp_path / "home"))
    month = tmp_path / "month"
    for arguments in (
        ["sample", "--claims", "20", "--seed", "3", "--out", str(month)],
        ["import", str(month / "payments.835")],
    ):
        assert CliRunner().invoke(app, arguments).exit_code == 0
    text = CliRunner().invoke(app, ["trends"]).stdout

    assert "No first payer's claims (837P) were imported" in text
    assert "filters" not in text
    assert "Payers' answers that wait for their claims: 0." not in text
