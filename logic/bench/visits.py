"""Invented visits that no rule may fail: a realistic mix, ties and every allowed exception included.

Nobody's data: codes, minutes and dates are drawn by a seeded generator. What is valid is worked out apart from
the calculators and the rules (`logic.bench.true_units`, `logic.bench.mixes`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import polars as pl

from logic.bench import mixes
from logic.bench.particulars import PARTICULARS
from logic.bench.true_units import alone, valid_splits, who_gave_it
from logic.visit import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

Line = dict[str, Any]


@dataclass
class Visit:
    """A visit as typed: what is told once, its lines, and what it is an example of."""

    told: dict[str, Any]
    lines: list[Line] = field(default_factory=list)
    traits: set[str] = field(default_factory=set)

    def rows(self) -> Iterator[Line]:
        """Its lines, each with what the visit tells."""
        return ({**self.told, "line": place, **line} for place, line in enumerate(self.lines, start=1))


@dataclass(frozen=True)
class Plan:
    """One discipline's part of a visit: its codes, the pair of them that is an edit, the one that is not billed."""

    discipline: str
    codes: tuple[str, ...]
    pair: tuple[str, ...] = ()
    unbilled: str = ""


def valid_visits(count: int, seed: int) -> list[Visit]:
    """That many valid visits, always the same for a seed. A patient comes at most once a day."""
    random = Random(seed)
    seen: set[tuple[str, object]] = set()
    visits = []
    for number in range(count):
        visit = valid_visit(random, number)
        key = (str(visit.told.get("patient_id", number)), visit.told["service_date"])
        if key in seen:
            del visit.told["patient_id"]
        seen.add(key)
        visits.append(visit)
    return visits


def frame(visits: list[Visit]) -> pl.DataFrame:
    """The visits as canonical service lines."""
    return canonical(
        pl.DataFrame([row for visit in visits for row in visit.rows()], infer_schema_length=None)
    )


def valid_visit(random: Random, number: int) -> Visit:
    """A visit that no rule may fail. Ties are settled by chance; a share was treated in part by an assistant."""
    kind = random.choices(list(mixes.KINDS), list(mixes.KINDS.values()))[0]
    payer = random.choices([name for name, _ in mixes.PAYERS], [weight for _, weight in mixes.PAYERS])[0]
    if kind in {"unbilled", "two plans"} or (kind == "adjustment" and payer != "hns"):
        payer = random.choice(mixes.FEDERAL)
    hospital = kind != "adjustment" and random.random() < 0.2
    visit = Visit(
        {
            "visit_id": f"V{number:07d}",
            "service_date": mixes.FIRST_DAY + timedelta(days=random.randrange(mixes.DAYS)),
            "payer": payer,
            "setting": "outpatient_hospital" if hospital else "practitioner",
        },
        traits={kind, payer} | ({"hospital"} if hospital else set()),
    )
    if kind == "adjustment":
        return _adjustment(visit, random, number)
    plans = _plans(random, kind)
    while not _filled(visit, random, plans):
        visit.lines.clear()
        visit.traits -= {"tie", "assistant", "assistant split", "pair released", "each code by itself"}
    random.shuffle(visit.lines)
    _tell(visit, random, number)
    return visit


def _plans(random: Random, kind: str) -> list[Plan]:
    if kind == "released":
        codes, *pair = random.choice(mixes.RELEASED)
        return [Plan("pt", tuple(codes.split()), pair=tuple(pair))]
    if kind == "unbilled":
        return [Plan("pt", tuple(random.choice(mixes.UNBILLED_MIX).split()), unbilled=mixes.FORBIDDEN)]
    if kind == "two plans":
        return [
            Plan(discipline, tuple(codes.split())) for discipline, codes in random.choice(mixes.TWO_PLANS)
        ]
    if kind in {"ot", "slp"}:
        return [Plan(kind, tuple(random.choice(mixes.OT_MIX if kind == "ot" else mixes.SPEECH_MIX).split()))]
    combo = random.choices([codes for codes, _ in mixes.MIX], [weight for _, weight in mixes.MIX])[0]
    return [Plan("pt", tuple(combo.split()))]


def _filled(visit: Visit, random: Random, plans: list[Plan]) -> bool:
    """Puts lines in; whether the day stays inside the limits of setting and payer."""
    payer = visit.told["payer"]
    for plan in plans:
        minutes = _minutes(random, [code for code in plan.codes if code in mixes.TIMED])
        split = _split(visit, random, minutes)
        if plan.unbilled and not split[mixes.FORBIDDEN_BY]:
            return False  # nothing forbids massage then
        shared = plan.discipline in mixes.ASSISTANT and random.random() < 0.25
        for code in plan.codes:
            if code == mixes.FURTHER_15:
                continue  # stands beside the code that it continues
            if code in minutes:
                units = 0 if code == plan.unbilled else split[code]
                lines = _timed(visit, random, code, minutes[code], units, shared=shared)
            else:
                lines = [_untimed(random, code, payer, shared=shared)]
            for line in lines:
                line["modifiers"] = _modifiers(line, plan, random)
                line["discipline"] = plan.discipline
            visit.lines += lines
        _release(visit, plan, random)
    day = _units(visit)
    limits = mixes.LIMITS[visit.told["setting"]]
    timed = sum(units for code, units in day.items() if code in mixes.TIMED)
    return (
        all(units <= limits.get(code, mixes.MOST_UNITS) for code, units in day.items())
        and timed <= mixes.TIMED_CAP.get(payer, timed)
        and day.total() <= mixes.CAP.get(payer, day.total())
    )


def _minutes(random: Random, codes: list[str]) -> dict[str, int]:
    """Minutes of each timed service; sometimes all near an edge, where ties and mistakes live."""
    edges = (7, 8, 15, 16, 22, 23, 30, 37, 38)
    near = random.random() < 0.2
    most = 40 if len(codes) > 2 else 70
    minutes = {code: random.choice(edges) if near else random.randint(4, most) for code in codes}
    if mixes.FURTHER_15 in minutes:  # one service: the first 15 minutes have a code of their own
        return {mixes.FIRST_15: random.randint(15, 60)}
    return minutes


def _split(visit: Visit, random: Random, minutes: dict[str, int]) -> dict[str, int]:
    payer = visit.told["payer"]
    if payer in mixes.BY_CODE or (payer in mixes.METHOD_NOT_KNOWN and random.random() < 0.5):
        visit.traits.add("each code by itself")
        return alone(minutes, mixes.FULL_15_ONLY.get(payer, ()))
    splits = valid_splits(minutes)
    if len(splits) > 1:
        visit.traits.add("tie")
    return random.choice(splits)


def _timed(visit: Visit, random: Random, code: str, minutes: int, units: int, *, shared: bool) -> list[Line]:
    """One line, or two where an assistant furnished whole units of it, or where the code goes on in another."""
    if code == mixes.FIRST_15:
        if units < 2:
            return [{"code": code, "minutes": minutes, "units": units, "marked": 0}]
        first = {"code": code, "minutes": 15, "units": 1, "marked": 0}
        return [first, {"code": mixes.FURTHER_15, "minutes": minutes - 15, "units": units - 1, "marked": 0}]
    if not shared:
        return [{"code": code, "minutes": minutes, "units": units, "marked": 0}]
    visit.traits.add("assistant")
    pieces = who_gave_it(random, minutes, units)
    if len(pieces) > 1:
        visit.traits.add("assistant split")
    return [{"code": code, **piece} for piece in pieces]


def _untimed(random: Random, code: str, payer: str, *, shared: bool) -> Line:
    pays_for_packs = payer in mixes.METHOD_NOT_KNOWN and random.random() < 0.5
    units = 0 if code == mixes.PACKS and not pays_for_packs else 1
    line: Line = {"code": code, "minutes": 10, "units": units, "marked": 0}
    if shared:
        # An evaluation is the therapist's alone; elsewhere a tenth of 10 minutes is not more than a tenth.
        therapist = 10 if code in mixes.EVALUATIONS else random.choice((10, 9, 8, 0))
        line |= {"therapist_minutes": therapist, "assistant_minutes": 10 - therapist}
        line["marked"] = int(therapist < 9 and units > 0)
    return line


def _modifiers(line: Line, plan: Plan, random: Random) -> list[str]:
    modifiers = [mixes.PLAN_MODIFIER[plan.discipline]]
    if line.pop("marked"):
        modifiers.insert(random.randrange(2), mixes.ASSISTANT_MODIFIER[plan.discipline])
    return modifiers


def _release(visit: Visit, plan: Plan, random: Random) -> None:
    """The distinct modifier on the second code of a pair, where both are billed, and the record that supports it."""
    if not plan.pair or not all(_units(visit)[code] for code in plan.pair):
        return
    visit.traits.add("pair released")
    for line in visit.lines:
        if line["code"] == plan.pair[1]:
            line["modifiers"].append(random.choice(mixes.RELEASES))
            line["separate_service"] = True


def _units(visit: Visit) -> Counter[str]:
    day: Counter[str] = Counter()
    for line in visit.lines:
        day[line["code"]] += line["units"]
    return day


def _adjustment(visit: Visit, random: Random, number: int) -> Visit:
    """A chiropractor's visit; by one network massage may stand beside the adjustment, released."""
    visit.told |= {"treated_by": "dc", "billed_by": "dc"}
    visit.lines = [{"code": random.choice(mixes.ADJUSTMENTS), "units": 1, "modifiers": ["AT"]}]
    if visit.told["payer"] == "hns" and random.random() < 0.7:
        minutes = random.randint(8, 37)
        visit.lines.append(
            {
                "code": "97124",
                "minutes": minutes,
                "units": alone({"97124": minutes})["97124"],
                "modifiers": ["59"],
                "separate_service": True,
            },
        )
    _tell(visit, random, number)
    visit.told["dx"] = list(mixes.SPINE_DIAGNOSES)
    return visit


def _tell(visit: Visit, random: Random, number: int) -> None:
    """What else a practice may tell of a visit, each with some of them."""
    visit.told["dx"] = list(random.choice(mixes.DIAGNOSES))
    for tell in PARTICULARS:
        tell(visit, random, number)
