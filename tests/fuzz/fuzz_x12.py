"""A coverage-guided run on the X12 readers: no crash, no hang, no growth.

Not a test of the suite: ``pip install atheris``, then
``python tests/fuzz/fuzz_x12.py -max_total_time=3600 -timeout=10 -rss_limit_mb=1024 CORPUS`` (a folder of small files).
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

with atheris.instrument_imports(include=["logic.intake.x12"]):
    from logic.intake.x12.read import X12File

from logic.problems import FileError

KEY = b"k" * 32


def one(data: bytes) -> None:
    """Read the bytes as a file; anything but a FileError is a crash."""
    reader = X12File(io.BytesIO(data), KEY, lines_per_batch=50)
    rows = 0
    try:
        for batch in reader:
            rows += sum(frame.height for frame in batch.values())
    except FileError:
        return
    assert rows or reader.problems


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
