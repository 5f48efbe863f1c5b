"""How the invented payers answer: paid, denied, corrected and sent again, overturned, written off, or still open."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from logic.calculators.payment import BilledLine, payment
from logic.sample.clinic import OTHER_DENIAL_RATE, OTHER_DENIALS, Plan
from logic.sample.visits import SampleClaim, SampleLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from logic.rulebook import RuleBook

MENDED: Final = 0.65
"""How many denied claims are corrected and sent again; the others are written off."""
APPEAL_WON: Final = 0.55
Moved = tuple[str, str, int]


@dataclass
class PaidLine:
    """How one line was answered; amounts are cents."""

    paid: int
    allowed: int
    moved: list[Moved] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    category: str = ""  # of the denial; empty where it was paid


@dataclass
class Answer:
    """How a claim was answered, when, and under which number of the payer's.

    reversal: it takes back what was paid, for a corrected claim is answered with it.
    """

    claim: SampleClaim
    icn: str
    paid_on: date
    lines: list[PaidLine]
    reversal: bool = False

    @property
    def paid(self) -> int:
        """Cents paid on all lines."""
        return sum(line.paid for line in self.lines)


def answered(claims: Iterable[SampleClaim], plan: Plan, book: RuleBook) -> Iterator[SampleClaim | Answer]:
    """Each claim, then its answers; what would come after `plan.as_of` is left out, as it would be."""
    random = Random(f"payers:{plan.seed}")
    number = 10_000_000  # of corrected claims
    fees: dict[tuple[object, ...], list[int]] = {}
    for claim in claims:
        if plan.as_of is not None and claim.submitted_on > plan.as_of:
            continue
        yield claim
        first = _answer(claim, plan, random, _fees(claim, book, fees))
        yield from _known(first, plan)
        if "sent twice" in claim.errors:
            number += 1
            twin = SampleClaim(
                number,
                claim.patient,
                claim.provider,
                claim.payer,
                claim.service_date,
                claim.submitted_on + timedelta(days=14),
                list(claim.dx),
                [SampleLine(l.code, l.minutes, l.units, list(l.modifiers), l.charge) for l in claim.lines],  # noqa: E741
                errors={"sent twice": [0]},
            )
            if plan.as_of is None or twin.submitted_on <= plan.as_of:
                yield twin
                yield from _known(_denied_twice(twin, random), plan)
            continue
        denied = {line.category for line in first.lines} - {""}
        if not denied or random.random() > MENDED:
            continue
        number += 1
        again = _corrected(claim, number, first.paid_on + timedelta(days=random.randrange(3, 25)))
        if plan.as_of is None or again.submitted_on <= plan.as_of:
            yield again
            won = random.random() < APPEAL_WON or denied <= {"modifier", "diagnosis"}
            second = _answer_again(again, first, random, _fees(again, book, fees), won=won)
            if first.paid:
                yield from _known(_taken_back(first, second.paid_on), plan)
            yield from _known(second, plan)


def _taken_back(first: Answer, day: date) -> Answer:
    """The first answer with every amount below zero, before the corrected claim is paid: nothing is paid twice."""
    lines = [
        PaidLine(-line.paid, -line.allowed, [(group, carc, -cents) for group, carc, cents in line.moved])
        for line in first.lines
    ]
    return Answer(first.claim, first.icn, day, lines, reversal=True)


def _known(answer: Answer, plan: Plan) -> Iterator[Answer]:
    if plan.as_of is None or answer.paid_on <= plan.as_of:
        yield answer


def _fees(claim: SampleClaim, book: RuleBook, known: dict[tuple[object, ...], list[int]]) -> list[int]:
    """Allowed cents a line by the fee schedule; where it has none, six tenths of the charge."""
    key = (claim.service_date.year, *((line.code, line.units) for line in claim.lines))
    if key not in known:
        billed = [BilledLine(line.code, line.units) for line in claim.lines]
        estimate = payment(billed, claim.service_date, book)
        known[key] = [
            int(line.allowed * 100) if line.allowed else round(told.charge * 0.6)
            for line, told in zip(estimate.lines, claim.lines, strict=True)
        ]
    return known[key]


def _days(claim: SampleClaim, random: Random) -> int:
    first, last = claim.payer.days
    return random.randint(first, last) + (random.randint(5, 45) if random.random() < 0.08 else 0)


def _answer(claim: SampleClaim, plan: Plan, random: Random, fees: list[int]) -> Answer:
    reasons: dict[int, tuple[str, str, str, tuple[str, ...]]] = {}
    remarks: tuple[str, ...]
    for kind in plan.errors:
        if kind.name in claim.errors and kind.name != "sent twice" and random.random() < kind.noticed:
            for place in claim.errors[kind.name]:
                places = [place] if place else range(1, len(claim.lines) + 1)
                for one in places:
                    reasons.setdefault(one, (kind.category, kind.group, kind.carc, kind.remarks))
    if not reasons and random.random() < OTHER_DENIAL_RATE * claim.payer.prone:
        category, group, carc, remarks, _ = random.choices(
            OTHER_DENIALS, [each[-1] for each in OTHER_DENIALS]
        )[0]
        reasons = dict.fromkeys(range(1, len(claim.lines) + 1), (category, group, carc, remarks))
    lines = []
    for place, (line, fee) in enumerate(zip(claim.lines, fees, strict=True), start=1):
        if place in reasons:
            category, group, carc, remarks = reasons[place]
            lines.append(PaidLine(0, 0, [(group, carc, line.charge)], list(remarks), category))
        else:
            lines.append(_paid(line, fee, claim))
    icn = f"ICN{claim.number:09d}"
    return Answer(claim, icn, claim.submitted_on + timedelta(days=_days(claim, random)), lines)


def _paid(line: SampleLine, fee: int, claim: SampleClaim) -> PaidLine:
    allowed = min(fee, line.charge)
    owes = 0 if claim.payer.filing == "WC" else round(allowed * 0.2)
    moved: list[Moved] = [("CO", "45", line.charge - allowed)] if line.charge > allowed else []
    cut = round((allowed - owes) * 0.02) if claim.payer.filing == "MB" else 0
    moved += [("CO", "253", cut)] if cut else []
    moved += [("PR", "2", owes)] if owes else []
    return PaidLine(allowed - owes - cut, allowed, moved)


def _denied_twice(twin: SampleClaim, random: Random) -> Answer:
    lines = [PaidLine(0, 0, [("OA", "18", line.charge)], ["N522"], "duplicate") for line in twin.lines]
    return Answer(
        twin, f"ICN{twin.number:09d}", twin.submitted_on + timedelta(days=_days(twin, random)), lines
    )


def _corrected(claim: SampleClaim, number: int, day: date) -> SampleClaim:
    """The claim as it should have been, replacing the first one."""
    lines = [SampleLine(l.code, l.minutes, l.units, list(l.modifiers), l.charge) for l in claim.lines]  # noqa: E741
    dx = list(claim.dx)
    plan = {"pt": "GP", "ot": "GO"}[claim.provider.discipline]
    for line in lines:
        line.modifiers = [plan, *(word for word in line.modifiers if word not in {plan, "59"})]
        if line.code == "97124" and line.units > 4:
            line.units, line.charge = 4, line.charge * 4 // line.units
    codes = {line.code for line in lines}
    drop = {"97010"} | ({"97124"} if "97140" in codes else set())
    lines = [line for line in lines if line.code not in drop] or lines
    if dx[0] == "M545":
        dx[0] = "M5450"
    return SampleClaim(
        number,
        claim.patient,
        claim.provider,
        claim.payer,
        claim.service_date,
        day,
        dx,
        lines,
        frequency="7",
        replaces=claim.number,
    )


def _answer_again(again: SampleClaim, first: Answer, random: Random, fees: list[int], *, won: bool) -> Answer:
    """The answer to a corrected claim: paid in full, or denied once more for the reason of the first time."""
    reason = next(line for line in first.lines if line.category)
    lines = [
        _paid(line, fee, again)
        if won
        else PaidLine(
            0,
            0,
            [(reason.moved[0][0], reason.moved[0][1], line.charge)],
            list(reason.remarks),
            reason.category,
        )
        for line, fee in zip(again.lines, fees, strict=True)
    ]
    return Answer(
        again, f"ICN{again.number:09d}", again.submitted_on + timedelta(days=_days(again, random)), lines
    )
