from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from logic.rulebook import RuleBook

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def _one_book(book: RuleBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands use the shipped rule book, read once, and a home of their own."""
    monkeypatch.setenv("UNITWISE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("logic.commands.check.open_book", lambda: book)
