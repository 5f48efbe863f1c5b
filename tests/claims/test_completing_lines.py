"""Which line of a table is which line of a claim, and what is said of those that differ or stand alone."""

from __future__ import annotations

from pathlib import Path

from logic.claims.library import Library
from logic.rulebook import RuleBook

from .halves import put, table, units_rules
from .made import Made, file_of


def test_what_was_billed_is_never_overwritten_and_every_difference_is_said(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    put("a.837", file_of(Made("C1", lines=("97110 GP 2", "97140 GP 1"))), library, book, tmp_path)

    told = put("a.csv", table("97110 23 3 GP 59", "97140 15 1 GP"), library, book, tmp_path)

    assert [(each.row, each.column, each.value) for each in told.problems] == [
        (2, "charge", "150.0"),
        (2, "modifiers", "59 GP"),
        (2, "units", "3"),
    ]
    assert told.problems[2].wrong == "The table says 3, the claim that was sent 2."
    assert told.record is not None
    assert told.record.problem_count == 3
    lines = library.lines().collect().sort("line")
    assert lines.select("code", "units", "minutes", "charge", "treated_by").rows() == [
        ("97110", 2, 23, 100.0, "pt"),
        ("97140", 1, 15, 50.0, "pt"),
    ]
    assert lines["modifiers"].to_list() == [["GP"], ["GP"]]


def test_what_differs_is_said_too_when_the_table_came_first(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    put("a.csv", table("97110 23 3 GP"), library, book, tmp_path)

    told = put("a.837", file_of(Made("C1")), library, book, tmp_path)

    assert [(each.row, each.column) for each in told.problems] == [(None, None)] * 2
    assert any(
        each.wrong == "Row 2 of the table here, column units: The table says 3, the claim that was sent 2."
        for each in told.problems
    )


def test_lines_of_one_code_are_told_apart_by_what_was_billed(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    claim = Made("C1", lines=("97110 GP CQ 1", "97110 GP 2"))
    put("a.837", file_of(claim), library, book, tmp_path)

    told = put("a.csv", table("97110 30 2 GP", "97110 14 1 CQ GP"), library, book, tmp_path)

    assert told.problems == ()
    lines = library.lines().collect().sort("line")
    assert lines.select("units", "minutes").rows() == [(1, 14), (2, 30)]


def test_which_line_is_meant_is_never_guessed(library: Library, book: RuleBook, tmp_path: Path) -> None:
    claim = Made("C1", lines=("97110 GP CQ 1", "97110 GP 2", "97140 GP 1"))
    put("a.837", file_of(claim), library, book, tmp_path)

    told = put("a.csv", table("97110 44 3 GP", "97140 15 1 GP"), library, book, tmp_path)

    (problem,) = told.problems
    assert (problem.row, problem.column, problem.value) == (2, "code", "97110")
    assert "cannot be told" in problem.wrong
    lines = library.lines().collect().sort("line")
    assert lines["minutes"].to_list() == [None, None, 15]
    assert units_rules(library).get("U101", 0) == 0  # not knowing is never a pass


def test_a_visit_of_several_claims_completes_none_of_them(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    claims = (Made("C1"), Made("C1", lines=("97530 GO 1",)))
    put("a.837", file_of(*claims), library, book, tmp_path)

    told = put("a.csv", table("97110 23 2 GP", "97530 15 1 GO"), library, book, tmp_path)

    (problem,) = told.problems
    assert (problem.row, problem.column, problem.value) == (2, "visit_id", None)
    assert "Several claims stand under this number and day" in problem.wrong
    assert library.submissions().collect()["source"].to_list() == ["837P", "837P"]
    assert library.lines().collect()["minutes"].to_list() == [None, None]


def test_a_service_that_was_given_and_not_billed_counts_with_its_minutes(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    put("a.837", file_of(Made("C1", lines=("97110 GP 1",))), library, book, tmp_path)

    put("a.csv", table("97110 15 1 GP", "97140 15 0 GP"), library, book, tmp_path)

    lines = library.lines().collect().sort("line")
    assert lines.select("line", "code", "units", "minutes").rows() == [
        (1, "97110", 1, 15),
        (2, "97140", 0, 15),
    ]
    claim = library.submissions().collect()
    assert claim.select("units", "lines", "charge", "minutes").rows() == [(1, 1, 5000, 30)]
    # Two units were earned and one was billed (Pub. 100-04 ch. 5 sec. 20.2: 23 to 37 minutes are two).
    assert "U102" in set(library.findings().collect()["rule"])


def test_a_line_that_only_the_table_bills_is_said(library: Library, book: RuleBook, tmp_path: Path) -> None:
    put("a.837", file_of(Made("C1", lines=("97110 GP 1",))), library, book, tmp_path)

    told = put("a.csv", table("97110 15 1 GP", "97140 15 1 GP"), library, book, tmp_path)

    assert [(each.row, each.column, each.value) for each in told.problems] == [(3, "code", "97140")]
    assert library.submissions().collect()["charge"].to_list() == [5000]
    assert library.lines().collect().sort("line")["units"].to_list() == [1, 0]


def test_a_table_that_adds_nothing_completes_nothing(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    put("a.837", file_of(Made("C1")), library, book, tmp_path)
    text = "visit_id,service_date,payer,code,units,modifiers\nC1,2026-03-02,medicare,97110,2,GP\n"

    told = put("a.csv", text, library, book, tmp_path)

    assert told.notes == ()
    assert library.submissions().collect()["source"].to_list() == ["837P"]
