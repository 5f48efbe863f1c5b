"""A name that slips out of its column is told to nobody."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "visit_id,patient_name,service_date,payer,code,minutes,units\n"
GOOD = "V2,Somebody,2026-03-02,medicare,97124,15,1\n"
FILES = {
    "an unquoted comma in a name": (
        "a.csv",
        HEAD + "V1,Quux, Zebedee,2026-03-02,medicare,97110,30,2\n" + GOOD,
    ),
    "a quotation mark never closed": (
        "a.csv",
        HEAD + GOOD + 'V1,"Quux Zebedee,2026-03-02,medicare,97110,30,2\n',
    ),
    "too few cells": ("a.csv", HEAD + "V1,Zebedee Quux\n" + GOOD),
    "a name as a key of a visit": (
        "a.yaml",
        "patient_name: Zebedee Quux\nservice_date: 2026-03-02\nlines: [{code: '97124', minutes: 15, units: 1}]\n",
    ),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_no_name_is_printed(name: str, form: tuple[str, ...], tmp_path: Path, repo_root: Path) -> None:
    file, text = FILES[name]
    (tmp_path / file).write_text(text)
    done = subprocess.run(
        [sys.executable, "-m", "logic", "check", str(tmp_path / file), *form],
        cwd=repo_root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2, done.stderr
    assert "Zebedee" not in done.stdout + done.stderr
    assert "Quux" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
