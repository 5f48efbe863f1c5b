"""What came back for a claim: a rejection, a denial, a payment; and the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.practice.case import Step
from logic.practice.draft import Draft
from logic.practice.kinds._parts import a_scene, because, options
from logic.practice.phrases import AnswerKind  # noqa: TC001 - pydantic reads it
from logic.rulebook.base import Model

if TYPE_CHECKING:
    from random import Random

    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.phrases import PayerAnswer
    from logic.rulebook import RuleBook

KEY = "answer"
KINDS = {
    "rejection": "A rejection: the claim was never judged",
    "denial": "A denial: the claim was judged, and payment is refused or held",
    "adjustment": "A payment, with a lower amount that is as it should be",
    "payment": "A payment, with a part that is the patient's",
}
NEXT = {
    "mend-and-resend": "Mend it and send a corrected claim; there is nothing to appeal",
    "appeal-with-records": "Appeal with the note and the plan, inside the time allowed",
    "send-records": "Send the record that the payer asks for",
    "write-off": "Write the line off; neither an appeal nor the patient's bill is open",
    "find-the-first": "Look for the answer to the claim that was sent first",
    "prove-or-write-off": "Look for proof that it was filed in time; without it, write it off",
    "post-it": "Post the payment and the lower amount; nothing else is to be done",
    "bill-the-patient": "Post the payment and bill the patient, or the second payer, that part",
}


class Asks(Model):
    """The parameters: which kinds of answers; all of them where nothing is told."""

    kinds: tuple[AnswerKind, ...] = ("rejection", "denial", "adjustment", "payment")


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw an answer of content/phrases/payer_answers.yaml."""
    asks: Asks = blueprint.asks
    scene = a_scene(blueprint, random, book, course)
    answer = random.choice([each for each in course.phrases.payer_answers if each.kind in asks.kinds])
    lines, dollars = random.randint(2, 5), random.randint(70, 290)
    return Draft(
        payer=scene.payer,
        service_date=scene.day,
        title="What came back",
        story=(
            f"A claim for {scene.when}, {scene.label}, {lines} lines, {dollars} dollars charged. "
            f"{random.choice(answer.says)}"
        ),
        steps=_steps(random, answer),
        facts={KEY: answer},
    )


def _steps(random: Random, answer: PayerAnswer) -> tuple[Step, ...]:
    others = [name for name in NEXT if name not in {answer.next, "mend-and-resend", "appeal-with-records"}]
    offered = {answer.next, "mend-and-resend", "appeal-with-records", *random.sample(others, 2)}
    why = because(answer.why, answer)
    return (
        Step(
            id="kind",
            concept="claim-cycle",
            ask="What kind of answer is this?",
            kind="choice",
            hint="Did anybody judge the claim?",
            right=(answer.kind,),
            why=why,
            sources=answer.source,
            options=options(KINDS),
        ),
        Step(
            id="next",
            concept="claim-cycle",
            ask="What is the next step?",
            kind="choice",
            hint="Can it be mended, is an appeal open, or is it settled?",
            right=(answer.next,),
            why=why,
            sources=answer.source,
            options=options({name: NEXT[name] for name in NEXT if name in offered}),
        ),
    )
