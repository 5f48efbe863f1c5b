"""Proof that the diagnosis finds what invented learners believe, and accuses nobody who believes nothing wrong."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, pairwise
from multiprocessing import get_context
from random import Random
from typing import TYPE_CHECKING

from logic.learning.course import load_course
from logic.learning.models import PARTS, Part
from logic.practice.diagnosis import answered, diagnose
from logic.practice.grading import grade
from logic.practice.misconceptions import MISCONCEPTIONS
from logic.practice.simulated import SLIPS, Learner
from logic.practice.tutor import Tutor
from logic.rulebook import load_rulebook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from logic.learning.course import Course
    from logic.practice.case import Row
    from logic.practice.diagnosis import Answered

LEARNERS, CASES = 1000, 12
SEEDS = 60  # different cases of each blueprint, so that they are made once for many learners
LOOKED_AT = 30
SEED = 20261125
WANTED, ALLOWED = 0.95, 0.02


@dataclass(frozen=True)
class How:
    """How the learners are: slips, how faithful to their beliefs, how many cases; each of one part, or `mixed`."""

    slips: float = SLIPS
    faithful: float = 1.0
    cases: int = CASES
    mixed: tuple[Part, ...] = ()


HARDER = {
    "16 cases instead of 12": How(cases=16),
    "wrong rules of all parts at once, 12 cases": How(mixed=PARTS),
    "wrong rules of all parts at once, 30 cases": How(mixed=PARTS, cases=30),
    "twice as many slips": How(slips=2 * SLIPS),
    "wrong rules followed in 4 cases of 5 only": How(faithful=0.8),
}


@dataclass(frozen=True)
class Practised:
    """What a learner practises: blueprints, and the wrong rules that belong to their part."""

    name: str
    blueprints: tuple[str, ...]
    beliefs: tuple[str, ...]


@dataclass
class Shares:
    """What became of some learners; `missed` and `wrongly` count beliefs."""

    believers: int = 0
    found: int = 0  # all that they believe is named at the end
    exactly: int = 0  # and nothing else
    clean: int = 0
    accused: int = 0
    repeats: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    wrongly: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    cases: Counter[int] = field(default_factory=Counter)  # how many it took → learners; 0 is never
    parts: Counter[tuple[str, bool]] = field(default_factory=Counter)  # part, found → learners

    def add(self, other: Shares) -> None:
        """Add another's."""
        self.believers += other.believers
        self.found += other.found
        self.exactly += other.exactly
        self.clean += other.clean
        self.accused += other.accused
        self.repeats += other.repeats
        for name in ("missed", "wrongly", "held", "cases", "parts"):
            getattr(self, name).update(getattr(other, name))


def follow(  # noqa: PLR0917 - one walk through everything that takes part
    learner: Learner, tutor: Tutor, course: Course, random: Random, part: Practised, most: int
) -> Shares:
    """Let a learner answer so many chosen cases, and see what is named at the end."""
    shares = Shares()
    history: list[Answered] = []
    seen: dict[str, tuple[str, tuple[Row, ...]]] = {}
    diagnosis = diagnose((), course.misconceptions)
    right_since = 0
    for turn in range(1, most + 1):
        chosen = tutor.next_case(diagnosis, random, seen, part.blueprints, part.beliefs)
        shares.repeats += (chosen.story, chosen.rows) in seen.values()
        seen[chosen.id] = (chosen.story, chosen.rows)
        history += answered(grade(chosen, learner.answers(chosen)))
        diagnosis = diagnose(history, course.misconceptions)
        all_named = set(learner.beliefs) <= set(diagnosis.named)
        right_since = (right_since or turn) if all_named else 0
    held, named = set(learner.beliefs), set(diagnosis.named)
    shares.missed.update(held - named)
    shares.wrongly.update(named - held)
    shares.held.update(held)
    if held:
        shares.believers, shares.found, shares.exactly = 1, int(held <= named), int(held == named)
        shares.cases[right_since] += 1
        shares.parts[part.name, held <= named] += 1
    else:
        shares.clean, shares.accused = 1, int(bool(named))
    return shares


def some(first: int, last: int, how: How = How()) -> Shares:
    """The learners of those numbers, and as many without a belief.

    One wrong rule is drawn from all that there are; up to two more come from its part, which the learner practises.
    """
    book = load_rulebook()
    course = load_course(book)
    tutor = Tutor(book, course, SEEDS)
    parts = practised(tutor, course)
    if how.mixed:
        every = [[*part.blueprints] for part in parts], [[*part.beliefs] for part in parts]
        parts = [Practised("all", *(tuple(chain.from_iterable(names)) for names in every))]
    shares = Shares()
    for number in range(first, last):
        random = Random(f"{SEED}:{number}")
        part = random.choices(parts, [len(part.beliefs) for part in parts])[0]
        beliefs = tuple(random.sample(part.beliefs, 1 + number % 3))
        for held in (beliefs, ()):
            learner = Learner(held, random, how.slips, how.faithful)
            shares.add(follow(learner, tutor, course, random, part, how.cases))
    return shares


def practised(tutor: Tutor, course: Course) -> list[Practised]:
    """Each part with its blueprints and its wrong rules: those that no other part shows more often."""
    concepts = course.concepts
    blueprints = {
        part: tuple(b.id for b in course.blueprints.values() if concepts[b.concept].part == part)
        for part in PARTS
    }
    shown = {part: _shown(tutor, names) for part, names in blueprints.items()}
    home = {
        name: max(PARTS, key=lambda part: shown[part][name])
        for name in sorted(MISCONCEPTIONS)
        if any(shown[part][name] for part in PARTS)
    }
    return [
        Practised(part, names, tuple(name for name, own in home.items() if own == part))
        for part, names in blueprints.items()
    ]


def _shown(tutor: Tutor, blueprints: Sequence[str]) -> dict[str, float]:
    """The wrong rules that those blueprints bring to light, in how large a share of the cases; few are none."""
    often: dict[str, float] = defaultdict(float)
    for blueprint in blueprints:
        found = Counter(name for seed in range(LOOKED_AT) for name in tutor.would_show(blueprint, seed))
        for name, count in found.items():
            often[name] += (count * 10 >= LOOKED_AT) * count / LOOKED_AT / len(blueprints)
    return often


def prove(learners: int = LEARNERS, how: How = How(), workers: int = 0) -> Shares:
    """So many learners with beliefs and as many without, shared among processes."""
    workers = workers or os.cpu_count() or 1
    edges = [round(learners * part / workers) for part in range(workers + 1)]
    total = Shares()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as processes:
        parts = [processes.submit(some, first, last, how) for first, last in pairwise(edges)]
        for part in parts:
            total.add(part.result())
    return total


def main(learners: int = LEARNERS, say: Callable[[str], None] = print, workers: int = 0) -> bool:
    """Run the proof and say the figures; whether they are good enough."""
    shares = prove(learners, workers=workers)
    found, accused = shares.found / shares.believers, shares.accused / shares.clean
    wrong = f"1 to 3 wrong rules, of {len(shares.held)} in all, of the part that they practise"
    say(f"{shares.believers:,} learners with {wrong}, {SLIPS:.0%} slips, {CASES} cases each:")
    say(f"  all that they believe named: {found:.1%} (wanted: {WANTED:.0%})")
    say(f"  that and nothing else: {shares.exactly / shares.believers:.1%}")
    say(f"{shares.clean:,} learners without any: accused {accused:.1%} (allowed: under {ALLOWED:.0%})")
    say(f"cases that repeated one before: {shares.repeats}")
    for part in PARTS:
        of_part = shares.parts[part, True], shares.parts[part, False]
        say(f"  {part}: {of_part[0] / max(1, sum(of_part)):.1%} of {sum(of_part)}")
    say(f"missed most: {_most(shares.missed)}; named wrongly: {_most(shares.wrongly)}")
    say("Not asked for, to know where it ends:")
    for title, how in HARDER.items():
        harder = prove(learners // 5, how, workers)
        rate = f"{harder.found / harder.believers:.1%} found, {harder.accused / harder.clean:.1%} accused"
        say(f"  {title}: {rate} (n={harder.believers} and {harder.clean})")
    return found >= WANTED and accused < ALLOWED and not shares.repeats


def _most(names: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in names.most_common(5)) or "none"
