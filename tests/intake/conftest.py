from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has a machine of its own, with a key of its own."""
    home = tmp_path / "home"
    monkeypatch.setenv("UNITWISE_HOME", str(home))
    return home
