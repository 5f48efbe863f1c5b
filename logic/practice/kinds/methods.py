"""One visit by two rules: which one this payer uses, what each gives, and how they compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from logic.calculators import units as calculator
from logic.practice import counting_steps as ask
from logic.practice.case import Option, Row, Step, units_answer
from logic.practice.counting import KEY, Counting, fees
from logic.practice.draft import Draft, a_day
from logic.practice.kinds._parts import ASK, ASKING_TOO
from logic.practice.visit_words import sentence
from logic.practice.visits import Trait, codes_together, draw_minutes, may_show, plan_words, within_limits
from logic.rulebook.base import CodeText, Flag, Model, Whole

if TYPE_CHECKING:
    from random import Random

    from logic.calculators.unit_results import BothMethods
    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.rulebook import RuleBook

Asked = Literal["method", "by_total", "by_code", "more", "split"]
DRAWS = 200
METHODS = (
    Option("cms", "Add up the minutes of all timed codes first"),
    Option("midpoint", "Count each code by its own minutes"),
    Option(ASK, "That is not known here: read the contract or ask the payer"),
)
WHY_METHOD = {
    "cms": "{payer} adds up the minutes of all timed codes first.",
    "midpoint": "{payer} counts each code by its own minutes.",
    "unknown": "How {payer} counts is not published where we looked. Do not guess: ask, and write the answer down.",
}


class Asks(Model):
    """The parameters of a visit counted twice."""

    codes: Annotated[tuple[CodeText, ...], Field(min_length=1)] = ()
    how_many: Annotated[Whole, Field(ge=1, le=5)] = 2
    fewest_minutes: Annotated[Whole, Field(ge=1)] = 5
    most_minutes: Annotated[Whole, Field(le=120)] = 40
    must_differ: Annotated[Flag, Field(description="Whether the two rules must give different units.")] = (
        False
    )
    steps: Annotated[tuple[Asked, ...], Field(min_length=1)] = ("method", "by_total", "by_code", "more")


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw a visit and count it by both rules."""
    asks: Asks = blueprint.asks
    day, payer = a_day(random), book.payers[random.choice(blueprint.payers)]
    codes = codes_together(random, asks.codes, asks.how_many, day, book)
    if codes is None:
        return None
    wanted: tuple[Trait, ...] = ("no-tie", "methods-differ") if asks.must_differ else ("no-tie",)
    for _ in range(DRAWS):
        minutes = draw_minutes(random, codes, asks.fewest_minutes, asks.most_minutes)
        if not may_show(wanted, minutes, "cms"):
            continue
        both = calculator.both(minutes, book, payer.counting.full_unit_codes)
        fits = both.cms.split_count == 1 and all(
            within_limits(result.best, day, payer.id, book) for result in (both.cms, both.midpoint)
        )
        if fits and (both.cms.best != both.midpoint.best or not asks.must_differ):
            break
    else:
        return None
    words, method = course.visit_words, payer.counting.method
    region = words.region_for(random, codes)
    told = {code: words.service(code, region, random) for code in codes}
    counting = Counting(
        minutes,
        fees=fees(codes, day, book),
        method="cms" if method == "unknown" else method,
        full_unit_codes=payer.counting.full_unit_codes,
    )
    rule = both.midpoint if method == "midpoint" else both.cms
    asked = ask.Asked(counting, rule, told, {}, book, payer.counting.to_confirm)
    makers = {
        "method": lambda: _method(payer.in_words, method, payer.counting.to_confirm, payer.counting.source),
        "by_total": lambda: _by_total(both, asked),
        "by_code": lambda: _by_code(both, asked),
        "more": lambda: _more(both),
        "split": lambda: ask.split(asked),
    }
    modifier = "GP" if payer.therapy_modifier.needed == "yes" else ""
    lines = [
        {"code": code, "minutes": count, "units": rule.best.get(code, 0), "modifiers": modifier}
        for code, count in minutes.items()
    ]
    return Draft(
        payer=payer.id,
        service_date=day,
        title=blueprint.title,
        story=words.opening(random, plan_words(payer, "pt"), day, payer.in_words, region),
        steps=tuple(makers[name]() for name in asks.steps if name != "split" or method != "unknown"),
        rows=tuple(Row(sentence(told[code]), count, code=code) for code, count in minutes.items()),
        facts={KEY: counting},
        claim={"payer": payer.id, "service_date": day, "lines": lines},
    )


def _method(payer: str, method: str, to_confirm: bool, sources: tuple[str, ...]) -> Step:
    confirm = f" That is our reading, to confirm. {ASKING_TOO}" if to_confirm else ""
    return Step(
        id="method",
        concept="payer-rules",
        ask="How does this payer count units?",
        kind="choice",
        right=(ASK,) if method == "unknown" else (method, ASK) if to_confirm else (method,),
        why=WHY_METHOD[method].format(payer=payer) + confirm,
        sources=sources or ("predictionhealth-methods",),
        options=METHODS,
        hint="The payer decides, not the code. The rule book lists what each payer has published.",
    )


def _by_total(both: BothMethods, asked: ask.Asked) -> Step:
    step = ask.split(ask.Asked(Counting(asked.counting.timed), both.cms, asked.told, {}, asked.book, False))
    return Step(
        id="by_total",
        concept="left-overs",
        ask="Add up all timed minutes first. How many units does each code get?",
        kind="units",
        right=step.right,
        why=f"{both.cms.timed_minutes} minutes: {both.cms.timed_units} in all. {step.why}",
        sources=ask.BY_TOTAL,
        codes=step.codes,
        hint=step.hint,
    )


def _by_code(both: BothMethods, asked: ask.Asked) -> Step:
    counting = Counting(
        asked.counting.timed, method="midpoint", full_unit_codes=asked.counting.full_unit_codes
    )
    step = ask.split(ask.Asked(counting, both.midpoint, asked.told, {}, asked.book, False))
    return Step(
        id="by_code",
        concept="midpoint",
        ask="Now count each code by its own minutes. How many units does each get?",
        kind="units",
        right=(units_answer(both.midpoint.best),),
        why=step.why,
        sources=ask.BY_CODE,
        codes=step.codes,
        hint=step.hint,
    )


def _more(both: BothMethods) -> Step:
    total, code = both.cms.timed_units, both.midpoint.timed_units
    right = "by-total" if total > code else "by-code" if code > total else "same"
    return Step(
        id="more",
        concept="midpoint",
        ask="Which rule gives more in all?",
        kind="choice",
        right=(right,),
        why=f"Adding up gives {total}, each code by itself {code}. {REASONS[right]}",
        sources=ask.BY_CODE,
        options=(
            Option("by-total", "Adding up all minutes first"),
            Option("by-code", "Each code by itself"),
            Option("same", "Both give the same"),
        ),
        hint="Compare the two answers before this one. The rule is the payer's, whichever gives more.",
    )


REASONS = {
    "by-total": "Left-overs too small by themselves earn something together.",
    "by-code": "Several codes are just over 8, and together they are fewer minutes than that many need.",
    "same": "Here the left-overs come to the same either way.",
}
