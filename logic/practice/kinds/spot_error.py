"""A finished claim with one mistake, or with none: where it is, what it is, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from string import Formatter
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from logic.calculators.facts import plural
from logic.practice.case import Option, Row, Step
from logic.practice.counting import Counting, fees
from logic.practice.draft import Draft
from logic.practice.finished import LETTERS, finished
from logic.practice.kinds._parts import TO_CONFIRM, capital, on_day
from logic.practice.mistakes import MISTAKES
from logic.rulebook.base import Flag, Model

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.claim_errors import ClaimError
    from logic.practice.finished import Finished
    from logic.practice.mistakes import Put
    from logic.rulebook import RuleBook

KEY = "spot"
NOTHING, SEND, MEND = "nothing", "send", "mend"
DIAGNOSES, TREATED = "diagnoses", "treated"
CLEAN = 0.2
TREATED_WORDS = {"pt": "a physical therapist", "lmt": "a massage therapist", "aide": "an aide"}


class Asks(Model):
    """The parameters: which mistakes (ids of phrases/claim_errors.yaml), and whether some claims have none."""

    mistakes: Annotated[tuple[str, ...], Field(min_length=2)]
    clean: Flag = False


@dataclass(frozen=True, slots=True)
class Spot:
    """What the case is about: the mistake ("" = none), the rule that finds it, where, and the claim as billed.

    `counting`: its minutes. `overlooked_by`: the misconceptions by
    which nothing is wrong with it; `believed`: option of the last step → those of people who would choose it.
    """

    mistake: str
    rule: str
    where: tuple[str, ...]
    billed: dict[str, Any]
    counting: Counting
    overlooked_by: tuple[str, ...] = ()
    believed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Posed:
    """Everything that the steps are made of; no `error` and no `put` where the claim is right."""

    random: Random
    billed: Finished
    error: ClaimError | None
    put: Put | None
    asks: Asks
    concept: str
    book: RuleBook

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the rule page; without a mistake, those of the whole check."""
        return self.book.rules[self.error.rule].sources if self.error else ("cms-100-04-ch5", "cms-ncci-ptp")

    @property
    def sure(self) -> str:
        """A warning where the rule page is to confirm."""
        unsure = self.error is not None and self.book.rules[self.error.rule].to_confirm
        return f" {TO_CONFIRM}" if unsure else ""

    def filled(self, template: str) -> str:
        """A template of claim_errors.yaml with this claim's words."""
        if self.put is None:
            return template
        at = max(self.put.line, 1)
        words = {"line": str(self.put.line), "code": self.billed.lines[at - 1].code, **self.put.words}
        return template.format(**words)


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw a claim and a mistake; None where they do not fit."""
    asks: Asks = blueprint.asks
    right = finished(random, random.choice(blueprint.payers), course.phrases, book)
    if right is None:
        return None
    billed = right.copied()
    error: ClaimError | None = None
    put: Put | None = None
    if not asks.clean or random.random() >= CLEAN:
        name = random.choice(asks.mistakes)
        error = next(each for each in course.phrases.claim_errors if each.id == name)
        put = MISTAKES[name](billed, random)
        if put is None:
            return None
    posed = Posed(random, billed, error, put, asks, error.concept if error else blueprint.concept, book)
    where = _where(posed)
    return Draft(
        payer=billed.payer,
        service_date=billed.day,
        title="A finished claim",
        story=_story(posed),
        steps=(_where_step(posed, where), _what_step(posed), _fix_step(posed)),
        rows=_rows(billed),
        facts={KEY: _spot(posed, where)},
        claim=right.as_visit(),
    )


def _spot(posed: Posed, where: tuple[str, ...]) -> Spot:
    """The case as misconceptions see it."""
    billed, error = posed.billed, posed.error
    timed = {line.code: line.minutes for line in billed.lines if line.timed}
    untimed = {line.code: line.minutes for line in billed.lines if not line.timed}
    counting = Counting(timed, untimed, fees=fees(timed, billed.day, posed.book))
    if error is None:
        return Spot("", "", where, billed.as_visit(), counting)
    believed = {f"not-{at}": each.believed for at, each in enumerate(error.wrong_fixes) if each.believed}
    return Spot(error.id, error.rule, where, billed.as_visit(), counting, error.overlooked_by, believed)


def _where(posed: Posed) -> tuple[str, ...]:
    if posed.error is None or posed.put is None:
        return (NOTHING,)
    if posed.error.at != "line":
        return (posed.error.at,)
    return tuple(f"line-{number}" for number in (posed.put.line, *posed.put.also))


def _story(posed: Posed) -> str:
    billed = posed.billed
    said = "; ".join(
        f"{letter} {each.code} {each.says}"
        for letter, each in zip(LETTERS[: len(billed.dx)], billed.dx, strict=True)
    )
    label = posed.book.payers[billed.payer].in_words
    return (
        f"{on_day(billed.day)}, {label}, billed by a practice. One session, physical therapy plan of care. "
        f"Treated by {TREATED_WORDS[billed.treated_by]}. Diagnoses: {said}. Allowed this year before today: "
        f"${billed.used:,}; the threshold is ${billed.amount:,} and the record supports the need."
    )


def _rows(billed: Finished) -> tuple[Row, ...]:
    return tuple(
        Row(
            capital(line.does),
            line.minutes,
            detail="; ".join(
                (plural(line.units, "unit"), " ".join(line.modifiers) or "no modifier", f"to {line.pointer}")
            ),
            code=line.code,
        )
        for line in billed.lines
    )


def _where_step(posed: Posed, where: tuple[str, ...]) -> Step:
    error = posed.error
    why = "Units, codes, modifiers, diagnoses and the one who treated all hold."
    if error is not None:
        page = posed.book.rules[error.rule]
        why = f"{page.title}.{posed.sure}"
    return Step(
        id="where",
        concept=posed.concept,
        ask="Where is this claim wrong?",
        kind="choice",
        hint="Count the units, then read each code, each modifier, the diagnoses, the one who treated.",
        right=where,
        why=why,
        sources=posed.sources,
        options=(
            *(Option(f"line-{number}", f"Line {number}") for number in range(1, len(posed.billed.lines) + 1)),
            Option(DIAGNOSES, "The diagnoses of the claim"),
            Option(TREATED, "The one who treated"),
            Option(NOTHING, "Nowhere: it is right"),
        ),
    )


def _what_step(posed: Posed) -> Step:
    error, book = posed.error, posed.book
    rules = {each.id: each.rule for each in posed.billed.phrases.claim_errors}
    near = {error.rule, *error.like} if error else set()
    others = sorted({rules[name] for name in posed.asks.mistakes} - near)
    stand = sorted([*posed.random.sample(others, min(3, len(others))), *([error.rule] if error else [])])
    page = book.rules[error.rule] if error else None
    return Step(
        id="what",
        concept=posed.concept,
        ask="What is wrong with it?",
        kind="choice",
        hint="Say it in one sentence before you read the answers.",
        right=(error.rule if error else NOTHING,),
        why=f"{page.denial}{posed.sure}" if page else "Nothing is wrong with it.",
        sources=posed.sources,
        options=(*(Option(rule, book.rules[rule].title) for rule in stand), Option(NOTHING, "Nothing")),
    )


def _fix_step(posed: Posed) -> Step:
    error = posed.error
    if error is not None:
        texts = [posed.filled(each.mend) for each in error.wrong_fixes]
        right, why = (MEND,), f"{posed.filled(error.fix)}.{posed.sure}"
        stand = [
            Option(MEND, posed.filled(error.fix)),
            *(Option(f"not-{at}", text) for at, text in enumerate(texts)),
        ]
        posed.random.shuffle(stand)
    else:
        right, why = (SEND,), "Nothing has to be mended."
        stand = _needless_fixes(posed)
    return Step(
        id="fix",
        concept=posed.concept,
        ask="What mends it?",
        kind="choice",
        hint="The claim follows the note; the note never follows the claim.",
        right=right,
        why=why,
        sources=posed.sources,
        options=(*stand, Option(SEND, "Nothing: send it as it is")),
    )


def _needless_fixes(posed: Posed) -> list[Option]:
    """Mends for a claim that needs none, on a line by chance."""
    number = posed.random.randint(1, len(posed.billed.lines))
    words = {"line": str(number), "code": posed.billed.lines[number - 1].code}
    named = [each for each in posed.billed.phrases.claim_errors if each.id in posed.asks.mistakes]
    texts: set[str] = set()
    for each in named:
        for template in (wrong.mend for wrong in each.wrong_fixes):
            fields = {name for _, name, _, _ in Formatter().parse(template) if name}
            if fields and fields <= words.keys() and not template.startswith("Leave"):
                texts.add(template.format(**words))
    return [
        Option(f"not-{at}", text)
        for at, text in enumerate(posed.random.sample(sorted(texts), min(4, len(texts))))
    ]
