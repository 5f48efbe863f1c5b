"""How much a case would tell of what a learner believes, and which beliefs it cannot tell apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from logic.practice.diagnosis import MAYBE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from logic.practice.case import Case
    from logic.practice.diagnosis import Diagnosis

LOOKED_FOR, THEN = 0.012, 0.1  # a belief less likely than this was looked for: it counts a tenth from then on


@dataclass(frozen=True, slots=True)
class Group:
    """Beliefs that a case does not tell apart, and the steps in which they lead to a wrong answer."""

    beliefs: tuple[str, ...]
    steps: tuple[str, ...]


def divides(case: Case) -> tuple[Group, ...]:
    """The beliefs that the case would show, grouped where all their answers are alike."""
    answers: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for step in case.steps:
        for answer, names in step.wrong.items():
            for name in names:
                answers[name].append((step.id, answer))
    groups: dict[tuple[tuple[str, str], ...], list[str]] = defaultdict(list)
    for name, led in answers.items():
        groups[tuple(led)].append(name)
    return tuple(Group(tuple(names), tuple(step for step, _ in led)) for led, names in groups.items())


def telling(groups: Sequence[Group], diagnosis: Diagnosis, about: Collection[str] = ()) -> float:
    """How much a case that divides the beliefs so would tell: how evenly it divides what is still open.

    A step in which a belief that is known already leads elsewhere may hide another one. `about`: the beliefs to be
    looked for; others count only once they are suspected.
    """
    known, told = diagnosis.known, 0.0
    hiding = Counter(step for group in groups if not known.isdisjoint(group.beliefs) for step in group.steps)
    for group in groups:
        seen = 1 / (1 + min(hiding[step] for step in group.steps)) if hiding else 1.0
        chance = sum(_open(name, diagnosis, about) for name in group.beliefs) * seen
        if 0 < chance < 1:
            told -= chance * log(chance) + (1 - chance) * log(1 - chance)
    return told


def _open(name: str, diagnosis: Diagnosis, about: Collection[str]) -> float:
    """The chance of a belief that is still open; little of it where it was not found, or is not looked for."""
    chance = diagnosis.open.get(name, 0.0)
    aside = bool(about) and name not in about and chance < MAYBE
    return chance * THEN if aside or chance < LOOKED_FOR else chance
