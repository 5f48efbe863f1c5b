from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from logic.intake.batches import scan_batches
from logic.intake.table import read_lines


def lines(visits: list[str], units: list[str] | None = None) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "visit_id": visits,
            "service_date": ["2026-03-02"] * len(visits),
            "code": ["97124"] * len(visits),
            "units": units or [str(n % 4) for n in range(len(visits))],
            "modifiers": ["GP 59"] * len(visits),
        },
        schema_overrides={"visit_id": pl.String},
    )


def write(frame: pl.DataFrame, path: Path) -> Path:
    (frame.write_csv if path.suffix == ".csv" else frame.write_parquet)(path)
    return path


def same_lines(path: Path, size: int) -> None:
    """Batches hold what one reading holds, each visit in one batch only, with the same problems."""
    batches = list(reading := scan_batches(path, size))
    whole = read_lines(path)
    told = pl.concat(batches) if batches else whole.lines.clear()
    assert_frame_equal(told.sort("row"), whole.lines.sort("row"))
    visits = [visit for batch in batches for visit in batch["visit_id"].unique()]
    assert len(visits) == len(set(visits))
    intake = reading.intake()
    assert intake.rows_read == whole.rows_read
    assert sorted(map(str, intake.problems)) == sorted(map(str, whole.problems))
    assert set(intake.incomplete_visits) == set(whole.incomplete_visits)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    visits=st.lists(st.sampled_from(["A", "B", "C", "D", "E", ""]), min_size=1, max_size=30),
    bad=st.sets(st.integers(0, 29), max_size=3),
    size=st.integers(1, 12),
    form=st.sampled_from([".csv", ".parquet"]),
)
def test_batches_hold_what_one_reading_holds(
    visits: list[str], bad: set[int], size: int, form: str, tmp_path: Path
) -> None:
    units = ["x" if n in bad else "1" for n in range(len(visits))]
    same_lines(write(lines(visits, units), tmp_path / f"a{form}"), size)


@pytest.mark.parametrize("form", [".csv", ".parquet"])
@pytest.mark.parametrize("together", [True, False])
def test_many_blocks(form: str, together: bool, tmp_path: Path) -> None:
    visits = [f"V{n // 3}" for n in range(300_000)]
    frame = lines(visits)
    if not together:
        frame = frame.sample(fraction=1, shuffle=True, seed=5)
    path = write(frame, tmp_path / f"a{form}")
    reading = scan_batches(path, 40_000)
    assert reading.together is together
    same_lines(path, 40_000)


def test_visit_that_lost_a_row_is_incomplete_wherever_its_rows_stand(tmp_path: Path) -> None:
    visits = ["A", "B", "A", "C", "B", "A"]
    path = write(lines(visits, ["1", "1", "1", "1", "1", "two"]), tmp_path / "a.csv")
    reading = scan_batches(path, 2)
    told = pl.concat(list(reading)).select("row", "visit_id", "incomplete").sort("row").rows()
    assert told == [(2, "A", True), (3, "B", None), (4, "A", True), (5, "C", None), (6, "B", None)]
    (cell, visit) = reading.intake().problems
    assert (cell.row, cell.column, cell.value) == (7, "units", "two")
    assert visit.wrong == (
        "Visit A is incomplete: row 7 cannot be read. What needs the whole visit, such as its units, is not checked; "
        "the rest (rows 2, 4) is."
    )


def test_temporary_files_are_private_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    path = write(lines(["A", "B", "A", "B", "A", "B"]), tmp_path / "a.csv")
    reading = iter(scan_batches(path, 2))
    next(reading)
    (inside,) = folder.iterdir()
    assert inside.stat().st_mode & 0o077 == 0
    reading.close()  # type: ignore[attr-defined]
    assert list(folder.iterdir()) == []
