from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from logic.claims.library import Library, open_library
from logic.rulebook import RuleBook
from logic.sample.clinic import Plan
from logic.sample.payments import Answer, answered
from logic.sample.tables import lines_table
from logic.sample.visits import SampleClaim, visits
from logic.sample.x12_text import claims_text, payments_text

DAY = date(2026, 11, 25)
PLAN = Plan(seed=11, claims=600, first_day=date(2026, 3, 2), months=1, training_on=None)
FRAMES = ("submissions", "findings", "lines", "remit_lines", "adjustments", "provider_adjustments")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("UNITWISE_HOME", str(folder))
    return folder


@pytest.fixture
def library(home: Path) -> Library:
    return open_library(home)


@pytest.fixture(scope="session")
def month(
    book: RuleBook, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[SampleClaim], list[Answer]]:
    """A folder with claims.837, payments.835 and lines.csv, and what they were made of."""
    items = list(answered(visits(PLAN), PLAN, book))
    claims = [item for item in items if isinstance(item, SampleClaim)]
    answers = [item for item in items if isinstance(item, Answer)]
    folder = tmp_path_factory.mktemp("month")
    (folder / "claims.837").write_text("".join(claims_text(claims, DAY)))
    (folder / "payments.835").write_text("".join(payments_text(answers, DAY)))
    lines_table(claims).write_csv(folder / "lines.csv")
    return folder, claims, answers


@pytest.fixture
def frames() -> Callable[[Library], dict[str, pl.DataFrame]]:
    """Everything a library tells."""

    def collected(library: Library) -> dict[str, pl.DataFrame]:
        told = {name: getattr(library, name)().collect() for name in FRAMES}
        return {**told, "coverage": library.coverage()}

    return collected
