from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from logic.claims import frames as kinds
from logic.claims.identity import hashed_number
from logic.claims.importing import import_files
from logic.claims.library import Library, open_library
from logic.rulebook import RuleBook
from logic.sample.payments import Answer
from logic.sample.visits import SampleClaim

DAY = date(2026, 11, 25)
Month = tuple[Path, list[SampleClaim], list[Answer]]
Frames = Callable[[Library], dict[str, pl.DataFrame]]


def test_claims_are_kept_as_they_were_sent(library: Library, book: RuleBook, month: Month) -> None:
    folder, claims, _ = month
    (outcome,) = import_files([folder / "claims.837"], library, book, DAY)
    kept = library.submissions().collect()

    assert outcome.problems == ()
    assert outcome.record is not None
    assert (outcome.record.kind, outcome.record.number, outcome.record.at) == ("837P", 1, DAY)
    assert kept.schema == kinds.SUBMISSIONS
    told = {
        (
            hashed_number(claim.account, library.key),
            claim.frequency,
            claim.service_date,
            claim.submitted_on,
            claim.charge,
            len(claim.lines),
            sum(line.units for line in claim.lines),
            claim.provider.npi,
            claim.payer.name,
        )
        for claim in claims
    }
    columns = (
        *("claim_id", "frequency", "service_date", "submitted_on", "charge", "lines", "units", "provider"),
        "payer_name",
    )
    assert set(kept.select(columns).rows()) == told
    assert kept.height == len(claims)


def test_payments_are_kept_and_meet_their_claims(library: Library, book: RuleBook, month: Month) -> None:
    folder, claims, answers = month
    import_files([folder / "payments.835", folder / "claims.837"], library, book, DAY)
    paid = library.remit_lines().collect()

    assert paid["paid"].sum() == sum(answer.paid for answer in answers)
    assert paid.schema == kinds.REMIT_LINES
    sent = library.submissions().collect()
    assert paid.join(sent, on="claim_id", how="anti").is_empty()
    moved = sum(len(line.moved) for answer in answers for line in answer.lines)
    assert library.adjustments().collect().height == moved
    # A replacement points to the payer's number of the claim that it replaces.
    replaced = sent.filter(pl.col("frequency") == "7")
    assert replaced.height == sum(claim.replaces is not None for claim in claims) > 0
    assert replaced.join(paid, left_on="replaces", right_on="payer_claim", how="anti").is_empty()


def test_findings_speak_of_claims_and_their_dollars(library: Library, book: RuleBook, month: Month) -> None:
    folder, claims, _ = month
    import_files([folder / "claims.837"], library, book, DAY)
    found = library.findings().collect()

    assert found.schema == kinds.FINDINGS
    assert set(found["state"]) <= {"fail", "needs documentation"}
    assert found["charge"].null_count() == 0
    sent = library.submissions().collect().filter(pl.col("frequency") == "1")
    massage = found.filter(rule="P201").join(sent.select("submission", "claim_id"), on="submission")
    # Medicare and its Advantage plans follow the pair edits: massage beside manual therapy without 59.
    told = {
        (hashed_number(claim.account, library.key), line.charge)
        for claim in claims
        if claim.frequency == "1" and claim.payer.filing in {"MB", "16"}
        for line in claim.lines
        if line.code == "97124" and "97140" in {other.code for other in claim.lines}
    }
    assert set(massage.select("claim_id", "charge").rows()) == told
    assert told


def test_coverage_counts_every_line_once_in_one_state(library: Library, book: RuleBook, month: Month) -> None:
    import_files([month[0] / "claims.837"], library, book, DAY)
    coverage = library.coverage()
    counts = coverage.group_by("rule").agg(pl.col("count").sum())
    lines = library.lines().collect().height

    assert coverage.schema == kinds.COVERAGE
    assert counts["count"].max() <= lines
    assert (
        coverage.filter(pl.col("reason").is_null())["state"]
        .is_in(["pass", "fail", "needs documentation"])
        .all()
    )
    # Nobody tells who treated, so the rule on it is not checked on any visit and day, and says why.
    (who,) = coverage.filter(rule="W800").select("state", "reason", "count").rows()
    assert who[0] == "not checked"
    assert who[1].startswith("Who treated was not given")
    assert who[2] == library.submissions().collect().height
    found = library.findings().collect()
    per_rule = Counter(found["rule"])
    failed = dict(
        coverage.filter(state="fail").select("rule", "count").rows(),
    )
    assert failed["M401"] == sum(
        len(lines) for lines in found.filter(rule="M401", state="fail")["lines"].to_list()
    )
    assert per_rule["M401"] > 0


def test_a_table_is_kept_with_its_minutes(library: Library, book: RuleBook, month: Month) -> None:
    folder, claims, _ = month
    (outcome,) = import_files([folder / "lines.csv"], library, book, DAY)
    kept = library.submissions().collect()
    first = [claim for claim in claims if claim.replaces is None and "sent twice" not in claim.errors]

    assert outcome.record is not None
    assert outcome.record.kind == "table"
    told = {
        (
            hashed_number(claim.account, library.key),
            sum(line.minutes for line in claim.lines),
            claim.charge,
        )
        for claim in first
    }
    assert set(kept.select("claim_id", "minutes", "charge").rows()) == told
    assert set(kept["source"]) == {"table"}
    assert not set(kept["submission"]) & {claim.account for claim in first}
    assert set(library.lines().collect()["visit_id"]) == set(kept["submission"])


def test_the_same_file_twice_changes_nothing(
    library: Library, book: RuleBook, month: Month, frames: Frames, tmp_path: Path
) -> None:
    folder = month[0]
    copy = tmp_path / "another name.837"
    copy.write_bytes((folder / "claims.837").read_bytes())
    import_files([folder / "claims.837"], library, book, DAY)
    before, state = frames(library), library.state()

    (again,) = import_files([copy], library, book, DAY)

    assert again.already
    assert again.record == library.imports()[0]
    assert library.state() == state
    assert len(library.imports()) == 1
    for name, frame in frames(library).items():
        assert_frame_equal(frame, before[name])


def test_undo_restores_exactly_what_was(
    library: Library, book: RuleBook, month: Month, frames: Frames
) -> None:
    folder = month[0]
    import_files([folder / "payments.835"], library, book, DAY)
    before, state = frames(library), library.state()

    (outcome,) = import_files([folder / "claims.837"], library, book, DAY)
    assert outcome.record is not None
    assert library.state() != state
    assert library.undo(outcome.record.id)

    assert library.state() == state
    for name, frame in frames(library).items():
        assert_frame_equal(frame, before[name])
    assert not library.undo(outcome.record.id)
    assert sorted(path.name for path in library.root.iterdir() if path.name != ".lock") == [
        library.imports()[0].id
    ]


def test_a_claim_in_two_files_counts_once_and_undo_of_the_first_brings_the_others_back(
    library: Library, book: RuleBook, month: Month, tmp_path: Path
) -> None:
    text = (month[0] / "claims.837").read_text()
    wider = tmp_path / "wider.837"  # the same claims in another envelope
    wider.write_text(text.replace("UNITWISE       ", "OTHERSENDER    "))
    paid = tmp_path / "wider.835"
    paid.write_text((month[0] / "payments.835").read_text().replace("UNITWISE       ", "OTHERSENDER    "))
    first, _ = import_files([month[0] / "claims.837", month[0] / "payments.835"], library, book, DAY)
    once = {
        name: getattr(library, name)().collect()
        for name in ("submissions", "lines", "findings", "remit_lines")
    }

    second, _ = import_files([wider, paid], library, book, DAY)

    assert first.record is not None
    assert second.record is not None
    for name, frame in once.items():
        assert_frame_equal(getattr(library, name)().collect(), frame)
    library.undo(first.record.id)
    again = library.submissions().collect()
    assert set(again["import_id"]) == {second.record.id}
    assert_frame_equal(again.drop("import_id"), once["submissions"].drop("import_id"))


def test_rights_are_the_owners_alone(library: Library, book: RuleBook, month: Month) -> None:
    import_files([month[0] / "claims.837"], library, book, DAY)

    for path in [library.root, *library.root.rglob("*")]:
        rights = stat.S_IMODE(path.stat().st_mode)
        assert rights == (0o700 if path.is_dir() else 0o600), path


def test_an_empty_library_has_empty_frames(home: Path, frames: Frames) -> None:
    told = frames(open_library(home))

    assert {name: frame.schema for name, frame in told.items()} == dict(kinds.KINDS.items())
    assert all(frame.is_empty() for frame in told.values())


@pytest.mark.parametrize("kind", ["837P", "835"])
def test_a_library_can_be_read_by_another_process(
    home: Path, book: RuleBook, month: Month, kind: str
) -> None:
    file = {"837P": "claims.837", "835": "payments.835"}[kind]
    other = open_library(home)
    assert other.imports() == ()

    import_files([month[0] / file], open_library(home), book, DAY)

    assert [record.kind for record in other.imports()] == [kind]
