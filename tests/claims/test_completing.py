"""A claim that tells no minutes and the visit of a table that does: told as one, whichever came first."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from logic.batch.claims import batch_of
from logic.batch.one_claim import one_claim
from logic.claims import pairs
from logic.claims.importing import import_files
from logic.claims.library import Library
from logic.rulebook import RuleBook

from .halves import DAY, Frames, Month, found, put, table, units_rules
from .made import Made, file_of


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
