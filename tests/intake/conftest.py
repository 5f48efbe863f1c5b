from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
pytest.register_assert_rewrite("dresses")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has a machine of its own, with a key of its own."""
    home = tmp_path / "home"
    monkeypatch.setenv("UNITWISE_HOME", str(home))
    return home
