"""A course of four concepts, so small that the next case can be told by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from logic.practice.choosing import Chooser
from logic.store.records import MasteryState

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Concept:
    id: str
    needs: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.id.upper()


@dataclass(frozen=True)
class Blueprint:
    id: str
    concept: str
    difficulty: int = 1
    kind: str = "units"


CONCEPTS = {
    each.id: each for each in (Concept("a"), Concept("b", ("a",)), Concept("c", ("b",)), Concept("d"))
}
BLUEPRINTS = [Blueprint(f"{each}{n}", each, n) for each in CONCEPTS for n in (1, 2, 3)]


def chooser(**more: object) -> Chooser:
    return Chooser(CONCEPTS, BLUEPRINTS, **more)  # type: ignore[arg-type]


def state(concept: str, level: str = "practiced", hours: float = 0, streak: int = 5) -> MasteryState:
    at = NOW - hours * HOUR
    return MasteryState(concept, level, at, streak, 5, at)
