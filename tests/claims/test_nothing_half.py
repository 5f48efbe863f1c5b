"""Whatever happens to an import, a file is in the library whole or not at all."""

from __future__ import annotations

import errno
import multiprocessing
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from filelock import FileLock
from polars.testing import assert_frame_equal

from logic.bench import claims as bench
from logic.claims import draft_folder, writing
from logic.claims.errors import LibraryError
from logic.claims.importing import import_files
from logic.claims.library import Library, open_library
from logic.rulebook import RuleBook
from logic.rules.rule import Rule

DAY = date(2026, 11, 25)
Month = tuple[Path, Any, Any]
Frames = Callable[[Library], dict[str, pl.DataFrame]]


def left(library: Library) -> list[str]:
    """What stands in the folder beside the lock."""
    return sorted(path.name for path in library.root.iterdir() if path.name != ".lock")


@pytest.mark.slow
def test_killed_at_random_moments_nothing_is_half(home: Path, month: Month) -> None:
    proved = bench.kills(month[0] / "claims.837", home, count=8, seed=20261125)

    assert proved.runs == 8
    assert proved.killed >= 4  # most of the moments lie within the import
    assert proved.wrong == ()


@pytest.mark.parametrize("after", [0, 1, 3, 5])
def test_a_full_disk_leaves_nothing(
    after: int,
    library: Library,
    book: RuleBook,
    month: Month,
    frames: Frames,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import_files([month[0] / "payments.835"], library, book, DAY)
    before, there = frames(library), left(library)
    real, calls = writing.Writers.write, []

    def full(self: writing.Writers, kind: str, frame: pl.DataFrame) -> None:
        calls.append(kind)
        if len(calls) > after:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(self, kind, frame)

    with monkeypatch.context() as patch:
        patch.setattr(writing.Writers, "write", full)
        (outcome,) = import_files([month[0] / "claims.837"], library, book, DAY)

    assert outcome.record is None
    assert "No space left on device. Nothing of it was kept." in outcome.problems[0].wrong
    assert left(library) == there
    for name, frame in frames(library).items():
        assert_frame_equal(frame, before[name])
    (again,) = import_files([month[0] / "claims.837"], library, book, DAY)
    assert again.record is not None


def test_a_full_disk_at_the_last_step_leaves_nothing(
    library: Library, book: RuleBook, month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("logic.claims.importing.write_record", full)
        (outcome,) = import_files([month[0] / "claims.837"], library, book, DAY)

    assert outcome.record is None
    assert left(library) == []


def test_a_failure_of_the_program_leaves_nothing_and_tells_no_cell(
    library: Library, book: RuleBook, month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*_: object) -> None:
        raise RuntimeError("Zebedee Quux, born 1960-05-01")

    monkeypatch.setattr(draft_folder, "kept_findings", wrong)
    (outcome,) = import_files([month[0] / "claims.837"], library, book, DAY)

    assert outcome.record is None
    told = outcome.problems[0].sentence()
    assert "RuntimeError in claims/draft_folder.py" in told
    assert "Quux" not in told
    assert left(library) == []


def test_a_rule_that_cannot_run_is_not_checked_and_the_import_goes_on(
    library: Library, book: RuleBook, month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    from logic import judge as judging  # noqa: PLC0415

    rules = judging.rules_of("line")
    broken = [
        rule.state() if rule.code != "M401" else pl.col("no such column").alias("M401") for rule in rules
    ]
    real = judging._expressions
    monkeypatch.setattr(judging, "_expressions", lambda scope: broken if scope == "line" else real(scope))
    real_alone = judging._alone

    def alone(frame: pl.DataFrame, rule: Rule, said: dict[str, str]) -> pl.Series:
        if rule.code != "M401":
            return real_alone(frame, rule, said)
        said["M401"] = "no such column"
        return pl.Series("M401", [4] * len(frame), dtype=pl.UInt8)

    monkeypatch.setattr(judging, "_alone", alone)
    (outcome,) = import_files([month[0] / "claims.837"], library, book, DAY)

    assert outcome.record is not None
    (row,) = library.coverage().filter(rule="M401").rows(named=True)
    assert (row["state"], row["reason"]) == ("not checked", "This rule could not run, so it was not checked.")
    assert row["count"] == library.lines().collect().height


@pytest.mark.parametrize("at", [0, 1, 2, 5, 9])
def test_cancelled_nothing_is_left_and_the_next_files_are_not_begun(
    at: int, library: Library, book: RuleBook, month: Month
) -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > at

    files = [month[0] / "claims.837", month[0] / "lines.csv"]
    outcomes = import_files(files, library, book, DAY, cancelled=cancelled)

    assert [outcome.cancelled for outcome in outcomes] == [True, True]
    assert left(library) == []


def test_progress_goes_from_nothing_to_all(library: Library, book: RuleBook, month: Month) -> None:
    told: list[tuple[str, float]] = []
    import_files(
        [month[0] / "claims.837"], library, book, DAY, progress=lambda what, share: told.append((what, share))
    )

    for what in ("reading", "checking"):
        shares = [share for said, share in told if said == what]
        assert shares == sorted(shares)
        assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_what_a_dead_process_left_is_removed_and_what_a_living_one_writes_is_not(home: Path) -> None:
    library = open_library(home)
    dead, living, gone = (library.root / name for name in (".1.part", ".2.part", ".3.gone"))
    for folder in (dead, living, gone):
        folder.mkdir()
        (folder / "lines.parquet").write_bytes(b"half")

    with FileLock(living / "alive"):
        open_library(home)
        assert (dead.exists(), living.exists(), gone.exists()) == (False, True, False)
    open_library(home)
    assert not living.exists()
    assert library.imports() == ()


def test_one_content_at_a_time(library: Library, book: RuleBook, month: Month) -> None:
    file = month[0] / "claims.837"
    inner = []

    def progress(what: str, share: float) -> None:
        if what == "checking" and share == 0.0 and not inner:
            inner.append(import_files([file], open_library(library.root.parent), book, DAY)[0])

    (outer,) = import_files([file], library, book, DAY, progress=progress)

    assert outer.record is not None
    assert inner[0].record is None
    assert "being imported" in inner[0].problems[0].wrong
    assert [record.id for record in library.imports()] == [outer.record.id]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.write_text("")

    with pytest.raises(LibraryError, match="cannot be made"):
        open_library(file)


def test_an_import_of_a_newer_program_is_left_alone(library: Library, book: RuleBook, month: Month) -> None:
    (outcome,) = import_files([month[0] / "payments.835"], library, book, DAY)
    assert outcome.record is not None
    path = library.root / outcome.record.id / "import.json"
    path.write_text(path.read_text().replace('"version": 1', '"version": 99'))

    with pytest.raises(LibraryError, match="newer Unitwise"):
        library.imports()
    assert path.exists()


def _import_in_a_process(home: Path, file: Path) -> int:
    from logic.rulebook import load_rulebook  # noqa: PLC0415

    outcomes = import_files([file], open_library(home), load_rulebook(home), DAY)
    return int(outcomes[0].record is not None and not outcomes[0].already)


@pytest.mark.slow
def test_two_processes_with_the_same_file_make_one_import(home: Path, month: Month) -> None:
    file = month[0] / "claims.837"
    open_library(home)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        made = pool.starmap(_import_in_a_process, [(home, file)] * 2)

    assert sum(made) == 1
    assert len(open_library(home).imports()) == 1
