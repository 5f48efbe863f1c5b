from __future__ import annotations

from datetime import date

from logic.calculators.payment import BilledLine
from logic.calculators.payment_doubts import doubts
from logic.rulebook import load_rulebook

BOOK = load_rulebook()
ON = date(2024, 9, 2)


def told(*lines: tuple[str, int], on: date = ON) -> tuple[str, ...]:
    return doubts([BilledLine(code, units) for code, units in lines], on, BOOK)


def test_massage_with_manual_therapy_is_never_paid_together() -> None:
    (said,) = told(("97124", 1), ("97140", 1))

    assert said.startswith("97140 and 97124 are never paid together on one day")
    assert "97124 is denied" in said


def test_an_edit_that_a_modifier_may_release_says_so() -> None:
    (said,) = told(("97124", 1), ("98940", 1))

    assert said.startswith("98940 and 97124 are a pair edit")
    assert "separate services" in said


def test_massage_with_exercise_raises_no_doubt() -> None:
    assert told(("97124", 2), ("97110", 2)) == ()


def test_units_of_all_lines_of_a_code_are_added_before_the_limit_is_looked_up() -> None:
    assert told(("97124", 2), ("97124", 2)) == ()
    (said,) = told(("97124", 3), ("97124", 2))

    assert said.startswith("97124: 5 units, and the published limit of a day is 4")


def test_a_line_without_units_is_no_pair() -> None:
    assert told(("97124", 0), ("97140", 1)) == ()


def test_a_date_without_edits_is_not_known() -> None:
    (said,) = told(("97124", 1), ("97140", 1), on=date(2023, 1, 3))

    assert "not known" in said
