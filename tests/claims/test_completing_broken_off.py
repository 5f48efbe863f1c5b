"""Claims that were being completed when the disk was full, the process was killed, or the other half came in."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from logic.bench import claims as bench
from logic.claims import completing, importing, writing
from logic.claims.completing import Completed
from logic.claims.importing import import_files
from logic.claims.library import Library
from logic.rulebook import RuleBook

from .halves import DAY, Frames, Month, put, table
from .made import Made, file_of


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
