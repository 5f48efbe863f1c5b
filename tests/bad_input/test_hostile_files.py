"""Files that could hang, swell or lie: each must be answered, and in little memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from table_makers import GOOD, HEAD, row

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTES = 100
HANGS_AFTER = 300  # seconds; how fast it is, `python -m logic bench` tells
MOST_MEMORY_MB = 900
MEASURED = """
import resource, sys
from logic.commands.app import app
code = 0
try:
    app(["check", *sys.argv[1:]])
except SystemExit as error:
    code = error.code
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)
raise SystemExit(code)
"""


def run(repo_root: Path, home: Path, *arguments: str) -> tuple[subprocess.CompletedProcess[str], int]:
    """The command in a process of its own: what it said, its largest memory in MB."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *arguments],
        cwd=repo_root,
        env={**os.environ, "UNITWISE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=HANGS_AFTER,
    )
    return done, int(done.stderr.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "filling", "after", "says"),
    [
        (
            b"",
            b"visit_id,",
            b"",
            "The first line has no end within 1 MB; this is not a table with a row for each service.",
        ),
        (
            f"{HEAD}\n{GOOD}\nB1,2026-03-02,".encode(),
            b"x",
            b",pt,97124,23,2,GP,M54.50\n",
            "A line is longer than 4 MB; this is not a table with a row for each service.",
        ),
        (
            f'{HEAD}\n{GOOD}\nB1,2026-03-02,"'.encode(),
            b"medicare,\n",
            b"",
            "A line is longer than 4 MB; this is not a table with a row for each service.",
        ),
    ],
    ids=["one line of headings", "one long cell", "a quotation mark never closed"],
)
def test_100_mb_of_one_line(
    before: bytes, filling: bytes, after: bytes, says: str, repo_root: Path, tmp_path: Path
) -> None:
    path = tmp_path / "long.csv"
    piece = filling * (1_000_000 // len(filling))
    with path.open("wb") as stream:
        stream.write(before)
        for _ in range(MEGABYTES):
            stream.write(piece)
        stream.write(after)
    done, megabytes = run(repo_root, tmp_path, str(path), "--json")
    assert done.returncode == 2, done.stderr
    told = json.loads(done.stdout)
    assert [problem["wrong"] for problem in told["problems"]] == [says]
    assert "Traceback" not in done.stderr
    assert megabytes < MOST_MEMORY_MB


@pytest.mark.slow
def test_every_row_bad_is_told_and_counted(repo_root: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    lines = (row(visit_id=f"B{number}", units="x") for number in range(200_000))
    path.write_text("\n".join([HEAD, GOOD, *lines]), "utf-8")
    done, megabytes = run(repo_root, tmp_path, str(path), "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["rows_read"], told["rows_checked"]) == (2, 200_001, 1)
    counted = [problem["wrong"] for problem in told["problems"] if "more cells" in problem["wrong"]]
    named = len(told["problems"]) - len(counted)
    assert named + sum(int(wrong.split()[0].replace(",", "")) for wrong in counted) == 200_000
    assert megabytes < MOST_MEMORY_MB


def test_missing_file_folder_and_unreadable(repo_root: Path, tmp_path: Path) -> None:
    for path, says in (
        (tmp_path / "none.csv", "There is no such file. Look at the spelling and the folder."),
        (tmp_path, "This is a folder, not a file. Name the file in it."),
        (tmp_path / "none.yaml", "There is no such file. Look at the spelling and the folder."),
    ):
        done, _ = run(repo_root, tmp_path, str(path))
        assert done.returncode == 2
        assert done.stderr.splitlines()[0] == f"{path}: {says}"
        assert "Traceback" not in done.stderr
