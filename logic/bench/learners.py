"""Proof that the diagnosis finds what invented learners believe, and accuses nobody who believes nothing wrong."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
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
    "wrong rules of all parts at once, 12 cases": How(mixed=PARTS),
    "wrong rules of all parts at once, 30 cases": How(mixed=PARTS, cases=30),
    "twice as many slips": How(slips=2 * SLIPS),
    "wrong rules followed in 4 cases of 5 only": How(faithful=0.8),
}


@dataclass
class Shares:
    """What became of some learners; `missed` and `wrongly` count beliefs."""

    believers: int = 0
    found: int = 0
    clean: int = 0
    accused: int = 0
    repeats: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    wrongly: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    cases: Counter[int] = field(default_factory=Counter)

    def add(self, other: Shares) -> None:
        """Add another's."""
        self.believers += other.believers
        self.found += other.found
        self.clean += other.clean
        self.accused += other.accused
        self.repeats += other.repeats
        for name in ("missed", "wrongly", "held", "cases"):
            getattr(self, name).update(getattr(other, name))


def follow(  # noqa: PLR0917 - one walk through everything that takes part
    learner: Learner, tutor: Tutor, course: Course, random: Random, among: Sequence[str], most: int
) -> Shares:
    """Let a learner answer so many chosen cases, and see what is named at the end."""
    shares = Shares()
    history: list[Answered] = []
    seen: dict[str, tuple[str, tuple[Row, ...]]] = {}
    diagnosis = diagnose((), course.misconceptions)
    right_since = 0
    for turn in range(1, most + 1):
        chosen = tutor.next_case(diagnosis, random, seen, among)
        shares.repeats += (chosen.story, chosen.rows) in seen.values()
        seen[chosen.id] = (chosen.story, chosen.rows)
        history += answered(grade(chosen, learner.answers(chosen)))
        diagnosis = diagnose(history, course.misconceptions)
        right_since = right_since or (turn if set(diagnosis.named) == set(learner.beliefs) else 0)
        if set(diagnosis.named) != set(learner.beliefs):
            right_since = 0
    held, named = set(learner.beliefs), set(diagnosis.named)
    shares.missed.update(held - named)
    shares.wrongly.update(named - held)
    shares.held.update(held)
    if held:
        shares.believers, shares.found = 1, int(held == named)
        shares.cases[right_since] += 1
    else:
        shares.clean, shares.accused = 1, int(bool(named))
    return shares


def some(first: int, last: int, how: How = How()) -> Shares:
    """The learners of those numbers, in turn of each part and with one, two or three beliefs; as many without."""
    book = load_rulebook()
    course = load_course(book)
    tutor = Tutor(book, course, SEEDS)
    parts = [how.mixed] if how.mixed else [(part,) for part in PARTS]
    practised = [_of(parts_held, course) for parts_held in parts]
    shown = [_shown(tutor, blueprints) for blueprints in practised]
    shares = Shares()
    for number in range(first, last):
        random = Random(f"{SEED}:{number}")
        turn = number % len(parts)
        beliefs = tuple(random.sample(shown[turn], 1 + number // len(parts) % 3))
        for held in (beliefs, ()):
            learner = Learner(held, random, how.slips, how.faithful)
            shares.add(follow(learner, tutor, course, random, practised[turn], how.cases))
    return shares


def _of(parts: Sequence[Part], course: Course) -> tuple[str, ...]:
    """The blueprints of those parts."""
    concepts = course.concepts
    return tuple(each.id for each in course.blueprints.values() if concepts[each.concept].part in parts)


def _shown(tutor: Tutor, blueprints: Sequence[str]) -> list[str]:
    """The wrong rules that those blueprints bring to light in one of ten cases or more."""
    counted: Counter[str] = Counter()
    for blueprint in blueprints:
        often = Counter(name for seed in range(LOOKED_AT) for name in tutor.would_show(blueprint, seed))
        counted.update(name for name, count in often.items() if count * 10 >= LOOKED_AT)
    return sorted(counted)


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


def main(learners: int = LEARNERS, say: Callable[[str], None] = print) -> bool:
    """Run the proof and say the figures; whether they are good enough."""
    shares = prove(learners)
    found, accused = shares.found / shares.believers, shares.accused / shares.clean
    wrong = f"1 to 3 wrong rules of the part that they practise ({len(shares.held)} of {len(MISCONCEPTIONS)} in all)"
    say(f"{shares.believers:,} learners with {wrong}, {SLIPS:.0%} slips, {CASES} cases each:")
    say(f"  just the right ones named: {found:.1%} (wanted: {WANTED:.0%})")
    say(f"{shares.clean:,} learners without any: accused {accused:.1%} (allowed: under {ALLOWED:.0%})")
    say(f"cases that repeated one before: {shares.repeats}")
    say(f"missed most: {_most(shares.missed)}; named wrongly: {_most(shares.wrongly)}")
    say("Not asked for, to know where it ends:")
    for title, how in HARDER.items():
        harder = prove(learners // 5, how)
        rate = f"{harder.found / harder.believers:.1%} found, {harder.accused / harder.clean:.1%} accused"
        say(f"  {title}: {rate} (n={harder.believers} and {harder.clean})")
    return found >= WANTED and accused < ALLOWED and not shares.repeats


def _most(names: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in names.most_common(5)) or "none"
