"""The trends page without a browser: what its charts hold is what the claims say, and the address keeps the view."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
from screens import TRENDS, links, opened, table, with_table, words
from streamlit.testing.v1 import AppTest

from logic.claims.library import Library
from logic.store import open_store
from logic.store.records import Sighted
from logic.trends.side_by_side import side_by_side
from logic.trends.view import TrendFrames
from pages.parts import claims_in_use
from pages.parts.book import course
from pages.review.figures.control import LIMITS

pytestmark = pytest.mark.usefixtures("clinic", "one_day")
MONTHS = 18


@pytest.fixture
def frames(clinic: Library) -> TrendFrames:
    return claims_in_use.frames(clinic)


def charts(at: AppTest) -> list[dict[str, Any]]:
    return [json.loads(each.proto.spec) for each in at.get("plotly_chart")]


def address(at: AppTest) -> dict[str, list[str]]:
    """The parameters of the address; AppTest gives one value bare and several as a list."""
    return {name: [told] if isinstance(told, str) else list(told) for name, told in at.query_params.items()}


def traces(chart: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {trace["name"]: trace for trace in chart["data"]}


def denied_first(frames: TrendFrames, **wanted: str) -> dict[str, list[int]]:
    """Month → first claims denied at first, and answered; counted one by one, without our own counting."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in frames.claims.iter_rows(named=True):
        if not row["first"] or row["first_result"] is None:
            continue
        if any(row[column] != value for column, value in wanted.items()):
            continue
        month = found[f"{row['service_date']:%b %Y}"]
        month[0] += row["first_result"] != "paid"
        month[1] += 1
    return found


def test_the_answer_comes_first_and_the_claims_are_said_to_be_invented() -> None:
    at = opened(TRENDS)

    assert not at.exception
    assert "denials cost most: \\$" in at.header[0].value
    assert "Initial denials" in at.main.markdown[1].value
    assert "Invented clinic" in at.main.markdown[0].value
    assert "Import your own" in [each.label for each in links(at)]


def test_the_pareto_holds_every_denied_dollar_once(frames: TrendFrames) -> None:
    dollars: dict[str, float] = defaultdict(float)
    lines: dict[str, int] = defaultdict(int)
    for row in frames.denied.iter_rows(named=True):
        dollars[row["category"]] += row["amount"] / 100
        lines[row["category"]] += 1

    at = with_table(opened(TRENDS), "trends-costs")
    drawn = traces(charts(at)[0])
    shown = [
        value for trace in ("Preventable", "Contested by judgment") for value in drawn[trace]["x"] if value
    ]

    assert sorted(shown) == pytest.approx(sorted(dollars.values()))
    assert sorted(int(row[2]) for row in table(at, "kind of denial")) == sorted(lines.values())
    assert table(at, "kind of denial")[-1][5] == "100.0 %"


def test_the_control_chart_holds_the_rate_of_each_month(frames: TrendFrames) -> None:
    by_hand = denied_first(frames)

    drawn = traces(charts(opened(TRENDS))[1])
    settled, open_ = drawn["Settled"], drawn["Not settled yet"]
    shown = dict(
        zip(settled["x"] + open_["x"][1:], settled["y"] + open_["y"][1:], strict=True)
    )  # the dotted line begins at the last settled point

    assert len(shown) == MONTHS
    assert shown == pytest.approx({month: 100 * hit / size for month, (hit, size) in by_hand.items() if size})


def test_months_without_their_answers_are_shaded_and_named() -> None:
    chart = charts(opened(TRENDS))[1]
    settled = len(traces(chart)["Settled"]["x"])

    shade = next(shape for shape in chart["layout"]["shapes"] if shape["type"] == "rect")
    assert (shade["x0"], shade["x1"]) == (settled - 0.5, MONTHS - 0.5)
    assert "not settled yet" in [note["text"] for note in chart["layout"]["annotations"]]
    assert settled < MONTHS


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


def test_a_short_time_is_no_trend() -> None:
    at = opened(TRENDS, **{"from": "2026-06-01", "to": "2026-08-31"})

    assert "nothing is called a trend" in words(at)
    assert LIMITS not in traces(charts(at)[1])
    assert LIMITS in traces(charts(opened(TRENDS))[1])


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


def test_a_mark_of_training_among_all_denials_says_on_what() -> None:
    notes = [note["text"] for note in charts(opened(TRENDS))[1]["layout"]["annotations"]]
    of_kind = [note["text"] for note in charts(opened(TRENDS, kind="pair-edit"))[1]["layout"]["annotations"]]

    assert "Pair edit <br>training May 1 " in notes
    assert "training May 1 " in of_kind


def test_one_settled_month_is_no_chart_but_says_what_is_needed(frames: TrendFrames) -> None:
    at = opened(TRENDS, **{"from": "2026-03-01", "to": "2026-03-31"})

    assert len(charts(at)) == 1  # what it costs
    assert "A line needs at least 2 settled months" in words(at)
    by_hand = denied_first(frames)["Mar 2026"]
    assert [[int(each) for each in row[1:3]] for row in table(at, "period")] == [by_hand]


def test_the_page_says_why_claims_tells_another_number_of_errors() -> None:
    at = opened(TRENDS)

    assert "counts claims in force" in words(at)
    assert "The errors of the claims in force" in [each.label for each in links(at)]


def test_a_share_of_dollars_has_no_range_and_says_why() -> None:
    rows = table(opened(TRENDS, view="measures"), "Measure")

    told = [row for row in rows if "/ $" in row[2]]
    assert len(told) >= 3
    assert all("no range" in row[2] for row in told)


def test_western_electric_says_how_often_it_cries_wolf() -> None:
    at = opened(TRENDS)
    assert "false alarm in about" not in "".join(each.value for each in at.caption)

    at.toggle(key="trends_zones").set_value(True).run()

    assert "one false alarm in about 92 points" in "".join(each.value for each in at.caption)


def test_every_measure_stands_beside_its_formula() -> None:
    at = opened(TRENDS, view="measures")
    rows = table(at, "Measure")

    assert len(rows) > 12
    for name, value, formula in rows:
        assert name
        assert value
        assert "/" in formula or "median" in formula or "Not in these files" in formula
    rejections = next(row for row in rows if row[0].startswith("Rejections"))
    assert rejections[1] == "not known"


def test_the_funnel_compares_and_does_not_rank(frames: TrendFrames) -> None:
    by_hand: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in frames.claims.iter_rows(named=True):
        if row["first"] and row["first_result"] is not None:
            by_hand[row["provider"]][0] += row["first_result"] != "paid"
            by_hand[row["provider"]][1] += 1

    at = with_table(opened(TRENDS, view="where"), "trends-providers")
    rows = table(at, "provider")

    assert {row[0]: (row[2], row[1]) for row in rows if row[2]} == {
        name: (str(hit), str(size)) for name, (hit, size) in by_hand.items() if size >= 30
    }
    compared = [row[0] for row in rows if row[2]]
    assert compared == sorted(compared)


@pytest.mark.parametrize(
    ("of", "across"), [("denials", "both"), ("errors", "provider"), ("denials", "payer_name")]
)
def test_the_heat_map_holds_claims_of_claims(frames: TrendFrames, across: str, of: str) -> None:
    errors = frames.denied.filter("initial") if of == "denials" else frames.findings
    claims = {
        row["submission"]: row
        for row in frames.claims.iter_rows(named=True)
        if row["first"] and (of == "errors" or row["first_result"] is not None)
    }
    hits = {
        (row["submission"], row["category"])
        for row in errors.iter_rows(named=True)
        if row["submission"] in claims and row.get("state", "fail") == "fail"
    }

    at = opened(TRENDS, view="where")
    at.segmented_control(key="trends_of").set_value(of).run()
    at.segmented_control(key="trends_across").set_value(across).run()
    with_table(at, f"trends-errors-{of}-{across}")
    cells = [cell for row in table(at, "kind of error") for cell in row[1:]]
    shown = [tuple(map(int, cell.removesuffix(" *").split(" of "))) for cell in cells]

    assert sum(hit for hit, _ in shown) == len(hits)
    columns = len(table(at, "kind of error")[0]) - 1
    assert sum(size for _, size in shown[:columns]) == len(claims)


def test_a_cluster_of_an_error_offers_its_lesson_and_its_practice() -> None:
    at = opened(TRENDS, view="training")
    offered = {each.label for each in links(at)}

    assert not at.exception
    assert any(label.startswith("Lesson: ") for label in offered)
    assert any(label.startswith("Practice: ") for label in offered)
    assert "First fix: " in words(at)


def test_practice_check_and_denials_stand_on_one_set_of_kinds(frames: TrendFrames) -> None:
    denied = Counter(row["category"] for row in frames.denied.iter_rows(named=True))
    found = Counter(
        category
        for _, category in {
            (row["submission"], row["category"])
            for row in frames.findings.iter_rows(named=True)
            if row["state"] == "fail"
        }
    )
    belief = next(
        one for one in course().misconceptions.values() if course().concepts[one.concept].denied_as == "units"
    )

    rows = side_by_side(frames, [Sighted(belief.id, 7, 2, datetime(2026, 3, 2, tzinfo=UTC))], course())

    assert {row.category: row.denied for row in rows if row.denied} == denied
    assert {row.category: row.found for row in rows if row.found} == found
    assert {row.category: row.practice for row in rows if row.practice} == {"units": 7}
    panels = charts(opened(TRENDS, view="training"))[0]["data"]
    assert panels[2]["x"] == [row.denied for row in rows]


def test_the_training_of_the_invented_clinic_is_marked_and_measured() -> None:
    at = opened(TRENDS, view="training")
    chart = charts(at)[1]

    assert "training May 1 " in [note["text"] for note in chart["layout"]["annotations"]]
    assert [each.value for each in at.subheader] == ["Pair edit, May 1, 2026"]
    said = chart["layout"]["title"]["text"].replace("<br>", " ")
    assert said.startswith(("Rarer after the training", "No clear change"))
    assert "points, from" in said
    assert "something else may have changed" in words(at)


def test_a_mark_on_the_invented_clinic_is_of_this_visit_only_and_can_be_taken_away(home: Path) -> None:
    at = opened(TRENDS, view="training")
    at.selectbox(key="trends_mark_kind").set_value("units")
    at.date_input(key="trends_mark_day").set_value(date(2026, 3, 3))
    next(each for each in at.button if each.label == "Mark it").click().run()

    assert "Units and unit limits, March 3, 2026" in [each.value for each in at.subheader]
    assert open_store(None, home).trainings() == []

    at.button(key="trends-effect-units-2026-03-03-gone").click().run()

    assert "Units and unit limits, March 3, 2026" not in [each.value for each in at.subheader]


def test_the_report_sets_each_provider_beside_the_others(frames: TrendFrames) -> None:
    mine, others = [], []
    for row in frames.claims.iter_rows(named=True):
        if row["first"] and row["discipline"] == "pt":
            (mine if row["provider"] == "1999999919" else others).append(row["units"])

    rows = {row[0].split(" ")[0]: row for row in table(opened(TRENDS, view="where"), "Provider")}

    assert rows["1999999919"][1:3] == [f"{fmean(mine):.2f}", f"{fmean(others):.2f}"]
