"""The measurements work; what they measure is for a quiet machine."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from deploy import load
from logic.bench import measured, speed


def test_one_visit_has_a_middle_and_a_tail() -> None:
    timing = speed.one_visit(20)
    assert 0 < timing.p50 <= timing.p99
    assert timing.count == 20


def test_files_are_measured_beside_their_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "TEMPLATE_VISITS", 300)
    monkeypatch.setattr(speed, "VISITS", 5)
    said: list[str] = []
    speed.main(big=True, say=said.append, lines=2_000)
    assert len([line for line in said if " GB " in line]) == 2
    assert "linear" in said[-1]


def test_a_file_has_whole_visits_and_something_to_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speed, "TEMPLATE_VISITS", 300)
    file = tmp_path / "lines.parquet"
    count = speed.write_lines(file, 5_000)
    lines = pl.read_parquet(file)
    assert lines.height == count
    assert abs(count - 5_000) < 1_000
    names = lines["visit_id"]
    assert names.rle_id().max() + 1 == names.n_unique()


def test_a_program_that_fails_is_not_measured(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('no'); raise SystemExit(3)"]
    assert "no" in measured.run(command, tmp_path / "log", allowed=(3,)).output
    with pytest.raises(measured.RunError, match="ended with 3"):
        measured.run(command, tmp_path / "log")


@pytest.mark.slow
def test_sessions_type_and_read_their_own_answers() -> None:
    said: list[str] = []
    answers = load.main(3, 3.0, said.append)
    assert answers.sessions == 3
    assert answers.count > 0
    assert 0 < answers.p50 <= answers.p95
    assert "p95" in said[0]


@pytest.mark.slow
def test_sessions_are_driven_from_inside_another_loop() -> None:
    """A browser test before this one leaves a loop running in the thread."""

    async def inside() -> load.Answers:
        return load.main(1, 1.0, lambda _said: None)

    # In a thread of its own: where that browser test has run, this thread can start no loop.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, inside()).result().count > 0
