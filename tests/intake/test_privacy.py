from __future__ import annotations

import hashlib
import multiprocessing
from typing import TYPE_CHECKING

import polars as pl
import pytest

from logic.intake.privacy import hashed, machine_key
from logic.intake.table import read_lines
from logic.intake.visit_file import read_visit_yaml
from logic.problems import FileError

if TYPE_CHECKING:
    from pathlib import Path

ROWS = "visit_id,service_date,code,units,patient_id\nA,2026-03-02,97124,1,Jane Doe\nB,2026-03-02,97124,1,Jane Doe\n"


def test_key_is_made_once_and_for_the_owner_alone(own_home: Path) -> None:
    key = machine_key()
    assert len(key) == 32
    assert machine_key() == key
    assert (own_home / "key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in own_home.iterdir()] == ["key"]


def test_processes_that_start_together_agree_on_the_key(own_home: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        keys = pool.map(machine_key, [own_home] * 6)
    assert len(set(keys)) == 1


def test_hash_is_blake2b_with_that_key(own_home: Path) -> None:
    key = machine_key(own_home)
    wanted = hashlib.blake2b(b"P-77", key=key, digest_size=12).hexdigest()
    assert hashed(pl.Series("p", ["P-77", None, "P-77"]), key).to_list() == [wanted, None, wanted]


def test_patients_leave_the_door_hashed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(ROWS, "utf-8")
    first, second = read_lines(path).lines["patient_id"]
    assert first == second
    assert len(first) == 24
    assert "Jane" not in first


def test_another_machine_gives_another_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text(ROWS, "utf-8")
    here = read_lines(path).lines["patient_id"][0]
    monkeypatch.setenv("UNITWISE_HOME", str(tmp_path / "elsewhere"))
    assert read_lines(path).lines["patient_id"][0] != here


def test_a_visit_file_and_a_table_agree_on_a_patient(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(ROWS, "utf-8")
    (tmp_path / "a.yaml").write_text(
        "service_date: 2026-03-02\npatient_id: Jane Doe\nlines: [{code: '97124', units: 1}]\n", "utf-8"
    )
    table, visit = read_lines(tmp_path / "a.csv"), read_visit_yaml(tmp_path / "a.yaml")
    assert visit.lines["patient_id"][0] == table.lines["patient_id"][0]


def test_without_a_key_no_patient_is_read(tmp_path: Path, own_home: Path) -> None:
    own_home.mkdir()
    (own_home / "key").write_bytes(b"short")
    path = tmp_path / "a.csv"
    path.write_text(ROWS, "utf-8")
    with pytest.raises(FileError, match="Patient keys cannot be hashed"):
        machine_key()
    intake = read_lines(path)
    assert intake.lines.height == 0
    assert (
        intake.problems[0].fix == "Set UNITWISE_HOME to a folder of yours, or leave the patient column out."
    )
