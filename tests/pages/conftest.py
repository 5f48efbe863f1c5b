from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import pages.parts.book

# screens.py stands beside the tests that use it
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of our own: no page that is tested reads or writes what the machine's owner keeps."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("home")
        patch.setenv("UNITWISE_HOME", str(folder))
        patch.delenv("UNITWISE_DATABASE_URL", raising=False)
        yield folder


@pytest.fixture
def one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' visits are of March 2026; a later clock may find them late, an earlier one in the future."""
    monkeypatch.setattr(pages.parts.book, "today", lambda: date(2026, 11, 23))
