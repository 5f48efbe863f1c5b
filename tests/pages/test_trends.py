"""The trends page without a browser: what its charts hold is what the claims say."""

from __future__ import annotations

from collections import defaultdict

import pytest
from drawn import charts, denied_first, traces
from screens import TRENDS, links, opened, table, with_table, words

from logic.claims.library import Library
from logic.trends.view import TrendFrames
from pages.parts import claims_in_use
from pages.review.figures.control import LIMITS

pytestmark = pytest.mark.usefixtures("clinic", "one_day")
MONTHS = 18


@pytest.fixture
def frames(clinic: Library) -> TrendFrames:
    return claims_in_use.frames(clinic)


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
    assert table(at, "kind of denial")[-1][5] == "100.0%"


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


def test_a_short_time_is_no_trend() -> None:
    at = opened(TRENDS, **{"from": "2026-06-01", "to": "2026-08-31"})

    assert "nothing is called a trend" in words(at)
    assert LIMITS not in traces(charts(at)[1])
    assert LIMITS in traces(charts(opened(TRENDS))[1])


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
