"""Proof of the practice cases, blueprint by blueprint: many seeds each, every answer worked out once more elsewhere.

Units are compared with `logic.bench.true_units`, which tries every assignment; claims go before the judge.
"""

from __future__ import annotations

import hashlib
import os
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from multiprocessing import get_context
from typing import TYPE_CHECKING

from logic.bench.notes import Notes
from logic.bench.true_units import alone, units_due, valid_splits
from logic.check import check
from logic.learning.course import load_course
from logic.practice.case import several, units_answer
from logic.practice.counting import counting_of
from logic.practice.generate import case
from logic.practice.grading import grade
from logic.practice.reading_level import grade as reading_grade
from logic.practice.soundness import unsound
from logic.rulebook import load_rulebook
from logic.visit import lines_of, visit_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from logic.learning.course import Course
    from logic.practice.case import Case, Step
    from logic.rulebook import RuleBook

SEEDS = 10_000
AT_ONCE = 2_000  # claims before the judge in one frame
SLOW = 0.005  # seconds of computing that a case may take
TODAY = date(2026, 11, 25)
HARDEST, HARDEST_ON_AVERAGE = 12.0, 9.0  # school grades
PLAIN_TERMS: tuple[str, ...] = (
    "physical therapist assistant",
    "occupational therapy assistant",
    "physical therapist",
)
PLAIN_TERMS += ("occupational therapist", "physical therapy", "occupational therapy", "chiropractic")


@dataclass
class Proved:
    """What was found of some cases; `faults` says each kind of fault once, with the first case that has it."""

    cases: int = 0
    claims: int = 0
    different: int = 0
    named: int = 0  # wrong answers that a misconception gives
    seconds: float = 0.0  # of computing, to make and grade them
    waited: float = 0.0  # the same by the clock on the wall, which other programs of the machine slow down
    slow: int = 0  # cases that took more computing than SLOW
    grades: float = 0.0
    hardest: float = 0.0
    faults: dict[str, str] = field(default_factory=dict)

    def fault(self, kind: str, where: str) -> None:
        """Note a fault, the first of its kind only."""
        self.faults.setdefault(kind, where)

    def add(self, other: Proved) -> None:
        """Add another's."""
        for name in ("cases", "claims", "different", "named", "seconds", "waited", "slow", "grades"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.hardest = max(self.hardest, other.hardest)
        for kind, where in other.faults.items():
            self.fault(kind, where)


def prove_blueprint(name: str, seeds: Sequence[int], book: RuleBook, course: Course) -> Proved:
    """The cases of one blueprint and those seeds."""
    proved = Proved()
    terms = _terms(book)
    claims: list[Case] = []
    told: set[bytes] = set()
    for seed in seeds:
        begun, on_the_wall = time.process_time(), time.perf_counter()
        made = case(course.blueprints[name], seed, book, course)
        graded = grade(made, {step.id: step.right[0] for step in made.steps})
        took = time.process_time() - begun
        proved.seconds += took
        proved.waited += time.perf_counter() - on_the_wall
        proved.slow += took > SLOW
        proved.cases += 1
        if not graded.right:
            proved.fault("a right answer is graded wrong", made.id)
        for wrong in faults(made):
            proved.fault(wrong, made.id)
        level = reading_grade(" ".join([made.story, *(step.ask for step in made.steps)]), terms)
        proved.grades += level
        proved.hardest = max(proved.hardest, level)
        told.add(_print(made))
        proved.named += sum(len(step.wrong) for step in made.steps)
        if made.claim:
            claims.append(made)
    for at in range(0, len(claims), AT_ONCE):
        for wrong, where in _judged(claims[at : at + AT_ONCE], book):
            proved.fault(wrong, where)
    proved.claims, proved.different = len(claims), len(told)
    if proved.hardest > HARDEST or proved.grades / max(1, proved.cases) > HARDEST_ON_AVERAGE:
        proved.fault("too hard to read", f"grade {proved.hardest:.1f}")
    return proved


def faults(made: Case) -> Iterator[str]:
    """What is wrong with one case by itself, answers worked out apart from the calculators."""
    yield from unsound(made)
    for step in made.steps:
        expected = _expected(made, step)
        if expected is not None and expected != set(step.right):
            yield f"{step.id}: another answer is right"
        for answer in step.wrong:
            if grade(made, {step.id: answer}).broke != step.id:
                yield f"{step.id}: a wrong answer passes"


def _expected(made: Case, step: Step) -> set[str] | None:
    """Every right answer of a counting step by trying all assignments; None for another step."""
    counting = counting_of(made)
    if counting is None:
        return None
    timed, once = dict(counting.timed), dict.fromkeys(counting.untimed, 1)
    total = sum(timed.values())
    by_total = [units_answer({**split, **once}) for split in valid_splits(timed)]
    by_code = [units_answer({**alone(timed, counting.full_unit_codes), **once})]
    answers = {
        "counts": [several([*timed, *counting.untimed])],
        "timed": [several(timed)],
        "untimed": ["1"],
        "total": [str(total)],
        "units": [str(units_due(total))],
        "full": [units_answer({code: minutes // 15 for code, minutes in timed.items()})],
        "split": by_total if counting.method == "cms" else by_code,
        "by_total": by_total,
        "by_code": by_code,
        "tie": ["tied" if len(by_total) > 1 else "only"],
    }
    return set(answers[step.id]) if step.id in answers else None


def _judged(claims: Sequence[Case], book: RuleBook) -> Iterator[tuple[str, str]]:
    """Whatever the judge finds failing on claims that are called right."""
    records = []
    for made in claims:
        lines, problems = visit_records({**made.claim, "visit_id": made.id})
        if problems:
            yield f"the claim cannot be read: {problems[0].wrong}", made.id
        records += lines
    findings = check(lines_of(records), book, TODAY).findings.filter(state="fail")
    for visit, rule in findings.select("visit_id", "rule").iter_rows():
        yield f"{rule} fails on the right claim", visit


def _print(made: Case) -> bytes:
    """What the learner reads, in few bytes."""
    shown = repr((made.story, made.rows, [step.ask for step in made.steps]))
    return hashlib.blake2b(shown.encode(), digest_size=8).digest()


def _terms(book: RuleBook) -> tuple[str, ...]:
    """Names that stand in a case as they are: of codes, of payers, of people."""
    labels = [code.label for code in book.codes.values()] + [payer.in_words for payer in book.payers.values()]
    return tuple(sorted({*labels, *PLAIN_TERMS}, key=len, reverse=True))


def one(name: str, seeds: int) -> Proved:
    """One blueprint, seeds from 0."""
    return prove_blueprint(name, range(seeds), *_loaded())


@cache
def _loaded() -> tuple[RuleBook, Course]:
    """The rule book and the course, read once a process."""
    book = load_rulebook()
    return book, load_course(book)


def prove(seeds: int = SEEDS, workers: int = 0, notes: Notes | None = None) -> Iterator[tuple[str, Proved]]:
    """Every blueprint in turn, shared among processes; what the notes hold already is not proved again."""
    notes = notes or Notes(None, seeds)
    names = list(_loaded()[1].blueprints)
    with ProcessPoolExecutor(workers or os.cpu_count() or 1, mp_context=get_context("spawn")) as processes:
        coming = {name: processes.submit(one, name, seeds) for name in names if name not in notes.held}
        for name in names:
            if name not in notes.held:
                notes.add(name, asdict(coming[name].result()))
            yield name, Proved(**notes.held[name])


def main(
    seeds: int = SEEDS, say: Callable[[str], None] = print, workers: int = 0, keep: Path | None = None
) -> bool:
    """Run the proof and say a line a blueprint; whether no case has a fault.

    keep: a file in which finished blueprints are noted, so that a proof that was broken off goes on.
    """
    total = Proved()
    for name, proved in prove(seeds, workers, Notes(keep, seeds)):
        say(f"{name}: {_line(proved)}")
        for fault, where in proved.faults.items():
            say(f"  {fault} (first: {where})")
        total.add(proved)
    say(f"all: {_line(total)}")
    each, on_the_wall = 1e3 * total.seconds / total.cases, 1e3 * total.waited / total.cases
    say(f"made and graded in {each:.2f} ms of computing each, {on_the_wall:.2f} ms by the clock")
    say(f"more than {1e3 * SLOW:.0f} ms of computing: {total.slow:,} cases, {total.slow / total.cases:.2%}")
    return not total.faults


def _line(proved: Proved) -> str:
    different = f"{proved.different:,} different"
    level = f"reading grade {proved.grades / proved.cases:.1f}, at most {proved.hardest:.1f}"
    faults = f"{len(proved.faults)} kinds of fault" if proved.faults else "no fault"
    return (
        f"{proved.cases:,} cases, {different}, {proved.claims:,} claims judged, "
        f"{proved.named / proved.cases:.1f} named wrong answers each, {level}, {faults}"
    )
