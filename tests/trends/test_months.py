"""Weeks and months: what is settled, and what may be said of a trend."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from logic.denials import Denials
from logic.rulebook import RuleBook
from logic.trends.months import Every, label, months
from logic.trends.settling import settling, within
from logic.trends.view import TrendFrames
from tests.trends.by_hand import FIRST_DAY, Paper, claim, frames, on

PAID = ("97110", 100_00, 80_00, (("CO", "45", 20_00),))
DENIED = ("97110", 100_00, 0, (("CO", "197", 100_00),))


def clinic(
    denials: Denials,
    book: RuleBook,
    denied: list[int],
    size: int = 20,
    wait: int = 30,
    day: date | None = None,
) -> TrendFrames:
    """A claim a day for `size` days of each month from 2026 on; so many are denied; answers take `wait` days."""
    claims: list[dict[str, Any]] = []
    paper = Paper()
    for month, hits in enumerate(denied, start=1):
        for n in range(size):
            visit = date(2026, 1, 1)
            visit = date(2026 + (month - 1) // 12, (month - 1) % 12 + 1, 1) + timedelta(days=n)
            number, days = f"{month}-{n}", (visit - FIRST_DAY).days
            claims.append(claim(number, service_date=visit, submitted_on=visit))
            if day is None or visit + timedelta(days=wait) <= day:
                paper.answer(number, days + wait, DENIED if n < hits else PAID, visit=days)
    return frames(claims, paper, denials, book, day=day or on(2000))


# Twenty claims answered on days 1 to 10, two a day: nine tenths (18) have their answer on day 9.
def test_days_to_nine_of_ten_without_open_claims() -> None:
    assert within([(day, 2, 2) for day in range(1, 11)], 0.9) == 9


# Ten claims: three answered on day 5; two leave open on day 6; of the five left four are answered on day 8 and one on
# day 20. Kaplan-Meier: 1 - 3/10 = 0.7; then 0.7 x (1 - 4/5) = 0.14; then 0 on day 20. Nine of ten on day 20.
def test_open_claims_count_as_not_yet_by_hand() -> None:
    table = [(5, 3, 3), (6, 2, 0), (8, 4, 4), (20, 1, 1)]

    assert within(table, 0.9) == 20
    assert within(table, 0.85) == 8
    assert within(table, 0.3) == 5


def test_where_nine_of_ten_are_never_answered_there_are_no_days() -> None:
    assert within([(5, 1, 1), (6, 1, 0)], 0.9) is None


def test_a_month_is_settled_when_the_usual_days_are_over(denials: Denials, book: RuleBook) -> None:
    # All answers take 30 days. March is over on the 31st; 30 days later is April 30.
    before = months(clinic(denials, book, [2] * 4, day=date(2026, 4, 29)))
    after = months(clinic(denials, book, [2] * 4, day=date(2026, 4, 30)))

    assert after.settling.days == 30
    assert [period.settled for period in before.periods] == [True, True, False, False]
    assert [period.settled for period in after.periods] == [True, True, True, False]
    assert after.periods[3].size + after.periods[3].waiting == 20


def test_a_month_without_claims_has_its_place(denials: Denials, book: RuleBook) -> None:
    view = clinic(denials, book, [2, 0, 4])
    gap = replace(view, claims=view.claims.filter(pl.col("service_date").dt.month() != 2))

    assert [(p.label, p.count, p.size) for p in months(gap).periods] == [
        ("2026-01", 2, 20),
        ("2026-02", 0, 0),
        ("2026-03", 4, 20),
    ]
    assert months(gap).periods[1].rate is None


@pytest.mark.parametrize(
    ("first", "every", "name"),
    [
        (date(2026, 3, 1), "month", "2026-03"),
        (date(2026, 3, 2), "week", "2026-W10"),
        (date(2025, 12, 29), "week", "2026-W01"),
        (date(2027, 1, 4), "week", "2027-W01"),
    ],
)
def test_periods_are_named_as_in_iso_8601(first: date, every: Every, name: str) -> None:
    assert label(first, every) == name


def test_under_ten_settled_months_nothing_is_called_a_trend(denials: Denials, book: RuleBook) -> None:
    trend = months(clinic(denials, book, [0, 0, 0, 0, 10, 10, 10, 10, 10]))

    assert not trend.enough
    assert "9 settled months. Under 10 nothing is called a trend." in trend.finding
    assert all(point.upper is None for point in trend.chart.points) if trend.chart else False


def test_a_shift_is_told_with_both_halves(denials: Denials, book: RuleBook) -> None:
    # Eight months of 1 in 20, then eight of 6 in 20: a run of eight where chance makes seven at most.
    trend = months(clinic(denials, book, [1] * 8 + [6] * 8))

    assert trend.enough
    assert trend.finding == (
        "Initial denials rose by more than chance makes: 5.0% of answered claims in the first 8 settled months, "
        "30.0% in the last 8."
    )


def test_a_month_far_out_is_named_and_the_rest_is_steady(denials: Denials, book: RuleBook) -> None:
    trend = months(clinic(denials, book, [1, 2, 1, 2, 1, 14, 2, 1, 2, 1, 2, 1]))

    # 30 of 240.
    assert trend.finding == (
        "Initial denials: 12.5% of answered claims, steady but for 2026-06 (70.0%), further out than chance makes."
    )


def test_young_months_set_no_limits_and_are_not_judged(denials: Denials, book: RuleBook) -> None:
    steady = [1, 2] * 6
    day = date(2027, 2, 1)
    view = clinic(denials, book, [*steady, 20], day=day, wait=15)

    trend = months(view)

    assert trend.periods[-1].count == 17  # visits up to January 17 have their answer by then, all denied
    assert not trend.periods[-1].settled
    assert trend.chart is not None
    assert trend.chart.center == pytest.approx(18 / 240)
    assert trend.finding.endswith("with no change that is more than chance.")


def test_without_remittances_nothing_is_said(denials: Denials, book: RuleBook) -> None:
    view = frames([claim("1")], Paper(), denials, book)

    assert months(view).finding == "No remittance (835) is in these files, so nothing is known of denials."
    assert settling(view).days is None


def test_errors_need_no_answer_and_are_settled_when_the_month_is_over(
    denials: Denials, book: RuleBook
) -> None:
    found = [
        {"import_id": "a", "submission": "S11", "rule": "P201", "state": "fail", "service_date": on(0)},
        {"import_id": "a", "submission": "S11", "rule": "U101", "state": "fail", "service_date": on(0)},
        {"import_id": "a", "submission": "S21", "rule": "M401", "state": "needs documentation"},
    ]
    view = frames([claim("1"), claim("2")], Paper(), denials, book, findings=found, day=date(2026, 2, 1))
    during = replace(view, day=date(2026, 1, 31))

    assert [(p.count, p.size, p.settled) for p in months(view, "errors").periods] == [(1, 2, True)]
    assert [p.settled for p in months(during, "errors").periods] == [False]
    assert [p.count for p in months(view, "errors", category="pair-edit").periods] == [1]
    assert [p.count for p in months(view, "errors", category="modifier").periods] == [0]


def test_denials_of_one_kind(denials: Denials, book: RuleBook) -> None:
    view = clinic(denials, book, [3, 4])

    assert [p.count for p in months(view, category="authorization").periods] == [3, 4]
    assert [p.count for p in months(view, category="coverage").periods] == [0, 0]


def test_a_claim_that_could_not_be_read_is_no_claim_without_an_error(
    denials: Denials, book: RuleBook
) -> None:
    visit = {"service_date": date(2026, 1, 5), "submitted_on": date(2026, 1, 6)}
    claims = [
        claim("1", **visit, verdict="fail"),
        claim("2", **visit, verdict="pass"),
        claim("3", **visit, verdict="not checked", incomplete=True),  # nobody knows
        claim("4", **visit, verdict="fail", incomplete=True),  # an error was found all the same
    ]
    found = [
        {"submission": f"S{number}1", "service_date": date(2026, 1, 5), "rule": "M401", "state": "fail"}
        for number in "14"
    ]
    told = frames(claims, Paper(), denials, book, findings=found, day=on(2000))

    trend = months(told, "errors")

    assert [(period.count, period.size) for period in trend.periods] == [(2, 3)]
    assert trend.unread == 1
    assert months(told).unread == 0


def test_claims_without_a_day_are_in_no_month_and_counted_out(denials: Denials, book: RuleBook) -> None:
    claims = [claim("1", service_date=date(2026, 1, 5)), claim("2", service_date=None)]

    trend = months(frames(claims, Paper(), denials, book, day=on(2000)), "errors")

    assert sum(period.size for period in trend.periods) == 1
    assert trend.undated == 1
