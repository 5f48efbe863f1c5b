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
from logic.practice.diagnosis import answered, diagnose
from logic.practice.grading import grade
from logic.practice.misconceptions import MISCONCEPTIONS
from logic.practice.simulated import SLIPS, Learner
from logic.practice.tutor import Tutor
from logic.rulebook import load_rulebook

if TYPE_CHECKING:
    from collections.abc import Callable

    from logic.learning.course import Course
    from logic.practice.case import Row
    from logic.practice.diagnosis import Answered

LEARNERS, CASES = 1000, 12
SEEDS = 60  # different cases of each blueprint, so that they are made once for many learners
SEED = 20261125
WANTED, ALLOWED = 0.95, 0.02


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


def follow(learner: Learner, tutor: Tutor, course: Course, random: Random, most: int = CASES) -> Shares:
    """Let a learner answer so many chosen cases, and see what is named at the end."""
    shares = Shares()
    history: list[Answered] = []
    seen: dict[str, tuple[str, tuple[Row, ...]]] = {}
    diagnosis = diagnose((), course.misconceptions)
    right_since = 0
    for turn in range(1, most + 1):
        chosen = tutor.next_case(diagnosis, random, seen)
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


def some(first: int, last: int, slips: float = SLIPS, faithful: float = 1.0, seeds: int = SEEDS) -> Shares:
    """The learners of those numbers: with one, two or three beliefs in turn, and as many without any."""
    book = load_rulebook()
    course = load_course(book)
    tutor = Tutor(book, course, seeds)
    shares = Shares()
    for number in range(first, last):
        random = Random(f"{SEED}:{number}")
        beliefs = tuple(random.sample(sorted(MISCONCEPTIONS), 1 + number % 3))
        shares.add(follow(Learner(beliefs, random, slips, faithful), tutor, course, random))
        shares.add(follow(Learner((), random, slips), tutor, course, random))
    return shares


def prove(learners: int = LEARNERS, slips: float = SLIPS, faithful: float = 1.0, workers: int = 0) -> Shares:
    """So many learners with beliefs and as many without, shared among processes."""
    workers = workers or os.cpu_count() or 1
    edges = [round(learners * part / workers) for part in range(workers + 1)]
    total = Shares()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as processes:
        parts = [processes.submit(some, first, last, slips, faithful) for first, last in pairwise(edges)]
        for part in parts:
            total.add(part.result())
    return total


def main(learners: int = LEARNERS, say: Callable[[str], None] = print) -> bool:
    """Run the proof and say the figures; whether they are good enough."""
    shares = prove(learners)
    found, accused = shares.found / shares.believers, shares.accused / shares.clean
    of = f"1 to 3 of {len(MISCONCEPTIONS)} wrong rules"
    say(f"{shares.believers:,} learners with {of}, {SLIPS:.0%} slips, {CASES} cases each:")
    say(f"  just the right ones named: {found:.1%} (wanted: {WANTED:.0%})")
    say(f"{shares.clean:,} learners without any: accused {accused:.1%} (allowed: under {ALLOWED:.0%})")
    say(f"cases that repeated one before: {shares.repeats}")
    if shares.missed:
        say(f"missed most: {_most(shares.missed)}; named wrongly: {_most(shares.wrongly)}")
    return found >= WANTED and accused < ALLOWED and not shares.repeats


def _most(names: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in names.most_common(5)) or "none"
