"""What to practice now: the schedule chooses the concept, and an open suspicion chooses the case that settles it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

from logic.practice.choosing import Chooser
from logic.practice.diagnosis import Answered, diagnose
from logic.practice.fresh import fingerprint, fresh_seed
from logic.practice.generate import NoCase, case
from logic.practice.tutor import Tutor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from logic.learning.course import Course
    from logic.practice.case import Case, Form
    from logic.practice.choosing import Choice
    from logic.practice.diagnosis import Diagnosis
    from logic.rulebook import RuleBook
    from logic.store.records import Answer, Standing

MOST_WEIGHED = 60
"""Answers that a diagnosis looks back on: about twenty cases."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A case, its form, how many steps are the learner's own when it is faded, and why it comes now."""

    case: Case
    form: Form
    own: int
    says: str

    @property
    def fingerprint(self) -> str:
        """The print by which a case that looks alike is known."""
        return fingerprint(self.case)


class Coach:
    """Offers cases of one course; one coach may serve all learners of a process."""

    def __init__(self, book: RuleBook, course: Course) -> None:
        self.book, self.course = book, course
        self._tutor = Tutor(book, course)

        @lru_cache(maxsize=4000)
        def made(blueprint: str, seed: int) -> Case:
            return case(course.blueprints[blueprint], seed, book, course)

        self.made = made

    def again(self, case_id: str) -> Case | None:
        """Make a case anew from its id; None where its blueprint is gone or makes it no more."""
        blueprint, _, seed = case_id.rpartition(":")
        if blueprint not in self.course.blueprints or not seed.isdecimal():
            return None
        try:
            return self.made(blueprint, int(seed))
        except NoCase:
            return None

    def looks(self, blueprint: str, seed: int) -> str:
        """The fingerprint of a case."""
        return fingerprint(self.made(blueprint, seed))

    def diagnosis(self, history: Sequence[Answered]) -> Diagnosis:
        """What the learner seems to believe."""
        return diagnose(history[-MOST_WEIGHED:], self.course.misconceptions)

    def evidence(self, answers: Sequence[Answer]) -> list[Answered]:
        """Stored answers as evidence; those to cases that can be made no more are left out."""
        found = []
        for answer in answers[-MOST_WEIGHED:]:
            made = self.again(answer.case_id)
            if made is not None and any(step.id == answer.step for step in made.steps):
                found.append(Answered(answer.case_id, made.step(answer.step), answer.given))
        return found

    def following(
        self, standing: Standing, history: Sequence[Answered], now: datetime, wanted: Sequence[str] = ()
    ) -> Offer | None:
        """What comes next by the schedule; `wanted` are concepts that a lead assigned."""
        chooser = Chooser(
            self.course.concepts, self.course.blueprints.values(), wanted=wanted, looks=self.looks
        )
        return self._offer(chooser.next_case(standing, now), standing, history)

    def of_concept(
        self, concept: str, standing: Standing, history: Sequence[Answered], now: datetime
    ) -> Offer | None:
        """A case of a concept that the learner chose."""
        chooser = Chooser(self.course.concepts, self.course.blueprints.values(), looks=self.looks)
        return self._offer(chooser.of_concept(concept, standing, now), standing, history)

    def of_kinds(self, kinds: Iterable[str], standing: Standing, says: str) -> Offer | None:
        """A whole case, all steps the learner's own, of some kinds: the one given least often so far."""
        names = [one.id for one in self.course.blueprints.values() if one.kind in set(kinds)]
        if not names:
            return None
        name = min(names, key=lambda each: (standing.given.get(each, 0), each))
        seed, _ = fresh_seed(name, standing.met, standing.learner_id, self.looks)
        return Offer(self.made(name, seed), "solo", 1, says)

    def mixed(self, standing: Standing, history: Sequence[Answered]) -> Offer:
        """A case of any concept begun so far, the most telling one; with none begun, of any."""
        begun = set(standing.forms)
        among = [one.id for one in self.course.blueprints.values() if one.concept in begun] or None
        made = self._tutor.next_case(self.diagnosis(history), _chance(standing), standing.met.case_ids, among)
        return Offer(made, "solo", 1, "Mixed: which rule applies is part of the question.")

    def _offer(self, choice: Choice | None, standing: Standing, history: Sequence[Answered]) -> Offer | None:
        if choice is None:
            return None
        own = 1 + sum(
            standing.given.get(one.id, 0)
            for one in self.course.blueprints.values()
            if one.concept == choice.concept
        )
        made = self.made(choice.blueprint, choice.seed)
        if choice.form != "worked" and (telling := self._settling(choice, standing, history)) is not None:
            made = telling
        return Offer(made, choice.form, own, choice.says)

    def _settling(self, choice: Choice, standing: Standing, history: Sequence[Answered]) -> Case | None:
        """A case that tells more of a suspicion in this concept; None where nothing is suspected."""
        found = self.diagnosis(history)
        suspected = {self.course.misconceptions[name].concept for name in found.of("suspected")}
        if choice.concept not in suspected:
            return None
        among = [one.id for one in self.course.blueprints.values() if one.concept == choice.concept]
        return self._tutor.next_case(found, _chance(standing), standing.met.case_ids, among)


def _chance(standing: Standing) -> Random:
    """Chance that is the same for the same learner at the same place."""
    return Random(f"{standing.learner_id}:{len(standing.met.case_ids)}")
