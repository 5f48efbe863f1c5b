from __future__ import annotations

from collections.abc import Iterable
from random import Random
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logic.calculators.facts import BadMinutes, UnknownCode
from logic.calculators.unit_results import Method
from logic.calculators.units import both, cms, difference, midpoint, next_unit
from tests.calculators import oracle
from tests.calculators.shipped import BOOK

Visit = dict[str, int]
TIMED = ("97110", "97112", "97116", "97124", "97140", "97530")
visits = st.dictionaries(st.sampled_from(TIMED), st.integers(0, 75), min_size=1, max_size=4)


def as_set(splits: Iterable[Visit]) -> set[frozenset[tuple[str, int]]]:
    return {frozenset(split.items()) for split in splits}


@given(visits)
def test_splits_are_those_of_the_brute_force_oracle(visit: Visit) -> None:
    found = cms(visit, BOOK).splits
    assert as_set(found) == as_set(oracle.splits(visit))
    assert len(found) == len(as_set(found))


@given(visits)
def test_every_split_sums_to_the_timed_units(visit: Visit) -> None:
    result = cms(visit, BOOK)
    assert {sum(split.values()) for split in result.splits} == {result.timed_units}
    assert result.split_count == len(result.splits)
    assert (result.choice is not None) == (len(result.splits) > 1)
    assert all(units > 0 for split in result.splits for units in split.values())


@given(visits, st.randoms())
def test_order_of_the_lines_does_not_matter(visit: Visit, random: Random) -> None:
    shuffled = list(visit.items())
    random.shuffle(shuffled)
    assert as_set(cms(dict(shuffled), BOOK).splits) == as_set(cms(visit, BOOK).splits)
    assert midpoint(dict(shuffled), BOOK).best == midpoint(visit, BOOK).best


@given(visits, st.sampled_from(["G0283", "97161", "97010", "97150", "98940", "97545"]), st.integers(0, 90))
def test_an_untimed_code_never_changes_the_timed_units(visit: Visit, code: str, minutes: int) -> None:
    for method in (cms, midpoint):
        without, with_it = method(visit, BOOK), method({code: minutes, **visit}, BOOK)
        assert (with_it.timed_minutes, with_it.splits) == (without.timed_minutes, without.splits)
        assert with_it.not_counted


@given(visits, st.data())
def test_one_more_minute_never_loses_a_unit_nor_gains_two(visit: Visit, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(sorted(visit)))
    more = {**visit, code: visit[code] + 1}
    for method in (cms, midpoint):
        assert method(more, BOOK).timed_units - method(visit, BOOK).timed_units in {0, 1}


@pytest.mark.parametrize("units", range(1, 40))
def test_unit_n_begins_at_15n_minus_7(units: int) -> None:
    for method in (cms, midpoint):
        assert method({"97124": 15 * units - 7}, BOOK).best == {"97124": units}
        assert method({"97124": 15 * units - 8}, BOOK).timed_units == units - 1


@given(visits)
def test_best_split_favors_the_longer_service_then_the_first_entered(visit: Visit) -> None:
    result = cms(visit, BOOK)
    keys = [
        [(visit[code], -list(visit).index(code)) for code in visit if split.get(code, 0) > visit[code] // 15]
        for split in result.splits
    ]
    assert sorted(keys[0], reverse=True) == max(sorted(key, reverse=True) for key in keys)


@given(st.integers(0, 1440))
def test_both_methods_agree_on_one_code(minutes: int) -> None:
    result = both({"97124": minutes}, BOOK)
    assert result.cms.splits == result.midpoint.splits
    assert result.difference.startswith("Both methods give the same")


def test_no_timed_unit_is_one_empty_split() -> None:
    for visit in ({}, {"97124": 0}, {"97124": 7}, {"G0283": 15}):
        for result in (cms(visit, BOOK), midpoint(visit, BOOK)):
            assert (result.timed_units, result.splits) == (0, ({},))


def test_untimed_codes_are_one_unit_and_stand_apart() -> None:
    result = cms({"97124": 15, "G0283": 25, "97161": 0, "98940": 5}, BOOK)
    assert result.untimed == {"G0283": 1, "97161": 1, "98940": 1}
    assert result.timed_minutes == 15
    assert result.not_counted == (
        "G0283 is not timed: one unit however long it took; its 25 minutes belong to the total treatment time only.",
        "97161 is not timed: one unit however long it took; its 0 minutes belong to the total treatment time only.",
        "98940 is not timed: one unit however long it took; its 5 minutes belong to the total treatment time only.",
    )


@pytest.mark.parametrize("code", ["97545", "97546", "97550", "97551", "96125", "98980"])
def test_codes_with_a_time_rule_of_their_own_stay_out(code: str) -> None:
    result = cms({code: 60, "97124": 15}, BOOK)
    assert (result.best, result.untimed, result.timed_minutes) == ({"97124": 1}, {}, 15)
    assert result.not_counted[0].startswith(f"{code} has a time rule of its own")


@pytest.mark.parametrize(
    ("visit", "split"),
    [
        ({"97129": 7}, {}),
        ({"97129": 8}, {"97129": 1}),
        ({"97129": 40}, {"97129": 1, "97130": 2}),
        ({"97130": 16}, {"97129": 1}),
        ({"97130": 15, "97129": 15}, {"97129": 1, "97130": 1}),
        ({"97129": 10, "97130": 10}, {"97129": 1}),
    ],
)
def test_cognitive_codes_are_one_service(visit: Visit, split: Visit) -> None:
    assert cms(visit, BOOK).splits == (split,)
    assert midpoint(visit, BOOK).best == split


def test_tie_is_the_clinicians_choice_in_words() -> None:
    result = cms({"97124": 20, "97110": 35}, BOOK)
    assert result.best == {"97124": 1, "97110": 3}
    assert result.choice == (
        "97110 and 97124 each have 5 minutes left over and one of them gets a unit: the clinician chooses, and the "
        "reason belongs in the note. Here the longer service is put first."
    )
    assert result.choice in result.steps


def test_steps_tell_manual_example_3_with_its_numbers() -> None:
    assert cms({"97110": 33, "97140": 7}, BOOK).steps == (
        "Timed minutes: 97110 33 + 97140 7 = 40.",
        "40 minutes lie in the band 38 to 52: 3 units.",
        "Full 15s first: 97110 has 2, with 3 minutes left over; 97140 has none, with 7 minutes left over.",
        "That leaves 1 unit to give, at most one a code, most minutes left over first.",
        "97140 has 7 minutes left over and gets one.",
        "Timed units: 97110 × 2, 97140 × 1.",
    )


def test_steps_of_the_midpoint_rule() -> None:
    assert midpoint({"97140": 29, "97124": 8}, BOOK, {"97140"}).steps == (
        "Timed minutes: 97140 29 + 97124 8 = 37.",
        "Each code stands alone: a unit for each full 15, one more if 8 or more minutes are left.",
        (
            "97140: 29 minutes, 1 full 15, 14 minutes left over, and this payer wants the full 15 minutes for every "
            "unit of it: 1 unit."
        ),
        "97124: 8 minutes, no full 15, 8 minutes left over, 8 or more: 1 unit.",
        "Timed units: 97140 × 1, 97124 × 1.",
    )


@pytest.mark.parametrize(
    ("visit", "strict", "said"),
    [
        ({"97112": 20, "97110": 20}, (), "(5 + 5 = 10) are added together and support 1 more"),
        (
            {"97124": 8, "97110": 8, "97112": 8},
            (),
            "support only 2 more under the total-time rule; code by code, 3",
        ),
        ({"97140": 29}, ("97140",), "This payer wants the full 15 minutes"),
        ({"97110": 16, "97140": 15}, (), "Both methods give the same: 97110 × 1, 97140 × 1."),
        ({"97110": 20, "97140": 8, "97112": 8, "97124": 2}, (), "Both methods give the same"),
        ({"97110": 4, "97140": 3, "97112": 1}, (), "Midpoint rule: no timed unit."),
    ],
)
def test_difference_tells_why(visit: Visit, strict: tuple[str, ...], said: str) -> None:
    by_total, by_code = cms(visit, BOOK), midpoint(visit, BOOK, strict)
    assert said in difference(by_total, by_code)


@given(visits, st.sampled_from(["cms", "midpoint"]))
def test_next_unit_is_the_nearest_change(visit: Visit, method: Method) -> None:
    count = cms if method == "cms" else midpoint
    here = count(visit, BOOK).timed_units
    told = next_unit(visit, BOOK, method)
    assert told.timed_units == here
    for row in told.rows:
        spent = visit[row.code]
        reached = next(
            d for d in range(1, 16) if count({**visit, row.code: spent + d}, BOOK).timed_units > here
        )
        assert row.more == reached
        assert sum(row.gains.values()) == 1
        fewer = (
            d for d in range(1, spent + 1) if count({**visit, row.code: spent - d}, BOOK).timed_units < here
        )
        assert row.fewer == next(fewer, None)
        assert sum(row.loses.values()) == (0 if row.fewer is None else -1)


def test_next_unit_speaks_of_the_band_and_advises_nothing() -> None:
    assert next_unit({"97110": 33, "97140": 7}, BOOK).sentence == (
        "40 timed minutes support 3 units (38 to 52 minutes). From 53 it would be 4; under 38 it would be 2. "
        "Only minutes that were given and documented count."
    )
    assert next_unit({"97124": 1440}, BOOK).rows[0].more is None


@pytest.mark.parametrize(
    ("minutes", "wrong"),
    [
        (-1, "97124: -1 minutes is less than none."),
        (1441, "97124: 1,441 minutes is more than the 1,440 minutes of a day."),
        (7.5, "97124: 7.5 is not a whole number of minutes."),
        ("18", "97124: '18' is not a whole number of minutes."),
        (True, "97124: True is not a whole number of minutes."),
        (None, "97124: None is not a whole number of minutes."),
        (float("nan"), "97124: nan is not a whole number of minutes."),
    ],
)
def test_minutes_no_visit_can_have(minutes: object, wrong: str) -> None:
    for count in (cms, midpoint, both, next_unit):
        with pytest.raises(BadMinutes) as caught:
            count({"97124": minutes}, BOOK)
        assert caught.value.wrong == wrong
        assert caught.value.fix.startswith("Give ")


def test_unknown_code_names_look_alikes() -> None:
    with pytest.raises(UnknownCode) as caught:
        cms({"97214": 15}, BOOK)
    assert caught.value.wrong == "97214 is not in the rule book, so its minutes cannot be counted."
    assert "97124" in caught.value.suggestions
    with pytest.raises(UnknownCode, match="Check the five characters"):
        cms({"massage": 15}, BOOK)


def test_codes_are_read_without_spaces_and_in_any_case() -> None:
    assert cms({" 97124 ": 8, "97124": 7, "g0283": 9}, BOOK).splits == ({"97124": 1},)


def test_more_minutes_than_a_day_are_counted_and_said() -> None:
    result = cms({"97124": 1440, "97110": 15}, BOOK)
    assert result.timed_units == 97
    assert "1,455 minutes is more than the 1,440 of a day: check the note first." in result.steps


def test_a_tie_beyond_any_visit_is_counted_and_cut_short() -> None:
    many = SimpleNamespace(
        codes={f"X{n:04}": SimpleNamespace(kind="timed", continues=None) for n in range(20)}, further={}
    )
    result = cms(dict.fromkeys(many.codes, 8), many)
    assert (result.timed_units, result.split_count, len(result.splits)) == (11, 167_960, 2000)
    assert "There are 167,960 equally valid splits; the first 2,000 are listed." in result.steps


@settings(max_examples=25)
@given(visits)
def test_json_form_holds_the_contract(visit: Visit) -> None:
    told = both(visit, BOOK).to_dict()
    assert set(told["methods"]) == {"cms", "midpoint"}
    for method in told["methods"].values():
        assert {"timed_minutes", "timed_units", "splits", "untimed", "steps"} <= set(method)
        assert all(isinstance(step, str) and step.endswith((".", "!")) for step in method["steps"])
