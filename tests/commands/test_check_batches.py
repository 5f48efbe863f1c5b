"""Long files are checked in batches: no verdict of `check` depends on where one ends."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from .visit_tables import DAY, FAILS, PASSES, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]


def test_a_repeated_visit_is_found_across_batches(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = pl.DataFrame(
        {
            "visit_id": [f"V{n}" for n in range(60)] + ["AGAIN"],
            "service_date": [dt.date(2026, 3, 2)] * 61,
            "patient_id": [f"P{n}" for n in range(60)] + ["P3"],
            "discipline": ["pt"] * 61,
            "code": ["97124"] * 61,
            "units": [1] * 61,
        }
    )
    path = tmp_path / "lines.parquet"
    frame.write_parquet(path)
    for size in (20_000, 10):
        monkeypatch.setattr("logic.commands.check_outputs.JsonOutput.lines_per_batch", size)
        told = json.loads(run("check", str(path), "--json", *DAY).stdout)
        found = [
            v["visit_id"]
            for v in told["visits"]
            if any(f["rule"] == "F905" for f in v["findings"] if f["state"] == "fail")
        ]
        assert found == ["AGAIN"]


def test_other_visits_of_the_day_are_seen_across_batches(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """97140 in one visit and 97124 in another of the same patient, day and biller: indicator 0."""
    count = 60
    frame = pl.DataFrame(
        {
            "visit_id": [f"V{n}" for n in range(count)] + ["LATER"],
            "service_date": [dt.date(2026, 3, 2)] * (count + 1),
            "payer": ["medicare"] * (count + 1),
            "patient_id": [f"P{n}" for n in range(count)] + ["P3"],
            "provider_id": ["B"] * (count + 1),
            "discipline": ["pt"] * (count + 1),
            "code": ["97140"] * count + ["97124"],
            "units": [1] * (count + 1),
        }
    )
    path = tmp_path / "lines.parquet"
    frame.write_parquet(path)
    for size in (20_000, 10):
        monkeypatch.setattr("logic.commands.check_outputs.JsonOutput.lines_per_batch", size)
        told = json.loads(run("check", str(path), "--json", *DAY).stdout)
        found = {(v["visit_id"], f["rule"], f["state"]) for v in told["visits"] for f in v["findings"]}
        assert {visit for visit, rule, state in found if (rule, state) == ("P207", "fail")} == {"LATER"}
        assert "B" not in {
            word for v in told["visits"] for f in v["findings"] for word in f["message"].split()
        }


def test_a_day_of_two_visits_is_counted_together_across_batches(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """8 and 8 minutes of one biller are 16 and one unit; 15 and 15 are two (CMS Pub. 100-04 ch. 5 sec. 20.2)."""
    count = 60
    frame = pl.DataFrame(
        {
            "visit_id": [f"V{n}" for n in range(count)] + ["LATER", "RIGHT"],
            "service_date": [dt.date(2026, 3, 2)] * (count + 2),
            "payer": ["medicare"] * (count + 2),
            "patient_id": [f"P{n}" for n in range(count)] + ["P3", "P4"],
            "provider_id": ["B"] * (count + 2),
            "discipline": ["pt"] * (count + 2),
            "code": ["97110"] * count + ["97112"] * 2,
            "minutes": [15 if n == 4 else 8 for n in range(count)] + [8, 15],
            "units": [1] * (count + 2),
        }
    )
    path = tmp_path / "lines.parquet"
    frame.write_parquet(path)
    for size in (20_000, 10):
        monkeypatch.setattr("logic.commands.check_outputs.JsonOutput.lines_per_batch", size)
        told = json.loads(run("check", str(path), "--json", *DAY).stdout)
        found = {
            (v["visit_id"], f["state"]) for v in told["visits"] for f in v["findings"] if f["rule"] == "F907"
        }
        assert found == {("V3", "fail"), ("LATER", "fail")}


def test_batches_do_not_change_the_verdicts(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table(
        tmp_path, *(row.replace("1,2026", f"{n},2026", 1) for n in range(40) for row in (PASSES, FAILS))
    )
    whole = json.loads(run("check", path, "--json", *DAY).stdout)
    monkeypatch.setattr("logic.commands.check_outputs.JsonOutput.lines_per_batch", 7)
    parts = json.loads(run("check", path, "--json", *DAY).stdout)
    parts["visits"].sort(key=lambda visit: visit["visit_id"])
    whole["visits"].sort(key=lambda visit: visit["visit_id"])
    assert parts == whole
