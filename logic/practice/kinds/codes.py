"""A sentence of a note: which code it belongs to, whether it is timed, and whether this payer pays it by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from logic.practice.case import Option, Step
from logic.practice.draft import Draft
from logic.practice.kinds._parts import (
    ASK,
    a_scene,
    because,
    because_or_ask,
    capital,
    code_options,
    name,
    options,
    or_ask,
    sources,
    told,
)
from logic.rulebook.base import CodeText, Flag, Model

if TYPE_CHECKING:
    from random import Random

    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.kinds._parts import Scene
    from logic.practice.phrases import Service
    from logic.rulebook import RuleBook
    from logic.rulebook.models import Technique

KEY = "code choice"
OPEN = "open"
MORE = Option(OPEN, "None yet: the note must say more")
BY_TIME, ONCE = "timed", "once"
PAID_APART = {"active": "yes", "bundled": "no", "invalid": "no", "noncovered": "no"}
LOOK_ALIKE = {"97124": "97140", "97140": "97124", "97110": "97530", "97530": "97110", "97032": "G0283"}


class Asks(Model):
    """The parameters: which codes the sentences belong to, and which stand beside the right one.

    `open_ones`: also sentences that nobody can code before the note says more.
    """

    codes: Annotated[tuple[CodeText, ...], Field(min_length=1)]
    among: Annotated[tuple[CodeText, ...], Field(min_length=2)]
    open_ones: Flag = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the case is about: the right code (None where the note must say more) and those that it may be."""

    code: str | None
    possible: tuple[str, ...]
    paid: str
    paid_by_medicare: str


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw a sentence; None where the payer leaves the code open."""
    asks: Asks = blueprint.asks
    scene = a_scene(blueprint, random, book, course)
    left_open = asks.open_ones and random.random() < 0.5
    service = random.choice(
        [
            each
            for each in course.phrases.services
            if each.open == left_open and (each.open or not set(each.codes).isdisjoint(asks.codes))
        ]
    )
    if service.open:
        chosen = Chosen(None, service.codes, ASK, ASK)
        steps = _open_steps(service, asks, scene)
    else:
        code = code_for(service, scene)
        paid = None if code is None else _paid(code, scene)
        if code is None or paid is None or code not in asks.codes:
            return None
        chosen = Chosen(code, service.codes, paid, _by_medicare(code, scene))
        steps = _coded_steps(service, code, paid, asks, scene)
    return Draft(
        payer=scene.payer,
        service_date=scene.day,
        title="A sentence of the note",
        story=(
            f"{scene.when}, for {scene.label}. The note says: “{capital(told(service, random))}, "
            f"{random.randint(8, 40)} min.”"
        ),
        steps=steps,
        facts={KEY: chosen},
    )


def code_for(service: Service, scene: Scene) -> str | None:
    """The one code of the sentence for that payer and day; None where several are left.

    Of two codes of one service a payer may take only one: Medicare takes G0283 in place of 97014.
    """
    book, day = scene.book, scene.day
    codes = [code for code in service.codes if book.code_on(code, day) is not None]
    if len(codes) > 1 and scene.terms.code_status.follows == "medicare":
        statuses = {code: book.medicare_status(code, day) for code in codes}
        codes = [code for code, status in statuses.items() if status is None or status.status != "invalid"]
    return codes[0] if len(codes) == 1 else None


def _by_medicare(code: str, scene: Scene) -> str:
    status = scene.book.medicare_status(code, scene.day)
    return ASK if status is None else PAID_APART.get(status.status, ASK)


def _paid(code: str, scene: Scene) -> str | None:
    """Whether the payer pays the code by itself: yes, no or ask; None where our own tables have a gap."""
    if scene.terms.code_status.follows != "medicare":
        return ASK
    status = scene.book.medicare_status(code, scene.day)
    return None if status is None else PAID_APART.get(status.status)


def _coded_steps(service: Service, code: str, paid: str, asks: Asks, scene: Scene) -> tuple[Step, ...]:
    technique, book = service.technique, scene.book
    fact = book.codes[code]
    beside = [other for other in asks.among if other not in technique.codes]
    scene.random.shuffle(beside)
    alike = LOOK_ALIKE.get(code, "")
    beside = ([alike] if alike in beside else []) + beside
    status = book.medicare_status(code, scene.day) if scene.terms.code_status.follows == "medicare" else None
    apart = or_ask(paid, scene.terms.code_status)
    return (
        Step(
            id="code",
            concept="which-code",
            ask="Which code does this sentence belong to?",
            kind="choice",
            hint="What was done, and what was it for?",
            right=(code,),
            why=because(_code_words(technique, code, book), technique),
            sources=sources(technique, fact),
            options=(*code_options(code, beside, book), MORE),
        ),
        Step(
            id="timed",
            concept="timed-or-not",
            ask="How is this service counted?",
            kind="choice",
            hint="Would a second quarter of an hour change what is billed?",
            right=(BY_TIME if fact.timed else ONCE,),
            why=because(_timed_words(code, fact.timed), fact),
            sources=sources(fact),
            options=options({BY_TIME: "By time, in 15-minute units", ONCE: "Once, however long it took"}),
        ),
        Step(
            id="paid",
            concept="payer-rules",
            ask=f"Does {scene.label} pay this service as a line of its own?",
            kind="choice",
            hint="Is it a treatment of its own, or part of what every visit has?",
            right=apart,
            why=because_or_ask(_paid_words(code, paid, scene), apart, status, scene.terms.code_status),
            sources=sources(status, scene.terms.code_status, otherwise=("clinician-judgment",)),
            options=options(
                {
                    "yes": "Yes, as a line of its own",
                    "no": "No, it is part of the other services of the day",
                    ASK: "Not known: ask the payer before billing it",
                }
            ),
        ),
    )


def _timed_words(code: str, timed: bool) -> str:
    if timed:
        return f"{code} is counted by time, in 15-minute units."
    return f"{code} is billed once, however long it took; its minutes belong to the whole treatment only."


def _code_words(technique: Technique, code: str, book: RuleBook) -> str:
    return technique.why if code in technique.why else f"{technique.why} That is {name(code, book)}."


def _paid_words(code: str, paid: str, scene: Scene) -> str:
    if paid == "yes":
        return f"{capital(scene.label)} pays {name(code, scene.book)} on a line of its own."
    if paid == "no":
        return f"{capital(scene.label)} never pays {name(code, scene.book)} apart. It stays in the note, off the claim."
    return f"The rule book does not know which codes {scene.label} pays apart. Its contract or fee schedule says it."


def _open_steps(service: Service, asks: Asks, scene: Scene) -> tuple[Step, ...]:
    technique, book = service.technique, scene.book
    offered = [code for code in technique.codes if code in book.codes][:3]
    beside = [*offered, *(code for code in asks.among if code not in offered)]
    questions = sorted({each.phrase.needs for each in scene.phrases.services if each.open})
    asked = service.phrase.needs
    stand = sorted([asked, *scene.random.sample([each for each in questions if each != asked], 2)])
    return (
        Step(
            id="code",
            concept="which-code",
            ask="Which code does this sentence belong to?",
            kind="choice",
            right=(OPEN,),
            why=because(technique.why, technique),
            sources=sources(technique),
            options=(*code_options(beside[0], beside[1:], book), MORE),
        ),
        Step(
            id="ask",
            concept="documentation",
            ask="What do you ask the person who treated?",
            kind="choice",
            hint="What would settle the code?",
            right=(f"question-{questions.index(asked)}",),
            why="The code follows from what was done and why. Only the person who treated can say it and add it.",
            sources=sources(technique),
            options=(
                *(Option(f"question-{questions.index(each)}", each) for each in stand),
                Option("price", "Which of the possible codes pays more?"),
            ),
        ),
    )
