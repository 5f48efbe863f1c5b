"""Choose the next case so that it practises and tells: where suspected beliefs lead to different answers."""

from __future__ import annotations

from collections import OrderedDict
from heapq import nlargest
from typing import TYPE_CHECKING

from logic.practice.generate import case
from logic.practice.telling import divides, telling

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from random import Random

    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.case import Case
    from logic.practice.diagnosis import Diagnosis
    from logic.practice.telling import Group
    from logic.rulebook import RuleBook

ANY_SEED = 2**31
SAMPLES = 10  # cases by which a blueprint is known
BLUEPRINTS, EACH = 8, 9  # fresh cases of the blueprints that tell most
WIDEST = 24  # blueprints looked at before one choice, so that the first one of a process is not waited for
KEPT = 4000


class Tutor:
    """Offers cases of one course; keeps what it has made, up to a bound.

    seeds: fresh cases have a seed below it.
    """

    def __init__(self, book: RuleBook, course: Course, seeds: int = ANY_SEED) -> None:
        self._book, self._course, self._seeds = book, course, seeds
        self._made: OrderedDict[str, tuple[Case, tuple[Group, ...]]] = OrderedDict()
        self._samples: dict[str, tuple[tuple[Group, ...], ...]] = {}

    def next_case(
        self,
        diagnosis: Diagnosis,
        random: Random,
        seen: Collection[str] = (),
        among: Sequence[str] | None = None,
        about: Collection[str] = (),
    ) -> Case:
        """A case that was not seen, the most telling of some fresh ones.

        Args:
            diagnosis: what the learner seems to believe so far.
            random: the same state gives the same case.
            seen: ids of cases that must not come again.
            among: ids of the blueprints to choose from, such as those of what is due; all if left out.
            about: ids of the misconceptions to be looked for first; all if left out.

        """
        blueprints = [self._course.blueprints[name] for name in among or self._course.blueprints]
        if len(blueprints) > WIDEST:
            blueprints = random.sample(blueprints, WIDEST)
        likely = nlargest(
            BLUEPRINTS, blueprints, key=lambda one: self._promise(one, diagnosis, random, about)
        )
        best, most = None, -1.0
        while best is None:
            for blueprint in likely:
                for _ in range(EACH):
                    seed = random.randrange(self._seeds)
                    if f"{blueprint.id}:{seed}" in seen:
                        continue
                    made, groups = self._case(blueprint, seed)
                    tells = telling(groups, diagnosis, about)
                    if tells > most:
                        best, most = made, tells
        return best

    def would_show(self, blueprint: str, seed: int) -> frozenset[str]:
        """The misconceptions that the case of that blueprint and seed would bring to light."""
        _, groups = self._case(self._course.blueprints[blueprint], seed)
        return frozenset(name for group in groups for name in group.beliefs)

    def _promise(
        self, blueprint: Blueprint, diagnosis: Diagnosis, random: Random, about: Collection[str]
    ) -> float:
        """What the best of the blueprint's samples tells; a little chance keeps alike ones in turn."""
        samples = self._samples.get(blueprint.id)
        if samples is None:
            samples = tuple(self._case(blueprint, seed)[1] for seed in range(SAMPLES))
            self._samples[blueprint.id] = samples
        best = max(telling(groups, diagnosis, about) for groups in samples)
        return best * random.uniform(0.95, 1.05)

    def _case(self, blueprint: Blueprint, seed: int) -> tuple[Case, tuple[Group, ...]]:
        name = f"{blueprint.id}:{seed}"
        if name not in self._made:
            made = case(blueprint, seed, self._book, self._course)
            self._made[name] = (made, divides(made))
            if len(self._made) > KEPT:
                self._made.popitem(last=False)
        return self._made[name]
