from __future__ import annotations

import csv
import json
from datetime import date
from typing import Any

import pytest
from screens import THRESHOLD, opened, table, words
from streamlit.testing.v1 import AppTest

from logic.calculators.threshold import Claim, threshold
from logic.calculators.threshold_outlook import outlook
from pages.calculate import threshold_chart, threshold_entry
from pages.parts.csv_file import csv_of
from tests.calculators.shipped import BOOK

COLORS = [f"#00000{number}" for number in range(10)]


def typed(text: str, year: str = "2026") -> AppTest:
    at = opened(THRESHOLD, year=year)
    return at.text_area(key="kx_claims").set_value(text).run()


def spec(at: AppTest) -> dict[str, Any]:
    return json.loads(at.get("plotly_chart")[0].proto.spec)


def test_nothing_entered_shows_the_amounts_of_each_year() -> None:
    at = opened(THRESHOLD, year="2025")

    assert at.header[0].value == "KX from \\$2,410.00 in 2025"
    amounts = dict(table(at, "Year"))
    assert amounts["2024"] == "$2,330.00"
    assert "to confirm" in amounts["2019"]


# By hand: 2,000 + 480 = 2,480 is exactly the threshold of 2026 and needs no KX; the next cent does.
def test_kx_begins_with_the_claim_that_goes_over() -> None:
    at = typed("1/5/2026 PT 2000\n2/5/2026 SLP 480\n3/5/2026 PT 0.01\n4/5/2026 PT 100")

    assert at.header[0].value == "PT and SLP 2026: KX begins with the claim of 2026-03-05"
    assert [row[4] for row in table(at, "Date")] == ["not needed", "not needed", "begins here", "needed"]
    assert table(at, "Used") == [["$2,580.01", "$2,480.00", "$0.00", "$3,000.00"]]


def test_ot_counts_by_itself_and_its_chart_can_be_chosen() -> None:
    at = typed("1/5/2026 PT 2400\n1/6/2026 OT 100")
    assert at.header[0].value == "PT and SLP 2026: \\$80.00 remain before KX"

    at.segmented_control(key="kx_counter").set_value("OT").run()

    assert at.header[0].value == "OT 2026: \\$2,380.00 remain before KX"


def test_dollars_used_before_are_counted() -> None:
    at = typed("1/5/2026 PT 400")

    at.number_input(key="kx_start_pt").set_value(2100.0).run()

    assert at.header[0].value == "PT and SLP 2026: KX begins with the claim of 2026-01-05"


def test_a_year_that_is_not_known_is_not_guessed() -> None:
    at = typed("1/5/2027 PT 9000\n2/5/2026 PT 10")

    assert at.header[0].value.startswith("PT and SLP 2026")
    assert "1 claim of 2027 is not in this count" in at.info[0].value


def test_a_line_that_cannot_be_read_is_said_and_the_rest_is_counted() -> None:
    at = typed("1/5/2026 PT 100\nnonsense 5")

    assert "row 2" in words(at)
    assert table(at, "Used")[0][0] == "$100.00"


def test_the_chart_says_its_finding_and_marks_the_line_ahead_as_one() -> None:
    at = typed("1/5/2026 PT 100\n1/12/2026 PT 100\n1/19/2026 PT 100")
    drawn = spec(at)

    assert "remain before KX" in drawn["layout"]["title"]["text"]
    assert [trace["name"] for trace in drawn["data"]] == [
        "Allowed so far",
        "If visits go on like this (a straight line)",
        "KX above $2,480",
        "Review above $3,000",
    ]
    assert "A straight line, not a forecast." in words(at)


def test_two_claims_have_no_line_ahead() -> None:
    at = typed("1/5/2026 PT 100\n1/12/2026 PT 100")

    assert len(spec(at)["data"]) == 3
    assert "three days or more" in words(at)


def test_the_table_and_the_csv_hold_what_the_chart_shows() -> None:
    claims = [Claim(date(2026, 1, day), "pt", 100) for day in (5, 12, 19)]
    result = threshold(claims, BOOK)
    counter = result.counters[0]
    ahead = outlook(result.claims, counter)
    drawn = threshold_chart.figure(result.claims, counter, ahead, COLORS)["data"]
    rows = threshold_chart.numbers(result.claims, counter, ahead)

    assert drawn[0]["y"] == [float(row[3]) for row in rows[:4]]
    assert drawn[0]["x"] == [row[0] for row in rows[:4]]
    assert drawn[1]["y"][1] == pytest.approx(float(rows[4][3]), abs=0.005)
    assert drawn[0]["y"][0] == 0
    read = list(csv.reader(csv_of(rows).decode("utf-8-sig").splitlines()))
    assert read == [list(row) for row in rows]


def test_the_picture_is_saved_in_the_chosen_form() -> None:
    at = typed("1/5/2026 PT 100")
    key = "kx-2026-pt-and-slp_picture"

    at.segmented_control(key=key).set_value("svg").run()

    config = json.loads(at.get("plotly_chart")[0].proto.config)
    assert config["toImageButtonOptions"]["format"] == "svg"
    assert config["modeBarButtons"] == [["toImage"]]


@pytest.mark.parametrize("name", threshold_entry.EXAMPLES)
def test_every_example_is_one_click_away(name: str) -> None:
    at = opened(THRESHOLD, year="2026")

    at.button(key=f"kx_try_{name}").click().run()

    assert at.header[0].value.startswith("PT and SLP 2026")
    assert not at.error
    assert "not read" not in words(at)


def test_the_address_holds_the_year_only() -> None:
    at = typed("1/5/2026 PT 100")

    assert set(at.query_params) == {"year"}


@pytest.mark.parametrize("year", ["", "x", "1066", "²", "99999"])
def test_a_broken_link_opens_the_page_all_the_same(year: str) -> None:
    assert not opened(THRESHOLD, year=year).exception


def test_clear_empties_claims_and_dollars() -> None:
    at = typed("1/5/2026 PT 100")

    at.button(key="kx_clear").click().run()

    assert at.text_area(key="kx_claims").value == ""
    assert "KX from" in at.header[0].value
