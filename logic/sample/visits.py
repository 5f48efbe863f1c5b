"""The clinic's visits as claims, errors put in at known rates, each told beside its claim."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from logic.sample.clinic import PAYERS, PROVIDERS, Plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from logic.sample.clinic import ErrorKind, PayerPlan, Provider

QUARTER, HALF = 15, 8
VISITS_A_MONTH: Final = 8
PLAN_MODIFIER: Final = {"pt": "GP", "ot": "GO"}
UNTIMED: Final = frozenset({"97010", "G0283", "97161", "97162", "97165", "97164"})
# Services of a visit and how often they stand together: in the order of a published count of physical therapy
# visits of 2024, rounded; massage is more frequent here, because this program is about it.
MIX: Final[Mapping[str, tuple[tuple[str, int], ...]]] = {
    "pt": (
        ("97110 97112 97140", 30),
        ("97110 97140", 14),
        ("97110 97112", 8),
        ("97112 97140 G0283", 10),
        ("97110 97124", 12),
        ("97112 97124", 7),
        ("97110 97530", 8),
        ("97110 97112 97530", 5),
        ("97110 97140 97161", 4),
        ("97116 97112", 2),
    ),
    "ot": (
        ("97530 97535", 40),
        ("97110 97530", 30),
        ("97140 97530", 20),
        ("97165 97535", 6),
        ("97124 97530", 4),
    ),
}
CHARGES: Final = {
    "97110": 6500,
    "97112": 6800,
    "97116": 6000,
    "97124": 5500,
    "97140": 6200,
    "97530": 7400,
    "97535": 7000,
    "97010": 2000,
    "G0283": 3000,
    "97161": 16500,
    "97162": 16500,
    "97165": 16500,
    "97164": 11000,
}
"""Dollars of charge a unit, in cents."""
DIAGNOSES: Final = (
    ("M5450",),
    ("M542", "M62838"),
    ("M25561",),
    ("M7918", "M546"),
    ("M6281", "R262"),
    ("S33.5XXD",),
)
STALE: Final = "M545"  # not billable since 2021-10-01


@dataclass
class SampleLine:
    """A service line: units billed, minutes in the note, charge in cents."""

    code: str
    minutes: int
    units: int
    modifiers: list[str]
    charge: int


@dataclass
class SampleClaim:
    """A claim with what was done wrong in it: kind of error → lines (from 1) that show it; 0 is the whole claim."""

    number: int
    patient: int
    provider: Provider
    payer: PayerPlan
    service_date: date
    submitted_on: date
    dx: list[str]
    lines: list[SampleLine]
    frequency: str = "1"
    replaces: int | None = None  # the number of the claim that it replaces
    errors: dict[str, list[int]] = field(default_factory=dict)

    @property
    def account(self) -> str:
        """The claim's own number (CLM01); a replacement keeps that of the claim it replaces."""
        return f"UW{self.replaces if self.replaces is not None else self.number:07d}"

    @property
    def charge(self) -> int:
        """Cents of all lines."""
        return sum(line.charge for line in self.lines)


def visits(plan: Plan) -> Iterator[SampleClaim]:
    """The clinic's claims in the order of their visits; always the same for a plan."""
    random = Random(f"clinic:{plan.seed}")
    number = 0
    for day in _days(plan):
        for _ in range(max(1, round(random.gauss(plan.visits_a_day, 3)))):
            if plan.claims is not None and number >= plan.claims:
                return
            number += 1
            yield _visit(plan, random, number, day)


def _patients(plan: Plan) -> int:
    """So many that nobody comes much oftener than twice a week, however many claims a month is to hold."""
    return max(40, plan.visits_a_day * 12, (plan.claims or 0) // (VISITS_A_MONTH * max(1, plan.months)))


def _days(plan: Plan) -> Iterator[date]:
    """Working days; without a number of months for as long as claims are wanted."""
    months = plan.first_day.year * 12 + plan.first_day.month - 1 + plan.months
    last = date(months // 12, months % 12 + 1, 1)
    day = plan.first_day
    while plan.claims is not None or day < last:
        if day.weekday() < 5:
            yield day
        day += timedelta(days=1)
        if day >= last and plan.claims is not None:
            day = plan.first_day


def _visit(plan: Plan, random: Random, number: int, day: date) -> SampleClaim:
    provider = random.choices(PROVIDERS, [each.share for each in PROVIDERS])[0]
    payer = random.choices(PAYERS, [each.share for each in PAYERS])[0]
    mix = MIX[provider.discipline]
    codes = random.choices([each for each, _ in mix], [weight for _, weight in mix])[0].split()
    lines = _lines(random, codes, provider)
    claim = SampleClaim(
        number,
        random.randrange(1, 1 + _patients(plan)),
        provider,
        payer,
        day,
        day + timedelta(days=random.choice((1, 1, 2, 2, 3, 4, 7))),
        list(random.choice(DIAGNOSES)),
        lines,
    )
    for kind in plan.errors:
        rate = kind.rate * provider.prone
        if kind.name == plan.trained_error and plan.training_on is not None and day >= plan.training_on:
            rate *= plan.trained_to
        if random.random() < rate:
            _spoil(claim, kind, random)
    return claim


def _lines(random: Random, codes: list[str], provider: Provider) -> list[SampleLine]:
    """Services with minutes, and the units that Medicare's total-time rule gives, ties to the first."""
    timed = [code for code in codes if code not in UNTIMED]
    while True:
        minutes = {code: random.choice((8, 10, 12, 15, 15, 18, 20, 23, 25, 30)) for code in timed}
        full = {code: spent // QUARTER for code, spent in minutes.items()}
        left = (sum(minutes.values()) + QUARTER - HALF) // QUARTER - sum(full.values())
        for code in sorted(timed, key=lambda code: -(minutes[code] % QUARTER))[:left]:
            full[code] += 1
        if all(full.values()) and max(full.values(), default=1) <= 3:
            break
    lines = []
    for code in codes:
        units = full.get(code, 1)
        lines.append(
            SampleLine(
                code,
                minutes.get(code, 10),
                units,
                [PLAN_MODIFIER[provider.discipline]],
                units * CHARGES[code],
            )
        )
    return lines


def _spoil(claim: SampleClaim, kind: ErrorKind, random: Random) -> None:
    """Put one error in, where the claim can have it; what it was is noted with its line."""
    place = _SPOILERS[kind.name](claim, random)
    if place is not None:
        claim.errors[kind.name] = [place]


def _add(claim: SampleClaim, code: str, minutes: int, units: int) -> int:
    modifiers = [PLAN_MODIFIER[claim.provider.discipline]]
    claim.lines.append(SampleLine(code, minutes, units, modifiers, units * CHARGES[code]))
    return len(claim.lines)


def _find(claim: SampleClaim, code: str) -> int:
    return next((place for place, line in enumerate(claim.lines, start=1) if line.code == code), 0)


def _massage_with_manual(claim: SampleClaim, random: Random) -> int | None:
    _ = random
    if not _find(claim, "97140") or _find(claim, "97124"):
        return None
    return _add(claim, "97124", 15, 1)


def _no_plan_modifier(claim: SampleClaim, random: Random) -> int | None:
    place = random.randrange(len(claim.lines))
    claim.lines[place].modifiers = []
    return place + 1


def _too_many_units(claim: SampleClaim, random: Random) -> int | None:
    _ = random
    place = _find(claim, "97124")
    if not place or _find(claim, "97140"):
        return None
    line = claim.lines[place - 1]
    line.units, line.minutes = 5, 75
    line.charge = line.units * CHARGES[line.code]
    return place


def _stale_diagnosis(claim: SampleClaim, random: Random) -> int | None:
    _ = random
    claim.dx[0] = STALE
    return 0


def _reflex_59(claim: SampleClaim, random: Random) -> int | None:
    _ = random
    place = _find(claim, "97530")
    if not place or not (_find(claim, "97110") or _find(claim, "97112")) or _find(claim, "97140"):
        return None
    claim.lines[place - 1].modifiers.append("59")
    return place


def _packs_to_medicare(claim: SampleClaim, random: Random) -> int | None:
    _ = random
    return _add(claim, "97010", 10, 1) if claim.payer.filing == "MB" else None


def _sent_twice(claim: SampleClaim, random: Random) -> int | None:
    _ = claim, random
    return 0


def _one_unit_more(claim: SampleClaim, random: Random) -> int | None:
    timed = [
        place
        for place, line in enumerate(claim.lines, start=1)
        if line.code not in UNTIMED and line.units < 4
    ]
    if not timed or "too many units of massage" in claim.errors:
        return None
    place = random.choice(timed)
    line = claim.lines[place - 1]
    line.units += 1
    line.charge = line.units * CHARGES[line.code]
    return place


_SPOILERS: Final = {
    "massage with manual therapy": _massage_with_manual,
    "plan modifier missing": _no_plan_modifier,
    "too many units of massage": _too_many_units,
    "stale diagnosis": _stale_diagnosis,
    "59 by reflex": _reflex_59,
    "packs billed to Medicare": _packs_to_medicare,
    "sent twice": _sent_twice,
    "a unit more than the minutes": _one_unit_more,
}
