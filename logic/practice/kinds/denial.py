"""A line of a remittance: group, reason and remark codes, what kind of denial they are, and the first thing to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from logic.denials import category as reading_of
from logic.practice.case import Option, Row, Step
from logic.practice.draft import Draft
from logic.practice.kinds._parts import a_scene, because, options, sources
from logic.rulebook.base import CodeText, Flag, Model

if TYPE_CHECKING:
    from random import Random

    from logic.denials import DenialCategory, Denials, Reading
    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.kinds._parts import Scene
    from logic.rulebook import RuleBook

KEY = "denial"
NO_DENIAL = "no-denial"
RESEND, APPEAL, NOTHING_TO_DO = "resend", "appeal", "nothing"
CONTRACT = "CO"
GROUP_OF = {"18": "OA", "22": "OA", "23": "OA", "1": "PR", "2": "PR", "3": "PR"}
"""Reason codes that usually stand with another group than CO; for making cases only."""


class Asks(Model):
    """The parameters: categories of denials.yaml (none = all), billed codes, and whether no denials are among them."""

    categories: tuple[str, ...] = ()
    billed: Annotated[tuple[CodeText, ...], Field(min_length=1)]
    no_denials: Flag = False


@dataclass(frozen=True, slots=True)
class Line:
    """What the case is about: the codes as printed, and what they say."""

    group: str
    carc: str
    rarcs: tuple[str, ...]
    billed: str
    reading: Reading


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw a line; None where the codes alone do not tell one category."""
    asks: Asks = blueprint.asks
    scene = a_scene(blueprint, random, book, course)
    line = _line(random, asks, course.denials)
    if line is None:
        return None
    dollars = random.randint(28, 160)
    printed = " ".join([line.group, line.carc, *line.rarcs])
    service = book.codes[line.billed].label
    return Draft(
        payer=scene.payer,
        service_date=scene.day,
        title="A line of the remittance",
        story=(
            f"The remittance for {scene.when}, {scene.label}, has one line that was not paid as charged: "
            f"{dollars} dollars, with the codes below."
        ),
        steps=_steps(line, course.denials, scene),
        rows=(Row(service, code=line.billed, detail=printed),),
        facts={KEY: line},
    )


def _line(random: Random, asks: Asks, denials: Denials) -> Line | None:
    """Codes of one row of the list, or of something that is no denial."""
    rarcs: tuple[str, ...] = ()
    if asks.no_denials and random.random() < 0.3:
        carc, billed = random.choice(denials.not_denials).carc, random.choice(asks.billed)
    else:
        wanted = [each for each in denials.categories if not asks.categories or each.id in asks.categories]
        row = random.choice([row for each in wanted for row in each.codes if row.carc is not None])
        carc = row.carc or ""
        if row.rarc:
            rarcs = tuple(sorted(random.sample(row.rarc, random.randint(1, min(2, len(row.rarc))))))
        billed = random.choice(row.billed or asks.billed)
    group = GROUP_OF.get(carc, CONTRACT)
    reading = reading_of(denials, group, carc, rarcs, billed)
    known = reading.kind == "not a denial" or reading.category is not None
    return Line(group, carc, rarcs, billed, reading) if known else None


def _steps(line: Line, denials: Denials, scene: Scene) -> tuple[Step, ...]:
    found = line.reading.category
    fact = found or line.reading.not_denial
    read = sources(fact, denials, otherwise=("carc-list",))
    right = found.id if found else NO_DENIAL
    others = [each for each in denials.categories if each.id != right]
    stand = [*scene.random.sample(others, 3), *([found] if found else [])]
    stand.sort(key=lambda each: each.title)
    says = " ".join(line.reading.says)
    fix = line.reading.fix or (found.fix if found else "")
    kind = Step(
        id="category",
        concept="denials",
        ask="What kind of denial is this?",
        kind="choice",
        hint="Read the reason code first, then the remark codes.",
        right=(right,),
        why=because(says if found else f"{says} Nothing is denied.", fact),
        sources=read,
        options=(
            *(Option(each.id, each.title, each.says) for each in stand),
            Option(NO_DENIAL, "None: the line is paid, and the codes explain an amount"),
        ),
    )
    group = next(each for each in denials.groups if each.code == line.group)
    bears = Step(
        id="bears",
        concept="denials",
        ask="What does the group code say of the amount?",
        kind="choice",
        hint="The two letters in front say it.",
        right=(group.label.lower(),),
        why=f"{line.group}: {group.says}",
        sources=denials.source,
        options=tuple(Option(each.label.lower(), each.says) for each in denials.groups if each.code != "PI"),
    )
    first = Step(
        id="first",
        concept="denials",
        ask="What do you do first?",
        kind="choice",
        hint="What would have stopped it before the claim was sent?",
        right=(right,),
        why=because(fix if found else "Post it. It is not counted among the denials.", fact),
        sources=read,
        options=(
            *(Option(each.id, fix if each is found else each.fix) for each in stand),
            Option(NO_DENIAL, "Post it; there is nothing to mend"),
        ),
    )
    again = _again(line, found, read)
    return (kind, bears, first, *([again] if again else []))


def _again(line: Line, found: DenialCategory | None, read: tuple[str, ...]) -> Step | None:
    """Whether to send again or to appeal; only where the list says it for certain."""
    if line.reading.unprocessable:
        right, why = RESEND, "It was sent back undecided: correct it and send it again. No appeal is open."
    elif found is None:
        right, why = NOTHING_TO_DO, "Nothing was denied, so there is nothing to appeal or to send again."
    elif found.appealable == "yes" and line.reading.appeal in {"", "yes"}:
        right, why = APPEAL, found.answer
    else:
        return None
    return Step(
        id="again",
        concept="claim-cycle",
        ask="If the record bears it out, what follows?",
        kind="choice",
        hint="Was it judged at all?",
        right=(right,),
        why=because(why, found),
        sources=read,
        options=options(
            {
                RESEND: "A corrected claim: nothing was decided, so nothing can be appealed",
                APPEAL: "An appeal with the note and the plan, in time",
                NOTHING_TO_DO: "Neither: there is nothing to appeal or to send again",
            }
        ),
    )
