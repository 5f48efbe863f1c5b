from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from logic.learning.course import load_course

if TYPE_CHECKING:
    from logic.learning.course import Course
    from logic.rulebook import RuleBook


@pytest.fixture(scope="session")
def course(book: RuleBook) -> Course:
    """The shipped course."""
    return load_course(book)
