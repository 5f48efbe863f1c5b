"""Corrections, voids, second payers, the same claim twice, and files that hold both claims and payments."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from logic.claims.importing import Outcome, import_files
from logic.claims.library import Library
from logic.rulebook import RuleBook

from .made import Made, file_of

DAY = date(2026, 11, 25)


def imported(text: str, library: Library, book: RuleBook, folder: Path, name: str = "a.837") -> Outcome:
    path = folder / name
    path.write_text(text)
    (outcome,) = import_files([path], library, book, DAY)
    return outcome


def rules_of(library: Library, number: int = 0) -> set[str]:
    sent = library.submissions().collect()["submission"][number]
    return set(library.findings().filter(pl.col("submission") == sent).collect()["rule"])


def test_a_correction_is_not_a_second_visit_of_the_day(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    first = Made(lines=("97110 GP 2", "97140 GP 1"))
    again = Made(lines=("97110 GP 2", "97140 GP 1"), frequency="7", replaces="ICN1")
    imported(file_of(first, again), library, book, tmp_path)

    told = library.submissions().collect()
    assert told["frequency"].to_list() == ["1", "7"]
    assert told["claim_id"].n_unique() == 1
    assert not {"F905", "F907", "P207"} & set(library.findings().collect()["rule"])


def test_two_claims_of_one_day_are_seen_beside_each_other(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    imported(file_of(Made("C1"), Made("C2")), library, book, tmp_path)

    assert "F905" in rules_of(library, 1)  # the same visit twice, under another number


def test_a_correction_is_seen_beside_the_other_claims_of_the_day(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    # The first try was another service; only corrected it repeats the other claim.
    claims = (Made("C1", lines=("97530 GP 1",)), Made("C2"), Made("C1", frequency="7", replaces="ICN1"))
    imported(file_of(*claims), library, book, tmp_path)

    assert "F905" not in rules_of(library, 0)
    assert "F905" in rules_of(library, 2) | rules_of(library, 1)


def test_a_void_is_kept_and_not_checked_and_what_it_takes_back_stands_no_more_beside_others(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    void = Made("C1", frequency="8", replaces="ICN1")
    corrected = Made("C2", frequency="7", replaces="ICN2")
    outcome = imported(
        file_of(Made("C1"), void, Made("C2", lines=("97530 GP 1",)), corrected), library, book, tmp_path
    )

    told = library.submissions().collect()
    assert told["frequency"].to_list() == ["1", "8", "1", "7"]
    assert told.filter(frequency="8").select("verdict", "checked").rows() == [("not checked", 0)]
    assert library.lines().collect()["visit_id"].n_unique() == 3
    assert "F905" not in rules_of(library, 3)
    assert [note.wrong for note in outcome.notes] == [
        "1 claim takes an earlier one back (void) and is not checked."
    ]


def test_a_claim_to_a_second_payer_counts_nothing_twice(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    outcome = imported(file_of(Made(), Made(order="S", filing="CI")), library, book, tmp_path)

    assert library.submissions().collect()["payer_order"].to_list() == ["P"]
    assert library.submissions(every_payer=True).collect()["payer_order"].to_list() == ["P", "S"]
    assert library.lines().collect().height == 1
    assert not {"F905", "F907"} & set(library.findings().collect()["rule"])
    assert "second or third payer" in outcome.notes[0].wrong


def test_the_very_same_claim_twice_in_a_file_counts_once_and_is_told(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    outcome = imported(file_of(Made(), Made("C2"), Made()), library, book, tmp_path)

    assert library.submissions().collect().height == 2
    assert library.lines().collect().height == 2
    assert outcome.notes[0].wrong.startswith("1 claim stands in the file twice")


def test_a_file_of_claims_and_payments_is_one_import(
    library: Library, book: RuleBook, month: tuple[Path, object, object], tmp_path: Path
) -> None:
    folder = month[0]
    both = tmp_path / "both.x12"
    both.write_text((folder / "claims.837").read_text() + (folder / "payments.835").read_text())
    (outcome,) = import_files([both], library, book, DAY)

    assert outcome.problems == ()
    assert outcome.record is not None
    assert outcome.record.kind == "837P+835"
    paid, sent = library.remit_lines().collect(), library.submissions().collect()
    assert set(paid["import_id"]) == set(sent["import_id"]) == {outcome.record.id}
    assert paid.join(sent, on="claim_id", how="anti").is_empty()
    moved = library.adjustments().collect().join(paid, on=["import_id", "entry", "line"], how="anti")
    assert moved.filter(pl.col("line") > 0).is_empty()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ISA*00*broken", "damaged"),
        ("visit_id,code\nV1,97110\n", "service_date"),
        ("", "empty"),
        (
            "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260401*1200*^*00501*1*0*T*:~",
            "the file ends inside",
        ),
    ],
)
def test_what_cannot_be_used_leaves_nothing_and_says_why(
    text: str, says: str, library: Library, book: RuleBook, tmp_path: Path
) -> None:
    outcome = imported(text, library, book, tmp_path, "a.csv")

    assert outcome.record is None
    assert any(says in f"{problem.wrong} {problem.column}".lower() for problem in outcome.problems), outcome
    assert library.imports() == ()
    assert [path.name for path in library.root.iterdir()] == [".lock"]
