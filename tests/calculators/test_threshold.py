from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.calculators.facts import CalculatorError
from logic.calculators.threshold import Claim, kx_state, threshold
from tests.calculators.shipped import BOOK

PUBLISHED = {
    2018: 2010,
    2019: 2040,
    2020: 2080,
    2021: 2110,
    2022: 2150,
    2023: 2230,
    2024: 2330,
    2025: 2410,
    2026: 2480,
}


def claim(day: int, discipline: str, allowed: float | str, year: int = 2026) -> Claim:
    return Claim(date(year, 1, 1) + timedelta(days=day), discipline, Decimal(allowed))


@pytest.mark.parametrize(("year", "dollars"), PUBLISHED.items())
def test_kx_begins_with_the_first_cent_above_the_years_threshold(year: int, dollars: int) -> None:
    at = threshold([claim(0, "pt", dollars, year)], BOOK)
    assert at.claims[0].kx == "not needed"
    assert at.counters[0].remaining == 0
    above = threshold([claim(0, "pt", dollars, year), claim(1, "pt", "0.01", year)], BOOK)
    assert [state.kx for state in above.claims] == ["not needed", "begins here"]
    assert above.counters[0].crossed_by == above.claims[1].claim


def test_pt_and_slp_share_a_counter_and_ot_has_its_own() -> None:
    result = threshold(
        [claim(0, "pt", 1500), claim(1, "ot", 2400), claim(2, "slp", 981), claim(3, "PT", 10)], BOOK
    )
    assert [state.kx for state in result.claims] == ["not needed", "not needed", "begins here", "needed"]
    assert [(state.counter, state.used) for state in result.counters] == [("OT", 2400), ("PT and SLP", 2491)]
    assert result.counters[0].says == "OT 2026: $2,400.00 of $2,480.00 used, $80.00 remain before KX."
    assert result.counters[1].says == (
        "PT and SLP 2026: $2,491.00 used; the claim of 2026-01-03 went over $2,480.00. Lines above it need KX, and "
        "with it the note must support the need."
    )


def test_a_new_year_begins_at_nothing() -> None:
    result = threshold([claim(0, "pt", 2480, 2026), claim(364, "pt", 2400, 2025)], BOOK)
    assert [state.before for state in result.claims] == [0, 0]
    assert {state.kx for state in result.claims} == {"not needed"}


def test_review_threshold() -> None:
    result = threshold([claim(0, "ot", 3000), claim(1, "ot", "0.01")], BOOK)
    assert [state.review for state in result.claims] == [False, True]
    assert result.counters[0].says.endswith("Above $3,000.00 a claim may be picked for medical review.")


def test_a_year_the_book_does_not_know() -> None:
    result = threshold([claim(0, "pt", 5000, 2027)], BOOK)
    assert result.claims[0].kx == "unknown"
    assert result.claims[0].says == (
        "The rule book does not know the 2027 threshold, so whether KX is needed is not known."
    )
    assert (result.counters[0].threshold, result.counters[0].remaining) == (None, None)


def test_claims_are_taken_by_date() -> None:
    result = threshold([claim(9, "pt", 100), claim(1, "pt", 2450)], BOOK)
    assert [state.claim.allowed for state in result.claims] == [2450, 100]
    assert result.counters[0].crossed_by.on == date(2026, 1, 10)


def test_cents_add_up_exactly() -> None:
    result = threshold([Claim(date(2026, 1, 5), "pt", 0.1) for _ in range(24_800)], BOOK)
    assert result.counters[0].used == Decimal(2480)
    assert result.counters[0].crossed_by is None


@given(
    st.lists(
        st.tuples(st.sampled_from(["pt", "ot", "slp"]), st.integers(0, 364), st.integers(0, 900)), max_size=30
    )
)
def test_kx_begins_at_most_once_a_counter_and_never_ends(rows: list[tuple[str, int, int]]) -> None:
    result = threshold([claim(day, discipline, allowed) for discipline, day, allowed in rows], BOOK)
    for counter in ("PT and SLP", "OT"):
        states = [state.kx for state in result.claims if state.counter == counter]
        assert states == sorted(states, key=["not needed", "begins here", "needed"].index)
        assert states.count("begins here") <= 1
    assert sum(state.used for state in result.counters) == sum(allowed for *_, allowed in rows)


def test_kx_state_at_the_edge() -> None:
    assert kx_state(Decimal(2480), Decimal(2480), Decimal(2480)) == "not needed"
    assert kx_state(Decimal(2480), Decimal(2490), Decimal(2480)) == "begins here"
    assert kx_state(Decimal("2480.01"), Decimal("2480.01"), Decimal(2480)) == "needed"
    assert kx_state(Decimal(0), Decimal(9), None) == "unknown"


@pytest.mark.parametrize(
    ("discipline", "allowed", "said"),
    [
        ("dc", 10, "not a therapy discipline"),
        ("pt", -1, "not an allowed amount"),
        ("pt", float("nan"), "not an allowed"),
    ],
)
def test_input_that_cannot_be_counted(discipline: str, allowed: float | str, said: str) -> None:
    with pytest.raises(CalculatorError, match=said):
        threshold([Claim(date(2026, 1, 5), discipline, allowed)], BOOK)
