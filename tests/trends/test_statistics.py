"""Against published worked numbers, or a computation of another kind."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest

from logic.intervals import difference, wilson
from logic.trends.control_chart import control_chart
from logic.trends.funnel import funnel
from logic.trends.runs import crossings_limit, longest_limit, runs
from logic.trends.zone_rules import FALSE_ALARM_EVERY, Signal, signals, simulated_run_length

# Useful points: longest run, fewest crossings, as tables of the rules print them; 59 has its longest run alone.
ANHOJ = {10: (6, 2), 12: (7, 3), 14: (7, 4), 17: (7, 5), 20: (7, 6), 22: (7, 7), 24: (8, 8)}
LONGEST = {11: 6, 15: 7, 23: 8, 30: 8, 45: 8, 46: 9, 59: 9, 90: 9, 91: 10}


@pytest.mark.parametrize(("useful", "limits"), ANHOJ.items())
def test_the_limits_of_the_runs_are_those_of_the_published_table(
    useful: int, limits: tuple[int, int]
) -> None:
    assert (longest_limit(useful), crossings_limit(useful)) == limits


@pytest.mark.parametrize(("useful", "longest"), LONGEST.items())
def test_the_longest_run_as_printed(useful: int, longest: int) -> None:
    assert longest_limit(useful) == longest


@pytest.mark.parametrize("useful", range(10, 101))
def test_fewer_crossings_than_the_limit_are_rarer_than_one_in_twenty(useful: int) -> None:
    limit = crossings_limit(useful)
    chances = [Fraction(comb(useful - 1, k), 2 ** (useful - 1)) for k in range(limit + 1)]

    assert sum(chances[:-1]) < Fraction(1, 20) <= sum(chances)


def test_a_series_that_shifts_halfway_is_found() -> None:
    steady = [0.1, 0.2] * 12
    shifted = [0.1] * 12 + [0.3] * 12

    assert not runs(steady).shifted
    assert runs(shifted).longest == 12
    assert runs(shifted).shifted


def test_points_on_the_median_count_for_nothing() -> None:
    found = runs([1, 2, 2, 2, 3, 1, 3])

    assert (found.median, found.useful, found.crossings, found.longest) == (2, 4, 3, 1)
    assert not found.enough


def test_fewer_than_ten_useful_points_say_nothing() -> None:
    assert not runs([0.1] * 4 + [0.9] * 5).shifted


# Montgomery, Introduction to Statistical Quality Control, frozen orange juice: 30 samples of 50 cans, p = 0.2313.
JUICE = [
    12,
    15,
    8,
    10,
    4,
    7,
    16,
    9,
    14,
    10,
    5,
    6,
    17,
    12,
    22,
    8,
    10,
    5,
    13,
    11,
    20,
    18,
    24,
    15,
    9,
    12,
    7,
    13,
    9,
    6,
]


def test_a_p_chart_as_the_textbook_computes_it() -> None:
    chart = control_chart("p", [str(n) for n in range(30)], JUICE, [50] * 30)

    assert chart.center == pytest.approx(0.2313, abs=0.00005)
    plain_upper = chart.center + 3 * (chart.center * (1 - chart.center) / 50) ** 0.5
    assert plain_upper == pytest.approx(0.4102, abs=0.0001)
    assert [point.label for point in chart.points if point.rate > plain_upper] == ["14", "22"]


def test_laneys_ratio_by_hand() -> None:
    # Ten samples of 100 that jump between 10 and 30: center 0.2, sigma 0.04, z = -2.5 and 2.5, each move is 5.
    chart = control_chart("p", list("abcdefghij"), [10, 30] * 5, [100] * 10)

    assert chart.center == pytest.approx(0.2)
    assert chart.sigma_z == pytest.approx(5 / 1.128)
    assert chart.laney
    assert chart.points[0].upper == pytest.approx(0.2 + 3 * 0.04 * 5 / 1.128)
    assert chart.points[0].lower == 0


def test_data_that_vary_as_chance_makes_them_keep_the_plain_limits() -> None:
    chart = control_chart("u", list("abcdefghijkl"), [4, 5, 4, 4, 5, 4, 5, 4, 4, 5, 4, 4], [40] * 12)

    assert not chart.laney
    assert chart.points[0].upper == pytest.approx(chart.center + 3 * (chart.center / 40) ** 0.5)


def test_with_fewer_than_ten_points_there_are_no_limits() -> None:
    chart = control_chart("p", list("abcdefghi"), [1] * 9, [10] * 9)

    assert chart.points[0].upper is None
    assert chart.outside == ()


def test_periods_without_cases_are_left_out_and_named() -> None:
    chart = control_chart("p", ["2026-01", "2026-02"], [1, 0], [10, 0])

    assert chart.left_out == ("2026-02",)
    assert [point.label for point in chart.points] == ["2026-01"]


@pytest.mark.parametrize(("counts", "sizes"), [([2], [1]), ([-1], [5]), ([1, 1], [5])])
def test_numbers_that_cannot_be_are_refused(counts: list[int], sizes: list[int]) -> None:
    with pytest.raises(ValueError, match=r"count|equally"):
        control_chart("p", ["a"], counts, sizes)


# Newcombe 1998, Interval estimation for the difference, table II: method 10 without continuity correction.
@pytest.mark.parametrize(
    ("one", "two", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_difference_of_two_proportions_as_published(
    one: tuple[int, int], two: tuple[int, int], low: float, high: float
) -> None:
    found = difference(*one, *two)

    assert (found.low, found.high) == (pytest.approx(low, abs=0.0001), pytest.approx(high, abs=0.0001))


# Newcombe 1998, Two-sided confidence intervals for the single proportion, table I: method 3 (Wilson).
@pytest.mark.parametrize(
    ("count", "size", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_of_a_proportion_as_published(count: int, size: int, low: float, high: float) -> None:
    found = wilson(count, size)

    assert (found.low, found.high) == (pytest.approx(low, abs=0.0001), pytest.approx(high, abs=0.0001))


def test_zone_rules_find_their_patterns_and_no_more() -> None:
    assert signals([0.5, 3.2, 0.1], [1]) == (Signal(1, 1),)
    assert signals([2.1, 0.0, 2.2], [2]) == (Signal(2, 2),)
    assert signals([2.1, 0.0, -2.2], [2]) == ()
    assert signals([1.1, 1.2, 0.3, 1.3, 1.4], [3]) == (Signal(4, 3),)
    assert signals([0.1] * 8, [4]) == (Signal(7, 4),)
    assert signals([0.1] * 7, [4]) == ()


def test_the_false_alarms_that_are_told_are_those_that_happen() -> None:
    # One point beyond 3 sigma: 1 / 0.0027 by the normal table. All four: 91.75 (Champ and Woodall, 1987).
    assert FALSE_ALARM_EVERY[1,] == round(1 / 0.0026998)
    assert FALSE_ALARM_EVERY[1, 2, 3, 4] == round(91.75)
    assert simulated_run_length((1, 2, 3, 4), runs=400, seed=3) == pytest.approx(92, rel=0.2)


def test_a_funnel_compares_only_who_has_enough_and_by_exact_chances() -> None:
    found = funnel({"a": (30, 300), "b": (9, 30), "c": (28, 280), "few": (5, 6)})
    places = {spot.name: spot.place for spot in found.spots}

    assert found.too_few == (("few", 6),)
    assert found.center == pytest.approx(67 / 610)
    chance = sum(comb(30, k) * found.center**k * (1 - found.center) ** (30 - k) for k in range(9, 31))
    assert 0.001 < chance < 0.025
    assert places == {"a": "inside", "b": "above 95%", "c": "inside"}
