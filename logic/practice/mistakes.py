"""Mistakes that are put into a finished claim, one at a time; their words are in content/phrases/claim_errors.yaml."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from logic.calculators.facts import plural
from logic.practice.finished import PLAN, STIMULATION, UNTIMED, Line

if TYPE_CHECKING:
    from random import Random

    from logic.practice.finished import Finished

OTHER_PLAN = "GO"
MASSAGE, MANUAL, PACKS, STIMULATION_ELSEWHERE = "97124", "97140", "97010", "97014"
PRICED_YEAR = 2026
"""The year whose fees the rule book knows in full, so that the judge can say that KX came too early."""
RETIRED = "M54.5"
TWO_BY_MINUTES = 23
MOST_UNITS = 3  # one more stays inside every code's daily limit


@dataclass(frozen=True, slots=True)
class Put:
    """Where a mistake was put: its line (0 = no line), other lines that may be named, words for the fix."""

    line: int
    also: tuple[int, ...] = ()
    words: dict[str, str] = field(default_factory=dict)


Mistake = Callable[["Finished", "Random"], "Put | None"]
"""Spoils the claim it is given; None where this claim cannot have the mistake."""


def _at(claim: Finished, *codes: str) -> int | None:
    """The place of the line with one of these codes, from 0."""
    return next((at for at, line in enumerate(claim.lines) if line.code in codes), None)


def _timed(claim: Finished) -> list[int]:
    return [at for at, line in enumerate(claim.lines) if line.timed]


def _kx(claim: Finished) -> list[str]:
    return ["KX"] if claim.used > claim.amount else []


def never_together(claim: Finished, random: Random) -> Put | None:
    """Massage beside manual therapy, each with its minutes and units."""
    at = _at(claim, MANUAL)
    if at is None:
        return None
    units = random.randint(1, 2)
    claim.lines.append(
        Line(MASSAGE, "petrissage", 15 * units, units, timed=True, modifiers=[PLAN, *_kx(claim)])
    )
    return Put(len(claim.lines), (), {"other": str(at + 1), "other_code": MANUAL})


def needless_59(claim: Finished, random: Random) -> Put | None:
    """59 where no edit is."""
    at = random.choice(_timed(claim))
    claim.lines[at].modifiers.append("59")
    return Put(at + 1)


def plan_modifier_left_off(claim: Finished, random: Random) -> Put | None:
    """A line without GP."""
    at = random.randrange(len(claim.lines))
    claim.lines[at].modifiers.remove(PLAN)
    return Put(at + 1, (), {"right": PLAN, "wrong": OTHER_PLAN})


def plan_modifier_of_another(claim: Finished, random: Random) -> Put | None:
    """GO on a line of a physical therapy plan."""
    at = random.randrange(len(claim.lines))
    modifiers = claim.lines[at].modifiers
    modifiers[modifiers.index(PLAN)] = OTHER_PLAN
    return Put(at + 1, (), {"right": PLAN, "wrong": OTHER_PLAN})


def two_plan_modifiers(claim: Finished, random: Random) -> Put | None:
    """GP and GO on one line."""
    at = random.randrange(len(claim.lines))
    claim.lines[at].modifiers.insert(1, OTHER_PLAN)
    return Put(at + 1, (), {"right": PLAN, "wrong": OTHER_PLAN})


def too_many_units(claim: Finished, random: Random) -> Put | None:
    """One unit more than the minutes support; the claim's split is the only valid one, so the line is sure."""
    fits = [at for at in _timed(claim) if claim.lines[at].units <= MOST_UNITS]
    if not fits:
        return None
    at = random.choice(fits)
    right = claim.lines[at].units
    claim.lines[at].units += 1
    return Put(at + 1, (), {"units": plural(right, "unit")})


def too_few_units(claim: Finished, random: Random) -> Put | None:
    """One unit fewer than the minutes support."""
    fits = [at for at in _timed(claim) if claim.lines[at].units > 1]
    if not fits:
        return None
    at = random.choice(fits)
    right = claim.lines[at].units
    claim.lines[at].units -= 1
    return Put(at + 1, (), {"units": plural(right, "unit")})


def unit_on_the_wrong_code(claim: Finished, random: Random) -> Put | None:
    """The total is right, and a unit stands with a code that has no claim to it."""
    timed = _timed(claim)
    gives = [at for at in timed if claim.lines[at].units > 1]
    if not gives:
        return None
    give = random.choice(gives)
    take = random.choice([at for at in timed if at != give])
    claim.lines[give].units -= 1
    claim.lines[take].units += 1
    return Put(take + 1, (give + 1,), {"other": str(give + 1)})


def untimed_twice(claim: Finished, random: Random) -> Put | None:
    """Two units of an untimed code, by its minutes."""
    _ = random
    at = _at(claim, UNTIMED, STIMULATION)
    if at is None or claim.lines[at].minutes < TWO_BY_MINUTES:
        return None
    claim.lines[at].units = 2
    return Put(at + 1)


def packs_billed(claim: Finished, random: Random) -> Put | None:
    """A hot pack on a Medicare claim."""
    claim.lines.append(
        Line(PACKS, "hot or cold pack", random.randint(8, 15), 1, timed=False, modifiers=[PLAN, *_kx(claim)])
    )
    return Put(len(claim.lines))


def stimulation_by_the_wrong_code(claim: Finished, random: Random) -> Put | None:
    """97014 for Medicare."""
    _ = random
    at = _at(claim, STIMULATION)
    if at is None:
        return None
    claim.lines[at].code = STIMULATION_ELSEWHERE
    return Put(at + 1, (), {"right": STIMULATION, "wrong": STIMULATION_ELSEWHERE})


def massage_billed_as_manual_therapy(claim: Finished, random: Random) -> Put | None:
    """The note tells of massage, the line says manual therapy."""
    return _technique_of_another_code(claim, random, right=MASSAGE, wrong=MANUAL)


def manual_therapy_billed_as_massage(claim: Finished, random: Random) -> Put | None:
    """The note tells of manual therapy, the line says massage."""
    return _technique_of_another_code(claim, random, right=MANUAL, wrong=MASSAGE)


def _technique_of_another_code(claim: Finished, random: Random, *, right: str, wrong: str) -> Put | None:
    at = _at(claim, wrong)
    if at is None:
        return None
    words = [each.technique.technique for each in claim.phrases.services if each.codes == (right,)]
    claim.lines[at].does = random.choice(words)
    return Put(at + 1, (), {"right": right, "wrong": wrong})


def retired_diagnosis(claim: Finished, random: Random) -> Put | None:
    """A code that ended in 2021 and still sits in a template."""
    _ = random
    retired = next(each for each in claim.phrases.diagnoses if each.code == RETIRED)
    if claim.dx[0].area != retired.area:
        return None
    claim.dx[0] = retired
    return Put(0, (), {"wrong": RETIRED})


def pointer_to_nothing(claim: Finished, random: Random) -> Put | None:
    """A line points to a letter that the claim does not have."""
    at = random.randrange(len(claim.lines))
    claim.lines[at].pointer = random.choice("CD")
    return Put(at + 1)


def line_twice(claim: Finished, random: Random) -> Put | None:
    """The same line once more."""
    at = random.randrange(len(claim.lines))
    claim.lines.append(replace(claim.lines[at], modifiers=list(claim.lines[at].modifiers)))
    return Put(len(claim.lines), (at + 1,), {"other": str(at + 1)})


def adjustment_modifier_on_therapy(claim: Finished, random: Random) -> Put | None:
    """AT, which belongs to an adjustment."""
    at = random.choice(_timed(claim))
    claim.lines[at].modifiers.append("AT")
    return Put(at + 1, (), {"wrong": "AT"})


def kx_too_early(claim: Finished, random: Random) -> Put | None:
    """KX far below the year's amount."""
    if _kx(claim) or claim.day.year != PRICED_YEAR or _at(claim, STIMULATION) is not None:
        return None
    at = random.randrange(len(claim.lines))
    claim.lines[at].modifiers.append("KX")
    return Put(at + 1)


def kx_left_off(claim: Finished, random: Random) -> Put | None:
    """One line without KX in a year that is above the amount."""
    if not _kx(claim):
        return None
    at = random.randrange(len(claim.lines))
    claim.lines[at].modifiers.remove("KX")
    return Put(at + 1)


def massage_therapist_treated(claim: Finished, random: Random) -> Put | None:
    """A massage therapist's work on a Medicare claim."""
    _ = random
    claim.treated_by = "lmt"
    return Put(0)


def aide_treated(claim: Finished, random: Random) -> Put | None:
    """An aide's work on a Medicare claim."""
    _ = random
    claim.treated_by = "aide"
    return Put(0)


MISTAKES: dict[str, Mistake] = {
    put.__name__.replace("_", "-"): put
    for put in (
        never_together,
        needless_59,
        plan_modifier_left_off,
        plan_modifier_of_another,
        two_plan_modifiers,
        too_many_units,
        too_few_units,
        unit_on_the_wrong_code,
        untimed_twice,
        packs_billed,
        stimulation_by_the_wrong_code,
        massage_billed_as_manual_therapy,
        manual_therapy_billed_as_massage,
        retired_diagnosis,
        pointer_to_nothing,
        line_twice,
        adjustment_modifier_on_therapy,
        kx_too_early,
        kx_left_off,
        massage_therapist_treated,
        aide_treated,
    )
}
