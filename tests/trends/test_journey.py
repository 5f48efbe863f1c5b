"""Answers find their claims, reversals net out, and a service is denied once: each by a few rows written by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from logic.denials import Denials
from logic.rulebook import RuleBook
from logic.trends.view import TrendFrames
from tests.trends.by_hand import Paper, claim, frames, on

Made = Callable[[list[dict[str, Any]], Paper], TrendFrames]
Moved = tuple[tuple[str, str, int], ...]
PAID = ("97110", 100_00, 60_00, (("CO", "45", 25_00), ("PR", "2", 15_00)))
DENIED = ("97110", 100_00, 0, (("CO", "50", 100_00),))
BACK = ("97110", -100_00, -60_00, (("CO", "45", -25_00), ("PR", "2", -15_00)))


def statuses(view: TrendFrames) -> dict[str, str]:
    return dict(view.claims.select("submission", pl.col("status").cast(pl.String)).iter_rows())


@pytest.fixture
def of(denials: Denials, book: RuleBook) -> Made:
    return lambda claims, paper: frames(claims, paper, denials, book)


def test_a_charge_that_is_denied_three_times_is_one_denial_of_it(of: Made) -> None:
    claims = [claim("1"), claim("1", frequency="7", replaces="ICN1", submitted_on=on(30))]
    paper = Paper().answer("1", 20, DENIED, status="4").answer("1", 25, DENIED, status="4")
    paper.answer("1", 50, DENIED, status="4", frequency="7", payer_claim="B")

    (row,) = of(claims, paper).denied.iter_rows(named=True)

    assert (row["amount"], row["times"], row["overturned"]) == (100_00, 3, False)
    assert (row["first_denied_on"], row["last_denied_on"]) == (on(20), on(50))


def test_a_denial_sent_again_under_new_numbers_is_one_denial_and_one_visit(of: Made) -> None:
    again = ("97110", 100_00, 0, (("OA", "18", 100_00),))
    claims = [claim(n, patient_id="P", submitted_on=on(day)) for n, day in (("1", 2), ("2", 30), ("3", 60))]
    paper = Paper().answer("1", 20, DENIED, status="4", patient_id="P")
    paper.answer("2", 40, again, status="4", patient_id="P").answer(
        "3", 70, again, status="4", patient_id="P"
    )

    view = of(claims, paper)

    assert view.denied["amount"].to_list() == [100_00]
    assert view.firsts.height == 1


def test_a_duplicate_of_what_was_paid_is_a_denial_of_its_own(of: Made) -> None:
    again = ("97110", 100_00, 0, (("OA", "18", 100_00),))
    claims = [claim(n, patient_id="P", submitted_on=on(day)) for n, day in (("1", 2), ("2", 30))]
    paper = Paper().answer("1", 20, PAID, patient_id="P").answer("2", 40, again, status="4", patient_id="P")

    view = of(claims, paper)

    assert view.denied.select(pl.col("category").cast(pl.String), "overturned").rows() == [
        ("duplicate", False)
    ]
    assert view.firsts.height == 2


def test_a_reversal_and_its_correction_net_out(of: Made) -> None:
    less = ("97110", 100_00, 50_00, (("CO", "45", 35_00), ("PR", "2", 15_00)))
    paper = Paper().answer("1", 20, PAID).answer("1", 40, BACK, status="22").answer("1", 40, less)

    (row,) = of([claim("1")], paper).claims.iter_rows(named=True)

    assert (row["status"], row["paid"], row["owes"]) == ("paid", 50_00, 15_00)
    assert row["first_answer_on"] == on(20)


def test_a_reversal_of_what_is_not_here_takes_nothing_away(of: Made) -> None:
    paper = Paper().answer("1", 40, BACK, status="22").answer("1", 40, PAID)

    (row,) = of([claim("1")], paper).claims.iter_rows(named=True)

    assert (row["status"], row["paid"]) == ("paid", 60_00)


def test_a_denial_taken_back_on_the_day_of_its_correction_is_overturned(of: Made) -> None:
    undone = ("97110", -100_00, 0, (("CO", "50", -100_00),))
    paper = Paper().answer("1", 20, DENIED, status="4")
    paper.answer("1", 20, undone, status="22").answer("1", 20, PAID)

    (row,) = of([claim("1")], paper).denied.iter_rows(named=True)

    assert (row["overturned"], row["overturned_on"]) == (True, on(20))


def test_a_duplicate_refused_beside_what_is_paid_on_that_day_is_not_overturned(of: Made) -> None:
    again = ("97110", 100_00, 0, (("OA", "18", 100_00),))
    paper = Paper().answer("1", 20, again, status="4").answer("1", 20, PAID)

    (row,) = of([claim("1")], paper).denied.iter_rows(named=True)

    assert not row["overturned"]


@pytest.mark.parametrize(
    ("moved", "status", "kinds"),
    [
        ((("PR", "1", 100_00),), "paid", []),  # all of it is the deductible
        ((("OA", "23", 100_00),), "paid", []),  # the first payer paid enough
        ((("CO", "45", 100_00),), "paid", []),  # nothing is left above the allowed amount
        ((("PR", "204", 100_00),), "denied", ["coverage"]),  # refused, and the patient's to bear
        ((("PR", "299", 100_00),), "denied", ["not in our list"]),  # not known is not paid
        ((("CO", "299", 100_00),), "denied", ["not in our list"]),
        ((("CO", "45", 40_00), ("CO", "197", 60_00)), "denied", ["authorization"]),
        ((("CO", "299", 60_00), ("CO", "197", 40_00)), "denied", ["authorization"]),  # what is known speaks
    ],
)
def test_what_is_a_denial_and_what_is_not(of: Made, moved: Moved, status: str, kinds: list[str]) -> None:
    view = of([claim("1")], Paper().answer("1", 20, ("97110", 100_00, 0, moved)))

    assert statuses(view) == {"S11": status}
    assert view.denied["category"].cast(pl.String).to_list() == kinds


def test_an_unknown_code_beside_a_payment_refuses_nothing(of: Made) -> None:
    line = ("97110", 100_00, 60_00, (("CO", "299", 40_00),))
    view = of([claim("1")], Paper().answer("1", 20, line))

    assert statuses(view) == {"S11": "paid"}


def test_a_part_of_a_line_may_be_refused(of: Made) -> None:
    line = ("97110", 100_00, 30_00, (("CO", "151", 50_00), ("CO", "45", 20_00)))
    view = of([claim("1")], Paper().answer("1", 20, line))

    assert statuses(view) == {"S11": "partly denied"}
    assert view.denied.select("amount", "whole").rows() == [(50_00, False)]


def test_an_adjustment_of_the_whole_claim_stands_for_its_lines(of: Made) -> None:
    paper = Paper().answer("1", 20, ("97110", 60_00, 0, ()), ("97140", 40_00, 0, ()), status="4")
    paper.moved.append(
        {
            "import_id": "r",
            "claim_id": "1",
            "entry": 1,
            "line": 0,
            "group": "CO",
            "carc": "29",
            "amount": 100_00,
        }
    )
    view = of([claim("1", codes=["97110", "97140"])], paper)

    assert view.denied.select("amount", pl.col("category").cast(pl.String)).sort("amount").rows() == [
        (40_00, "timely-filing"),
        (60_00, "timely-filing"),
    ]


def test_one_number_for_all_claims_of_a_patient_keeps_the_visits_apart(of: Made) -> None:
    claims = [
        claim("1", submission="A"),
        claim("1", submission="B", service_date=on(7), last_date=on(7)),
        claim("1", submission="C", discipline="ot", charge=80_00),
        claim("1", submission="D", patient_id="another"),
    ]
    paper = Paper().answer("1", 20, PAID).answer("1", 21, DENIED, visit=7, status="4")
    view = of(claims, paper)

    assert view.firsts.height == 4
    assert statuses(view) == {"A": "paid", "B": "denied", "C": "open", "D": "open"}


def test_answers_before_and_after_a_correction_find_their_own(of: Made) -> None:
    claims = [claim("1"), claim("1", frequency="7", replaces="ICN1", submitted_on=on(30))]
    # The payer tells no frequency, as some do not; the second answer names the first claim's number once more.
    paper = Paper().answer("1", 20, DENIED, status="4", frequency=None)
    paper.answer("1", 50, DENIED, status="4", frequency=None)
    paper.answer("1", 60, PAID, frequency=None, payer_claim="ICN-NEW")

    view = of(claims, paper)

    told = view.answers.sort("paid_on").select("submission", "paid_on").rows()
    assert told == [("S11", on(20)), ("S11", on(50)), ("S17", on(60))]
    assert statuses(view) == {"S11": "replaced", "S17": "paid"}


def test_a_correction_under_another_number_is_found_by_the_payers(of: Made) -> None:
    claims = [claim("1"), claim("2", frequency="7", replaces="ICN1", patient_id="P1", submitted_on=on(30))]
    paper = Paper().answer("1", 20, DENIED, status="4").answer("2", 50, PAID, frequency="7")

    view = of(claims, paper)

    assert view.firsts.height == 1
    assert view.claims["visit"].n_unique() == 1
    assert view.denied["overturned"].to_list() == [True]


def test_a_file_that_tells_a_later_day_of_sending_is_matched_all_the_same(of: Made) -> None:
    view = of([claim("1", submitted_on=on(90))], Paper().answer("1", 20, PAID))

    (row,) = view.claims.iter_rows(named=True)
    assert (row["status"], row["days_to_answer"]) == ("paid", None)


def test_a_second_payer_adds_money_and_no_verdict(of: Made) -> None:
    first = ("97110", 100_00, 60_00, (("CO", "45", 25_00), ("PR", "2", 15_00)))
    second = ("97110", 100_00, 15_00, (("OA", "23", 85_00),))
    view = of([claim("1")], Paper().answer("1", 20, first).answer("1", 40, second, status="2"))

    (row,) = view.claims.iter_rows(named=True)
    assert (row["status"], row["paid"], row["owes"], row["first_pass"]) == ("paid", 75_00, 0, True)


def test_a_forecast_and_a_claim_passed_on_are_no_answers(of: Made) -> None:
    paper = Paper().answer("1", 20, PAID, status="25").answer("2", 20, DENIED, status="23")
    view = of([claim("1"), claim("2")], paper)

    assert set(statuses(view).values()) == {"open"}
    assert view.denied.is_empty()
