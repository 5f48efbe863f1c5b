"""What a learner seems to believe, from the answers given: how sure, on how many answers, and what would tell more.

Each set of at most three beliefs is weighed by how well it explains all answers: a believer mostly answers as the
belief says and sometimes rightly, anybody slips, and a slip seldom hits a belief's answer twice. A right answer
where the belief leads elsewhere counts against it. Old answers count less. Nothing is named on one case alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from math import log
from typing import TYPE_CHECKING, Literal

import numpy as np

from logic.practice.grading import believed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from logic.learning.models import Misconception
    from logic.practice.case import Case, Step
    from logic.practice.grading import Graded

State = Literal["named", "suspected", "mended"]
PRIOR = 0.04  # of any one belief, before an answer is seen
SLIP = 0.05  # a wrong answer for no reason that we know
HOLDS = 0.88  # how often a believer answers a step of the belief's own concept by it
CARRIES = 0.5  # the same in steps that only follow from it: the learner may have been corrected by then
OTHER_NUMBERS = 6  # wrong answers that a slip may give where a number is typed
FADES = 0.98  # a case's weight for each case since: half after 34
MOST_WEIGHED, MOST_AT_ONCE = 14, 3
SURE, MAYBE = 0.8, 0.3
FEWEST_CASES = 2
EVEN = TELLS_MOST = 0.37  # 1/e: where a chance tells most
MENDED_AFTER = 3  # right answers at steps of its own concept, since its last sign


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
    leads elsewhere. `state`: named (sure, and seen in two cases), suspected, or mended (three right answers since).
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
        """The chance of each belief that is not settled yet; what a single case shows is never settled."""
        found = defaultdict(float, self.chances)
        for belief in self.beliefs:
            if belief.state == "named":
                found[belief.id] = 0.0
            elif belief.chance >= MAYBE and belief.cases < FEWEST_CASES:
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


def diagnose(history: Sequence[Answered], misconceptions: Mapping[str, Misconception]) -> Diagnosis:
    """Weigh the answers, oldest first; the same answers always give the same diagnosis."""
    evidence = _evidence(history)
    alone = {name: _alone(found, misconceptions[name].concept) for name, found in evidence.items()}
    seen = [name for name, found in evidence.items() if any(sign for _, _, sign, _ in found)]
    weighed = sorted(seen, key=lambda name: (-alone[name], name))[:MOST_WEIGHED]
    joint = _together(history, weighed, misconceptions)
    chances = dict.fromkeys(misconceptions, PRIOR) | alone | joint
    beliefs = [_belief(name, evidence[name], chances[name], misconceptions) for name in seen]
    beliefs.sort(key=lambda belief: (-belief.chance, belief.id))
    return Diagnosis(tuple(beliefs), chances)


Found = tuple[float, "Answered", bool, float]
"""Weight by age, the answer, whether it is a sign of the belief, how likely a slip gives it."""


def _ages(history: Sequence[Answered]) -> list[float]:
    """The weight of each answer: 1 in the newest case, less in each one before."""
    order = list(dict.fromkeys(one.case_id for one in history))
    age = {case_id: len(order) - 1 - place for place, case_id in enumerate(order)}
    return [FADES ** age[one.case_id] for one in history]


def _evidence(history: Sequence[Answered]) -> dict[str, list[Found]]:
    """Belief → the answers at steps where it leads to a wrong one."""
    found: dict[str, list[Found]] = defaultdict(list)
    for weight, one in zip(_ages(history), history, strict=True):
        signs = set(() if one.right else believed(one.step, one.given))
        for names in one.step.wrong.values():
            for name in names:
                found[name].append((weight, one, name in signs, _by_chance(one)))
    return found


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


def _holds(one: Answered, concept: str) -> float:
    return HOLDS if one.step.concept == concept else CARRIES


def _alone(found: Sequence[Found], concept: str) -> float:
    """The chance of one belief by itself; an answer that is wrong in another way may have hidden it."""
    odds = PRIOR / (1 - PRIOR)
    for weight, one, sign, by_chance in found:
        if not (sign or one.right):
            continue
        holds = _holds(one, concept)
        odds *= ((holds * sign + (1 - holds) * by_chance) / by_chance) ** weight
    return odds / (1 + odds)


def _together(
    history: Sequence[Answered], names: Sequence[str], misconceptions: Mapping[str, Misconception]
) -> dict[str, float]:
    """The chance of each belief, over all sets of at most three that explain the answers together."""
    if not names:
        return {}
    sets = _sets(len(names))
    scores = sets.sum(axis=1) * np.log(PRIOR / (1 - PRIOR))
    for weight, one in zip(_ages(history), history, strict=True):
        leads = {name for each in one.step.wrong.values() for name in each}
        if leads.isdisjoint(names):
            continue
        signs = set(() if one.right else believed(one.step, one.given))
        by_chance = _by_chance(one)
        holds = np.array([_holds(one, misconceptions[n].concept) * (n in leads) for n in names])
        sign = np.array([float(n in signs) for n in names])
        active = sets @ np.array([float(n in leads) for n in names])
        share = np.divide(1.0, active, out=np.zeros_like(active), where=active > 0)
        by_belief, held = sets @ (holds * sign) * share, sets @ holds * share
        scores += weight * np.log(by_belief + (1 - held) * by_chance)
    odds = np.exp(scores - scores.max())
    chance = (odds @ sets) / odds.sum()
    return {name: float(each) for name, each in zip(names, chance, strict=True)}


@cache
def _sets(count: int) -> NDArray[np.float64]:
    """Every set of at most three of so many beliefs, a row each."""
    rows = [chosen for size in range(MOST_AT_ONCE + 1) for chosen in combinations(range(count), size)]
    sets = np.zeros((len(rows), count))
    for row, chosen in enumerate(rows):
        sets[row, list(chosen)] = 1.0
    return sets


def _belief(
    name: str, found: Sequence[Found], chance: float, misconceptions: Mapping[str, Misconception]
) -> Belief:
    concept = misconceptions[name].concept
    signs = [one for _, one, sign, _ in found if sign]
    cases = len({one.case_id for one in signs})
    last = max(place for place, (_, _, sign, _) in enumerate(found) if sign)
    right_since = sum(one.right and one.step.concept == concept for _, one, _, _ in found[last + 1 :])
    state: State | None = None
    if chance >= MAYBE:
        state = "named" if chance >= SURE and cases >= FEWEST_CASES else "suspected"
    if right_since >= MENDED_AFTER and cases >= FEWEST_CASES:
        state = "mended"
    return Belief(name, chance, len(signs), sum(one.right for _, one, _, _ in found), cases, state)


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


def telling(groups: Sequence[Group], diagnosis: Diagnosis) -> float:
    """How much a case that divides the beliefs so would tell: how evenly it divides what is still open.

    A step in which a belief that is known already leads elsewhere may hide another one.
    """
    known, told = diagnosis.known, 0.0
    hiding = Counter(step for group in groups if not known.isdisjoint(group.beliefs) for step in group.steps)
    for group in groups:
        seen = 1 / (1 + min(hiding[step] for step in group.steps)) if hiding else 1.0
        chance = min(sum(diagnosis.open[name] for name in group.beliefs) * seen, TELLS_MOST)
        if chance > 0:
            told -= chance * log(chance)
    return told
