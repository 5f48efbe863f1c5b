"""Before and after: the same blueprints, never the same case, and how sure the gain is."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from logic.calculators.facts import plural
from logic.intervals import Interval, mean, paired_difference
from logic.practice.fresh import fresh_seed
from logic.store.records import Exam, ExamItem, Met

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from logic.practice.fresh import Print

FEWEST_PAIRS: Final = 10
"""With fewer cases before and after, a gain is not called one."""
FEWEST_LEARNERS: Final = 5
METHOD: Final = (
    "Each case of the first test is paired with the case from the same blueprint in the second. The 95% interval of "
    "the difference is Newcombe's for paired proportions (1998, method 10). It speaks of cases like these, for this "
    "learner."
)
TEAM_METHOD: Final = (
    "The mean of the learners' own gains, with Student's t interval at 95%. Without a group that did not practice, it "
    "cannot tell what caused the gain."
)


class ExamBlueprint(Protocol):
    """What a test needs to know of a blueprint."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def concept(self) -> str:
        """The concept that it asks about."""
        ...

    @property
    def exam(self) -> bool:
        """Whether it may stand in a test."""
        ...


@dataclass(frozen=True, slots=True)
class ConceptScore:
    """Right cases of a concept in one test."""

    concept: str
    right: int
    total: int


@dataclass(frozen=True, slots=True)
class Gain:
    """What changed from the first test to the second, in pairs of cases from one blueprint.

    `gained` were wrong before and right after, `lost` the other way round; `difference` is of shares, from -1 to 1,
    with its 95% interval; None where there is no pair. `says` is the finding in plain words.
    """

    pairs: int
    before: int
    after: int
    gained: int
    lost: int
    difference: Interval | None
    says: str

    @property
    def enough(self) -> bool:
        """Whether there are enough pairs to speak of a gain."""
        return self.pairs >= FEWEST_PAIRS


class _Pair(NamedTuple):
    """Whether the case before and the case after, from one blueprint, were right."""

    concept: str
    before: bool
    after: bool


def pre_test(
    blueprints: Iterable[ExamBlueprint],
    concepts: Iterable[str],
    met: Met,
    salt: str,
    *,
    each: int = 1,
    looks: Print | None = None,
) -> tuple[ExamItem, ...]:
    """Give the cases of a first test: of each concept, in the order told, `each` blueprints that may stand in a test.

    salt: the learner's id; which blueprints of many, and which seeds, follow from it.
    """
    by_concept: dict[str, list[str]] = defaultdict(list)
    for blueprint in blueprints:
        if blueprint.exam:
            by_concept[blueprint.concept].append(blueprint.id)
    chosen = [
        (name, concept)
        for concept in concepts
        for name in sorted(by_concept[concept], key=lambda name: _mixed(salt, name))[:each]
    ]
    return _items(chosen, met, salt, looks)


def post_test(pre: Exam, met: Met, salt: str, *, looks: Print | None = None) -> tuple[ExamItem, ...]:
    """Give the cases of a second test: the first one's blueprints and order, other seeds."""
    return _items([(item.blueprint, item.concept) for item in pre.items], met, salt, looks)


def _items(
    chosen: Iterable[tuple[str, str]], met: Met, salt: str, looks: Print | None
) -> tuple[ExamItem, ...]:
    items: list[ExamItem] = []
    for blueprint, concept in chosen:
        taken = Met(
            met.case_ids | {item.case_id for item in items},
            met.fingerprints | {item.fingerprint for item in items if item.fingerprint},
        )
        seed, look = fresh_seed(blueprint, taken, salt, looks)
        items.append(ExamItem(blueprint, seed, concept, look))
    return tuple(items)


def _mixed(salt: str, name: str) -> bytes:
    return hashlib.blake2b(f"{salt}:{name}".encode(), digest_size=8).digest()


def by_concept(exam: Exam) -> list[ConceptScore]:
    """Give the score of each concept in the order of the test."""
    right, total = Counter[str](), Counter[str]()
    for item in exam.items:
        total[item.concept] += 1
        right[item.concept] += item.right is True
    return [ConceptScore(concept, right[concept], count) for concept, count in total.items()]


def latest_pair(exams: Sequence[Exam]) -> tuple[Exam, Exam] | None:
    """Give the last finished second test with its first, or None."""
    known = {exam.id: exam for exam in exams}
    for post in reversed(exams):
        if post.kind == "post" and post.finished_at is not None and post.pre_id in known:
            return known[post.pre_id], post
    return None


def gains(taken: Iterable[Exam]) -> dict[str, Gain]:
    """Give the gain of each learner who took both tests, by the learner's id: from what `Store.exams_of` gives."""
    by_learner: dict[str, list[Exam]] = defaultdict(list)
    for exam in taken:
        by_learner[exam.learner_id].append(exam)
    pairs = {learner: latest_pair(found) for learner, found in by_learner.items()}
    return {learner: gain(*pair) for learner, pair in pairs.items() if pair is not None}


def gain(pre: Exam, post: Exam) -> Gain:
    """Give the gain from a first test to a second one."""
    return _gain(_paired(pre, post))


def gain_by_concept(pre: Exam, post: Exam) -> Mapping[str, Gain]:
    """Give the gain of each concept; with a case or two each, mostly too few to say."""
    concepts: dict[str, list[_Pair]] = defaultdict(list)
    for pair in _paired(pre, post):
        concepts[pair.concept].append(pair)
    return {concept: _gain(pairs) for concept, pairs in concepts.items()}


def team_gain(gained: Iterable[Gain]) -> tuple[Interval | None, str]:
    """Give the mean gain of learners who took both tests, with its interval, and the finding in plain words."""
    differences = [each.difference.estimate for each in gained if each.difference is not None]
    if len(differences) < FEWEST_LEARNERS:
        took = plural(len(differences), "learner")
        return None, f"{took} took both tests: too few to say. It takes {FEWEST_LEARNERS}."
    interval = mean(differences)
    return interval, f"{plural(len(differences), 'learner')}: {_points(interval)}."


def _paired(pre: Exam, post: Exam) -> list[_Pair]:
    """The n-th case of a blueprint in the first test with the n-th of it in the second."""
    waiting: dict[str, list[bool]] = defaultdict(list)
    for item in pre.items:
        waiting[item.blueprint].append(item.right is True)
    return [
        _Pair(item.concept, waiting[item.blueprint].pop(0), item.right is True)
        for item in post.items
        if waiting[item.blueprint]
    ]


def _gain(pairs: Sequence[_Pair]) -> Gain:
    counts = Counter((pair.before, pair.after) for pair in pairs)
    both, gained, lost = counts[True, True], counts[False, True], counts[True, False]
    if not pairs:
        return Gain(0, 0, 0, 0, 0, None, "No case of the two tests can be paired.")
    difference = paired_difference(both, gained, lost, counts[False, False])
    scores = f"{both + lost} of {len(pairs)} right before, {both + gained} of {len(pairs)} after"
    if len(pairs) < FEWEST_PAIRS:
        verdict = f"Too few to say: it takes {FEWEST_PAIRS} pairs of cases"
    else:
        verdict = _points(difference)
    return Gain(len(pairs), both + lost, both + gained, gained, lost, difference, f"{scores}. {verdict}.")


def _points(interval: Interval) -> str:
    """The finding: how many points of 100, from where to where, and whether chance alone would do."""
    estimate, low, high = (round(100 * each) for each in interval)
    way = "more" if estimate >= 0 else "fewer"
    head = f"{abs(estimate)} points {way} (95% interval {low:+d} to {high:+d})"
    if interval.low > 0 or interval.high < 0:
        return f"{head}: chance alone would seldom do this"
    return f"{head}: the interval holds 0, so it may be chance"
