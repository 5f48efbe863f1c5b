from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from logic.commands.app import app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from logic.rulebook import RuleBook

COMMANDS = ("check", "units", "assistants", "rulebook", "bench", "import_")


@pytest.fixture(autouse=True)
def own_home(book: RuleBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own; the shipped rule book is read once."""
    home = tmp_path / "home"
    monkeypatch.setenv("UNITWISE_HOME", str(home))
    for command in COMMANDS:
        monkeypatch.setattr(f"logic.commands.{command}.open_book", lambda: book)
    return home


@pytest.fixture
def run() -> Callable[..., Result]:
    """The command line in this process."""

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments))

    return invoke
