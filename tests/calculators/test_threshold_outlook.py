from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.calculators.facts import CalculatorError
from logic.calculators.threshold import Claim, CounterState, ThresholdResult, threshold
from logic.calculators.threshold_outlook import Outlook, finding, outlook, steps
from tests.calculators.shipped import BOOK


def weekly(dollars: str, many: int, year: int = 2026, discipline: str = "pt") -> list[Claim]:
    first = date(year, 1, 6)
    return [Claim(first + timedelta(weeks=week), discipline, Decimal(dollars)) for week in range(many)]


def stands(result: ThresholdResult) -> tuple[CounterState, Outlook | None]:
    return result.counters[0], outlook(result.claims, result.counters[0])


# By hand: five weekly claims of $100, the last on 2026-02-03 with $500 used. $1,980 remain at $100 a week:
# the line is at $2,480 after 138.6 days, so above it on the 139th, 2026-06-22. 331 days are left of the year:
# 500 + 331 * 100 / 7 = 5,228.57.
def test_the_straight_line_is_the_pace_of_the_claims() -> None:
    counter, ahead = stands(threshold(weekly("100", 5), BOOK))

    assert ahead is not None
    assert (ahead.begins, ahead.used, ahead.per_week) == (date(2026, 2, 3), 500, 100)
    assert ahead.at_year_end.quantize(Decimal("0.01")) == Decimal("5228.57")
    assert ahead.crosses_on == date(2026, 6, 22)
    assert finding(counter, ahead).endswith("$1,980.00 remain before KX; at this pace until about 2026-06-22")
    assert "A straight line, not a forecast." in ahead.says


def test_two_days_of_claims_are_no_pace() -> None:
    assert stands(threshold(weekly("100", 2), BOOK))[1] is None


def test_a_slow_pace_does_not_cross_this_year() -> None:
    counter, ahead = stands(threshold(weekly("10", 5), BOOK))

    assert ahead is not None
    assert ahead.crosses_on is None
    assert finding(counter, ahead) == "PT and SLP 2026: $2,430.00 remain before KX"


def test_what_is_crossed_already_is_not_crossed_again() -> None:
    counter, ahead = stands(threshold(weekly("900", 4), BOOK))

    assert ahead is not None
    assert ahead.crosses_on is None
    assert finding(counter, ahead) == "PT and SLP 2026: KX begins with the claim of 2026-01-20"


def test_a_year_that_the_book_does_not_know_crosses_nothing() -> None:
    counter, ahead = stands(threshold(weekly("900", 4, 2027), BOOK))

    assert ahead is not None
    assert ahead.crosses_on is None
    assert finding(counter, ahead).endswith("the threshold of this year is not known")


def test_dollars_used_before_count_from_the_first_claim_on() -> None:
    result = threshold(weekly("100", 4), BOOK, {(2026, "PT and SLP"): Decimal(2300)})

    assert [(state.before, state.kx) for state in result.claims] == [
        (2300, "not needed"),
        (2400, "begins here"),
        (2500, "needed"),
        (2600, "needed"),
    ]
    assert "$2,300.00 + $400.00 = $2,700.00" in steps(result.claims, result.counters[0])[2]


def test_a_counter_used_up_before_the_first_claim_needs_kx_on_every_line() -> None:
    result = threshold(
        weekly("100", 1), BOOK, {(2026, "PT and SLP"): Decimal(2500), (2026, "OT"): Decimal(40)}
    )

    assert result.claims[0].kx == "needed"
    ot, pt = result.counters
    assert finding(pt, None) == "PT and SLP 2026: above the threshold before these claims, KX on every line"
    assert "Every line needs KX" in pt.says
    assert (ot.used, ot.remaining) == (40, 2440)


def test_dollars_below_zero_before_the_claims_are_refused() -> None:
    with pytest.raises(CalculatorError, match="0 or more"):
        threshold([], BOOK, {(2026, "OT"): Decimal(-1)})


@given(st.lists(st.tuples(st.integers(0, 364), st.integers(1, 40_000)), min_size=3, max_size=30))
def test_the_line_passes_the_threshold_on_the_day_it_says_and_not_a_day_before(
    given_: list[tuple[int, int]],
) -> None:
    claims = [
        Claim(date(2026, 1, 1) + timedelta(days=day), "pt", Decimal(cents) / 100) for day, cents in given_
    ]
    counter, ahead = stands(threshold(claims, BOOK))
    if ahead is None or ahead.crosses_on is None:
        return

    def total(on: date) -> Decimal:
        return ahead.used + ahead.per_week * (on - ahead.begins).days / 7

    assert counter.threshold is not None
    assert total(ahead.crosses_on) > counter.threshold - Decimal("0.000001")
    assert total(ahead.crosses_on - timedelta(days=1)) <= counter.threshold + Decimal("0.000001")
    assert ahead.crosses_on <= date(2026, 12, 31)
