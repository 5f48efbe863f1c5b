"""Against published numbers, and against what an interval promises."""

from __future__ import annotations

from itertools import product
from math import comb, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.intervals import T, clopper_pearson, mean, paired_difference, population_total, sample_size, wilson


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 1998;17:857-872, table I, the score method.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_limits(right: int, total: int, low: float, high: float) -> None:
    interval = wilson(right, total)

    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)
    assert interval.estimate == right / total


@given(st.integers(1, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_wilson_holds_exactly_the_shares_that_the_score_test_does_not_refuse(told: tuple[int, int]) -> None:
    right, total = told
    interval = wilson(right, total)
    for limit in (interval.low, interval.high):
        if 0.0001 < limit < 0.9999:
            z = (right / total - limit) / sqrt(limit * (1 - limit) / total)
            assert abs(z) == pytest.approx(1.959964, abs=1e-5)
    assert 0 <= interval.low <= right / total <= interval.high <= 1


@pytest.mark.parametrize("told", [(0, 0), (2, 1), (-1, 3)])
def test_no_cases_are_no_proportion(told: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no proportion"):
        wilson(*told)


@pytest.mark.parametrize(
    ("cells", "estimate", "low", "high"),
    [
        # Complete response before and after consolidation (Cavo 2012), as computed by the R package
        # contingencytables of Fagerland, Lydersen and Laake, "Statistical Analysis of Contingency Tables", ch. 8.
        ((59, 6, 16, 80), -0.0621, -0.1186, -0.0046),
        # Airway hyper-responsiveness (Bentur 2009), in Fagerland, Lydersen, Laake, Stat Med 2014;33:2850-2875.
        ((1, 1, 7, 12), -0.2857, -0.5069, -0.0256),
    ],
)
def test_the_paired_difference_gives_the_published_limits(
    cells: tuple[int, int, int, int], estimate: float, low: float, high: float
) -> None:
    assert [round(each, 4) for each in paired_difference(*cells)] == [estimate, low, high]


@given(st.tuples(*[st.integers(0, 40)] * 4).filter(any))
def test_the_paired_difference_turned_around_is_the_same_with_other_signs(
    cells: tuple[int, int, int, int],
) -> None:
    both, gained, lost, neither = cells
    one = paired_difference(both, gained, lost, neither)
    other = paired_difference(both, lost, gained, neither)

    assert (one.estimate, one.low, one.high) == pytest.approx((-other.estimate, -other.high, -other.low))
    assert -1 <= one.low <= one.estimate <= one.high <= 1


@pytest.mark.parametrize(
    ("before", "up"), [(0.3, 0.1), (0.3, 0.4), (0.5, 0.1), (0.5, 0.4), (0.6, 0.4), (0.8, 0.15)]
)
@pytest.mark.parametrize("pairs", [10, 18])
def test_the_paired_interval_holds_the_truth_about_as_often_as_it_says(
    before: float, up: float, pairs: int
) -> None:
    """The exact chance, over every table that so many pairs can give, that the interval holds the true gain."""
    down = 0.1
    chances = (before - down, up, down, 1 - before - up)
    assert min(chances) >= 0
    held = 0.0
    for a, b, c in product(range(pairs + 1), repeat=3):
        d = pairs - a - b - c
        if d < 0:
            continue
        ways = comb(pairs, a) * comb(pairs - a, b) * comb(pairs - a - b, c)
        chance = ways * chances[0] ** a * chances[1] ** b * chances[2] ** c * chances[3] ** d
        interval = paired_difference(a, b, c, d)
        if interval.low - 1e-12 <= up - down <= interval.high + 1e-12:
            held += chance
    assert 0.93 <= held <= 0.995


def test_the_mean_of_a_published_sample_has_its_published_interval() -> None:
    # Student's sleep data (1908), the differences of the two drugs: mean 1.58, 95% interval 0.70 to 2.46.
    interval = mean([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])

    assert [round(each, 2) for each in interval] == [1.58, 0.70, 2.46]
    assert len(T) == 30
    with pytest.raises(ValueError, match="two values"):
        mean([1.0])


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 1998;17:857-872, table I, the exact method.
        (81, 263, 0.2527, 0.3676),
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0.0000, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ],
)
def test_clopper_and_pearson_give_the_published_limits(
    right: int, total: int, low: float, high: float
) -> None:
    interval = clopper_pearson(right, total)

    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@given(st.integers(1, 300).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_the_exact_interval_turned_around_is_the_same(told: tuple[int, int]) -> None:
    right, total = told
    one, other = clopper_pearson(right, total), clopper_pearson(total - right, total)

    assert (one.low, one.high) == pytest.approx((1 - other.high, 1 - other.low), abs=1e-9)
    assert one.low <= right / total <= one.high


@pytest.mark.parametrize(
    ("population", "size"),
    # R. V. Krejcie and D. W. Morgan 1970, table 1.
    [
        (10, 10),
        (50, 44),
        (100, 80),
        (200, 132),
        (500, 217),
        (1000, 278),
        (5000, 357),
        (10_000, 370),
        (50_000, 381),
    ],
)
def test_the_size_of_a_sample_is_the_published_one(population: int, size: int) -> None:
    assert sample_size(population, 0.05) == size


def test_a_total_of_a_published_sample_has_its_published_interval() -> None:
    """W. G. Cochran, Sampling Techniques, 1977, section 2.8: signatures on 50 of 676 sheets of a petition.

    He gives 19,888 with 80% limits of 18,107 and 21,669, 1.28 standard errors to either side.
    """
    times = {
        42: 23, 41: 4, 36: 1, 32: 1, 29: 1, 27: 2, 23: 1, 19: 1, 16: 2, 15: 2, 14: 1, 11: 1, 10: 1, 9: 1, 7: 1,
        6: 3, 5: 2, 4: 1, 3: 1,
    }  # fmt: skip
    sheets = [float(value) for value, often in times.items() for _ in range(often)]
    assert (len(sheets), sum(sheets)) == (50, 1471)

    found = population_total(sheets, 676)
    error = (found.high - found.estimate) / T[-1]

    assert round(found.estimate) == 19_888
    assert found.estimate - 1.28 * error == pytest.approx(18_107, abs=2)
    assert found.estimate + 1.28 * error == pytest.approx(21_669, abs=2)


def test_a_total_of_all_has_no_doubt() -> None:
    assert tuple(population_total([1.0, 2.0, 6.0], 3)) == (9.0, 9.0, 9.0)
