"""A visit shared by therapist and assistant: its units, and which of them carry CQ or CO."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from logic.calculators.assistant_words import TEN_PERCENT
from logic.calculators.assistants import MODIFIERS, AssistantResult, Share, assistants
from logic.practice import counting_steps as ask
from logic.practice.assisted import KEY, Assisted
from logic.practice.case import Row, Step, units_answer
from logic.practice.counting import KEY as COUNTING
from logic.practice.counting import Counting, fees
from logic.practice.draft import Draft, a_day
from logic.practice.visit_words import sentence
from logic.practice.visits import PLANS, codes_together, within_limits
from logic.rulebook.base import CodeText, Model, Whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.rulebook import RuleBook

SOURCES = ("usc-1395m-v", "therapycomply-cqco", "mcw-cqco", "ptm-cqco")
WHO = {"therapist": "the therapist", "assistant": "the assistant", "together": "both together"}
Shows = Literal["some", "none", "two-lines", "together", "therapist-has-eight", "small-share"]
Asked = Literal["total", "units", "split", "marked"]
DRAWS = 300


class Asks(Model):
    """The parameters of a shared visit."""

    codes: Annotated[tuple[CodeText, ...], Field(min_length=1)]
    how_many: Annotated[Whole, Field(ge=1, le=4)] = 2
    fewest_minutes: Annotated[Whole, Field(ge=1, description="Of each person who gave the code.")] = 4
    most_minutes: Annotated[Whole, Field(le=60)] = 25
    untimed: tuple[CodeText, ...] = ()
    must_show: Annotated[
        tuple[Shows, ...],
        Field(
            description="some (units are marked), none, two-lines (one code with and without), together (minutes of "
            "both), therapist-has-eight (the last unit is the therapist's in spite of the assistant), small-share "
            "(an assistant's minutes that mark nothing)."
        ),
    ] = ("some",)
    steps: Annotated[tuple[Asked, ...], Field(min_length=1)] = ("split", "marked")
    discipline: Literal["pt", "ot"] = "pt"


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw who treated how long, and count."""
    asks: Asks = blueprint.asks
    day, payer = a_day(random), random.choice(blueprint.payers)
    untimed = [random.choice(asks.untimed)] if asks.untimed else []
    codes = codes_together(random, asks.codes, asks.how_many, day, book, untimed)
    if codes is None:
        return None
    for _ in range(DRAWS):
        shares = {code: _share(random, asks) for code in codes}
        shares |= {code: _share(random, asks, together=False) for code in untimed}
        result = assistants(
            asks.discipline, {c: (s.therapist, s.assistant, s.together) for c, s in shares.items()}, book
        )
        if _fits(result, shares, asks) and within_limits(result.units.best, day, payer, book):
            break
    else:
        return None
    words = course.visit_words
    region = words.region_for(random, shares)
    told = {code: words.service(code, region, random) for code in shares}
    timed = {code: shares[code].total for code in codes}
    counting = Counting(timed, {code: shares[code].total for code in untimed}, fees=fees(codes, day, book))
    units = {**result.units.best, **result.units.untimed}
    assisted = Assisted(shares, units, frozenset(untimed))
    asked = ask.Asked(counting, result.units, told, {}, book, False)
    marker = MODIFIERS[asks.discipline] or ""
    makers = {
        "total": lambda: ask.total(asked),
        "units": lambda: ask.units(asked),
        "split": lambda: ask.split(asked),
        "marked": lambda: _marked(result, shares, marker),
    }
    return Draft(
        payer=payer,
        service_date=day,
        title=blueprint.title,
        story=words.opening(random, PLANS[asks.discipline], day, book.payers[payer].in_words, region),
        steps=tuple(makers[name]() for name in asks.steps),
        rows=tuple(
            Row(sentence(told[code]), minutes, by=WHO[who], code=code)
            for code, share in shares.items()
            for who, minutes in _parts(share).items()
        ),
        facts={KEY: assisted, COUNTING: counting},
        claim={
            "payer": payer,
            "service_date": day,
            "discipline": asks.discipline,
            "lines": [
                line for code in shares for line in _lines(code, shares[code], result, asks.discipline)
            ],
        },
    )


def _share(random: Random, asks: Asks, *, together: bool = True) -> Share:
    """Who gave one code: mostly both of them, one after the other."""
    ways = ("both", "both", "both", "therapist", "assistant") + ("together", "all three") * together
    way = random.choice(ways)
    therapist, assistant, joint = (random.randint(asks.fewest_minutes, asks.most_minutes) for _ in range(3))
    return {
        "both": Share(therapist, assistant),
        "therapist": Share(therapist, 0),
        "assistant": Share(0, assistant),
        "together": Share(0, 0, joint),
        "all three": Share(therapist, assistant, joint),
    }[way]


def _fits(result: AssistantResult, shares: Mapping[str, Share], asks: Asks) -> bool:
    """Whether it is settled by what was published, without a tie, and shows what is wanted."""
    if result.units.split_count > 1 or not result.units.timed_units:
        return False
    if any(share.total > 60 for share in shares.values()):
        return False
    clear = all(
        not (share.assistant and share.lead) or share.assistant * 5 > share.total
        for share in (shares[code] for code in result.units.untimed)
    )
    open_questions = set(result.to_confirm) - ({TEN_PERCENT} if result.units.untimed and clear else set())
    if open_questions or (result.to_confirm and _tenth_on_timed(result, shares)):
        return False
    return all(_SHOWN[trait](result, shares) for trait in asks.must_show)


def _tenth_on_timed(result: AssistantResult, shares: Mapping[str, Share]) -> bool:
    """Whether a timed code's last unit was settled by the 10% test, which no example that we read shows."""
    for row in result.units.rows:
        share = shares[row.code]
        rest = row.units - share.lead // 15 - share.assistant // 15
        if share.lead and share.assistant and rest == 1 and share.lead % 15 < 8 and share.assistant % 15 < 8:
            return True
    return False


def _marks(result: AssistantResult) -> dict[str, int]:
    return {line.code: line.units for line in result.lines if line.modifier}


def _two_lines(result: AssistantResult, _: Mapping[str, Share]) -> bool:
    codes = [line.code for line in result.lines]
    return len(codes) != len(set(codes))


def _therapist_has_eight(result: AssistantResult, shares: Mapping[str, Share]) -> bool:
    return any(
        share.assistant % 15 > 1
        and share.lead % 15 >= 8
        and row.units - share.lead // 15 - share.assistant // 15 == 1
        for row in result.units.rows
        for share in (shares[row.code],)
    )


def _small_share(result: AssistantResult, shares: Mapping[str, Share]) -> bool:
    marks = _marks(result)
    return any(share.assistant and code not in marks for code, share in shares.items())


_SHOWN = {
    "some": lambda result, _: bool(_marks(result)),
    "none": lambda result, shares: not _marks(result) and any(share.assistant for share in shares.values()),
    "two-lines": _two_lines,
    "together": lambda _, shares: any(share.together for share in shares.values()),
    "therapist-has-eight": _therapist_has_eight,
    "small-share": _small_share,
}


def _marked(result: AssistantResult, shares: Mapping[str, Share], marker: str) -> Step:
    why = " ".join(
        step for step in result.steps[len(result.units.steps) :] if "belong to the total" not in step
    )
    return Step(
        id="marked",
        concept="assistants",
        ask=f"How many of each code's units carry {marker}?",
        kind="units",
        right=(units_answer(_marks(result)),),
        why=why,
        sources=SOURCES,
        codes=tuple(shares),
        hint="Each one's full 15s are their own. Then look at the last one: who has 8 minutes of it?",
    )


def _parts(share: Share) -> dict[str, int]:
    parts = {"therapist": share.therapist, "assistant": share.assistant, "together": share.together}
    return {who: minutes for who, minutes in parts.items() if minutes}


def _lines(code: str, share: Share, result: AssistantResult, discipline: str) -> list[dict[str, Any]]:
    """The claim lines of one code; two where some units are marked and others are not."""
    plan = {"pt": "GP", "ot": "GO"}[discipline]
    own = [line for line in result.lines if line.code == code]
    whole = {
        "code": code,
        "minutes": share.total,
        "therapist_minutes": share.therapist,
        "assistant_minutes": share.assistant,
        "together_minutes": share.together,
    }
    if len(own) < 2:
        marker = f" {own[0].modifier}" if own and own[0].modifier else ""
        return [{**whole, "units": own[0].units if own else 0, "modifiers": plan + marker}]
    return [
        {
            "code": code,
            "minutes": share.assistant if line.modifier else share.lead,
            "units": line.units,
            "modifiers": f"{plan} {line.modifier}" if line.modifier else plan,
            "therapist_minutes": 0 if line.modifier else share.therapist,
            "assistant_minutes": share.assistant if line.modifier else 0,
            "together_minutes": 0 if line.modifier else share.together,
        }
        for line in own
    ]
