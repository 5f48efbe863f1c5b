from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.calculators.unit_results import UnitResult
from logic.calculators.unit_stages import by_left_over, stages, to_give
from logic.calculators.units import cms, midpoint
from tests import published
from tests.calculators.shipped import BOOK

MINUTES = st.dictionaries(
    st.sampled_from(["97110", "97124", "97140", "97129", "97130", "G0283"]), st.integers(0, 70), min_size=1
)


def shows(minutes: dict[str, int], method: Callable[..., UnitResult] = cms) -> list[str]:
    return [each.shows for each in stages(method(minutes, BOOK))]


def test_the_walk_of_the_total_time_rule() -> None:
    told = stages(cms({"97110": 33, "97140": 7}, BOOK))

    assert [each.shows for each in told] == ["minutes", "total", "units", "full", "left", "given"]
    assert told[1].says == "The minutes of all timed codes are added: 33 + 7 = 40."
    assert told[2].says == "40 minutes lie in the band 38 to 52: 3 units for the visit."
    assert (
        told[4].says == "Minutes left over, most first: 97140 7 and 97110 3. There is 1 unit still to give."
    )
    assert told[5].says.endswith("97110 × 2, 97140 × 1.")


def test_the_walk_ends_early_where_the_count_does() -> None:
    assert shows({"97124": 5}) == ["minutes", "total", "units"]
    assert shows({"97124": 30}) == ["minutes", "total", "units", "full", "given"]
    assert shows({"G0283": 15}) == []


def test_the_midpoint_rule_adds_nothing_together() -> None:
    assert shows({"97110": 33, "97140": 7}, midpoint) == ["minutes", "full", "left", "given"]


def test_a_payer_that_wants_the_full_15_is_named_as_the_reason() -> None:
    told = stages(midpoint({"97140": 14}, BOOK, {"97140"}))

    assert "because this payer wants the full 15" in told[2].says


def test_a_tie_is_told_as_the_clinicians_choice() -> None:
    assert "the clinician chooses" in stages(cms({"97124": 20, "97110": 20}, BOOK))[-1].says


@pytest.mark.parametrize("case", published.cases("units", method="cms"), ids=lambda case: case["id"])
def test_the_walk_reaches_the_units_of_the_published_cases(case: dict[str, Any]) -> None:
    told = stages(cms(case["minutes"], BOOK))
    units = sum(case["splits"][0].values())

    if units:
        assert f": {units} unit" in told[2].says
        assert told[-1].shows == "given"
    else:
        assert not told or told[-1].says.endswith("fewer than 8: no timed unit.")


@given(MINUTES)
def test_left_overs_are_sorted_and_never_more_to_give_than_codes(minutes: dict[str, int]) -> None:
    result = cms(minutes, BOOK)
    left = [row.left_over for row in by_left_over(result)]

    assert left == sorted(left, reverse=True)
    assert 0 <= to_give(result) <= len(result.rows)
