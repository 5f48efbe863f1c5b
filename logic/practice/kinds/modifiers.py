"""One therapy line: the modifier of the plan of care, and whether another one belongs beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from logic.calculators import units as calculator
from logic.calculators.facts import plural
from logic.practice.case import Row, Step
from logic.practice.draft import Draft
from logic.practice.kinds._parts import ASK, a_scene, because_or_ask, capital, options, or_ask, plain, sources
from logic.rulebook.base import CodeText, Discipline, Model

if TYPE_CHECKING:
    from random import Random

    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.kinds._parts import Scene
    from logic.rulebook import RuleBook

KEY = "modifier"
NONE = "none"
PLAN = {"pt": "GP", "ot": "GO", "slp": "GN"}
PLAN_WORDS = {"pt": "physical therapy", "ot": "occupational therapy", "slp": "speech-language pathology"}
TREATS = {"pt": "physical therapist", "ot": "occupational therapist", "slp": "speech-language pathologist"}
BESIDE = {
    NONE: "Nothing else",
    "59": "59",
    "KX": "KX",
    "52": "52",
    "AT": "AT",
}


class Asks(Model):
    """The parameters: which codes, and under whose plans of care."""

    codes: Annotated[tuple[CodeText, ...], Field(min_length=1)]
    disciplines: Annotated[tuple[Discipline, ...], Field(min_length=1)] = ("pt", "ot")


@dataclass(frozen=True, slots=True)
class Line:
    """What the case is about: the code, the right answer, and whether the line has more than one unit."""

    code: str
    wanted: str
    plan: str
    units: int


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw a line; None where it would have no unit."""
    asks: Asks = blueprint.asks
    scene = a_scene(blueprint, random, book, course)
    code, discipline = random.choice(asks.codes), random.choice(asks.disciplines)
    fact, terms = book.codes[code], scene.terms
    if discipline not in fact.disciplines:
        return None
    minutes = random.randint(8, 50)
    units = calculator.cms({code: minutes}, book).best.get(code, 1)
    plan = PLAN[discipline]
    needed = terms.therapy_modifier.needed if fact.therapy == "always" else "no"
    wanted = {"yes": plan, "no": NONE}.get(needed, ASK)
    amount = random.randrange(100, 900)
    who = f"The {TREATS[discipline]} gave it one-on-one; the plan of care is for {PLAN_WORDS[discipline]}."
    story = (
        f"{scene.when}, for {scene.label}. The only service of the day is {plain(code, book)}, "
        f"{plural(minutes, 'minute')}, billed as {plural(units, 'unit')}. {who} "
        f"Allowed this year before today: {amount} dollars, in all therapies together."
    )
    line = Line(code, wanted, plan, units)
    return Draft(
        payer=scene.payer,
        service_date=scene.day,
        title=capital(plain(code, book)),
        story=story,
        steps=_steps(line, discipline, scene),
        rows=(Row(fact.label, minutes, detail=plural(units, "unit")),),
        facts={KEY: line},
        claim={
            "payer": scene.payer,
            "service_date": scene.day,
            "discipline": discipline,
            "ytd_amount": amount,
            "lines": [
                {
                    "code": code,
                    "minutes": minutes,
                    "units": units,
                    "modifiers": [wanted] if wanted == plan else [],
                }
            ],
        },
    )


def _steps(line: Line, discipline: str, scene: Scene) -> tuple[Step, ...]:
    needed = scene.terms.therapy_modifier
    modifier = scene.book.modifiers[line.plan]
    limit = scene.book.kx_threshold(scene.day)
    if line.wanted == ASK:
        why = f"{line.plan} would name the plan. Whether {scene.label} wants it is not known here: ask."
    else:
        plan_words = PLAN_WORDS[discipline].capitalize()
        why = (
            f"The plan of care decides, not the body part and not the building. {plan_words} is {line.plan}."
        )
    wanted = or_ask(line.wanted, needed)
    plan = Step(
        id="plan",
        concept="therapy-modifiers",
        ask="Which modifier names the plan of care on this line?",
        kind="choice",
        hint="Whose plan of care was the service given under?",
        right=wanted,
        why=because_or_ask(why, wanted, needed if line.wanted != ASK else None, modifier),
        sources=sources(needed, modifier),
        options=options(
            {
                "GP": "GP",
                "GO": "GO",
                "GN": "GN",
                NONE: "None: this payer wants none",
                ASK: "Not known: ask the payer whether it wants one",
            }
        ),
    )
    under = ""
    if limit is not None and scene.terms.threshold_modifier.needed == "yes":
        under = f" The year's threshold, ${limit.amount:,.0f}, is far away."
    beside = Step(
        id="beside",
        concept="therapy-modifiers",
        ask="Does anything in the story call for another modifier on the line?",
        kind="choice",
        hint="Each modifier says something. Does the story say it too?",
        right=(NONE,),
        why=f"None. No other service is there to be separate from, units tell the time, and no modifier does.{under}",
        sources=sources(limit, otherwise=("chiroeco-codes",)),
        options=options(BESIDE),
    )
    return (plan, beside)
