"""Who treated, and whether this payer pays for that person's work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from logic.calculators.facts import plural
from logic.practice.case import Step
from logic.practice.draft import Draft
from logic.practice.kinds._parts import ASK, a_scene, because_or_ask, capital, options, or_ask, plain, sources
from logic.rulebook.base import CodeText, Flag, Model

if TYPE_CHECKING:
    from random import Random

    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.phrases import Treater
    from logic.rulebook import RuleBook
    from logic.rulebook.payers import Allowed, Payer

KEY = "who"
ANSWER = {"yes": "yes", "no": "no", "unknown": ASK}
ASSISTANTS = {"pta": "physical therapist", "ota": "occupational therapist"}
THERAPISTS = ("pt", "ot")
OWN, THERAPIST, PHYSICIAN, NOBODY = "own", "therapist", "physician", "nobody"


class Asks(Model):
    """The parameters: who treats (ids of content/phrases/treaters.yaml) and which codes.

    `for_physician`: an assistant's work that is to be billed as the physician's.
    """

    treaters: Annotated[tuple[str, ...], Field(min_length=1)]
    codes: Annotated[tuple[CodeText, ...], Field(min_length=1)]
    for_physician: Flag = False


@dataclass(frozen=True, slots=True)
class Treated:
    """What the case is about: who treated, the answer, and the answer that Medicare would give."""

    by: str
    may: str
    by_medicare: str
    for_physician: bool


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw somebody and a payer; None where the rule book says nothing either way of a therapist's own work."""
    asks: Asks = blueprint.asks
    scene, code = a_scene(blueprint, random, book, course), random.choice(asks.codes)
    by = random.choice([each for each in course.phrases.treaters if each.id in asks.treaters])
    terms = scene.terms
    allowed = _allowed(by, terms, for_physician=asks.for_physician)
    if allowed is None:
        if by.pays is not None or terms.code_status.follows != "medicare":
            return None
        may = "yes"
    else:
        may = ANSWER[allowed.allowed]
    medicare = _allowed(by, book.payers["medicare"], for_physician=asks.for_physician)
    treated = Treated(by.id, may, ANSWER[medicare.allowed] if medicare else "yes", asks.for_physician)
    minutes = random.randint(8, 45)
    physician = " The clinic wants to bill it under the physician's number." if asks.for_physician else ""
    return Draft(
        payer=scene.payer,
        service_date=scene.day,
        title="Who treated",
        story=(
            f"{scene.when}, {scene.label}. {plural(minutes, 'minute')} of {plain(code, book)}. "
            f"{random.choice(by.says)}{physician}"
        ),
        steps=_steps(treated, by, allowed, terms),
        facts={KEY: treated},
    )


def _allowed(by: Treater, terms: Payer, *, for_physician: bool) -> Allowed | None:
    """The payer's answer on that person's work; None for a therapist or assistant on a therapist's claim."""
    if by.id in ASSISTANTS and for_physician:
        return terms.who_may_bill.assistant_incident_to
    if by.pays is None:
        return None
    found: Allowed = getattr(terms.who_may_bill, by.pays)
    return found


def _steps(treated: Treated, by: Treater, allowed: Allowed | None, terms: Payer) -> tuple[Step, ...]:
    read = sources(allowed, otherwise=("clinician-judgment",) if treated.may == ASK else ("cms-100-02-ch15",))
    right = or_ask(treated.may, allowed or terms.code_status)
    may = Step(
        id="may",
        concept="who-may-bill",
        ask=f"Does {terms.in_words} pay this as therapy{', billed that way' if treated.for_physician else ''}?",
        kind="choice",
        hint="Whose work does this payer take as therapy?",
        right=right,
        why=because_or_ask(_why(treated, by, allowed, terms), right, allowed or terms.code_status),
        sources=read,
        options=options(
            {"yes": "Yes", "no": "No", ASK: "Not known: ask the payer, and its contract, before billing"}
        ),
    )
    under = _under(treated)
    if under is None:
        return (may,)
    whose, why = under
    right = or_ask(whose, allowed or terms.code_status)
    return (
        may,
        Step(
            id="under",
            concept="who-may-bill",
            ask="Under whom is it billed as therapy?",
            kind="choice",
            hint="Whose work is it, and who answers for it?",
            right=right,
            why=because_or_ask(why, right, allowed or terms.code_status),
            sources=read,
            options=options(
                {
                    OWN: "Under the person who gave it",
                    THERAPIST: "Under the therapist who supervised",
                    PHYSICIAN: "Under the physician who ordered it",
                    NOBODY: "Under nobody: it is not billed as therapy",
                    ASK: "That is for the payer to say first",
                }
            ),
        ),
    )


def _under(treated: Treated) -> tuple[str, str] | None:
    """Under whom, and why; None where the rule book does not say."""
    if treated.may == ASK:
        return ASK, "Before the payer has answered, there is nobody to bill it under."
    if treated.by in ASSISTANTS:
        therapist = ASSISTANTS[treated.by]
        return (
            THERAPIST,
            f"An assistant's work goes under the {therapist} who supervised it, never under a physician.",
        )
    if treated.may == "no":
        return NOBODY, "Somebody else's number does not change who gave it."
    if treated.by in THERAPISTS:
        return OWN, "A therapist's own work is billed under that therapist."
    return None


def _why(treated: Treated, by: Treater, allowed: Allowed | None, terms: Payer) -> str:
    who = f"{'an' if by.label[0] in 'aeiou' else 'a'} {by.label}"
    if treated.may == ASK:
        return f"The rule book does not know whether {terms.in_words} pays the work of {who}. Ask before billing."
    note = f" {allowed.note.removesuffix('.')}." if allowed is not None and allowed.note else ""
    if treated.may == "no":
        return f"{capital(terms.in_words)} does not pay the work of {who} this way.{note}"
    if allowed is None and treated.by in ASSISTANTS:
        return f"The work of {who} is therapy under the {ASSISTANTS[treated.by]}'s supervision, marked by its minutes."
    return f"{capital(terms.in_words)} pays the work of {who}.{note}"
