"""The invented clinic's truth, counted from its objects, against what the frames say of its files."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from logic.denials import Denials
from logic.rulebook import RuleBook
from logic.sample.payments import Answer
from logic.sample.visits import SampleClaim
from logic.trends.filters import Filters
from logic.trends.making import made_frames
from logic.trends.view import FRAMES, TrendFrames
from tests.trends.clinic import DAY, Clinic


def made(clinic: Clinic, denials: Denials, book: RuleBook) -> TrendFrames:
    frames = made_frames(
        clinic.submissions.lazy(),
        clinic.findings.lazy(),
        clinic.remit_lines.lazy(),
        clinic.adjustments.lazy(),
        denials=denials,
        book=book,
    )
    return TrendFrames(**frames, day=DAY)


@pytest.fixture(scope="module")
def view(clinic: Clinic, denials: Denials, book: RuleBook) -> TrendFrames:
    return made(clinic, denials, book)


@pytest.fixture(scope="module")
def answer_of(clinic: Clinic) -> dict[int, Answer]:
    return {answer.claim.number: answer for answer in clinic.answers if not answer.reversal}


def true_status(claim: SampleClaim, answer: Answer | None, replaced: set[int]) -> str:
    if claim.number in replaced:
        return "replaced"
    if answer is None:
        return "open"
    denied = [bool(line.category) for line in answer.lines]
    return "denied" if all(denied) else "partly denied" if any(denied) else "paid"


def test_every_claim_has_the_status_that_was_invented(
    clinic: Clinic, view: TrendFrames, answer_of: dict[int, Answer]
) -> None:
    replaced = {claim.replaces for claim in clinic.claims if claim.replaces is not None}
    truth = {
        str(claim.number): true_status(claim, answer_of.get(claim.number), replaced)
        for claim in clinic.claims
    }
    told = dict(view.claims.select("submission", pl.col("status").cast(pl.String)).iter_rows())

    assert told == truth
    assert min(Counter(truth.values()).values()) > 30  # each status is there


def test_first_answers_days_and_money_are_the_invented_ones(
    clinic: Clinic, view: TrendFrames, answer_of: dict[int, Answer]
) -> None:
    told = {
        row["submission"]: row
        for row in view.claims.select(
            "submission",
            "first_answer_on",
            "days_to_answer",
            "paid",
            "allowed",
            "owes",
            "denied",
            "first_pass",
        ).iter_rows(named=True)
    }
    taken_back = {answer.claim.number for answer in clinic.answers if answer.reversal}
    assert len(taken_back) > 30
    for claim in clinic.claims:
        row, answer = told[str(claim.number)], answer_of.get(claim.number)
        if answer is None:
            assert row["first_answer_on"] is None
            assert row["first_pass"] is None
            continue
        denied = sum(
            line.charge for line, paid in zip(claim.lines, answer.lines, strict=True) if paid.category
        )
        owed = sum(cents for line in answer.lines for group, _, cents in line.moved if group == "PR")
        assert row["first_answer_on"] == answer.paid_on
        if claim.number in taken_back:  # of an answer that was taken back nothing stands
            assert (row["paid"], row["allowed"], row["owes"], row["denied"]) == (0, 0, 0, 0)
            assert row["first_pass"] is False
            continue
        assert row["days_to_answer"] == (answer.paid_on - claim.submitted_on).days
        assert (row["paid"], row["allowed"]) == (answer.paid, sum(line.allowed for line in answer.lines))
        assert (row["owes"], row["denied"]) == (owed, denied)
        assert row["first_pass"] == (None if claim.frequency == "7" else not denied)


def test_denied_services_categories_and_overturns_are_the_invented_ones(
    clinic: Clinic, view: TrendFrames, answer_of: dict[int, Answer]
) -> None:
    """A service is a code on a claim's own number; it is denied once, for the first reason."""
    denied: dict[tuple[str, str], tuple[str, int]] = {}
    times: Counter[tuple[str, str]] = Counter()
    paid: set[tuple[str, str]] = set()
    for claim in clinic.claims:  # a correction comes after what it corrects
        answer = answer_of.get(claim.number)
        for line, told in zip(claim.lines, answer.lines if answer else [], strict=answer is not None):
            service = (claim.account, line.code)
            if told.category:
                denied.setdefault(service, (told.category, line.charge))
                times[service] += 1
            elif service in denied:
                paid.add(service)
    assert len({(claim.account, line.code) for claim in clinic.claims for line in claim.lines}) == sum(
        len(claim.lines) for claim in clinic.claims if claim.replaces is None
    )  # no claim has a code twice, so that the truth can be told by code

    # Denied as a duplicate of what was itself denied under another number: that denial once more.
    of_account = {claim.account: (claim.patient, claim.service_date) for claim in clinic.claims}
    refused = {
        (of_account[account], code) for (account, code), (why, _) in denied.items() if why != "duplicate"
    }
    echoes = {
        (account, code)
        for (account, code), (why, _) in denied.items()
        if why == "duplicate" and (of_account[account], code) in refused
    }
    assert echoes
    denied = {service: why for service, why in denied.items() if service not in echoes}
    times = Counter({service: number for service, number in times.items() if service not in echoes})

    by_account = {str(claim.number): claim.account for claim in clinic.claims}
    told = {
        (by_account[row["submission"]], row["code"]): row
        for row in view.denied.with_columns(pl.col("code", "category").cast(pl.String)).iter_rows(named=True)
    }
    assert {service: (row["category"], row["amount"]) for service, row in told.items()} == denied
    assert {service for service, row in told.items() if row["overturned"]} == paid
    assert {service: row["times"] for service, row in told.items()} == times
    assert len(paid) > 50


def test_the_same_remittances_twice_change_nothing(
    clinic: Clinic, view: TrendFrames, denials: Denials, book: RuleBook
) -> None:
    again = pl.lit("another file")
    twice = made(
        replace(
            clinic,
            remit_lines=pl.concat([clinic.remit_lines, clinic.remit_lines.with_columns(import_id=again)]),
            adjustments=pl.concat([clinic.adjustments, clinic.adjustments.with_columns(import_id=again)]),
        ),
        denials,
        book,
    )

    for name in FRAMES:
        assert_frame_equal(
            getattr(twice, name), getattr(view, name), check_row_order=False, categorical_as_str=True
        )


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_does_not_matter(
    clinic: Clinic, view: TrendFrames, denials: Denials, book: RuleBook, seed: int
) -> None:
    shuffled = made(
        replace(
            clinic,
            submissions=clinic.submissions.sample(fraction=1, shuffle=True, seed=seed),
            remit_lines=clinic.remit_lines.sample(fraction=1, shuffle=True, seed=seed),
            adjustments=clinic.adjustments.sample(fraction=1, shuffle=True, seed=seed),
        ),
        denials,
        book,
    )

    for name in FRAMES:
        assert_frame_equal(
            getattr(shuffled, name), getattr(view, name), check_row_order=False, categorical_as_str=True
        )


@pytest.mark.parametrize(("column", "name"), [("payer_name", "payers"), ("provider", "providers")])
def test_filters_part_the_rows(view: TrendFrames, column: str, name: str) -> None:
    parts = [view.kept(Filters(**{name: (value,)})) for value in view.values(column)]

    for frame in FRAMES:
        assert sum(getattr(part, frame).height for part in parts) == getattr(view, frame).height


def test_filters_of_days_part_the_rows(view: TrendFrames) -> None:
    middle = [(None, "2026-04-15"), ("2026-04-16", None)]
    parts = [view.kept(Filters.from_query({"from": first or "", "to": last or ""})) for first, last in middle]

    assert all(part.claims.height for part in parts)
    assert sum(part.claims.height for part in parts) == view.claims.height


def test_a_claim_is_kept_for_a_code_that_is_on_it(clinic: Clinic, view: TrendFrames) -> None:
    wanted = {str(claim.number) for claim in clinic.claims if {"97124"} & {line.code for line in claim.lines}}

    assert set(view.kept(Filters(codes=("97124",))).claims["submission"]) == wanted
