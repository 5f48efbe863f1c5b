"""A little visit, from its minutes to its units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from logic.calculators import units as calculator
from logic.practice import counting_steps as ask
from logic.practice.case import Row
from logic.practice.counting import KEY, Counting, fees
from logic.practice.draft import Draft, a_day
from logic.practice.visit_words import sentence
from logic.practice.visits import (
    Trait,
    codes_together,
    draw_minutes,
    may_show,
    plan_words,
    shows,
    within_limits,
)
from logic.rulebook.base import CodeText, Model, Whole

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from logic.calculators.unit_results import UnitResult
    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.case import Step
    from logic.rulebook import RuleBook

Asked = Literal["counts", "timed", "untimed", "total", "units", "full", "split", "tie", "unbilled"]
DRAWS = 400
CONTRACT = {
    "cms": "The contract adds up the minutes of all timed codes.",
    "midpoint": "The contract counts each code by itself, a unit from the eighth minute of each 15.",
}


class Asks(Model):
    """The parameters of a visit to be counted."""

    codes: Annotated[tuple[CodeText, ...], Field(min_length=1, description="Timed codes it may use.")]
    how_many: Annotated[Whole, Field(ge=1, le=5, description="How many of them.")] = 2
    fewest_minutes: Annotated[Whole, Field(ge=1)] = 5
    most_minutes: Annotated[Whole, Field(le=120)] = 40
    untimed: Annotated[tuple[CodeText, ...], Field(description="Untimed codes; one of them stands in.")] = ()
    idle: Annotated[
        tuple[str, ...], Field(description="Ids of phrases/visits.yaml that take time and do not count.")
    ] = ()
    how_many_idle: Annotated[Whole, Field(ge=0, le=3)] = 0
    must_show: Annotated[tuple[Trait, ...], Field(description="What each visit has to show.")] = ()
    steps: Annotated[tuple[Asked, ...], Field(min_length=1)] = ("total", "units", "split")
    told_as: Literal["note", "table", "either"] = "either"
    discipline: Literal["pt", "ot"] = "pt"
    contract: Annotated[
        Literal["cms", "midpoint"] | None,
        Field(
            description="The method that the story tells, for a payer whose method the rule book leaves open."
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class Visit:
    """What was drawn: the minutes, and the order in which they are told."""

    counting: Counting
    order: tuple[str, ...]
    result: UnitResult
    day: date
    payer: str


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw a visit and its steps."""
    asks: Asks = blueprint.asks
    visit = draw(asks, random, random.choice(blueprint.payers), book)
    if visit is None:
        return None
    words, payer = course.visit_words, book.payers[visit.payer]
    counting = visit.counting
    region = words.region_for(random, visit.order)
    told = {
        name: random.choice(words.idle[name].says)
        if name in counting.idle
        else words.service(name, region, random)
        for name in visit.order
    }
    if len(set(told.values())) != len(told):
        return None
    minutes = {**counting.timed, **counting.untimed, **counting.idle}
    steps = _steps(
        asks,
        ask.Asked(
            counting, visit.result, told, words.idle, book, payer.counting.to_confirm and not asks.contract
        ),
    )
    as_note = asks.told_as == "note" or (asks.told_as == "either" and random.random() < 0.5)
    story = words.opening(random, plan_words(payer, asks.discipline), visit.day, payer.in_words, region)
    if asks.contract:
        story = f"{story} {CONTRACT[asks.contract]}"
    rows = tuple(
        Row(sentence(told[name]), minutes[name], code="" if name in counting.idle else name) for name in told
    )
    if as_note:
        story = f"{story} {words.note(random, [(told[name], minutes[name]) for name in told])}"
    return Draft(
        payer=visit.payer,
        service_date=visit.day,
        title=blueprint.title,
        story=story,
        steps=steps,
        rows=() if as_note else rows,
        facts={KEY: counting},
        claim=claim(visit, asks.discipline, book),
    )


def draw(asks: Asks, random: Random, payer: str, book: RuleBook) -> Visit | None:
    """Codes and minutes until they show what the blueprint wants; None where these codes never do."""
    day = a_day(random)
    untimed = [random.choice(asks.untimed)] if asks.untimed else []
    codes = codes_together(random, asks.codes, asks.how_many, day, book, untimed)
    if codes is None:
        return None
    rule = book.payers[payer].counting
    method = rule.method if asks.contract is None else asks.contract
    if method == "unknown":
        return None
    strict = rule.full_unit_codes if asks.contract is None else ()
    for _ in range(DRAWS):
        timed = draw_minutes(random, codes, asks.fewest_minutes, asks.most_minutes)
        if not strict and not may_show(asks.must_show, timed, method):
            continue
        both = calculator.both(timed, book, strict)
        result, other = (both.cms, both.midpoint) if method == "cms" else (both.midpoint, both.cms)
        if not result.timed_units or not all(shows(trait, result, other) for trait in asks.must_show):
            continue
        if within_limits(result.best, day, payer, book):
            break
    else:
        return None
    idle = {
        name: random.randint(3, 12)
        for name in random.sample(asks.idle, min(asks.how_many_idle, len(asks.idle)))
    }
    counting = Counting(
        timed=timed,
        untimed={code: random.randint(8, 40) for code in untimed},
        idle=idle,
        idle_of={name: random.choice(codes) for name in idle},
        fees=fees(codes, day, book),
        method=method,
        full_unit_codes=tuple(code for code in strict if code in timed),
        told=asks.contract is not None,
    )
    order = [*timed]
    for name in (*untimed, *idle):
        order.insert(random.randint(0, len(order)), name)
    return Visit(counting, tuple(order), result, day, payer)


def claim(visit: Visit, discipline: str, book: RuleBook) -> dict[str, object]:
    """The visit as it is rightly billed, in the words of the visit form."""
    counting = visit.counting
    units = {**visit.result.best, **dict.fromkeys(counting.untimed, 1)}
    wanted = book.payers[visit.payer].therapy_modifier.needed == "yes"
    modifier = {"pt": "GP", "ot": "GO"}[discipline] if wanted else ""
    lines = [
        {"code": code, "minutes": minutes, "units": units.get(code, 0), "modifiers": modifier}
        for code, minutes in {**counting.timed, **counting.untimed}.items()
    ]
    told = {"payer": visit.payer, "service_date": visit.day, "lines": lines}
    return {**told, "discipline": discipline} if wanted else told


def _steps(asks: Asks, asked: ask.Asked) -> tuple[Step, ...]:
    """The steps that the blueprint asks for, as far as this visit has them."""
    makers = {
        "counts": ask.counts,
        "timed": ask.timed,
        "untimed": ask.untimed,
        "total": ask.total,
        "units": ask.units,
        "full": ask.full,
        "split": ask.split,
        "tie": ask.tie,
        "unbilled": ask.unbilled,
    }
    made = (makers[name](asked) for name in asks.steps)
    return tuple(step for step in made if step is not None)
