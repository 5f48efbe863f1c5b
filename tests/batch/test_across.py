"""A patient's day that two files tell of: what the whole day's rules did not see is counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from logic.batch.across import RULES, across, across_words
from logic.batch.one_claim import OneClaim, one_claim
from logic.claims.importing import import_files
from logic.claims.library import Library, open_library
from logic.rulebook import RuleBook
from tests.claims.made import Made, file_of

DAY = date(2026, 11, 25)
TABLE = "visit_id,service_date,payer,discipline,code,minutes,units,modifiers\nC1,2026-03-02,medicare,pt,97110,23,2,GP\n"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("UNITWISE_HOME", str(tmp_path / "home"))
    return open_library(tmp_path / "home")


def put(name: str, text: str, library: Library, book: RuleBook, folder: Path) -> None:
    path = folder / name
    path.write_text(text)
    (outcome,) = import_files([path], library, book, DAY)
    assert outcome.record is not None


def told(library: Library) -> list[str]:
    """The claims by their patient's other ones: how many lines each has tells them apart."""
    claims = library.submissions().collect().join(across(library), on="submission", how="semi")
    return sorted(claims["codes"].list.join(" ").to_list())


def test_a_second_visit_of_the_day_in_another_file_is_counted(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    put(
        "a.837",
        file_of(Made("C1"), Made("C2", patient="P2"), Made("C3", day="20260303")),
        library,
        book,
        tmp_path,
    )
    assert told(library) == []  # within a file the rules look at all of it

    put("b.837", file_of(Made("C9", lines=("97140 GP 1",))), library, book, tmp_path)

    assert told(library) == ["97110", "97140"]  # not that of another patient, nor of another day
    found = library.findings().filter(rule="F907").collect()
    assert found.is_empty()  # this is what it is about: the rule did not see the other file
    assert across_words(2).startswith(
        "For 2 claims, another import holds a visit of the same patient on the same day."
    )
    assert "F907" in across_words(2)
    library.undo(library.imports()[-1].id)
    assert told(library) == []


def test_the_same_claim_in_two_files_and_its_correction_are_no_second_visit(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    put("a.837", file_of(Made("C1")), library, book, tmp_path)
    put("b.837", file_of(Made("C1"), Made("C2", patient="P2")), library, book, tmp_path)
    put(
        "c.837",
        file_of(Made("C1", frequency="7", replaces="ICN1", lines=("97110 GP 1",))),
        library,
        book,
        tmp_path,
    )

    assert told(library) == []


def test_a_completed_claim_was_checked_beside_its_own_file(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    put("a.837", file_of(Made("C1"), Made("C2", lines=("97140 GP 1",))), library, book, tmp_path)
    put("a.csv", TABLE, library, book, tmp_path)
    assert set(library.submissions().collect()["source"]) == {"837P", "837P+table"}

    assert told(library) == []

    put("b.837", file_of(Made("C9", lines=("97530 GP 1",))), library, book, tmp_path)
    assert told(library) == ["97110", "97140", "97530"]


def test_one_claim_says_what_its_rules_did_not_see_in_another_file(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    put("a.837", file_of(Made("C1"), Made("C2", patient="P2")), library, book, tmp_path)
    names = library.submissions().collect().sort("patient_id")["submission"].to_list()
    before = {name: opened(library, name, book) for name in names}
    assert not any(each.apart for each in before.values())

    put("b.837", file_of(Made("C9", lines=("97140 GP 1",))), library, book, tmp_path)

    after = {name: opened(library, name, book) for name in names}
    (name,) = (each for each in names if after[each].apart)  # the other patient's claim is as it was
    assert after[name].apart == 1
    unseen = [each for each in after[name].verdict.findings if each.rule in RULES]
    assert [(each.rule, each.state) for each in unseen] == [(rule, "not checked") for rule in RULES]
    assert [each.to_confirm for each in unseen] == [book.rules[rule].to_confirm for rule in RULES]
    assert any(each.to_confirm for each in unseen)
    assert not set(RULES) & set(after[name].verdict.passed)
    asked = [each.verdict.checked + each.verdict.not_checked for each in (before[name], after[name])]
    assert asked[1] - asked[0] == len(set(RULES) - set(before[name].verdict.passed))
    assert after[name].verdict.verdict != "pass"
    (other,) = (each for each in names if each != name)
    assert after[other].verdict == before[other].verdict


def opened(library: Library, submission: str, book: RuleBook) -> OneClaim:
    found = one_claim(library, submission, book, DAY)
    assert found is not None
    return found
