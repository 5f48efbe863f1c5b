"""A day's note: what is missing from it, what a reviewer does without it, and how it may be mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from logic.practice.case import Option, Step
from logic.practice.draft import Draft
from logic.practice.kinds._parts import TO_CONFIRM, a_scene, options
from logic.rulebook.base import Flag, Model

if TYPE_CHECKING:
    from random import Random

    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.phrases import NotePart
    from logic.rulebook import RuleBook

KEY = "note"
NOTHING_MISSING = "nothing"
LATE, OURSELVES, BACKDATED, HOPE, READY = "late", "ourselves", "backdated", "hope", "ready"
WHO_ADDS = (
    "The note is the witness of the claim. Only the one who treated adds to it, only what was recorded or is known, "
    "and with the day on which it is written. What then is not in it is not billed."
)
RISKS = {
    "services": "Each billed service that the note does not name",
    "timed-units": "The timed units",
    "massage": "The massage, as not necessary",
    "visit": "The whole visit",
    NOTHING_MISSING: "Nothing: the note carries the visit",
}
AREAS = ("low back", "neck", "right shoulder", "left hip", "mid back")


class Asks(Model):
    """The parameters: rule pages of the parts that may be missing, and whether sometimes none is."""

    missing: Annotated[tuple[str, ...], Field(min_length=2)]
    complete: Flag = False


@dataclass(frozen=True, slots=True)
class Missing:
    """What the case is about: the rule page of the missing part, or "nothing"."""

    rule: str


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw a note with one part left out, or with all of them."""
    asks: Asks = blueprint.asks
    scene, area = a_scene(blueprint, random, book, course), random.choice(AREAS)
    may_miss = [*asks.missing, *([NOTHING_MISSING] if asks.complete else [])]
    rule = random.choice(may_miss)
    timed = random.randint(23, 53)
    numbers = {"area": area, "timed": timed, "total": timed + random.randint(8, 15)}
    parts = course.phrases.note_parts
    lines = [random.choice(part.without if part.rule == rule else part.says) for part in parts]
    says = " ".join(line.format(**numbers) for line in lines if line)
    return Draft(
        payer=scene.payer,
        service_date=scene.day,
        title="A day's note",
        story=f"The note of {scene.when}, {scene.label}: “{says}”",
        steps=_steps(rule, parts, book),
        facts={KEY: Missing(rule)},
    )


def _steps(rule: str, parts: tuple[NotePart, ...], book: RuleBook) -> tuple[Step, ...]:
    labels = {part.rule: part.label for part in parts}
    page = book.rules.get(rule)
    read = page.sources if page else ("cms-100-02-ch15",)
    sure = f" {TO_CONFIRM}" if page and page.to_confirm else ""
    why = (
        f"{page.asks} Here the answer is no.{sure}"
        if page
        else "Each service, both totals, how and for what, the need for skill, and a signature are all there."
    )
    missing = Step(
        id="missing",
        concept="documentation",
        ask="What is missing from this note?",
        kind="choice",
        hint="Go through what a day's note must show, one by one.",
        right=(rule,),
        why=why,
        sources=read,
        options=(
            *(Option(name, label) for name, label in labels.items()),
            Option(NOTHING_MISSING, "Nothing"),
        ),
    )
    at_risk = {part.rule: part.at_risk for part in parts}
    reviewer = Step(
        id="reviewer",
        concept="documentation",
        ask="What may a reviewer deny for it?",
        kind="choice",
        hint="What can nobody support without it?",
        right=(at_risk.get(rule, NOTHING_MISSING),),
        why=f"{page.denial}{sure}" if page else "The note carries the visit.",
        sources=read,
        options=options(RISKS),
    )
    mend = Step(
        id="mend",
        concept="documentation",
        ask="What do you do before billing?",
        kind="choice",
        hint="Who may write in the note, and what may be written?",
        right=(LATE if page else READY,),
        why=f"{WHO_ADDS}{sure}" if page else "There is nothing to mend.",
        sources=read,
        options=options(
            {
                LATE: "Ask the person who treated: what is known for certain is added, dated the day it is written",
                OURSELVES: "Write it in from the claim, so that the two agree",
                BACKDATED: "Have it added with the date of the visit",
                HOPE: "Send the claim: notes are seldom asked for",
                READY: "Nothing: it is ready",
            }
        ),
    )
    return (missing, reviewer, mend)
