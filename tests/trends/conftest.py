from __future__ import annotations

from datetime import date

import pytest

from logic.denials import Denials
from logic.learning.course import load_course
from logic.rulebook import RuleBook
from logic.sample.clinic import Plan
from tests.trends.clinic import DAY, Clinic, invented


@pytest.fixture(scope="session")
def denials(book: RuleBook) -> Denials:
    return load_course(book).denials


@pytest.fixture(scope="session")
def clinic(book: RuleBook) -> Clinic:
    """Four months of some two thousand claims, as of the day after; the youngest are not answered yet."""
    plan = Plan(first_day=date(2026, 3, 2), months=4, seed=11, visits_a_day=24, as_of=DAY, training_on=None)
    return invented(plan, book)
