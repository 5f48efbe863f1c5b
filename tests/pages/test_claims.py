"""The page of claims without a browser: dropped, answered, opened, taken back."""

from __future__ import annotations

import gzip
import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from screens import opened, words
from streamlit.testing.v1 import AppTest

from logic.batch.one_claim import one_claim
from logic.claims.library import open_library
from logic.rulebook import load_rulebook
from logic.sample.clinic import Plan
from logic.sample.tables import lines_table
from logic.sample.visits import visits
from logic.sample.x12_text import claims_text
from pages.check.batch import job

CLAIMS = "pages/check/batch_check.py"
TODAY = date(2026, 11, 23)
HEAD = "visit_id,service_date,payer,discipline,code,minutes,units,modifiers,charge,patient_id,patient_name\n"
TABLE = (
    HEAD
    # 22 minutes support one unit: U101. GP is missing: M401.
    + "A,2026-03-02,medicare,pt,97124,22,2,GP,110,P1,Doe Jane\n"
    + "B,2026-03-02,medicare,pt,97110,15,1,,65,P2,Roe Rob\n"
    + "C,2026-03-03,medicare,pt,97110,15,1,GP,65,P3,Poe Pat\n"
    + "C,2026-03-03,medicare,pt,97112,x,1,GP,68,P3,Poe Pat\n"
    + "D,2026-03-04,medicare,pt,97110,15,1,GP,65,P4,Loe Lee\n"
)


pytestmark = pytest.mark.usefixtures("one_day")


@pytest.fixture(autouse=True)
def empty(home: Path) -> Iterator[None]:
    """Each test begins without an import."""
    yield
    for name in ("claims", "incoming"):
        shutil.rmtree(home / name, ignore_errors=True)


def settled(at: AppTest) -> AppTest:
    """Wait for the import beside the page, as the browser does by asking again."""
    for _ in range(300):
        if "claims_job" not in at.session_state:
            return at
        if at.session_state["claims_job"].done.is_set():
            return at.run()
        time.sleep(0.1)
    raise AssertionError("the import does not end")


def dropped(*files: tuple[str, bytes], at: AppTest | None = None) -> AppTest:
    at = opened(CLAIMS) if at is None else at
    turn = at.session_state["claims_turn"]
    at.file_uploader(key=f"claims_files_{turn}").set_value(
        [(name, content, "text/csv") for name, content in files]
    ).run()
    return settled(at.button(key="claims_start").click().run())


def month(claims: int = 120) -> bytes:
    plan = Plan(first_day=date(2026, 3, 2), months=1, seed=3, claims=claims, training_on=None)
    return "".join(claims_text(list(visits(plan)), date(2026, 4, 2))).encode()


def answer(at: AppTest) -> str:
    return "\n".join(str(each.value) for each in [*at.error, *at.warning, *at.success, *at.info])


def came(at: AppTest) -> str:
    return "\n".join([*(str(each.value) for each in at.markdown), *(each.label for each in at.expander)])


def test_an_empty_page_invites() -> None:
    at = opened(CLAIMS)

    assert not at.exception
    assert "Drop a month of claims" in words(at)
    assert [each.label for each in at.button] == ["See the invented clinic"]


def test_a_table_is_answered_in_one_sentence() -> None:
    at = dropped(("march.csv", TABLE.encode()))

    assert not at.exception
    said = answer(at)
    # A and B fail: 110 + 65 dollars; C's second line cannot be read.
    assert (
        "2 of 4 claims have an error that a payer would likely deny or take back; \\$175.00 at risk" in said
    )
    shown = words(at)
    assert "2 entries could not be used" in came(at)
    assert "patient\\_name" in shown
    assert "What to fix first" in shown
    assert "claim" in shown


def test_nothing_private_is_left_behind(home: Path) -> None:
    at = dropped(("Doe Jane march.csv", TABLE.encode()))

    for text in (words(at), repr(at.session_state)):
        assert "Doe" not in text
        assert "Roe" not in text
    for path in home.rglob("*"):
        assert "Doe" not in path.name
        if path.is_file() and path.name != "key":
            assert b"Doe" not in path.read_bytes()
    assert [path.name for path in (home / "incoming").glob("[!.]*")] == []
    assert list((home / "incoming").glob(".*.part")) == []


def test_the_download_of_bad_cells_holds_every_one() -> None:
    rows = "".join(f"V{at},2026-03-02,medicare,pt,97110,15,x,GP,65,P{at},Poe Pat\n" for at in range(1_500))

    at = dropped(("march.csv", (TABLE + rows).encode()))

    # 1,500 of units and the one of TABLE's minutes; a reading tells a thousand of a column.
    many, told = at.session_state["claims_result"].every[1]
    assert many == 1_501
    lines = gzip.decompress(told).decode("utf-8-sig").splitlines()
    assert len(lines) == 1_502
    assert lines[-1].startswith("1506,units,")
    assert "All 1,501 as CSV" in [each.proto.label for each in at.get("download_button")]
    assert b"Poe" not in gzip.decompress(told)


def test_a_drop_with_nothing_new_shows_everything() -> None:
    at = dropped(("march.csv", TABLE.encode()))
    said = answer(at)

    # The same claims in another file: nothing of it is new, and an empty choice tells nobody anything.
    at = dropped(("again.csv", TABLE.replace("\n", "\r\n").encode()), at=at)

    assert "No claim stands" not in answer(at)
    assert said in answer(at)
    at = dropped(("march.csv", TABLE.encode()), at=at)
    assert said in answer(at)


def test_the_answer_says_whose_pair_edits_are_not_known() -> None:
    table = TABLE.replace("D,2026-03-04,medicare", "D,2026-03-04,commercial")
    table += "D,2026-03-04,commercial,pt,97140,15,1,GP,65,P4,Loe Lee\n"

    at = dropped(("march.csv", table.encode()))

    assert "Pair edits are unknown for 1 payer" in words(at)
    assert "1 claim of theirs has more than one code" in words(at)
    assert "Pair edits are unknown" not in words(dropped(("march.csv", TABLE.encode())))


def test_claims_are_opened_with_the_words_of_the_check(home: Path) -> None:
    at = dropped(("march.837", month()))
    assert not at.exception

    at.button(key="claims_see_all").click().run()
    first = next(each for each in at.button if (each.key or "").startswith("claims_open_"))
    submission = str(first.key).removeprefix("claims_open_")
    first.click().run()

    told = one_claim(open_library(home), submission, load_rulebook(home), TODAY)
    assert told is not None
    shown = words(at).replace("\\", "")
    found = [each for each in told.verdict.findings if each.state == "fail"]
    assert found
    for each in found:
        assert each.message in shown
        assert each.fix in shown


def test_the_claims_of_one_rule() -> None:
    at = dropped(("march.csv", TABLE.encode()))

    at.button(key="claims_rule_U101_error").click().run()

    assert at.selectbox(key="claims_rule").value == "U101"
    rows = [each.label for each in at.button if (each.key or "").startswith("claims_open_")]
    assert len(rows) == 1
    assert "97124" in rows[0]


def test_a_claim_goes_to_the_visit_check_without_the_address() -> None:
    at = dropped(("march.csv", TABLE.encode()))
    at.button(key="claims_rule_U101_error").click().run()
    next(each for each in at.button if (each.key or "").startswith("claims_open_")).click().run()

    at.button(key="claims_to_visit_2026-03-02").click().run()

    assert not at.exception
    assert at.title[0].value == "Check a visit"
    assert dict(at.query_params) == {}
    assert "**2 billed, 1 supported** by 22 minutes" in answer(at)


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


def test_a_sample_is_marked_one_by_one() -> None:
    at = dropped(("march.837", month(60)))
    at.button(key="claims_sample_draw").click().run()

    at.button(key="claims_right").click().run()
    at.button(key="claims_wrong").click().run()

    shown = words(at).replace("\\", "")
    assert "1 of 2 claims that were looked at is wrong." in shown
    assert "No dollars: an amount is missing on a claim that was marked wrong." in shown
    assert "Claim 3 of 30" in shown


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
