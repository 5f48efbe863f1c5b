"""What a learner seems to believe, from the answers given: how sure, on how many answers, and what would tell more.

Each set of at most three beliefs is weighed by how well it explains all answers: a believer mostly answers as the
belief says and sometimes rightly, anybody slips, and a slip seldom hits a belief's answer twice. A right answer
where the belief leads elsewhere counts against it. Old answers count less. Nothing is named on one answer alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import numpy as np

from logic.practice.grading import believed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from logic.practice.case import Step
    from logic.practice.grading import Graded

State = Literal["named", "suspected", "mended"]
PRIOR = 0.08  # of any one belief, before an answer is seen
SLIP = 0.05  # a wrong answer for no reason that we know
HOLDS = 0.88  # how often a believer answers by the belief in the first step of a case where it leads astray
CARRIES = 0.7  # the same in later steps of that case: the learner has been corrected by then
OTHER_NUMBERS = 6  # wrong answers that a slip may give where a number is typed
FADES = 0.98  # a case's weight for each case since: half after 34
MOST_WEIGHED, MOST_AT_ONCE = 14, 3
SURE, MAYBE = 0.7, 0.3
FEWEST_SIGNS = 2
EVEN = 0.5  # the chance that one answer can give at most, when the next one is chosen
MENDED_AFTER = 3  # cases rightly begun where it leads astray, since its last sign


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: the case's id, the step as it was asked, and what was given, canonical."""

    case_id: str
    step: Step
    given: str

    @property
    def right(self) -> bool:
        """Whether it was right."""
        return self.step.accepts(self.given)


@dataclass(frozen=True, slots=True)
class Belief:
    """A misconception with the evidence.

    `chance`: 0 to 1. `signs`: answers that it explains, in so many `cases`; `against`: right answers where it
    leads elsewhere. `state`: named (sure, and seen in two answers), suspected, or mended (three right answers since).
    """

    id: str
    chance: float
    signs: int
    against: int
    cases: int
    state: State | None


@dataclass(frozen=True)
class Diagnosis:
    """Every belief with any evidence, the likeliest first; `chances` holds those without as well."""

    beliefs: tuple[Belief, ...]
    chances: Mapping[str, float]

    @cached_property
    def known(self) -> frozenset[str]:
        """The beliefs that are named."""
        return frozenset(self.named)

    @cached_property
    def open(self) -> Mapping[str, float]:
        """The chance of each belief that is not settled yet; what a single answer shows is never settled."""
        found = dict(self.chances)
        for belief in self.beliefs:
            if belief.state == "named":
                found[belief.id] = 0.0
            elif belief.chance >= MAYBE and belief.signs < FEWEST_SIGNS:
                found[belief.id] = min(belief.chance, EVEN)
        return found

    def of(self, state: State) -> tuple[str, ...]:
        """The beliefs in that state, the likeliest first."""
        return tuple(belief.id for belief in self.beliefs if belief.state == state)

    @property
    def named(self) -> tuple[str, ...]:
        """What the learner can be told to believe."""
        return self.of("named")


def answered(graded: Graded, given: Iterable[str] = ()) -> tuple[Answered, ...]:
    """A graded case as evidence; steps that came filled in (`given`) say nothing."""
    told = set(given)
    return tuple(
        Answered(graded.case.id, each.step, each.given) for each in graded.steps if each.step.id not in told
    )


def diagnose(history: Sequence[Answered], misconceptions: Collection[str]) -> Diagnosis:
    """Weigh the answers, oldest first; the same answers always give the same diagnosis.

    Args:
        history: every answer that the learner gave, without steps that came filled in.
        misconceptions: the ids of all that there are.

    """
    signs = _read(history)
    found: dict[str, list[tuple[Sign, float]]] = defaultdict(list)
    for sign in signs:
        for name, holds in sign.leads.items():
            found[name].append((sign, holds))
    alone = {name: _alone(name, each) for name, each in found.items()}
    seen = sorted({name for sign in signs for name in sign.shows})
    weighed = sorted(seen, key=lambda name: (-alone[name], name))[:MOST_WEIGHED]
    chances = dict.fromkeys(misconceptions, PRIOR) | alone | _together(signs, weighed)
    beliefs = [_belief(name, found[name], chances[name]) for name in seen]
    return Diagnosis(tuple(sorted(beliefs, key=lambda each: (-each.chance, each.id))), chances)


@dataclass(frozen=True, slots=True)
class Sign:
    """An answer as evidence: its weight by age, and how likely somebody without a belief gives it.

    `leads`: the beliefs that lead to a wrong answer here, with how often a believer follows; `shows`: those that
    lead to just this one.
    """

    case_id: str
    weight: float
    right: bool
    by_chance: float
    leads: Mapping[str, float]
    shows: frozenset[str]


def _read(history: Sequence[Answered]) -> list[Sign]:
    """The answers as evidence. After a belief's first step in a case the learner may have been corrected."""
    order = list(dict.fromkeys(one.case_id for one in history))
    age = {case_id: len(order) - 1 - place for place, case_id in enumerate(order)}
    met: set[tuple[str, str]] = set()
    signs = []
    for one in history:
        names = dict.fromkeys(name for each in one.step.wrong.values() for name in each)
        leads = {name: CARRIES if (one.case_id, name) in met else HOLDS for name in names}
        met |= {(one.case_id, name) for name in names}
        shows = frozenset(() if one.right else believed(one.step, one.given))
        weight = FADES ** age[one.case_id]
        signs.append(Sign(one.case_id, weight, one.right, _by_chance(one), leads, shows))
    return signs


def _by_chance(one: Answered) -> float:
    """How likely the answer is from somebody without a belief."""
    if one.right:
        return 1 - SLIP
    step = one.step
    others = {
        "choice": len(step.options) - 1,
        "several": len(step.options),
        "number": OTHER_NUMBERS,
        "units": 2 * len(step.codes) + 1,
    }
    return SLIP / max(1, others[step.kind])


def _alone(name: str, found: Sequence[tuple[Sign, float]]) -> float:
    """The chance of one belief by itself; an answer that is wrong in another way may have hidden it."""
    odds = PRIOR / (1 - PRIOR)
    for sign, holds in found:
        if sign.right or name in sign.shows:
            follows = holds * (name in sign.shows)
            odds *= (follows / sign.by_chance + 1 - holds) ** sign.weight
    return odds / (1 + odds)


def _together(signs: Sequence[Sign], names: Sequence[str]) -> dict[str, float]:
    """The chance of each belief, over all sets of at most three that explain the answers together."""
    if not names:
        return {}
    sets = _sets(len(names))
    scores = sets.sum(axis=1) * np.log(PRIOR / (1 - PRIOR))
    for sign in signs:
        holds = np.array([sign.leads.get(name, 0.0) for name in names])
        if not holds.any():
            continue
        shows = holds * np.array([name in sign.shows for name in names])
        active = np.maximum(
            sets @ (holds > 0), 1.0
        )  # of several beliefs that lead somewhere, each is as likely
        scores += sign.weight * np.log(sets @ shows / active + (1 - sets @ holds / active) * sign.by_chance)
    odds = np.exp(scores - scores.max())
    chances = (odds @ sets) / odds.sum()
    return {name: float(chance) for name, chance in zip(names, chances, strict=True)}


@cache
def _sets(count: int) -> NDArray[np.float64]:
    """Every set of at most three of so many beliefs, a row each."""
    rows = [chosen for size in range(MOST_AT_ONCE + 1) for chosen in combinations(range(count), size)]
    sets = np.zeros((len(rows), count))
    for row, chosen in enumerate(rows):
        sets[row, list(chosen)] = 1.0
    return sets


def _belief(name: str, found: Sequence[tuple[Sign, float]], chance: float) -> Belief:
    shown = [sign for sign, _ in found if name in sign.shows]
    cases = len({sign.case_id for sign in shown})
    last = max(place for place, (sign, _) in enumerate(found) if name in sign.shows)
    right_since = sum(sign.right and holds == HOLDS for sign, holds in found[last + 1 :])
    state: State | None = None
    if chance >= MAYBE:
        state = "named" if chance >= SURE and len(shown) >= FEWEST_SIGNS else "suspected"
    if right_since >= MENDED_AFTER and len(shown) >= FEWEST_SIGNS:
        state = "mended"
    return Belief(name, chance, len(shown), sum(sign.right for sign, _ in found), cases, state)
