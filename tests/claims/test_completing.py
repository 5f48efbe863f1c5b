"""A claim that tells no minutes and the visit of a table that does: told as one, whichever came first."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from logic.batch.claims import batch_of
from logic.batch.one_claim import one_claim
from logic.bench import claims as bench
from logic.claims import completing, importing, pairs, writing
from logic.claims.completing import Completed
from logic.claims.importing import Outcome, import_files
from logic.claims.library import Library
from logic.rulebook import RuleBook

from .made import Made, file_of

DAY = date(2026, 11, 25)
HEADINGS = "visit_id,service_date,payer,discipline,code,minutes,units,modifiers,charge,treated_by\n"
Month = tuple[Path, Any, Any]
Frames = Callable[[Library], dict[str, pl.DataFrame]]


def put(name: str, text: str, library: Library, book: RuleBook, folder: Path) -> Outcome:
    path = folder / name
    path.write_text(text)
    (outcome,) = import_files([path], library, book, DAY)
    assert outcome.record is not None
    return outcome


def table(*rows: str) -> str:
    """Rows as "97110 23 2 GP": code, minutes, units, modifiers; of visit C1 at $50 a unit, treated by its therapist."""
    told = []
    for row in rows:
        code, minutes, units, *modifiers = row.split()
        words = " ".join(modifiers)
        told.append(f"C1,2026-03-02,medicare,pt,{code},{minutes},{units},{words},{int(units) * 50},pt\n")
    return HEADINGS + "".join(told)


def found(library: Library) -> list[tuple[str, str, str]]:
    frame = (
        library.findings()
        .collect()
        .join(library.submissions().collect().select("submission", "claim_id", "frequency"), on="submission")
    )
    return sorted(frame.select("claim_id", "rule", "message").rows())


def units_rules(library: Library) -> dict[str, int]:
    """How often each rule of units was answered."""
    answered = library.coverage().filter(pl.col("family") == "units", pl.col("state") != "not checked")
    return dict(answered.group_by("rule").agg(pl.col("count").sum()).sort("rule").iter_rows())


def test_a_month_of_claims_gets_its_minutes_from_a_later_table(
    library: Library, book: RuleBook, month: Month
) -> None:
    folder, claims, _ = month
    import_files([folder / "claims.837"], library, book, DAY)
    before = library.submissions().collect()
    assert "U101" not in set(library.findings().collect()["rule"])

    (outcome,) = import_files([folder / "lines.csv"], library, book, DAY)

    after = library.submissions().collect()
    assert outcome.problems == ()
    assert outcome.notes[0].wrong.startswith(
        f"{outcome.record.counts['completed']:,} claims stand in an 837P"
    )
    assert after.height == before.height  # no claim twice, none lost
    billed = [
        "claim_id",
        "frequency",
        "charge",
        "units",
        "lines",
        "codes",
        "modifiers",
        "submitted_on",
        "payer_name",
    ]
    assert_frame_equal(after.select(billed).sort(billed[:3]), before.select(billed).sort(billed[:3]))
    # By the truth of the sample: every first claim that was given a unit more than its minutes is found now.
    spoiled = {
        claim.account
        for claim in claims
        if claim.frequency == "1"
        and "a unit more than the minutes" in claim.errors
        and "sent twice" not in claim.errors  # the sample's table leaves these out
        and claim.payer.filing in {"MB", "16"}
    }
    over = library.findings().filter(pl.col("rule").is_in(["U101", "U104"])).collect()["submission"].unique()
    assert len(spoiled) > 10
    from logic.claims.identity import hashed_number  # noqa: PLC0415

    numbers = set(after.filter(pl.col("submission").is_in(over.implode()))["claim_id"])
    assert {hashed_number(account, library.key) for account in spoiled} <= numbers


def test_the_order_of_the_two_files_does_not_matter(
    library: Library, book: RuleBook, month: Month, tmp_path: Path, frames: Frames
) -> None:
    folder = month[0]
    other = Library(tmp_path / "other" / "claims", library._key_folder)
    other.place.open()
    for there, names in ((library, ("claims.837", "lines.csv")), (other, ("lines.csv", "claims.837"))):
        import_files([folder / name for name in names], there, book, DAY)

    first, second = (
        {
            kind: frame.drop("import_id").sort(pl.all().exclude(pl.List(pl.String), pl.List(pl.UInt32)))
            for kind, frame in frames(each).items()
        }
        for each in (library, other)
    )
    for kind in ("submissions", "findings", "lines"):
        assert_frame_equal(first[kind], second[kind])
    rule = ["rule", "state", "reason"]
    sums = [each["coverage"].group_by(rule).agg(pl.col("count").sum()).sort(rule) for each in (first, second)]
    assert_frame_equal(*sums)


def test_parts_of_a_large_file_come_to_the_same(
    library: Library, book: RuleBook, month: Month, frames: Frames, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [month[0] / name for name in ("claims.837", "lines.csv")]
    import_files(files, library, book, DAY)
    wanted = frames(library)
    for record in library.imports():
        library.undo(record.id)

    monkeypatch.setattr(pairs, "AT_ONCE", 100)
    import_files(files, library, book, DAY)

    keys = {
        "submissions": ["submission"],
        "findings": ["submission", "rule", "line"],
        "lines": ["visit_id", "line"],
    }
    for kind, key in keys.items():
        assert_frame_equal(frames(library)[kind].sort(key), wanted[kind].sort(key))
    rule = ["import_id", "rule", "state", "reason"]
    assert_frame_equal(frames(library)["coverage"].sort(rule), wanted["coverage"].sort(rule))


def test_what_was_not_checked_for_want_of_minutes_is_counted_as_checked(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    put("a.837", file_of(Made("C1"), Made("C2", patient="P2")), library, book, tmp_path)
    # U107 says of each visit that its units cannot be counted.
    assert library.coverage().filter(rule="U107").select("state", "count").rows() == [("not checked", 2)]
    assert "U101" not in units_rules(library)

    put("a.csv", table("97110 23 2 GP"), library, book, tmp_path)

    assert library.coverage().filter(rule="U107").select("state", "count").rows() == [("not checked", 1)]
    assert units_rules(library)["U101"] == 1  # C2 is not in the table
    # One of line and one of day each; the visit of the table is not counted beside its claim.
    assert library.coverage().filter(rule="C504")["count"].sum() == 2


@pytest.mark.parametrize("order", [("a.837", "a.csv"), ("a.csv", "a.837")])
@pytest.mark.parametrize("taken", [0, 1])
def test_whichever_half_is_taken_back_the_other_is_told_as_it_was(
    order: tuple[str, str], taken: int, library: Library, book: RuleBook, tmp_path: Path, frames: Frames
) -> None:
    texts = {"a.837": file_of(Made("C1"), Made("C2", patient="P2")), "a.csv": table("97110 20 2 GP")}
    kept = order[1 - taken]
    alone = put(kept, texts[kept], library, book, tmp_path)
    wanted = frames(library)
    library.undo(alone.record.id if alone.record else "")
    records = [put(name, texts[name], library, book, tmp_path).record for name in order]
    assert library.submissions().collect()["source"].to_list().count("837P+table") == 1

    library.undo(records[taken].id if records[taken] else "")

    for kind, frame in frames(library).items():
        assert_frame_equal(frame, wanted[kind])
    back = put(order[taken], texts[order[taken]], library, book, tmp_path)
    assert back.record is not None
    assert library.submissions().collect()["source"].to_list().count("837P+table") == 1
    assert library.submissions().collect().height == 2


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


def test_a_corrected_claim_and_its_original_are_both_completed_and_nothing_counts_twice(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    claims = (Made("C1"), Made("C1", frequency="7", replaces="ICN1", lines=("97110 GP 1",)))
    put("a.837", file_of(*claims), library, book, tmp_path)

    told = put("a.csv", table("97110 20 2 GP"), library, book, tmp_path)

    assert told.problems == ()  # the table tells the original as it was billed
    every = library.submissions().collect()
    assert sorted(every.select("source", "frequency").rows()) == [("837P+table", "1"), ("837P+table", "7")]
    batch = batch_of(library)
    assert batch.claims["frequency"].to_list() == ["7"]
    assert batch.replaced == 1
    # 20 minutes are one unit: the original billed two, the correction one.
    over = library.findings().filter(rule="U101").collect()["submission"].to_list()
    assert over == every.filter(frequency="1")["submission"].to_list()


def test_a_completed_claim_is_looked_at_beside_its_patients_other_claims(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    claims = (Made("C0"), Made("C1"), Made("C2", patient="P2"))
    put("a.837", file_of(*claims), library, book, tmp_path)
    before = found(library)
    assert any(rule == "F905" for _, rule, _ in before)  # C1 repeats C0

    put("a.csv", table("97110 23 2 GP"), library, book, tmp_path)

    assert [each for each in found(library) if each[1] == "F905"] == [
        each for each in before if each[1] == "F905"
    ]
    (completed,) = library.submissions().filter(source="837P+table").collect()["submission"]
    looked = one_claim(library, completed, book, DAY)
    assert looked is not None
    kept = library.findings().filter(submission=completed).collect()["rule"]
    assert {each.rule for each in looked.verdict.findings if each.state != "not checked"} == set(kept)


def test_a_newer_table_tells_the_minutes_anew(library: Library, book: RuleBook, tmp_path: Path) -> None:
    put("a.837", file_of(Made("C1")), library, book, tmp_path)
    put("1.csv", table("97110 20 2 GP"), library, book, tmp_path)
    assert library.lines().collect()["minutes"].to_list() == [20]

    later = put("2.csv", table("97110 24 2 GP"), library, book, tmp_path)

    assert library.lines().collect()["minutes"].to_list() == [20 + 4]
    assert library.submissions().collect().height == 1
    library.undo(later.record.id if later.record else "")
    assert library.lines().collect()["minutes"].to_list() == [20]


def test_a_full_disk_while_claims_are_completed_leaves_nothing(
    library: Library, book: RuleBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, frames: Frames
) -> None:
    put("a.837", file_of(Made("C1")), library, book, tmp_path)
    before = frames(library)
    path = tmp_path / "a.csv"
    path.write_text(table("97110 20 2 GP"))
    real = writing.Writers.write

    def full(self: writing.Writers, kind: str, frame: pl.DataFrame) -> None:
        if kind == "completed_submissions":
            raise OSError(errno.ENOSPC, "No space left on device")
        real(self, kind, frame)

    with monkeypatch.context() as patch:
        patch.setattr(writing.Writers, "write", full)
        (outcome,) = import_files([path], library, book, DAY)

    assert outcome.record is None
    for kind, frame in frames(library).items():
        assert_frame_equal(frame, before[kind])
    (again,) = import_files([path], library, book, DAY)
    assert again.record is not None
    assert again.record.counts["completed"] == 1


@pytest.mark.slow
def test_killed_while_claims_are_completed_nothing_is_half(
    home: Path, library: Library, book: RuleBook, month: Month
) -> None:
    import_files([month[0] / "claims.837"], library, book, DAY)

    proved = bench.kills(month[0] / "lines.csv", home, count=8, seed=20261126)

    assert proved.runs == 8
    assert proved.killed >= 4
    assert proved.wrong == ()
    assert (library.submissions().collect()["source"] == "837P+table").any()


def test_the_other_half_that_arrives_meanwhile_is_not_missed(
    library: Library, book: RuleBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = completing.complete, []

    def overtaken(*args: Any) -> Completed:  # noqa: ANN401
        looked = real(*args)
        calls.append(looked.claims)
        if len(calls) == 1:
            monkeypatch.setattr(importing, "complete", real)
            put("a.837", file_of(Made("C1")), library, book, tmp_path)
            monkeypatch.setattr(importing, "complete", overtaken)
        return looked

    monkeypatch.setattr(importing, "complete", overtaken)
    put("a.csv", table("97110 20 2 GP"), library, book, tmp_path)

    assert calls == [0, 1]
    assert library.submissions().collect()["source"].to_list() == ["837P+table"]
