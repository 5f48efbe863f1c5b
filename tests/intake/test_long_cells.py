"""A cell of any length is looked at in one go: what looks private is found without trying it from each character."""

from __future__ import annotations

import subprocess
import sys

import pytest

from logic.intake.contents import private
from logic.intake.harmless import surely_private

LOOK = """
import sys
from logic.intake.contents import private
from logic.intake.harmless import surely_private
cell = (sys.argv[1] * 200_000)[:200_000]
private([cell])
surely_private(cell)
"""


@pytest.mark.parametrize("piece", ["Q", "1", "a.", "1 ", "Ab ", "1-"])
def test_a_huge_cell_takes_no_time(piece: str) -> None:
    subprocess.run([sys.executable, "-c", LOOK, piece], check=True, timeout=30)


def test_addresses_in_text_are_still_found() -> None:
    assert private(["write to jane@example.com"]) == "e-mail addresses"
    assert surely_private("ask j@example.com")
    assert surely_private("lives at 1204 Elm Street")
    assert not surely_private("97110 @ 2 units")
