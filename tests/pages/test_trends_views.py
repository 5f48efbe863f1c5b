"""Who and where, lessons and effect, all measures: the other views of the trends page without a browser."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import fmean

import pytest
from drawn import charts
from screens import TRENDS, links, opened, table, with_table, words

from logic.claims.library import Library
from logic.store import open_store
from logic.store.records import Sighted
from logic.trends.side_by_side import side_by_side
from logic.trends.view import TrendFrames
from pages.parts import claims_in_use
from pages.parts.book import course

pytestmark = pytest.mark.usefixtures("clinic", "one_day")


@pytest.fixture
def frames(clinic: Library) -> TrendFrames:
    return claims_in_use.frames(clinic)


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
