"""Make a case from its blueprint and seed: the same ones always make the same case."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from logic.practice.case import Case
from logic.practice.kinds import all_kinds
from logic.practice.misconceptions import wrong_answers
from logic.practice.soundness import unsound

if TYPE_CHECKING:
    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.draft import Draft
    from logic.rulebook import RuleBook

TRIES = 200


class NoCase(ValueError):  # noqa: N818 - reads as what it is
    """A blueprint from which no sound case can be made."""


def case(blueprint: Blueprint, seed: int, book: RuleBook, course: Course) -> Case:
    """The case of that blueprint and seed, made again until it is sound.

    Raises:
        NoCase: the blueprint's parameters leave no sound case.

    """
    random = Random(f"{blueprint.id}:{seed}")
    kind = all_kinds()[blueprint.kind]
    faults: tuple[str, ...] = ("nothing was drawn",)
    for _ in range(TRIES):
        draft = kind.make(blueprint, random, book, course)
        if draft is None:
            continue
        made = _named(draft, blueprint, seed)
        faults = unsound(made)
        if not faults:
            return made
    raise NoCase(
        f"{blueprint.id}, seed {seed}: no sound case in {TRIES} draws; the last: {'; '.join(faults)}."
    )


def _named(draft: Draft, blueprint: Blueprint, seed: int) -> Case:
    """The draft as a case, with what each misconception would answer."""
    made = Case(
        id=f"{blueprint.id}:{seed}",
        blueprint=blueprint.id,
        seed=seed,
        concept=blueprint.concept,
        difficulty=blueprint.difficulty,
        payer=draft.payer,
        service_date=draft.service_date,
        title=draft.title,
        story=draft.story,
        steps=draft.steps,
        rows=draft.rows,
        facts=draft.facts,
        claim=draft.claim,
    )
    steps = (replace(step, wrong={**step.wrong, **wrong_answers(made, step)}) for step in made.steps)
    return replace(made, steps=tuple(steps))
