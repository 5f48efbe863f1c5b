"""Units of real visits: named where a wrong rule gives them, silent where they are right."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logic.calculators.units import cms, midpoint
from logic.practice.naming import named
from logic.rulebook import RuleBook

CODES = ("97124", "97110", "97112", "97116", "G0283")
DAY = date(2026, 3, 2)


@given(
    minutes=st.dictionaries(st.sampled_from(CODES), st.integers(0, 70), min_size=1),
    units=st.lists(st.integers(0, 5), min_size=5, max_size=5),
    method=st.sampled_from(["cms", "midpoint"]),
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_minutes_and_units_can_be_asked(
    minutes: dict[str, int], units: list[int], method: str, book: RuleBook
) -> None:
    billed = dict(zip(CODES, units, strict=True))
    found = named(minutes, billed, method, book, on=DAY)  # type: ignore[arg-type]
    assert len(set(found)) == len(found)


@given(minutes=st.dictionaries(st.sampled_from(CODES[:4]), st.integers(0, 70), min_size=1))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_right_units_are_never_named(minutes: dict[str, int], book: RuleBook) -> None:
    for split in cms(minutes, book).splits:
        assert named(minutes, split, "cms", book, on=DAY) == ()
    assert named(minutes, midpoint(minutes, book).best, "midpoint", book, on=DAY) == ()


@pytest.mark.parametrize(
    ("minutes", "billed", "method", "expected"),
    [
        ({"97124": 33, "97110": 7}, {"97124": 3}, "cms", "longest-code-takes-left-overs"),
        ({"97124": 20, "97110": 20}, {"97124": 1, "97110": 1}, "cms", "per-code-rounding-under-cms"),
        (
            {"97124": 8, "97110": 8, "97112": 8},
            {"97124": 1, "97110": 1, "97112": 1},
            "cms",
            "one-unit-per-code",
        ),
        ({"97124": 23}, {"97124": 1}, "cms", "floor-of-the-total"),
        ({"97124": 20, "G0283": 20}, {"97124": 1, "G0283": 2}, "cms", None),
        ({"97124": 20, "G0283": 30}, {"97124": 1, "G0283": 2}, "cms", "untimed-by-the-quarter-hour"),
        ({"97124": 22, "G0283": 15}, {"97124": 2, "G0283": 1}, "cms", "untimed-minutes-counted"),
        ({"97124": 20, "97110": 20}, {"97124": 2, "97110": 1}, "midpoint", "every-payer-like-medicare"),
        ({"97124": 15}, {"97124": 4}, "cms", None),
        ({"97129": 30}, {"97129": 2}, "cms", None),
    ],
)
def test_a_wrong_rule_is_known_by_its_units(
    minutes: dict[str, int], billed: dict[str, int], method: str, expected: str | None, book: RuleBook
) -> None:
    found = named(minutes, billed, method, book, on=DAY)  # type: ignore[arg-type]
    assert (expected in found) if expected else (found == ())


def test_the_dearer_code_is_known_only_with_the_day(book: RuleBook) -> None:
    minutes, billed = {"97124": 20, "97110": 21, "97530": 1}, {"97124": 1, "97110": 1, "97530": 1}
    assert "highest-paying-code" in named(minutes, billed, "cms", book, on=DAY)
    assert "highest-paying-code" not in named(minutes, billed, "cms", book)
