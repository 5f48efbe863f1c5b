from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.calculators.assistants import (
    AssistantLine,
    AssistantResult,
    assistant_due,
    assistants,
    final_unit_due,
    over_a_tenth,
)
from logic.calculators.facts import BadMinutes, CalculatorError, UnknownCode
from logic.calculators.units import cms
from tests.calculators.shipped import BOOK

Visit = dict[str, tuple[int, int, int]]
shares = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 20))
visits = st.dictionaries(
    st.sampled_from(("97110", "97112", "97124", "97129", "97130", "97140", "97545", "G0283", "97165")),
    shares,
    max_size=5,
)


def lines(result: AssistantResult) -> list[tuple[str, int, str | None]]:
    return [(line.code, line.units, line.modifier) for line in result.lines]


def test_the_command_lines_example() -> None:
    result = assistants("pt", {"97110": (13, 23), "97140": (30, 0, 0)}, BOOK)
    assert lines(result) == [("97110", 1, None), ("97110", 1, "CQ"), ("97140", 2, None)]
    assert (
        "97110: therapist 13, assistant 23, 2 units. The assistant's 1 full 15: CQ. One unit remains for therapist 13 "
        "and assistant 8 minutes left over: the therapist alone has 8 or more, so no modifier."
    ) in result.steps
    assert result.to_dict()["lines"][1] == {"code": "97110", "units": 1, "modifier": "CQ"}


@given(st.sampled_from(["pt", "ot", "slp"]), visits)
def test_lines_add_up_to_the_units_of_the_total_time_rule(discipline: str, visit: Visit) -> None:
    result = assistants(discipline, visit, BOOK)
    counted = cms({code: sum(share) for code, share in visit.items()}, BOOK)
    billed = {}
    for line in result.lines:
        assert line.units > 0
        billed[line.code] = billed.get(line.code, 0) + line.units
    assert billed == {**counted.best, **counted.untimed}
    assert {line.modifier for line in result.lines} <= {
        None,
        {"pt": "CQ", "ot": "CO", "slp": None}[discipline],
    }
    assert len({(line.code, line.modifier) for line in result.lines}) == len(result.lines)
    assert len(result.alternatives) == counted.split_count - 1
    assert all(step.endswith(".") for step in result.steps)


@given(shares, st.integers(0, 12))
def test_due_units_add_up_and_never_fall_below_zero(share: tuple[int, ...], units: int) -> None:
    with_it, without = assistant_due(*share, units)
    assert with_it + without == units
    assert min(with_it, without) >= 0


@given(shares)
def test_minutes_together_count_as_the_therapists(share: tuple[int, ...]) -> None:
    therapist, assistant, together = share
    units = (sum(share) + 7) // 15
    assert assistant_due(*share, units) == assistant_due(therapist + together, assistant, 0, units)


@given(st.integers(0, 60), st.integers(0, 60))
def test_more_of_the_therapist_never_marks_more_units(therapist: int, assistant: int) -> None:
    # minutes change hands, the count stays: one more of the therapist cannot add a marked unit, but for the full 15s
    units = (therapist + assistant + 7) // 15
    with_it, without = assistant_due(therapist, assistant, 0, units)
    assert with_it <= -(-assistant // 15)
    assert without <= -(-therapist // 15) if therapist else without == 0
    assert with_it >= assistant // 15
    assert without >= therapist // 15


@pytest.mark.parametrize("therapist", range(15))
@pytest.mark.parametrize("assistant", range(15))
def test_last_unit_by_the_words_of_the_rule(therapist: int, assistant: int) -> None:
    # written from the rule's own sentences, one unit of one code
    if therapist + assistant < 8 or therapist + assistant > 22:
        return
    if therapist >= 8:
        marked = False
    elif assistant >= 8:
        marked = True
    else:
        marked = assistant / (therapist + assistant) > 0.10
    assert assistant_due(therapist, assistant, 0, 1) == (int(marked), int(not marked))
    assert final_unit_due(therapist, assistant) is marked


@pytest.mark.parametrize("therapist", range(9, 15))
@pytest.mark.parametrize("assistant", range(9, 15))
def test_two_units_left_are_one_each(therapist: int, assistant: int) -> None:
    if therapist + assistant < 23:
        return
    result = assistants("ot", {"97530": (therapist, assistant)}, BOOK)
    assert lines(result) == [("97530", 1, None), ("97530", 1, "CO")]
    assert result.to_confirm == ()


def test_two_units_left_under_23_minutes_are_to_confirm() -> None:
    visit = {"97110": (9, 9), "97112": (3, 0), "97116": (0, 3)}
    result = assistants("pt", visit, BOOK)
    assert lines(result) == [("97110", 1, None), ("97110", 1, "CQ")]
    assert "our reading" in result.to_confirm[0]
    assert [other.split for other in result.alternatives] == [
        {"97110": 1, "97112": 1},
        {"97110": 1, "97116": 1},
    ]
    assert result.alternatives[1].lines == (AssistantLine("97110", 1, None), AssistantLine("97116", 1, "CQ"))


def test_unbilled_minutes_make_no_modifier() -> None:
    result = assistants("pt", {"97110": (18, 0), "97140": (13, 0), "97116": (10, 0), "97035": (0, 8)}, BOOK)
    assert {line.modifier for line in result.lines} == {None}
    assert (
        "97035: therapist 0, assistant 8, 0 units. Not billed. The assistant's 8 minutes create no modifier."
        in (result.steps)
    )


def test_units_that_tie_name_the_other_choice() -> None:
    result = assistants("pt", {"97110": (20, 0), "97112": (0, 20)}, BOOK)
    assert lines(result) == [("97110", 2, None), ("97112", 1, "CQ")]
    assert result.steps[-1] == (
        "Units tie: worked out here for 97110 × 2, 97112 × 1 with CQ. The clinician may choose instead: "
        "97110 × 1, 97112 × 2 with CQ."
    )


def test_the_clinicians_choice_is_followed() -> None:
    visit = {"97110": (20, 0), "97112": (0, 20)}
    result = assistants("pt", visit, BOOK, split={"97112": 2, "97110": 1})
    assert lines(result) == [("97110", 1, None), ("97112", 2, "CQ")]
    with pytest.raises(CalculatorError, match="not a valid split"):
        assistants("pt", visit, BOOK, split={"97112": 3})


@pytest.mark.parametrize(
    ("share", "marked"),
    [
        ((9, 1), False),
        ((8, 1), True),
        ((0, 0), False),
        ((0, 5), True),
        ((30, 0, 0), False),
        ((10, 2, 8), False),
        ((10, 3, 8), True),
    ],
)
def test_untimed_service_is_judged_as_a_whole(share: tuple[int, ...], marked: bool) -> None:
    result = assistants("pt", {"G0283": share}, BOOK)
    assert lines(result) == [("G0283", 1, "CQ" if marked else None)]


def test_one_service_with_two_codes() -> None:
    result = assistants("ot", {"97129": (15, 0), "97130": (0, 20)}, BOOK)
    assert lines(result) == [("97129", 1, None), ("97130", 1, "CO")]
    assert any("two codes" in note for note in result.to_confirm)
    result = assistants("ot", {"97129": (0, 40)}, BOOK)
    assert lines(result) == [("97129", 1, "CO"), ("97130", 2, "CO")]


def test_speech_language_has_no_assistant_modifier() -> None:
    result = assistants("slp", {"97129": (5, 30)}, BOOK)
    assert {line.modifier for line in result.lines} == {None}
    assert any("has no assistant modifier" in step for step in result.steps)
    assert result.to_confirm


def test_codes_with_a_time_rule_of_their_own_make_no_line() -> None:
    result = assistants("pt", {"97545": (60, 60), "97110": (15, 0)}, BOOK)
    assert lines(result) == [("97110", 1, None)]
    assert any(step.startswith("97545 has a time rule of its own") for step in result.steps)


@pytest.mark.parametrize(
    ("assistant", "total", "over"), [(1, 10, False), (2, 15, True), (1, 9, True), (0, 0, False)]
)
def test_tenth_is_exact(assistant: int, total: int, over: bool) -> None:
    assert over_a_tenth(assistant, total) is over


@pytest.mark.parametrize(
    ("share", "units", "due"),
    [
        ((29, 1, 0), 2, (0, 2)),
        ((1, 29, 0), 2, (2, 0)),
        ((15, 15, 0), 1, (0, 1)),  # billed short
        ((0, 45, 0), 1, (1, 0)),
        ((15, 15, 0), 5, (4, 1)),  # billed beyond the minutes
        ((20, 0, 0), 4, (0, 4)),
        ((0, 0, 0), 1, (0, 1)),
        ((7, 8, 0), 1, (1, 0)),
        ((7, 15, 0), 1, (1, 0)),
        ((7, 0, 0), 1, (0, 1)),
    ],
)
def test_corners(share: tuple[int, ...], units: int, due: tuple[int, int]) -> None:
    assert assistant_due(*share, units) == due


@pytest.mark.parametrize(
    ("discipline", "services", "error", "said"),
    [
        ("dc", {"97110": (15, 0)}, CalculatorError, "Give pt, ot or slp"),
        ("pt", {"97110": (15,)}, CalculatorError, "1 number of minutes given"),
        ("pt", {"97110": (1, 2, 3, 4)}, CalculatorError, "4 numbers of minutes given"),
        ("pt", {"97110": (15, -1)}, BadMinutes, "less than none"),
        ("pt", {"97110": (800, 800)}, BadMinutes, "1,600 minutes is more than"),
        ("pt", {"97999": (15, 0)}, UnknownCode, "not in the rule book"),
    ],
)
def test_input_that_cannot_be_judged(
    discipline: str, services: dict[str, tuple[int, ...]], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        assistants(discipline, services, BOOK)


def test_discipline_and_code_in_any_case() -> None:
    assert lines(assistants(" OT ", {"g0283": (0, 10)}, BOOK)) == [("G0283", 1, "CO")]
