"""What is stored is what the check says of the same file, whole or in pieces."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from logic.check import check
from logic.claims import reading, rounds
from logic.claims.importing import import_files
from logic.claims.library import Library
from logic.intake.payers import payer_names
from logic.intake.privacy import hashed
from logic.intake.table import read_lines
from logic.rulebook import RuleBook

DAY = date(2026, 11, 25)
Month = tuple[Path, Any, Any]
KNOWN_BY = ["claim_id", "line", "code", "rule", "state", "severity", "fix"]


def test_findings_of_a_table_are_those_of_the_check(library: Library, book: RuleBook, month: Month) -> None:
    file = month[0] / "lines.csv"
    import_files([file], library, book, DAY)
    stored = library.findings().join(library.submissions().select("submission", "claim_id"), on="submission")

    lines = read_lines(file, payers=payer_names(book)).lines
    checked = check(lines, book, DAY)
    told = checked.findings.filter(pl.col("state").cast(pl.String) != "not checked")

    wanted = told.with_columns(hashed(told["visit_id"], library.key).alias("claim_id")).select(
        *(pl.col(name).cast(stored.collect_schema()[name]) for name in KNOWN_BY)
    )
    assert_frame_equal(stored.select(KNOWN_BY).collect(), wanted, check_row_order=False)
    assert wanted.height > 50
    verdicts = checked.visits.with_columns(hashed(checked.visits["visit_id"], library.key).alias("claim_id"))
    sent = library.submissions().select("claim_id", "verdict", "checked", "not_checked").collect()
    columns = [pl.col("claim_id", "verdict"), pl.col("checked", "not_checked").cast(pl.UInt32)]
    assert_frame_equal(sent, verdicts.select(columns), check_row_order=False)


def test_coverage_counts_what_the_check_finds(library: Library, book: RuleBook, month: Month) -> None:
    file = month[0] / "lines.csv"
    import_files([file], library, book, DAY)
    judged = check(read_lines(file, payers=payer_names(book)).lines, book, DAY).judged
    wanted = {}
    for frame in (judged.lines, judged.visits):
        for column in frame.iter_columns():
            for number, word in {1: "pass", 2: "fail", 3: "needs documentation", 4: "not checked"}.items():
                if count := int((column == number).sum()):
                    wanted[column.name, word] = count

    stored = library.coverage().group_by("rule", "state").agg(pl.col("count").sum())
    assert {(rule, state): count for rule, state, count in stored.iter_rows()} == wanted


@pytest.mark.parametrize("file", ["claims.837", "lines.csv"])
def test_a_file_in_pieces_is_the_file(
    file: str, library: Library, book: RuleBook, month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("submissions", "findings", "lines")
    (outcome,) = import_files([month[0] / file], library, book, DAY)
    assert outcome.record is not None
    whole = {name: getattr(library, name)().collect() for name in names}
    coverage = library.coverage()
    library.undo(outcome.record.id)

    monkeypatch.setattr(reading, "LINES_AT_ONCE", 150)
    monkeypatch.setattr(rounds, "LINES_AT_ONCE", 150)
    import_files([month[0] / file], library, book, DAY)

    for name in names:
        assert_frame_equal(
            getattr(library, name)().collect(), whole[name], check_row_order=name != "findings"
        )
    keys = ["rule", "state", "reason"]
    assert_frame_equal(library.coverage().sort(keys), coverage.sort(keys))
