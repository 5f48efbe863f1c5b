from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from logic.rulebook import load_rulebook

if TYPE_CHECKING:
    from logic.rulebook import RuleBook

# A shared machine may pause any test; what is slow is measured elsewhere.
settings.register_profile("new examples", deadline=None)
# CI judges a change, so it tries the same examples for every change; looking for new ones is for everybody else's runs.
settings.register_profile("the same examples", deadline=None, derandomize=True)
settings.load_profile("the same examples" if os.environ.get("CI") else "new examples")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    """The shipped rule book, whatever the machine's own folder holds."""
    return load_rulebook(tmp_path_factory.mktemp("home"))
