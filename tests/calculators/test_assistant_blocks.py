from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.calculators.assistant_blocks import blocks
from logic.calculators.assistants import assistants
from tests import published
from tests.calculators.shipped import BOOK

MINUTES = st.tuples(st.integers(0, 70), st.integers(0, 70), st.integers(0, 40))
CODES = st.sampled_from(["97110", "97124", "97140", "97129", "97130", "G0283"])


@pytest.mark.parametrize("case", published.cases("assistants"), ids=lambda case: case["id"])
def test_published_cases_are_drawn_as_they_are_due(case: dict[str, Any]) -> None:
    result = assistants(case["discipline"], case["minutes"], BOOK)

    drawn = {each.codes[0]: [each.with_modifier, each.without] for each in blocks(result)}

    assert {code: due for code, due in drawn.items() if sum(due)} == case["due"]


@given(st.dictionaries(CODES, MINUTES, min_size=1), st.sampled_from(["pt", "ot", "slp"]))
def test_the_picture_holds_every_minute_once_and_every_unit_of_the_lines(
    minutes: dict[str, tuple[int, int, int]], discipline: str
) -> None:
    result = assistants(discipline, minutes, BOOK)
    services = blocks(result)

    assert sum(unit.lead for each in services for unit in each.units) == sum(
        alone + both for alone, _, both in minutes.values()
    )
    assert sum(unit.assistant for each in services for unit in each.units) == sum(
        assistant for _, assistant, _ in minutes.values()
    )
    lines: Counter[bool] = Counter()
    for line in result.lines:
        lines[line.modifier is not None] += line.units
    assert sum(each.with_modifier for each in services) == lines[True]
    assert sum(each.without for each in services) == lines[False]


def test_the_last_unit_is_shared_and_left_overs_that_earn_nothing_stay_unbilled() -> None:
    (shared,) = blocks(assistants("pt", {"97110": (23, 22)}, BOOK))
    (left,) = blocks(assistants("pt", {"97110": (22, 15)}, BOOK))

    assert [(each.lead, each.assistant, each.billed, each.modifier) for each in shared.units] == [
        (15, 0, True, False),
        (0, 15, True, True),
        (8, 7, True, False),
    ]
    assert [(each.lead, each.assistant, each.billed) for each in left.units][-1] == (7, 0, False)
