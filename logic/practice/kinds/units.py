"""A little visit, from its minutes to its units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from logic.calculators import units as calculator
from logic.calculators.facts import join_words, plural
from logic.practice.case import Row, Step, units_answer
from logic.practice.counting import KEY, Counting
from logic.practice.draft import Draft, a_day
from logic.rulebook.base import CodeText, Model, Whole

if TYPE_CHECKING:
    from random import Random

    from logic.calculators.unit_results import UnitResult
    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.rulebook import RuleBook

SOURCES = ("cms-100-04-ch5", "fcso-therapy")


class Asks(Model):
    """The parameters: which codes, how many of them, and from how few to how many minutes each."""

    codes: Annotated[tuple[CodeText, ...], Field(min_length=1)]
    how_many: Annotated[Whole, Field(ge=1, le=5)] = 2
    fewest_minutes: Annotated[Whole, Field(ge=1)] = 5
    most_minutes: Annotated[Whole, Field(le=120)] = 40


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw a visit and its steps; None where nothing would be billed."""
    _ = course
    asks: Asks = blueprint.asks
    payer = random.choice(blueprint.payers)
    codes = random.sample(asks.codes, asks.how_many)
    minutes = {code: random.randint(asks.fewest_minutes, asks.most_minutes) for code in codes}
    result = calculator.cms(minutes, book)
    if not result.timed_units:
        return None
    day = a_day(random)
    rows = tuple(Row(book.codes[code].label, count, code=code) for code, count in minutes.items())
    said = join_words([f"{row.service.lower()} {plural(row.minutes or 0, 'minute')}" for row in rows])
    lines = [
        {"code": code, "minutes": count, "units": result.best.get(code, 0), "modifiers": ["GP"]}
        for code, count in minutes.items()
    ]
    return Draft(
        payer=payer,
        service_date=day,
        title=join_words([row.service for row in rows]),
        story=f"Physical therapy on {day:%B} {day.day}, {day.year}, for {book.payers[payer].label}: {said}.",
        steps=_steps(result),
        rows=rows,
        facts={KEY: Counting(minutes)},
        claim={"payer": payer, "service_date": day, "discipline": "pt", "lines": lines},
    )


def _steps(result: UnitResult) -> tuple[Step, ...]:
    codes = tuple(row.code for row in result.rows)
    total = Step(
        id="total",
        concept="total-time",
        ask="How many timed minutes are there in all?",
        kind="number",
        right=(str(result.timed_minutes),),
        why=result.steps[0],
        sources=SOURCES,
    )
    units = Step(
        id="units",
        concept="total-time",
        ask="How many timed units do these minutes support?",
        kind="number",
        right=(str(result.timed_units),),
        why=result.steps[1],
        sources=SOURCES,
    )
    split = Step(
        id="split",
        concept="left-overs",
        ask="How many units does each code get?",
        kind="units",
        right=tuple(units_answer(each) for each in result.splits),
        why=" ".join(result.steps[2:]),
        sources=SOURCES,
        codes=codes,
    )
    return (total, units, split)
