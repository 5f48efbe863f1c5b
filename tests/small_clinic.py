"""An invented clinic that is quick to make: as the program invents one, with a few visits a day only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from logic.claims import example
from logic.claims.library import Library
from logic.rulebook import load_rulebook

VISITS_A_DAY = 6


def make(home: Path, day: date) -> Library:
    """The invented clinic in this home, where the program then finds it as its own."""
    usual = example.example_plan
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(example, "example_plan", lambda when: replace(usual(when), visits_a_day=VISITS_A_DAY))
        return example.example_library(home, load_rulebook(home), day)
