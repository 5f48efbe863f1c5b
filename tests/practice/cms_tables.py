"""CMS tables that stand beside this repository, where they do."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "data"


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table; the test is skipped, and says so, where it is not there."""
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"the CMS table {name} is not beside this repository")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
