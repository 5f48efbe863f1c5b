"""A coverage-guided run on the mapper of tables: no crash, no hang, no growth, and batches say what the whole says.

Not a test of the suite: ``pip install atheris``, then
``python tests/fuzz/fuzz_tables.py -max_total_time=3600 -timeout=20 -rss_limit_mb=2048 CORPUS`` (a folder of small
tables; the first bytes of each choose the profile). ``--seeds CORPUS`` writes the layouts of the profiles there.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

with atheris.instrument_imports(
    include=["logic.intake", "logic.cells", "logic.cell_dates", "logic.cell_money"]
):
    from logic.intake.batches import scan_batches
    from logic.intake.proposing import changed
    from logic.intake.recognize import recognize
    from logic.intake.table import read_lines

from logic.intake.profiles import load_profiles

FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))  # set TMPDIR to a folder in memory for speed
os.environ["UNITWISE_HOME"] = str(FOLDER / "home")
PROFILES = load_profiles(FOLDER / "home")
EVERY = (None, *PROFILES.by_id.values())
SUFFIXES = (".csv", ".csv", ".csv", ".csv", ".tsv", ".xlsx", ".parquet")


def one(data: bytes) -> None:
    """Read the bytes as a table: as its headings are, or as it is recognized, whole and in batches."""
    if len(data) < 3:
        return
    choice, followed = data[0], data[1] % 4 != 0
    path = FOLDER / f"a{SUFFIXES[choice % len(SUFFIXES)]}"
    path.write_bytes(data[2:])
    profile = None
    if followed:
        found = recognize(path, PROFILES, EVERY[choice % len(EVERY)])
        if found.problem is None and found.questions:
            found = changed(found, dates="day first", decimal="comma")
        profile = found.profile
    whole = read_lines(path, profile=profile)
    if not whole.lines.height and not whole.problems and not whole.notes:
        raise AssertionError("nothing was read and nothing is said")
    if whole.lines.height > 1:
        parts = sum(frame.height for frame in scan_batches(path, 2, profile=profile))
        if parts != whole.lines.height:
            raise AssertionError(f"{parts} lines in batches, {whole.lines.height} in the whole")


def seeds(folder: Path) -> None:
    """Write each layout with three plain lines."""
    folder.mkdir(parents=True, exist_ok=True)
    cells = (
        "1",
        "2026-03-02",
        "03/04/2026",
        "97124",
        "G0283",
        "GP 59",
        "M54.50",
        "65.00",
        "1.234,50",
        "9:05",
        "x",
        "",
    )
    for at, profile in enumerate(EVERY[1:]):
        headings = profile.all_headings
        rows = [
            ",".join(cells[(row + column) % len(cells)] for column in range(len(headings)))
            for row in range(3)
        ]
        text = "\n".join([",".join(headings), *rows]) + "\n"
        for form, encoding in enumerate(("utf-8", "utf-16", "cp1252")):
            (folder / f"{profile.id}-{form}").write_bytes(bytes([at + 1, 1]) + text.encode(encoding))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--seeds"]:
        seeds(Path(sys.argv[2]))
    else:
        atheris.Setup(sys.argv, one)
        atheris.Fuzz()
