"""More units of a code than usual: how hard the limit is, and what is billed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from logic.calculators import units as calculator
from logic.calculators.facts import plural
from logic.practice.case import Row, Step
from logic.practice.draft import Draft
from logic.practice.kinds._parts import (
    ASK,
    SETTING_WORDS,
    a_scene,
    because,
    capital,
    name,
    options,
    plain,
    sources,
)
from logic.rulebook.base import CodeText, Flag, Model, Setting

if TYPE_CHECKING:
    from random import Random

    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.kinds._parts import Scene
    from logic.rulebook import RuleBook
    from logic.rulebook.editions import UnitLimit

KEY = "limit"
SEND, APPEAL, RECOUNT, NO_MORE, MARK = "send", "appeal", "recount", "no-more", "59"
ABSOLUTE, BENCHMARK = 2, 3
GAVE = (("therapist", "GP"), ("assistant", "GP CQ"))


class Asks(Model):
    """The parameters: which codes in which settings. `told`: limit and MAI stand in the story."""

    codes: Annotated[tuple[CodeText, ...], Field(min_length=1)]
    settings: Annotated[tuple[Setting, ...], Field(min_length=1)] = ("practitioner",)
    told: Flag = True


@dataclass(frozen=True, slots=True)
class Day:
    """What the case is about: units on each line, what the minutes support, and the right answer."""

    code: str
    lines: tuple[int, ...]
    supported: int
    limit: int
    mai: int
    right: str
    by_medicare: str


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw a day's units of one code; None where our tables have no limit for it."""
    asks: Asks = blueprint.asks
    scene = a_scene(blueprint, random, book, course)
    code, setting = random.choice(asks.codes), random.choice(asks.settings)
    terms, fact = scene.terms, book.codes[code]
    limit = book.unit_limit(code, scene.day, setting)
    if limit is None or limit.units == 0:
        return None
    follows = terms.unit_limits.follows == "mue"
    timed = fact.timed
    billed = limit.units + (random.choice((-1, 0, 1, 2)) if timed else 1)
    if billed < 1:
        return None
    recorded = billed - (random.choice((0, 0, 1, 2)) if timed and billed > limit.units else 0)
    minutes = 15 * recorded + random.randint(-7, 7) if timed else random.randint(30, 60)
    supported = calculator.cms({code: minutes}, book).best.get(code, 0) if timed else 1
    lines = _lines(random, billed) if timed else (billed,)
    what = Day(
        code,
        lines,
        supported,
        limit.units,
        limit.mai,
        _right(sum(lines), supported, limit, follows=follows),
        _right(sum(lines), supported, limit, follows=True),
    )
    said = f" The table says for it: limit {limit.units}, MAI {limit.mai}." if asks.told and follows else ""
    of = f"{plural(minutes, 'minute')} of {plain(code, book)}"
    story = (
        f"{scene.when}. {capital(scene.label)}, billed by {SETTING_WORDS[setting]}. "
        f"The note shows {of}, each minute with its reason.{said}"
    )
    return Draft(
        payer=scene.payer,
        service_date=scene.day,
        title=capital(plain(code, book)),
        story=story,
        steps=_steps(what, limit, scene, told=asks.told or not follows),
        rows=tuple(
            Row(fact.label, by=by, detail=f"{plural(units, 'unit')}, {modifiers}", code=code)
            for units, (by, modifiers) in zip(lines, GAVE, strict=False)
        ),
        facts={KEY: what},
    )


def _lines(random: Random, billed: int) -> tuple[int, ...]:
    """The units on one line, or on a therapist's and an assistant's."""
    if billed < 3 or random.random() < 0.5:
        return (billed,)
    first = random.randint(1, billed - 1)
    return (first, billed - first)


def _right(billed: int, supported: int, limit: UnitLimit, *, follows: bool) -> str:
    if not follows:
        return ASK
    if billed <= limit.units:
        return SEND
    if limit.mai == ABSOLUTE:
        return NO_MORE
    return APPEAL if supported >= billed else RECOUNT


def _steps(what: Day, limit: UnitLimit, scene: Scene, *, told: bool) -> tuple[Step, ...]:
    billed, coded = sum(what.lines), name(what.code, scene.book)
    known = limit if what.right != ASK else None
    day = Step(
        id="day",
        concept="unit-limits",
        ask="How many units of this code stand on the claim for the day?",
        kind="number",
        hint="Is the limit one of a line or of a day?",
        right=(str(billed),),
        why=f"A daily limit counts all lines of the code together: {' and '.join(map(str, what.lines))}.",
        sources=("cms-ncci-mue",),
    )
    do = Step(
        id="do",
        concept="unit-limits",
        ask="What is right for this claim?",
        kind="choice",
        hint="Is it over, is the limit hard, and what does the note support?",
        right=(what.right,),
        why=because(_do_words(what, billed, coded, scene.label), known),
        sources=sources(known, scene.terms.unit_limits, otherwise=("cms-ncci-mue",)),
        options=options(
            {
                SEND: "Send it as it is: nothing is over a limit",
                APPEAL: "Send the units that the note supports, and be ready to appeal with the note",
                RECOUNT: "Bill fewer: the minutes do not support these units",
                NO_MORE: "Bill no more than the limit: neither records nor an appeal lift it",
                MARK: "Send it with 59 on the units above the limit",
                ASK: "Look up the payer's own daily limit first: it is not known here",
            }
        ),
    )
    counted = (day,) if len(what.lines) > 1 else ()
    if told:
        return (*counted, do)
    return (*counted, _limit_step(limit, coded), _mai_step(limit, coded), do)


def _limit_step(limit: UnitLimit, coded: str) -> Step:
    return Step(
        id="limit",
        concept="unit-limits",
        ask="What is Medicare's limit of units of this code for one patient and day?",
        kind="choice",
        hint="It is the most that Medicare expects on one day.",
        right=(str(limit.units),),
        why=because(f"The limit of {coded} is {plural(limit.units, 'unit')} a day.", limit),
        sources=limit.source,
        options=options({str(units): str(units) for units in sorted({1, 2, 4, 6, 8, limit.units})}),
    )


def _mai_step(limit: UnitLimit, coded: str) -> Step:
    hard = (
        f"Its MAI is {limit.mai}: set by policy. No record lifts it."
        if limit.mai == ABSOLUTE
        else f"Its MAI is {limit.mai}: a benchmark for the day. A denial can be appealed with the note."
    )
    return Step(
        id="mai",
        concept="unit-limits",
        ask="How hard is that limit?",
        kind="choice",
        hint="Was it set by policy, or is it a benchmark?",
        right=(str(limit.mai),),
        why=because(f"{coded}. {hard}", limit),
        sources=limit.source,
        options=options(
            {
                str(ABSOLUTE): "Absolute: neither records nor an appeal lift it (MAI 2)",
                str(BENCHMARK): "A benchmark: a denial can be appealed with records (MAI 3)",
            }
        ),
    )


def _do_words(what: Day, billed: int, coded: str, payer: str) -> str:
    have = f"{plural(billed, 'unit')} of {coded}; the limit is {what.limit}."
    return {
        ASK: f"The rule book does not know the daily limits of {payer}. Medicare's are not everybody's.",
        SEND: f"{have} So nothing is over it.",
        APPEAL: f"{have} MAI 3 is a benchmark: the note supports them, so they are sent and a denial is appealed.",
        RECOUNT: f"{have} But the minutes support only {what.supported}. What is not in the note is not billed.",
        NO_MORE: f"{have} With MAI 2 it is set by policy, and the code is billed once however long it took.",
    }[what.right]
