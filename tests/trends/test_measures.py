"""Each measure against a number worked out by hand in the comment beside it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from logic.denials import Denials
from logic.learning.course import load_course
from logic.rulebook import RuleBook
from logic.trends.definitions import MEASURES, Definition
from logic.trends.filters import Filters
from logic.trends.measures import NO_ANSWERS, NOT_IN_FILES, Measure, measures
from logic.trends.view import TrendFrames
from tests.trends.by_hand import Paper, claim, frames, on

PAID = ("97110", 100_00, 60_00, (("CO", "45", 25_00), ("PR", "2", 15_00)))
DENIED = ("97110", 100_00, 0, (("CO", "50", 100_00),))
NO_MODIFIER = ("97110", 100_00, 0, (("CO", "4", 100_00),))


@pytest.fixture(scope="module")
def definitions(book: RuleBook) -> Mapping[str, Definition]:
    return load_course(book).measures


@pytest.fixture(scope="module")
def ten(denials: Denials, book: RuleBook) -> TrendFrames:
    """Ten first claims of $100: six paid, one denied and left, one denied, corrected and paid, one denied and
    reconsidered by the payer, one without an answer."""
    claims = [claim(str(n)) for n in range(10)]
    claims[0]["verdict"] = claims[1]["verdict"] = "fail"
    claims.append(claim("7", frequency="7", replaces="ICN7", submitted_on=on(30)))
    paper = Paper()
    for n in range(6):
        paper.answer(str(n), 20, PAID)
    paper.answer("6", 22, DENIED, status="4")
    paper.answer("7", 22, NO_MODIFIER, status="4")
    paper.answer("7", 50, PAID, frequency="7", payer_claim="ICN7B")
    paper.answer("8", 24, DENIED, status="4")
    paper.answer("8", 64, PAID)
    return frames(claims, paper, denials, book)


@pytest.fixture(scope="module")
def told(ten: TrendFrames, definitions: Mapping[str, Definition]) -> Mapping[str, Measure]:
    return measures(ten, definitions)


# Of ten first claims nine have an answer, three of them a denial. Three lines of $100 are denied, two are allowed
# later. 28 days before the last answer (day 64) begin after day 36: the answers of days 50 and 64, both pay.
# Eleven claims were sent, one is replaced: ten in force, one of them open.
# $100 is left (claim 6), of nine answered claims of $100.
@pytest.mark.parametrize(
    ("name", "numerator", "denominator"),
    [
        ("clean-claims", 8, 10),
        ("initial-denials", 3, 9),
        ("initial-denials-lines", 3, 9),
        ("initial-denials-dollars", 300_00, 900_00),
        ("primary-denials", 0, 2),
        ("first-pass", 6, 9),
        ("denial-write-offs", 100_00, 900_00),
        ("overturned", 2, 3),
        ("overturned-dollars", 200_00, 300_00),
        ("sent-back", 1, 3),
        ("preventable", 100_00, 300_00),
        ("unanswered", 1, 10),
    ],
)
def test_a_share_is_made_of_the_numbers_worked_out_by_hand(
    told: Mapping[str, Measure], name: str, numerator: int, denominator: int
) -> None:
    measure = told[name]

    assert (measure.numerator, measure.denominator) == (numerator, denominator)
    assert measure.value == pytest.approx(numerator / denominator)
    assert (measure.interval is None) == (measure.unit == "share of dollars")


# Sent on day 2. First answers to first claims: six on day 20 (18 days), 22, 22, 24; the corrected claim was sent on
# day 30 and answered on day 50 (20 days): 18 x 6, 20, 20, 20, 22. Denials: 20, 20, 22.
# Denied on day 22 and paid on day 50: 28. Denied on day 24 and paid on day 64: 40. The median of two is between.
@pytest.mark.parametrize(
    ("name", "days", "cases"),
    [
        ("days-to-send", 2, 10),
        ("days-to-answer", 18, 10),
        ("days-to-denial", 20, 3),
        ("days-to-resolution", 34, 2),
    ],
)
def test_days_are_the_middle_ones(told: Mapping[str, Measure], name: str, days: float, cases: int) -> None:
    assert (told[name].value, told[name].denominator, told[name].unit) == (days, cases, "days")


def test_an_interval_is_wilsons(told: Mapping[str, Measure]) -> None:
    interval = told["initial-denials"].interval

    # 3 of 9: the formula worked out with z = 1.959964 gives 0.1206 to 0.6458.
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((0.1206, 0.6458), abs=0.0001)


def test_what_files_do_not_tell_is_not_zero(told: Mapping[str, Measure]) -> None:
    assert (told["rejections"].value, told["rejections"].missing) == (None, NOT_IN_FILES)


def test_without_remittances_nothing_is_said_of_payment(
    denials: Denials, book: RuleBook, definitions: Mapping[str, Definition]
) -> None:
    told = measures(frames([claim("1")], Paper(), denials, book), definitions)

    assert {name for name in MEASURES if told[name].missing == NO_ANSWERS} == set(MEASURES) - {
        "clean-claims",
        "days-to-send",
        "rejections",
    }
    assert told["clean-claims"].value == 1


def test_filters_that_leave_nothing_give_no_number(
    ten: TrendFrames, definitions: Mapping[str, Definition]
) -> None:
    told = measures(ten.kept(Filters(payers=("NOBODY",))), definitions)

    assert all(measure.value is None and measure.missing for measure in told.values())


def test_young_denials_are_not_called_left(
    denials: Denials, book: RuleBook, definitions: Mapping[str, Definition]
) -> None:
    paper = Paper().answer("1", 20, DENIED, status="4")
    # Denied on day 20: left from day 140 on.
    young = measures(frames([claim("1")], paper, denials, book, day=on(139)), definitions)
    old = measures(frames([claim("1")], paper, denials, book, day=on(140)), definitions)

    assert young["denial-write-offs"].value is None
    assert old["denial-write-offs"].value == 1


def test_each_measure_tells_its_formula_and_source(told: Mapping[str, Measure]) -> None:
    assert tuple(told) == MEASURES
    assert all(measure.definition.formula and measure.definition.source for measure in told.values())


def test_clean_claims_say_where_a_rule_could_not_be_checked(
    denials: Denials, book: RuleBook, definitions: Mapping[str, Definition]
) -> None:
    claims = [claim("1", not_checked=2), claim("2"), claim("3", verdict="fail", not_checked=1)]

    clean = measures(frames(claims, Paper(), denials, book), definitions)["clean-claims"]

    assert (clean.numerator, clean.denominator) == (2, 3)
    assert clean.also == "In 1 of these some rule could not be checked."


def test_a_claim_that_could_not_be_read_whole_is_no_checked_claim(
    denials: Denials, book: RuleBook, definitions: Mapping[str, Definition]
) -> None:
    claims = [
        claim("1"),
        claim("2", verdict="not checked", incomplete=True),
        claim("3", verdict="fail", incomplete=True),
    ]
    clean = measures(frames(claims, Paper(), denials, book), definitions)["clean-claims"]

    assert (clean.numerator, clean.denominator) == (
        1,
        2,
    )  # 2 is neither clean nor wrong; 3 is wrong all the same
    assert clean.also == "1 more had a line that could not be read, and is left out."
