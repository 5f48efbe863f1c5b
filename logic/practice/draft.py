"""What a kind of case gives to the generator, and what kinds draw alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from logic.practice.case import Row, Step

FIRST_DAY, LAST_DAY = date(2024, 7, 1), date(2026, 10, 30)
"""Service dates lie in the period of the shipped editions."""


@dataclass(frozen=True)
class Draft:
    """A case without its name: see `logic.practice.case.Case` for each part."""

    payer: str
    service_date: date
    title: str
    story: str
    steps: tuple[Step, ...]
    rows: tuple[Row, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    claim: Mapping[str, Any] = field(default_factory=dict)


def a_day(random: Random, first: date = FIRST_DAY, last: date = LAST_DAY) -> date:
    """A weekday from first to last."""
    while True:
        day = first + timedelta(days=random.randrange((last - first).days + 1))
        if day.weekday() < 5:
            return day
