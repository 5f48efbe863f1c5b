"""The page of claims without a browser: dropped, answered, opened."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from drops import CLAIMS, HEAD, TABLE, TODAY, answer, came, dropped, month
from screens import opened, words

from logic.batch.one_claim import one_claim
from logic.claims.library import open_library
from logic.rulebook import load_rulebook

pytestmark = pytest.mark.usefixtures("one_day", "no_imports")


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


def test_a_sample_is_marked_one_by_one() -> None:
    at = dropped(("march.837", month(60)))
    at.button(key="claims_sample_draw").click().run()

    at.button(key="claims_right").click().run()
    at.button(key="claims_wrong").click().run()

    shown = words(at).replace("\\", "")
    assert "1 of 2 claims that were looked at is wrong." in shown
    assert "No dollars: an amount is missing on a claim that was marked wrong." in shown
    assert "Claim 3 of 30" in shown


def test_a_claim_of_very_many_lines_stays_readable() -> None:
    codes = ("97140", "97530", "97124", "97110", "97112", "97116", "97150", "97035", "97032", "97164")
    rows = "".join(f"Z,2026-03-02,medicare,pt,{codes[at % 10]},15,1,GP,50,P9,Doe Jane\n" for at in range(300))
    at = dropped(("long.csv", (HEAD + rows).encode()))
    at.session_state["claims_drill"] = True
    at.run()
    at.button(key=next(str(each.key) for each in at.button if "claims_open_" in str(each.key))).click().run()

    assert not at.exception
    folds = {each.label for each in at.expander}
    assert "280 more lines" in folds
    assert any(label.endswith("more of this rule") for label in folds)
    said = [str(each.value) for each in at.markdown if ":gray-badge[" not in str(each.value)]
    assert max(each.count("\n- ") for each in said) < 10
    rules = [str(each.value).splitlines() for each in at.markdown if "- :gray-badge[" in str(each.value)]
    assert all(len({line.split("]")[0] for line in each}) == len(each) for each in rules)  # each rule once
    at.session_state["claims_more_lines"] = True
    at.run()
    assert "And 80 more in its file." in words(at)
