from __future__ import annotations

import pytest

from logic.rulebook import RuleBook, load_rulebook


@pytest.fixture(scope="session")
def book() -> RuleBook:
    return load_rulebook()
