"""The way of the claims without a browser: every visit is in each step once; the list tells what the picture does."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from screens import JOURNEY, links, opened, table, with_table, words

from logic.claims.library import Library
from logic.trends.view import TrendFrames
from pages.parts import claims_in_use

pytestmark = pytest.mark.usefixtures("clinic", "one_day")


@pytest.fixture
def frames(clinic: Library) -> TrendFrames:
    return claims_in_use.frames(clinic)


def test_the_picture_and_the_list_hold_every_visit_in_each_step(frames: TrendFrames) -> None:
    at = opened(JOURNEY)
    assert not at.exception
    first = [row for row in frames.claims.iter_rows(named=True) if row["first"]]
    by_hand = Counter(row["path_first"] for row in first)

    drawn = json.loads(at.get("plotly_chart")[0].proto.spec)["data"][0]
    into = Counter()
    for target, value in zip(drawn["link"]["target"], drawn["link"]["value"], strict=True):
        into[drawn["node"]["label"][target].rpartition(" ")[0]] += value
    listed = next(str(each.proto.body) for each in at.get("html") if "uw-flow" in str(each.proto.body[:40]))

    for name, many in by_hand.items():
        assert f"<span>{name}</span>" in listed
        assert f"<span>{many:,} <small>" in listed
    assert into["no answer yet"] == by_hand["no answer yet"]
    assert len(re.findall(r"<li><b>", listed)) == 4
    streams = table(with_table(at, "journey-flow"), "step")
    for step in ("First answer", "What came then", "How they stand"):
        assert sum(int(row[3]) for row in streams if row[0] == step) == len(first)


def test_open_claims_are_counted_by_age(frames: TrendFrames) -> None:
    ages = Counter()
    for row in frames.claims.iter_rows(named=True):
        if row["status"] == "open":
            days = (frames.day - row["submitted_on"]).days
            ages[next((edge for edge in (30, 60, 90, 120) if days <= edge), 999)] += 1

    rows = table(with_table(opened(JOURNEY), "journey-open"), "days since it was sent")

    assert [int(row[1]) for row in rows] == [ages[edge] for edge in (30, 60, 90, 120, 999)]


def test_each_lag_stands_beside_its_formula() -> None:
    rows = table(opened(JOURNEY), "Measure")

    assert rows[0][0] == "Days from visit to claim"
    assert all("median" in row[2] or "/" in row[2] for row in rows)


def test_the_claims_are_said_to_be_invented() -> None:
    assert "Invented clinic" in words(opened(JOURNEY))


def test_a_claim_is_picked_and_told_from_the_visit_to_today(frames: TrendFrames) -> None:
    at = opened(JOURNEY)
    denied = [
        row for row in frames.claims.iter_rows(named=True) if row["status"] in {"denied", "partly denied"}
    ]
    most = max(denied, key=lambda row: row["denied"])
    box = at.selectbox(key="journey_claim_denied")
    assert f"${most['denied'] / 100:,.2f} denied" in box.options[0]

    box.select_index(0).run()

    assert not at.exception
    shown = words(at)
    assert ": Visit**" in shown
    assert "Sent to the payer" in shown
    assert "November 23, 2026: Now: " in shown
    assert "First: " in shown
    assert any(each.label.startswith("Lesson: ") for each in links(at))
    reasons = table(at, "Service line")
    assert all("charged $" in row[0] for row in reasons)


def test_an_address_opens_one_claim_and_a_wrong_one_says_so(frames: TrendFrames) -> None:
    one = frames.claims.filter("first")["submission"][0]

    assert "it stands as" in words(opened(JOURNEY, claim=one))
    wrong = opened(JOURNEY, claim="nobody")
    assert "is not among these" in wrong.warning[0].value
    assert "it stands as" not in words(wrong)


def test_no_patient_and_no_number_of_a_claim_is_on_the_page(clinic: Library) -> None:
    at = opened(JOURNEY)
    at.selectbox(key="journey_claim_denied").select_index(0).run()
    shown = words(at) + "".join(at.selectbox(key="journey_claim_denied").options)

    patients = clinic.submissions().select("patient_id").collect()["patient_id"].drop_nulls().unique()
    assert not any(patient in shown for patient in patients)


def test_what_is_paid_too_low_is_called_an_estimate() -> None:
    shown = words(opened(JOURNEY))

    assert "Paid less than the fee schedule?" in shown
    assert "An estimate. Only Medicare claims" in shown
