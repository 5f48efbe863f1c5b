"""What Medicare allowed beside its fee schedule, with amounts worked out line by line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from logic.calculators.payment import BilledLine, payment
from logic.denials import Denials
from logic.rulebook import RuleBook
from logic.trends.filters import Filters
from logic.trends.underpaid import underpaid
from logic.trends.view import TrendFrames
from tests.trends.by_hand import FIRST_DAY, Paper, claim, frames

SHARE = 0.9
"""The invented locality allows nine tenths of the national amount."""


def schedule(book: RuleBook, day: date) -> int:
    """Cents of 97110 x 2 and 97140 x 1, by the payment calculator."""
    told = payment([BilledLine("97110", 2), BilledLine("97140", 1)], day, book)
    return int(told.allowed * 100)


def medicare(
    denials: Denials,
    book: RuleBook,
    number: int,
    low: dict[int, int] | None = None,
    **more: Any,  # noqa: ANN401
) -> TrendFrames:
    """So many Medicare claims of two lines, a day apart; `low`: claim → cents less than usual was allowed."""
    claims: list[dict[str, Any]] = []
    paper = Paper()
    for n in range(number):
        day = FIRST_DAY + timedelta(days=n)
        claims.append(
            claim(str(n), service_date=day, submitted_on=day, codes=["97110", "97140"], charge=200_00) | more
        )
        allowed = round(schedule(book, day) * SHARE) - (low or {}).get(n, 0)
        first = allowed // 2
        for_line = [("97110", first, 2), ("97140", allowed - first, 1)]
        lines = [(code, 100_00, cents, (("CO", "45", 100_00 - cents),)) for code, cents, _ in for_line]
        paper.answer(str(n), n + 20, *lines, visit=n)
        for row, (_, cents, units) in zip(paper.lines[-2:], for_line, strict=True):
            row["allowed"], row["units"] = cents, units
    return frames(claims, paper, denials, book)


def test_a_locality_that_pays_less_on_everything_is_not_called_underpaid(
    denials: Denials, book: RuleBook
) -> None:
    told = underpaid(medicare(denials, book, 40))

    assert (told.compared, told.low, told.missing) == (40, (), "")
    ((year, ratio, cases),) = told.ratios
    assert (year, cases) == (2026, 40)
    assert ratio == pytest.approx(SHARE, abs=0.0005)
    assert (
        told.finding == "None of 40 Medicare claims that can be compared was allowed well below the others."
    )


def test_claims_well_below_are_found_with_what_is_missing(denials: Denials, book: RuleBook) -> None:
    # Ten dollars less on claim 7, a dollar less on claim 9: a dollar of about 75 is within the three in a hundred.
    told = underpaid(medicare(denials, book, 40, {7: 10_00, 9: 1_00}))

    (low,) = told.low
    assert low.submission == "S71"
    assert low.short == told.short == pytest.approx(10_00, abs=2)
    assert told.finding.startswith("1 of 40 Medicare claims was allowed well below")


def test_too_few_claims_say_so(denials: Denials, book: RuleBook) -> None:
    told = underpaid(medicare(denials, book, 29, {7: 10_00}))

    assert told.low == ()
    assert told.missing == told.finding
    assert told.missing.startswith("Under 30 Medicare claims")


@pytest.mark.parametrize(
    "more",
    [
        {"payer": "commercial"},  # pays by a contract
        {"setting": "outpatient_hospital"},  # paid otherwise
        {"patient_id": None},  # whether another visit was on the day is not known
    ],
)
def test_what_cannot_be_compared_is_left_out(denials: Denials, book: RuleBook, more: dict[str, Any]) -> None:
    assert medicare(denials, book, 3, **more).priced.is_empty()


def test_two_visits_of_a_patients_day_are_left_out(denials: Denials, book: RuleBook) -> None:
    view = medicare(denials, book, 3, service_date=FIRST_DAY, last_date=FIRST_DAY, patient_id="P")

    assert view.priced.is_empty()


def test_the_schedule_is_that_of_the_payment_estimate(denials: Denials, book: RuleBook) -> None:
    view = medicare(denials, book, 3)

    assert view.priced.height == 3
    assert view.priced["schedule"].to_list() == [
        schedule(book, FIRST_DAY + timedelta(days=n)) for n in range(3)
    ]
    assert view.kept(Filters(codes=("97140",))).priced.height == 3
    assert view.kept(Filters(codes=("97112",))).priced.is_empty()
