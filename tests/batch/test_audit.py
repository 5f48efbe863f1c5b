"""The audit sample: which claims are drawn, and what their marks say of all."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.batch.audit import Mark, draw, estimate, rough, sizes

CLAIMS = pl.DataFrame({"submission": [f"claim {number}" for number in range(500)]})


def test_the_same_seed_draws_the_same_claims_in_whatever_order_they_stand() -> None:
    turned = CLAIMS.reverse()

    assert draw(CLAIMS, 30, 7) == draw(turned, 30, 7)
    assert draw(CLAIMS, 30, 7) != draw(CLAIMS, 30, 8)
    assert len(set(draw(CLAIMS, 30, 7))) == 30


def test_a_larger_sample_begins_with_the_smaller_one() -> None:
    assert draw(CLAIMS, 80, 7)[:30] == draw(CLAIMS, 30, 7)


def test_every_claim_is_drawn_about_equally_often() -> None:
    """2,000 draws of 50 of 500: each claim about 200 times, with a standard deviation of 13.4."""
    times = dict.fromkeys(CLAIMS["submission"].to_list(), 0)
    for seed in range(2000):
        for each in draw(CLAIMS, 50, seed):
            times[each] += 1

    assert sum(times.values()) == 100_000
    # 500 claims: one beyond 4.5 standard deviations is to be expected once in 300 runs; seeds do not change.
    assert all(abs(count - 200) < 60 for count in times.values())


def test_sizes_tell_how_far_the_interval_reaches() -> None:
    # 1.96 × √(0.25 / 30 × 970 / 999) = 0.1763
    assert [(each.claims, round(each.margin, 3)) for each in sizes(1000)] == [
        (30, 0.176),
        (88, 0.100),
        (278, 0.050),
    ]
    assert [(each.claims, each.margin) for each in sizes(5)] == [(5, 0.0)]
    assert sizes(0) == ()


def test_three_wrong_of_thirty_of_a_thousand() -> None:
    sample = draw(CLAIMS, 30, 7)
    marks = {each: Mark(right=at >= 3, cents=5_000 if at < 3 else None) for at, each in enumerate(sample)}

    told = estimate(sample, marks, 500)

    assert told is not None
    assert (told.marked, told.wrong, told.census) == (30, 3, False)
    # Wilson 3.46% to 25.62%, Clopper-Pearson 2.11% to 26.53% (R: binom.confint(3, 30)).
    assert [round(each, 4) for each in told.share] == [0.1, 0.0346, 0.2562]
    assert [round(each, 4) for each in told.exact] == [0.1, 0.0211, 0.2653]
    assert [round(each, 1) for each in told.claims] == [50.0, 17.3, 128.1]
    # Mean $5.00, standard deviation $15.2564; t(29) 2.045 × 15.2564 / √30 × √(470/500) = $5.5227 a claim.
    assert told.cents is not None
    assert told.cents.estimate == pytest.approx(250_000)
    assert told.cents.high == pytest.approx(250_000 + 500 * 552.27, abs=100)
    # Less than what was found it cannot be.
    assert told.cents.low == 15_000
    assert rough(list(marks.values()))


def test_few_marks_give_no_dollars_and_say_why() -> None:
    sample = draw(CLAIMS, 30, 7)
    told = estimate(sample, {sample[0]: Mark(right=False, cents=100), sample[1]: Mark(right=True)}, 500)

    assert told is not None
    assert told.cents is None
    assert told.why_no_cents == "Dollars are projected from 30 marked claims on; there are 2 so far."


def test_a_wrong_claim_without_an_amount_gives_no_dollars() -> None:
    sample = draw(CLAIMS, 30, 7)
    told = estimate(sample, dict.fromkeys(sample, Mark(right=False)), 500)

    assert told is not None
    assert told.cents is None
    assert "amount is missing" in told.why_no_cents


def test_what_was_picked_by_hand_is_not_random() -> None:
    sample = draw(CLAIMS, 30, 7)

    assert estimate(sample, {sample[5]: Mark(right=False)}, 500) is None
    told = estimate(sample, {sample[0]: Mark(right=True), sample[5]: Mark(right=False)}, 500)
    assert told is not None
    assert (told.marked, told.wrong) == (1, 0)


def test_when_every_claim_was_looked_at_nothing_is_estimated() -> None:
    few = CLAIMS.head(4)
    sample = draw(few, 4, 1)
    marks = {each: Mark(right=at > 0, cents=1_000) for at, each in enumerate(sample)}

    told = estimate(sample, marks, 4)

    assert told is not None
    assert told.census
    assert tuple(told.claims) == (1.0, 1.0, 1.0)
    assert told.cents is not None
    assert tuple(told.cents) == (1_000.0, 1_000.0, 1_000.0)


@given(st.integers(1, 60), st.data())
def test_the_claims_estimated_are_never_fewer_than_found_nor_more_than_left(
    population: int, data: st.DataObject
) -> None:
    claims = pl.DataFrame({"submission": [str(number) for number in range(population)]})
    marked = data.draw(st.integers(1, population))
    sample = draw(claims, marked, 1)
    marks = {each: Mark(right=data.draw(st.booleans()), cents=100) for each in sample}
    wrong = sum(not each.right for each in marks.values())

    told = estimate(sample, marks, population)

    assert told is not None
    assert wrong <= told.claims.low <= told.claims.estimate + 1e-9
    assert told.claims.estimate - 1e-9 <= told.claims.high <= population - (marked - wrong)


@given(st.integers(0, 100_000))
def test_sizes_grow_and_never_pass_the_claims(population: int) -> None:
    found = sizes(population)

    assert all(one.claims < two.claims for one, two in pairwise(found))
    assert all(each.claims <= population for each in found)
