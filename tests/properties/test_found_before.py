"""What these properties found once, each as its smallest case."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from logic.bench.visits import frame, valid_visits
from logic.check import Checked, check
from logic.visit import canonical
from tests.properties.strategies import BOOK, TODAY

MEDICARE = {"visit_id": "A", "service_date": date(2026, 3, 2), "payer": "medicare", "discipline": "pt"}


def checked(*lines: dict[str, Any], **told: object) -> Checked:
    return check(canonical(pl.DataFrame([{**MEDICARE, **told, **line} for line in lines])), BOOK, TODAY)


def failing(result: Checked) -> set[str]:
    return set(result.findings.filter(state="fail")["rule"])


def test_lines_of_a_visit_that_stand_apart_are_one_visit() -> None:
    first = {"code": "97110", "minutes": 8, "units": 1, "modifiers": ["GP"]}
    second = {"code": "97140", "minutes": 8, "units": 0, "modifiers": ["GP"]}
    result = checked(first, {**first, "visit_id": "B"}, second)
    assert result.visits["visit_id"].to_list() == ["A", "B"]
    assert not failing(result)


def test_a_frame_in_pieces_is_checked_like_a_whole_one() -> None:
    """A text column with an empty piece in its middle made a formatted sentence panic."""
    lines = frame(valid_visits(60, 3)).with_columns(pl.lit("unknown").alias("payer"))
    whole = check(lines, BOOK, TODAY)
    pieces = pl.concat([lines[at : at + 3] for at in range(0, len(lines), 3)], rechunk=False)
    assert check(pieces, BOOK, TODAY).findings.rows() == whole.findings.rows()


@pytest.mark.parametrize("amount", [float("nan"), float("inf"), float("-inf")])
def test_dollars_that_are_no_number_are_not_told(amount: float) -> None:
    result = checked({"code": "97110", "minutes": 15, "units": 1, "modifiers": ["GP"]}, ytd_amount=amount)
    assert not result.findings["rule"].is_in(["M408", "M409"]).any()
    assert not failing(result)


@pytest.mark.parametrize("payer", ["unknown", "medicare", "hns"])
def test_a_code_with_more_minutes_on_two_lines_than_a_day_has_is_said(payer: str) -> None:
    line = {"code": "97110", "minutes": 800, "units": 1, "modifiers": ["GP"]}
    assert "U116" in failing(checked(line, {**line, "minutes": 801}, payer=payer))


def test_two_lines_that_only_untold_modifiers_could_tell_apart_are_no_failure() -> None:
    result = checked(
        {"code": "97140", "minutes": 15, "units": 1, "assistant_minutes": 15, "therapist_minutes": 0},
        {"code": "97140", "minutes": 15, "units": 1, "assistant_minutes": 0, "therapist_minutes": 15},
    )
    assert not failing(result)


def test_one_code_of_two_plans_is_no_duplicate() -> None:
    line = {"code": "97110", "minutes": 15, "units": 1}
    assert not failing(checked(line, {**line, "discipline": "ot"}))
