"""Medicare will not pay: which of GA, GX, GY and GZ says so, and who bears the cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from logic.calculators.facts import join_words
from logic.practice.case import Option, Step, several
from logic.practice.draft import Draft
from logic.practice.kinds._parts import a_scene, because, options
from logic.rulebook.base import Model

if TYPE_CHECKING:
    from random import Random

    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.phrases import Liability
    from logic.rulebook import RuleBook

KEY = "liability"
GROUP = "liability"
FROM_DOLLARS, TO_DOLLARS = 28, 140


class Asks(Model):
    """The parameters: which situations, by who bears the cost; all of them where nothing is told."""

    pays: tuple[Literal["patient", "provider"], ...] = ("patient", "provider")


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw a situation of content/phrases/liability.yaml."""
    asks: Asks = blueprint.asks
    scene = a_scene(blueprint, random, book, course)
    situation = random.choice([each for each in course.phrases.liability if each.pays in asks.pays])
    says = random.choice(situation.says)
    dollars = random.randint(FROM_DOLLARS, TO_DOLLARS)
    return Draft(
        payer=scene.payer,
        service_date=scene.day,
        title="Medicare will not pay",
        story=f"{scene.when}, massage for {scene.label}, charged at {dollars} dollars. {says}",
        steps=_steps(situation, book),
        facts={KEY: situation},
    )


def _steps(situation: Liability, book: RuleBook) -> tuple[Step, ...]:
    group = [code for code, modifier in book.modifiers.items() if modifier.group == GROUP]
    named = [book.modifiers[code] for code in situation.modifiers]
    says = join_words([f"{modifier.code} ({modifier.label.lower()})" for modifier in named])
    return (
        Step(
            id="liability",
            concept="therapy-modifiers",
            ask="Which of these go on the line?",
            kind="several",
            hint="Is it never covered, or only not needed this time? And was a notice signed?",
            right=(several(situation.modifiers),),
            why=because(f"{situation.why} That is {says}.", situation, *named),
            sources=situation.source,
            options=tuple(
                Option(code, f"{code} {book.modifiers[code].label}", book.modifiers[code].says)
                for code in sorted(group)
            ),
        ),
        Step(
            id="pays",
            concept="therapy-modifiers",
            ask="If Medicare denies it, who bears the cost?",
            kind="choice",
            hint="Who was told beforehand, and signed?",
            right=(situation.pays,),
            why=because(situation.why, situation),
            sources=situation.source,
            options=options({"patient": "The patient, or a second payer", "provider": "The provider"}),
        ),
    )
