"""The year's running total: which dollars count, whether KX begins, and when it must not be put on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from logic.calculators.threshold import COUNTERS, kx_state
from logic.practice.case import Row, Step
from logic.practice.draft import Draft
from logic.practice.kinds._parts import a_scene, because, options, sources
from logic.rulebook.base import Discipline, Flag, Model

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.kinds._parts import Scene
    from logic.rulebook import RuleBook
    from logic.rulebook.tables import Amount

KEY = "threshold"
Where = Literal["below", "at", "crossing", "above"]
WORDS = {"pt": "physical therapy", "slp": "speech-language pathology", "ot": "occupational therapy"}
NO, ABOVE, EVERY, UNSUPPORTED = "no", "above", "every", "unsupported"
BY_STATE = {"not needed": NO, "begins here": ABOVE, "needed": EVERY}


class Asks(Model):
    """The parameters: which disciplines, and where the visit lies by the year's amount.

    `unsupported`: also years whose record does not support the need. `told`: the amount stands in the story.
    """

    disciplines: Annotated[tuple[Discipline, ...], Field(min_length=1)] = ("pt", "ot")
    where: Annotated[tuple[Where, ...], Field(min_length=1)] = ("below", "at", "crossing", "above")
    unsupported: Flag = False
    told: Flag = True


@dataclass(frozen=True, slots=True)
class Year:
    """What the case is about, in whole dollars: what each discipline had, this visit, its charges, the amount."""

    discipline: str
    used: dict[str, int]
    charged: int
    counted: int
    visit: int
    amount: int
    right: str


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw a year; None where the rule book does not know its amount."""
    asks: Asks = blueprint.asks
    scene, discipline = a_scene(blueprint, random, book, course), random.choice(asks.disciplines)
    limit = book.kx_threshold(scene.day)
    if limit is None:
        return None
    amount, visit, where = int(limit.amount), random.randint(60, 140), random.choice(asks.where)
    counted = {
        "below": lambda: amount - visit - random.randint(30, 1200),
        "at": lambda: amount - visit,
        "crossing": lambda: amount - random.randint(10, visit - 10),
        "above": lambda: amount + random.randint(1, 700),
    }[where]()
    used = _spread(random, counted, discipline)
    right = BY_STATE[kx_state(Decimal(counted), Decimal(counted + visit), Decimal(amount))]
    supported = not (asks.unsupported and right == EVERY and random.random() < 0.5)
    charged = counted * random.randint(14, 22) // 10
    year = Year(discipline, used, charged, counted, visit, amount, right if supported else UNSUPPORTED)
    return Draft(
        payer=scene.payer,
        service_date=scene.day,
        title=f"The year so far, {WORDS[discipline]}",
        story=_story(year, scene, told=asks.told),
        steps=_steps(year, limit, scene, told=asks.told),
        rows=tuple(Row(WORDS[each].capitalize(), detail=f"${used[each]:,} allowed") for each in WORDS),
        facts={KEY: year},
        claim=_claim(year, scene),
    )


def _sharing(discipline: str) -> tuple[str, ...]:
    """The disciplines of one counter."""
    return tuple(each for each, counter in COUNTERS.items() if counter == COUNTERS[discipline])


def _spread(random: Random, counted: int, discipline: str) -> dict[str, int]:
    """The counted dollars on the disciplines that share the counter, and something on the other one."""
    sharing = _sharing(discipline)
    used = {each: random.randint(150, 1500) for each in WORDS if each not in sharing}
    if len(sharing) == 1:
        return {each: used.get(each, counted) for each in WORDS}
    part = random.randint(0, counted // 2)
    other = next(each for each in sharing if each != discipline)
    return {each: {discipline: counted - part, other: part}.get(each, used.get(each, 0)) for each in WORDS}


def _story(year: Year, scene: Scene, *, told: bool) -> str:
    so_far = "; ".join(f"{WORDS[each]} ${year.used[each]:,}" for each in WORDS)
    record = (
        "The therapist says that the record no longer shows a need for skilled therapy."
        if year.right == UNSUPPORTED
        else "The record shows that skilled therapy is still needed."
    )
    amount = f" The threshold of {scene.day.year} is ${year.amount:,}." if told else ""
    therapy = WORDS[year.discipline]
    return (
        f"{scene.when}, {scene.label}. Allowed this year before today: {so_far}. "
        f"Charged for {therapy} and what counts with it: ${year.charged:,}. "
        f"Today: {therapy}, ${year.visit:,} allowed on three lines.{amount} {record}"
    )


def _steps(year: Year, limit: Amount, scene: Scene, *, told: bool) -> tuple[Step, ...]:
    discipline = year.discipline
    sharing = " and ".join(WORDS[each] for each in _sharing(discipline))
    together = (
        f"{sharing.capitalize()} share one counter"
        if len(_sharing(discipline)) > 1
        else f"{sharing.capitalize()} has a counter of its own"
    )
    used = Step(
        id="used",
        concept="threshold",
        ask=f"How many dollars stand on the counter of {WORDS[discipline]} before today?",
        kind="number",
        hint="Which therapies share a counter? And what counts: charged or allowed?",
        right=(str(year.counted),),
        why=f"{together}, and allowed dollars count, not charges: ${year.counted:,}.",
        sources=("usc-1395l-g", "noridian-kx"),
    )
    after = year.counted + year.visit
    kx = Step(
        id="kx",
        concept="threshold",
        ask="Does KX go on today's lines?",
        kind="choice",
        hint="Where is the year before today, and where after?",
        right=(year.right,),
        why=because(_kx_words(year, after, scene.day), limit),
        sources=sources(limit, otherwise=("usc-1395l-g",)),
        options=options(
            {
                NO: "No: the total does not go over the amount",
                ABOVE: "On the lines that lie above the amount",
                EVERY: "On every therapy line",
                UNSUPPORTED: "No: it would attest a need that the record does not support",
            }
        ),
    )
    return (used, kx) if told else (_amount_step(year, limit, scene), used, kx)


def _amount_step(year: Year, limit: Amount, scene: Scene) -> Step:
    day, book = scene.day, scene.book
    review = book.medical_review(day)
    near = [row.amount for row in book.amounts.kx_threshold if abs(row.from_.year - day.year) <= 1]
    amounts = sorted({year.amount, *(int(each) for each in near), *([int(review.amount)] if review else [])})
    return Step(
        id="amount",
        concept="threshold",
        ask=f"What is Medicare's threshold of {day.year}?",
        kind="choice",
        hint="It rises a little each year.",
        right=(str(year.amount),),
        why=because(f"The threshold of {day.year} is ${year.amount:,}.", limit),
        sources=sources(limit),
        options=options({str(each): f"${each:,}" for each in amounts}),
    )


def _kx_words(year: Year, after: int, day: date) -> str:
    to = f"${year.counted:,} before and ${after:,} after today; the amount of {day.year} is ${year.amount:,}."
    return {
        NO: f"{to} KX is for what lies above it; exactly at it is not above.",
        ABOVE: f"{to} Today crosses it, so KX goes on the lines above it.",
        EVERY: f"{to} The year is above it already, and the record supports the need.",
        UNSUPPORTED: f"{to} But KX attests the need, and the record does not. For coming visits there is the "
        "advance notice (ABN), signed before the service.",
    }[year.right]


def _claim(year: Year, scene: Scene) -> dict[str, object]:
    """The lines as they may be billed; none where the story does not price them, or they may not be billed so."""
    if year.right in {ABOVE, UNSUPPORTED}:
        return {}
    discipline = year.discipline
    plan = {"pt": "GP", "ot": "GO", "slp": "GN"}[discipline]
    code = "92507" if discipline == "slp" else "97530"
    modifiers = [plan, "KX"] if year.right == EVERY else [plan]
    return {
        "payer": scene.payer,
        "service_date": scene.day,
        "discipline": discipline,
        "ytd_amount": year.counted,
        "lines": [{"code": code, "units": 1, "modifiers": modifiers}],
    }
