"""A payer's own rules: how it counts, how many units a day it takes, and what is not known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from logic.calculators import units as calculator
from logic.calculators.facts import join_words, plural
from logic.practice.case import Row, Step
from logic.practice.draft import Draft
from logic.practice.kinds._parts import (
    ASK,
    a_scene,
    because,
    because_or_ask,
    capital,
    options,
    or_ask,
    sources,
)
from logic.rulebook.base import CodeText, Model

if TYPE_CHECKING:
    from random import Random

    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.rulebook import RuleBook
    from logic.rulebook.payers import DailyCap, Payer

KEY = "payer"
METHODS = {"cms": "cms", "midpoint": "midpoint", "unknown": ASK}


class Asks(Model):
    """The parameters: timed and untimed codes that the visit may have."""

    timed: Annotated[tuple[CodeText, ...], Field(min_length=2)]
    untimed: tuple[CodeText, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What the case is about: the payer's method, its cap, and the visit's units of either kind."""

    method: str
    cap: int | None
    counts: str
    timed_units: int
    all_units: int


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw a visit for a payer; with a daily maximum the visit lies around it."""
    asks: Asks = blueprint.asks
    scene = a_scene(blueprint, random, book, course)
    terms = scene.terms
    codes = random.sample(asks.timed, 2)
    units = {code: random.randint(1, 3) for code in codes}
    minutes = {code: 15 * count for code, count in units.items()}  # full quarters: every method agrees
    untimed = random.sample(asks.untimed, random.randint(0, min(1, len(asks.untimed))))
    timed_units = calculator.cms(minutes, book).timed_units
    cap = terms.daily_cap
    what = Terms(
        METHODS[terms.counting.method],
        cap.units if cap else None,
        cap.counts if cap else "",
        timed_units,
        timed_units + len(untimed),
    )
    rows = [
        *(Row(book.codes[code].label, minutes[code], detail=plural(units[code], "unit")) for code in codes),
        *(Row(book.codes[code].label, 10, detail="1 unit") for code in untimed),
    ]
    said = join_words([f"{row.service.lower()}, {row.minutes} minutes" for row in rows])
    return Draft(
        payer=scene.payer,
        service_date=scene.day,
        title=capital(terms.in_words),
        story=f"{scene.when}, {scene.label}: {said}.",
        steps=_steps(what, terms),
        rows=tuple(rows),
        facts={KEY: what},
    )


def _steps(what: Terms, terms: Payer) -> tuple[Step, ...]:
    counting = terms.counting
    right = or_ask(what.method, counting)
    method = Step(
        id="method",
        concept="payer-rules",
        ask=f"How does {terms.in_words} count units?",
        kind="choice",
        hint="What does the payer's page say, and does it say it at all?",
        right=right,
        why=because_or_ask(_method_words(what.method, terms), right, counting),
        sources=sources(counting, *terms.notes, otherwise=("clinician-judgment",)),
        options=options(
            {
                "cms": "The minutes of all timed codes are added first",
                "midpoint": "Each code by itself, a unit from the eighth minute of each 15",
                ASK: "Not known here: its contract has to say",
            }
        ),
    )
    return (method, *_cap_steps(what, terms.daily_cap, terms.in_words))


def _method_words(method: str, terms: Payer) -> str:
    if method == ASK:
        return f"The rule book does not know how {terms.in_words} counts. Guessing a method is guessing the claim."
    words = {"cms": "adds the minutes of all timed codes first", "midpoint": "counts each code by itself"}
    note = f" {terms.counting.note}" if terms.counting.note else ""
    return f"{capital(terms.in_words)} {words[method]}.{note}"


def _cap_steps(what: Terms, cap: DailyCap | None, label: str) -> tuple[Step, ...]:
    if cap is None or what.cap is None:
        return ()
    counted = what.timed_units if cap.counts == "timed" else what.all_units
    which = "timed units" if cap.counts == "timed" else "all units, timed or not,"
    read = sources(cap)
    return (
        Step(
            id="counted",
            concept="payer-rules",
            ask=f"How many of these units count toward the daily maximum of {label}?",
            kind="number",
            hint="Which units does its policy count together?",
            right=(str(counted),),
            why=because(f"Its policy counts {which} of the day together: {counted}.", cap),
            sources=read,
        ),
        Step(
            id="over",
            concept="payer-rules",
            ask="Is the visit over that maximum?",
            kind="choice",
            hint="Compare with the most that its policy takes.",
            right=("yes" if counted > what.cap else "no",),
            why=because(
                f"The maximum that the rule book holds is {plural(what.cap, 'unit')} a day. {cap.note}", cap
            ),
            sources=read,
            options=options({"yes": "Yes", "no": "No"}),
        ),
    )
