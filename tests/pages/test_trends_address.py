"""The address of the trends page: it keeps the filters, the view and the choices of a chart, and forgives."""

from __future__ import annotations

import pytest
from drawn import address, charts, denied_first
from screens import TRENDS, opened, words

from logic.claims.library import Library
from logic.trends.view import TrendFrames
from pages.parts import claims_in_use

pytestmark = pytest.mark.usefixtures("clinic", "one_day")


@pytest.fixture
def frames(clinic: Library) -> TrendFrames:
    return claims_in_use.frames(clinic)


def test_a_filter_is_in_the_address_and_filters_every_number(frames: TrendFrames) -> None:
    at = opened(TRENDS)
    payer = "MEDICARE"

    at.multiselect(key="trends_payer").set_value([payer]).run()

    assert address(at) == {"payer": [payer]}
    by_hand = denied_first(frames, payer_name=payer)
    answered = sum(size for _, size in by_hand.values())
    assert f"/ {answered:,}**" in next(each.value for each in at.markdown if "Worked out as" in each.value)


def test_an_address_opens_the_same_view() -> None:
    first = opened(TRENDS)
    first.multiselect(key="trends_provider").set_value([first.multiselect(key="trends_provider").options[0]])
    first.segmented_control(key="trends_by").set_value("week").run()
    asked = address(first)

    second = opened(TRENDS, **asked)

    assert set(asked) == {"provider", "by"}
    assert second.header[0].value == first.header[0].value
    assert charts(second)[1]["data"][0]["x"] == charts(first)[1]["data"][0]["x"]
    assert "Filter: 1999999901" in [each.proto.popover.label for each in second.get("popover")]


def test_the_address_holds_what_was_chosen_and_nothing_else() -> None:
    at = opened(TRENDS, view="where")
    at.multiselect(key="trends_code").set_value(["97124"]).run()

    assert address(at) == {"view": ["where"], "code": ["97124"]}


@pytest.mark.parametrize(
    "query", [{"payer": "nobody"}, {"from": "x"}, {"to": "0001-01-01"}, {"view": "z"}, {"by": "day"}]
)
def test_a_broken_address_opens_the_page_all_the_same(query: dict[str, str]) -> None:
    at = opened(TRENDS, **query)

    assert not at.exception
    if "payer" in query:
        assert "which is not in these claims" in at.warning[0].value


def test_days_that_the_claims_do_not_reach_are_moved_to_those_they_do(frames: TrendFrames) -> None:
    at = opened(TRENDS, **{"from": "1999-01-01", "to": "2999-01-01"})

    assert not at.exception
    assert at.date_input(key="trends_from").value == frames.first_day
    assert at.date_input(key="trends_to").value == frames.last_day


def test_days_that_are_folded_away_hold_all_the_same() -> None:
    at = opened(TRENDS, **{"from": "2026-03-01"})

    at.session_state["trends_days"] = False
    at.run()
    at.multiselect(key="trends_payer").set_value(["MEDICARE"]).run()

    assert not [each for each in at.date_input if each.key == "trends_from"]
    assert address(at) == {"from": ["2026-03-01"], "payer": ["MEDICARE"]}


def test_a_filter_that_leaves_nothing_says_so() -> None:
    at = opened(TRENDS, discipline="ot", provider="1999999901")

    assert not at.exception
    assert "No claim is left by this filter" in words(at)


@pytest.mark.parametrize(
    ("view", "asked"),
    [
        ("costs", {"kind": "pair-edit", "rules": "western-electric"}),
        ("where", {"of": "errors", "across": "both"}),
    ],
)
def test_the_choices_of_a_chart_are_in_the_address(view: str, asked: dict[str, str]) -> None:
    at = opened(TRENDS, **({"view": view} if view != "costs" else {}))
    for name, value in asked.items():
        if name == "rules":
            at.toggle(key="trends_zones").set_value(True).run()
        elif name == "kind":
            at.selectbox(key="trends_kind").set_value(value).run()
        else:
            at.segmented_control(key=f"trends_{name}").set_value(value).run()

    told = {name: value[0] for name, value in address(at).items()}
    again = opened(TRENDS, **told)

    assert told == asked | ({"view": view} if view != "costs" else {})
    assert charts(again)[-1]["data"] == charts(at)[-1]["data"]
    assert address(again) == address(at)


@pytest.mark.parametrize("query", [{"kind": "nothing"}, {"view": "where", "of": "x", "across": "y"}])
def test_a_choice_that_is_none_is_left_out(query: dict[str, str]) -> None:
    at = opened(TRENDS, **query)

    assert not at.exception
    assert set(address(at)) == set(query) & {"view"}
