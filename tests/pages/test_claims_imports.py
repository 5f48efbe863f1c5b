"""Imports on the page of claims: the same file twice, several that tell of one visit, taken back, stopped, broken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from drops import CLAIMS, HEAD, TABLE, answer, came, dropped, month, settled
from screens import opened, words

from logic.claims.library import open_library
from logic.sample.clinic import Plan
from logic.sample.tables import lines_table
from logic.sample.visits import visits
from pages.check.batch import job

pytestmark = pytest.mark.usefixtures("one_day", "no_imports")


def test_the_same_file_twice_changes_nothing() -> None:
    at = dropped(("march.csv", TABLE.encode()))
    at = dropped(("other name.csv", TABLE.encode()), at=at)

    assert "is here already" in came(at)
    assert "2 of 4 claims" in answer(at)


def test_two_files_at_once_and_one_that_cannot_be_used() -> None:
    at = dropped(("march.csv", TABLE.encode()), ("x.csv", b""), ("march.837", month(40)))

    said = answer(at)
    assert "File 2 was not taken in" in said
    assert "of 44 claims" in said


def test_an_import_is_taken_back(home: Path) -> None:
    at = dropped(("march.csv", TABLE.encode()))
    record = open_library(home).imports()[0]

    at.button(key=f"claims_undo_{record.id}").click().run()

    assert open_library(home).imports() == ()
    assert "Drop a month of claims" in words(at)


def test_what_was_dropped_last_is_shown_and_everything_can_be_asked_for() -> None:
    at = dropped(("march.csv", TABLE.encode()))
    at = dropped(("march.837", month(40)), at=at)

    assert "of 40 claims" in answer(at)
    at.selectbox(key="claims_scope").set_value("all").run()
    assert "of 44 claims" in answer(at)


def test_claims_that_another_import_tells_are_said() -> None:
    at = dropped(("march.csv", TABLE.encode()))
    assert "in another import" not in came(at)

    at = dropped(("again.csv", f"{TABLE}\n".encode()), at=at)  # another file, with the same visits

    assert not at.exception
    assert "2 of 4 claims have an error" in answer(at)
    assert "This brought no new claim" in came(at)
    again = at.selectbox(key="claims_scope").options.index("4 claims, Mar 2 to Mar 4, 2026 (import 2)")
    at.selectbox(key="claims_scope").select_index(again).run()
    assert "No claim stands in what was chosen." in answer(at)
    assert "**4 claims of this choice are in another import too, and told there**" in came(at)
    assert "What was not checked, and why" not in words(at)
    at.selectbox(key="claims_scope").set_value("all").run()
    assert "2 of 4 claims have an error" in answer(at)
    assert "in another import" not in came(at)


def test_a_table_of_the_same_visits_tells_the_minutes_that_a_claim_cannot() -> None:
    plan = Plan(first_day=date(2026, 3, 2), months=1, seed=3, claims=40, training_on=None)
    at = dropped(("march.837", month(40)))
    assert "**40 claims without minutes.** An 837P tells no minutes" in answer(at)
    assert "U101" not in words(at)

    visited = lines_table(list(visits(plan))).write_csv().encode()
    at = dropped(("march.csv", visited), at=at)

    assert not at.exception
    assert "without minutes" not in answer(at)
    assert "of 40 claims" in answer(at)
    assert "stand in an 837P and in a table" in came(at)
    assert "U101" in words(at)
    assert "in another import" not in came(at)
    at.selectbox(key="claims_scope").set_value("all").run()
    assert "of 40 claims" in answer(at)


def test_a_claims_file_and_its_table_dropped_at_once_are_told_as_one() -> None:
    plan = Plan(first_day=date(2026, 3, 2), months=1, seed=3, claims=40, training_on=None)
    visited = lines_table(list(visits(plan))).write_csv().encode()

    at = dropped(("march.csv", visited), ("march.837", month(40)))

    assert not at.exception
    assert "of 40 claims" in answer(at)
    assert "U101" in words(at)
    assert "in another import" not in came(at)  # both are in what was chosen


def test_a_second_visit_in_another_file_is_said_to_be_unseen() -> None:
    at = dropped(("march.csv", TABLE.encode()))
    assert "another import holds a visit of the same patient" not in answer(at)

    second = HEAD + "E,2026-03-02,medicare,pt,97140,15,1,GP,62,P1,Doe Jane\n"
    at = dropped(("more.csv", second.encode()), at=at)

    assert not at.exception
    assert "For 1 claim, another import holds a visit of the same patient on the same day" in answer(at)
    at.selectbox(key="claims_scope").set_value("all").run()
    assert "For 2 claims, another import holds a visit of the same patient on the same day" in answer(at)
    at.session_state["claims_drill"] = True
    at = at.run()
    at = next(each for each in at.button if "97124" in str(each.label)).click().run()
    assert "1 more claim of this patient and day stands in another import" in words(at)


def test_an_import_that_is_stopped_keeps_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(job.Job):
        def run(self) -> None:
            self.stop.set()
            super().run()

    monkeypatch.setattr(job, "Job", Stopped)
    at = dropped(("march.csv", TABLE.encode()))

    assert "was stopped" in answer(at)
    assert open_library(home).imports() == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""),
        ("a.csv", b"\xff\xfe\x00"),
        ("a.xlsx", b"no"),
        ("a.parquet", b"PAR1"),
        ("a.837", b"ISA*"),
    ],
)
def test_a_broken_file_is_said(name: str, content: bytes) -> None:
    at = opened(CLAIMS)
    at.file_uploader(key="claims_files_0").set_value([(name, content, "text/csv")]).run()
    if at.button(key="claims_start").disabled:
        assert "No column tells" in answer(at)
        return

    at = settled(at.button(key="claims_start").click().run())

    assert not at.exception
    assert "was not taken in" in answer(at)
