"""A page of a note as people write them: which codes, which minutes, how many units, which modifiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from logic.calculators import units as calculator
from logic.calculators.facts import join_words, plural
from logic.practice import counting_steps as ask
from logic.practice.case import Option, Step, several, units_answer
from logic.practice.counting import KEY as COUNTING
from logic.practice.counting import Counting
from logic.practice.draft import Draft
from logic.practice.kinds._parts import a_scene, because, capital, code_options
from logic.practice.visits import codes_together, within_limits
from logic.rulebook.base import CodeText, Flag, Model, Whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from logic.calculators.unit_results import UnitResult
    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.kinds._parts import Scene
    from logic.practice.phrases import ServicePhrase
    from logic.practice.visit_words import Region, VisitWords
    from logic.rulebook import RuleBook

KEY = "messy note"
MASSAGE, MANUAL, PACKS = "97124", "97140", "97010"
FIRST_MINUTES = (8 * 60, 9 * 60 + 5, 10 * 60 + 30, 13 * 60, 14 * 60 + 10)
MODIFIERS = {
    "GP": "GP Physical therapy plan",
    "GO": "GO Occupational therapy plan",
    "59": "59 Distinct service",
    "KX": "KX Above the yearly amount",
    "AT": "AT Active treatment by a chiropractor",
}


class Asks(Model):
    """The parameters: pools of timed and untimed codes, how many timed ones, and how much else the note tells.

    `never_together`: massage and manual therapy were both given. `packs`: a pack lies on somewhere.
    """

    timed: Annotated[tuple[CodeText, ...], Field(min_length=2)]
    how_many: Annotated[Whole, Field(ge=1, le=4)] = 2
    untimed: tuple[CodeText, ...] = ()
    among: Annotated[tuple[CodeText, ...], Field(min_length=3)]
    idle: tuple[str, ...] = ()
    packs: Flag = False
    never_together: Flag = False


@dataclass(frozen=True, slots=True)
class Told:
    """What the note tells: the codes that are billed, those that are kept in the note only, and the units of all.

    `as_if_paid`: what somebody would bill who bills massage beside manual therapy.
    """

    billed: tuple[str, ...]
    kept: tuple[str, ...]
    never_together: bool
    as_if_paid: str


def make(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Draft | None:
    """Draw a visit and write it down; None where a code would get no unit."""
    asks: Asks = blueprint.asks
    scene = a_scene(blueprint, random, book, course)
    counting = _counting(asks, scene)
    if counting is None:
        return None
    result = calculator.cms(counting.timed, book)
    never = asks.never_together
    needed = [code for code in counting.timed if not (never and code == MASSAGE)]
    if any(not split.get(code) for split in result.splits for code in needed):
        return None
    if not within_limits(result.best, scene.day, scene.payer, book):
        return None
    packs = {PACKS: random.randint(8, 15)} if asks.packs else {}
    kept = (*([MASSAGE] if never else []), *packs)
    if never and not _sure(counting, result, book):
        return None
    everything = units_answer({**result.best, **dict.fromkeys(counting.untimed, 1)})
    told = Told((*needed, *counting.untimed), kept, never, everything)
    page = _page(scene, counting, packs, course.visit_words)
    if page is None:
        return None
    asked = ask.Asked(counting, result, {}, course.visit_words.idle, book, to_confirm=False)
    return Draft(
        payer=scene.payer,
        service_date=scene.day,
        title="A page of the note",
        story=page,
        steps=(
            _codes_step(told, asks, scene),
            ask.total(asked),
            ask.units(asked),
            _split_step(asked, told),
            _modifiers_step(told, scene),
        ),
        facts={KEY: told, COUNTING: counting},
        claim=_claim(scene, counting, packs, told, result),
    )


def _counting(asks: Asks, scene: Scene) -> Counting | None:
    """The minutes of the visit, codes that no edit keeps apart (but for massage beside manual therapy)."""
    random = scene.random
    untimed = [random.choice(asks.untimed)] if asks.untimed else []
    pool = [code for code in asks.timed if not (asks.never_together and code in {MASSAGE, MANUAL})]
    together = [MANUAL] if asks.never_together else []
    codes = codes_together(
        random, pool, asks.how_many - len(together), scene.day, scene.book, [*together, *untimed]
    )
    if codes is None:
        return None
    codes += [*together, *([MASSAGE] if asks.never_together else [])]
    random.shuffle(codes)
    idle = {name: random.randint(3, 9) for name in random.sample(asks.idle, min(2, len(asks.idle)))}
    return Counting(
        timed={code: random.randint(8, 34) for code in codes},
        untimed={code: random.randint(10, 20) for code in untimed},
        idle=idle,
        idle_of={name: random.choice(codes) for name in idle},
    )


def _sure(counting: Counting, result: UnitResult, book: RuleBook) -> bool:
    """Whether the other codes have the same units with and without the minutes of the massage that is not billed.

    What becomes of a left-over unit that a service earned and may not bill was not read anywhere, so it is not asked.
    """
    others = {code: minutes for code, minutes in counting.timed.items() if code != MASSAGE}
    without = calculator.cms(others, book).splits
    beside = {units_answer({c: n for c, n in split.items() if c != MASSAGE}) for split in result.splits}
    return beside == {units_answer(split) for split in without}


def _page(scene: Scene, counting: Counting, packs: dict[str, int], words: VisitWords) -> str | None:
    """The note: services and what is none, by the clock or by minutes; None where two read alike."""
    random = scene.random
    services = {code: _phrase(code, scene) for code in (*counting.timed, *counting.untimed, *packs)}
    region = words.a_region(random, {each.at for each in services.values() if each.areas})
    minutes = {**counting.timed, **counting.untimed, **packs, **counting.idle}
    order = list(minutes)
    random.shuffle(order)
    said = {
        name: random.choice(words.idle[name].says)
        if name in counting.idle
        else _at_that_region(services[name], random, region)
        for name in order
    }
    if len(set(said.values())) != len(said):
        return None
    by_clock = random.random() < 0.5
    lines = _clock(random, order, minutes, said) if by_clock else _spans(order, minutes, said)
    treated = sum(count for name, count in minutes.items() if name not in counting.idle)
    opening = words.opening(random, "Physical therapy", scene.day, scene.label, region)
    return f"{opening} {' '.join(lines)} Whole treatment: {treated} min. Will go on as planned."


def _phrase(code: str, scene: Scene) -> ServicePhrase:
    """The work behind a code in the field's words."""
    fits = [
        each.phrase
        for each in scene.phrases.services
        if code in each.codes and not each.open and not each.phrase.apart
    ]
    return scene.random.choice(fits)


def _at_that_region(phrase: ServicePhrase, random: Random, region: Region) -> str:
    return random.choice(phrase.says).format(area=f"the {random.choice(region.parts(phrase.at))}")


def _clock(random: Random, order: list[str], minutes: dict[str, int], said: dict[str, str]) -> Iterator[str]:
    at = random.choice(FIRST_MINUTES)
    for name in order:
        until = at + minutes[name]
        yield f"{_time(at)}-{_time(until)} {said[name]}."
        at = until


def _time(minute: int) -> str:
    hour = (minute // 60 - 1) % 12 + 1
    return f"{hour}:{minute % 60:02}"


def _spans(order: list[str], minutes: dict[str, int], said: dict[str, str]) -> Iterator[str]:
    return (f"{capital(said[name])}, {minutes[name]} min." for name in order)


def _codes_step(told: Told, asks: Asks, scene: Scene) -> Step:
    book = scene.book
    right = several(told.billed)
    beside = [code for code in asks.among if code not in {*told.billed, *told.kept}]
    offered = [*told.billed, *told.kept, *scene.random.sample(beside, min(2, len(beside)))]
    why = f"The note shows {join_words([f'{code} {book.codes[code].label}' for code in told.billed])}."
    if told.never_together:
        why += f" Massage was given too, but beside {MANUAL} it is never paid: it stays in the note."
    if PACKS in told.kept:
        why += " The pack is never paid apart."
    return Step(
        id="codes",
        concept="which-code",
        ask=f"Which codes go on the claim to {scene.label}?",
        kind="several",
        hint="For each line: what was done, and what for? Then ask what this payer pays apart.",
        right=(right,),
        why=because(why),
        sources=("chiroeco-codes", "cms-ncci-ptp")
        if told.never_together
        else ("chiroeco-codes", "cms-pfs-rvu"),
        options=code_options(offered[0], offered[1:], book, most=len(offered)),
    )


def _split_step(asked: ask.Asked, told: Told) -> Step:
    """Units by code; a service that may not be billed keeps its minutes in the total and gets no unit."""
    step = ask.split(asked)
    if not told.never_together:
        return step
    untimed = dict.fromkeys(asked.counting.untimed, 1)
    splits = ({code: n for code, n in split.items() if code != MASSAGE} for split in asked.result.splits)
    right = tuple(dict.fromkeys(units_answer({**split, **untimed}) for split in splits))
    units = max(split.get(MASSAGE, 0) for split in asked.result.splits)
    lost = f" The {plural(units, 'unit')} of massage cannot be billed beside {MANUAL}." if units else ""
    return Step(
        id="billed",
        concept="pair-edits",
        ask="How many units of each code are billed?",
        kind="units",
        right=right,
        why=f"{step.why}{lost} Its minutes stay in the note and in the total.",
        sources=(*step.sources, "cms-ncci-ptp"),
        codes=step.codes,
        hint=step.hint,
    )


def _modifiers_step(told: Told, scene: Scene) -> Step:
    why = "The plan of care is for physical therapy: GP on every therapy line."
    if told.never_together:
        why += f" 59 does not free massage beside {MANUAL}."
    else:
        why += " No two of these codes are a pair edit, so 59 has nothing to say."
    needed = scene.terms.therapy_modifier
    return Step(
        id="modifiers",
        concept="therapy-modifiers",
        ask="Which modifiers go on the therapy lines, as far as the note tells?",
        kind="several",
        hint="Each modifier says something. Does the note say it too?",
        right=("GP",),
        why=because(why, needed),
        sources=(*needed.source, "cms-ncci-ptp"),
        options=tuple(Option(code, text) for code, text in MODIFIERS.items()),
    )


def _claim(
    scene: Scene, counting: Counting, packs: dict[str, int], told: Told, result: UnitResult
) -> dict[str, object]:
    units = {**result.best, **dict.fromkeys(counting.untimed, 1)}
    minutes = {**counting.timed, **counting.untimed, **packs}
    return {
        "payer": scene.payer,
        "service_date": scene.day,
        "discipline": "pt",
        "total_minutes": sum(minutes.values()),
        "lines": [
            {
                "code": code,
                "minutes": count,
                "units": 0 if code in told.kept else units.get(code, 0),
                "modifiers": ["GP"],
            }
            for code, count in minutes.items()
        ],
    }
