"""Invented visits: valid ones of a realistic mix, and errors put in one at a time, with the truth beside them.

Units are worked out here by trying every assignment against the manual's definition, so that neither the
calculators nor the rules grade themselves. Nobody's data: codes, minutes and dates are drawn by a seeded generator.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any

import polars as pl

from logic.visit import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TIMED = frozenset(
    "97032 97033 97034 97035 97036 97110 97112 97113 97116 97124 97140 97530 97533 97535 97537 97542".split(),
)
# How often combinations occur in one published count of physical therapy visits (July to September 2024);
# the massage rows are ours, because that count holds hardly any.
MIX: tuple[tuple[str, int], ...] = (
    ("97010 97110 97112 97140", 1467),
    ("97010 G0283 97110 97112 97140", 1017),
    ("97110 97112 97140", 484),
    ("97010 97110 97140", 359),
    ("97010 97112 97140", 263),
    ("97110 97140", 169),
    ("97010 97140", 163),
    ("G0283 97110 97112 97140", 133),
    ("97110 97140 97161", 118),
    ("97112 97140", 104),
    ("97110 97140 97162", 80),
    ("97113", 65),
    ("97110 97112 97530", 51),
    ("97110 97112", 38),
    ("97010 97035 97110 97140", 32),
    ("97110 97124", 300),
    ("97112 97124", 150),
    ("97010 97110 97124", 150),
    ("97110 97124 97530", 120),
    ("97124", 80),
    ("97116 97124", 60),
    ("97124 97535", 60),
    ("97110 97530", 60),
    ("97110 97116 97140 97530", 40),
)
LIMITS = {"97112": 4, "97116": 4, "97124": 4, "97035": 2}
EVALUATIONS = frozenset({"97161", "97162", "97163"})
DIAGNOSES = (("M54.50",), ("M54.2", "M62.838"), ("M62.830", "M54.50"), ("M25.561",), ("M79.18", "M54.6"))
PAYERS = (("medicare", 70), ("medicare-advantage", 15), ("uhc-commercial", 10), ("commercial", 5))
FIRST_DAY, DAYS = date(2026, 1, 2), 260
CAP = {"uhc-commercial": 4}

Line = dict[str, Any]


@dataclass
class Visit:
    """A visit as typed: what is told once, and its lines."""

    told: dict[str, Any]
    lines: list[Line] = field(default_factory=list)

    def rows(self) -> Iterator[Line]:
        """Its lines, each with what the visit tells."""
        return ({**self.told, "line": place, **line} for place, line in enumerate(self.lines, start=1))


def units_due(total: int) -> int:
    """Units that the manual's table gives a total of timed minutes: 8-22 is 1, 23-37 is 2, and so on."""
    return next(units for units in range(total + 2) if total < 15 * units + 8)


def valid_splits(minutes: dict[str, int]) -> list[dict[str, int]]:
    """Every split of the total that the manual allows, by trying all."""
    codes = list(minutes)
    due = units_due(sum(minutes.values()))
    choices = [range(minutes[code] // 15, minutes[code] // 15 + 2) for code in codes]
    found = []
    for given in product(*choices):
        if sum(given) != due:
            continue
        got = [minutes[c] % 15 for c, units in zip(codes, given, strict=True) if units > minutes[c] // 15]
        none = [minutes[c] % 15 for c, units in zip(codes, given, strict=True) if units == minutes[c] // 15]
        if min(got, default=15) >= max(none, default=0):
            found.append(dict(zip(codes, given, strict=True)))
    return found


def valid_visit(random: Random, number: int) -> Visit:
    """A visit that no rule may fail. Ties are settled by chance; a share was treated in part by an assistant."""
    payer = random.choices([name for name, _ in PAYERS], [weight for _, weight in PAYERS])[0]
    codes = random.choices([combo for combo, _ in MIX], [weight for _, weight in MIX])[0].split()
    day = FIRST_DAY + timedelta(days=random.randrange(DAYS))
    plan, modifier = ("pt", "GP") if random.random() < 0.9 or EVALUATIONS & set(codes) else ("ot", "GO")  # noqa: PLR2004
    visit = Visit({"visit_id": f"V{number:07d}", "service_date": day, "payer": payer, "discipline": plan})
    visit.told["dx"] = list(random.choice(DIAGNOSES))
    minutes, split = _timed(random, [code for code in codes if code in TIMED], payer)
    shared = random.random() < 0.1  # noqa: PLR2004
    for code in codes:
        if code in minutes:
            visit.lines += _timed_lines(random, code, minutes[code], split[code], modifier, plan, shared=shared)
        else:
            billed = 0 if code == "97010" else 1
            visit.lines.append({"code": code, "minutes": 10, "units": billed, "modifiers": [modifier]})
            if shared:
                visit.lines[-1] |= {"therapist_minutes": 10, "assistant_minutes": 0}
    return visit


def _timed(random: Random, codes: list[str], payer: str) -> tuple[dict[str, int], dict[str, int]]:
    while True:
        minutes = {code: random.randint(4, 40) for code in codes}
        splits = valid_splits(minutes)
        split = random.choice(splits)
        fits = all(units <= LIMITS.get(code, 6) for code, units in split.items())
        if fits and sum(split.values()) <= CAP.get(payer, 16):
            return minutes, split


def _timed_lines(  # noqa: PLR0913 - what a line is made of
    random: Random,
    code: str,
    minutes: int,
    units: int,
    modifier: str,
    plan: str,
    *,
    shared: bool,
) -> list[Line]:
    """One line, or two where an assistant furnished whole units of it."""
    line = {"code": code, "minutes": minutes, "units": units, "modifiers": [modifier]}
    if not shared:
        return [line]
    own = random.choice([0, 15])
    if minutes < 30 or units < 2 or own == 0:  # noqa: PLR2004
        return [line | {"therapist_minutes": minutes, "assistant_minutes": 0}]
    marked = ["CQ" if plan == "pt" else "CO", modifier]
    return [
        {"code": code, "minutes": own, "units": 1, "modifiers": marked, "therapist_minutes": 0,
         "assistant_minutes": own},
        {"code": code, "minutes": minutes - own, "units": units - 1, "modifiers": [modifier],
         "therapist_minutes": minutes - own, "assistant_minutes": 0},
    ]


def valid_visits(count: int, seed: int) -> list[Visit]:
    """That many valid visits, always the same for a seed."""
    random = Random(seed)  # noqa: S311 - chance, not secrecy
    return [valid_visit(random, number) for number in range(count)]


def frame(visits: list[Visit]) -> pl.DataFrame:
    """The visits as canonical service lines."""
    return canonical(pl.DataFrame([row for visit in visits for row in visit.rows()], infer_schema_length=None))


@dataclass(frozen=True)
class Injection:
    """One kind of error: which rule must find it, and how to put it into a visit (the line, or None if it cannot be).

    `put` changes the visit and answers the number of the line at fault, 0 for the visit as a whole.
    """

    name: str
    rule: str
    put: Callable[[Visit, Random], int | None]


def _medicare(visit: Visit) -> bool:
    return str(visit.told["payer"]) in {"medicare", "medicare-advantage"}


def _whole(visit: Visit) -> bool:
    """Whether each code stands on one line, so that a line is a code."""
    return len({line["code"] for line in visit.lines}) == len(visit.lines)


def _timed_places(visit: Visit) -> list[int]:
    return [at for at, line in enumerate(visit.lines) if line["code"] in TIMED]


def _minutes(visit: Visit) -> dict[str, int]:
    return {line["code"]: line["minutes"] for line in visit.lines if line["code"] in TIMED}


def too_many_units(visit: Visit, random: Random) -> int | None:
    """One unit more on a line whose code can have no more; one unit more than the minutes support."""
    if not _medicare(visit) or not _whole(visit):
        return None
    splits = valid_splits(_minutes(visit))
    full = [
        at
        for at in _timed_places(visit)
        if visit.lines[at]["units"] == max(split[visit.lines[at]["code"]] for split in splits)
    ]
    if not full:
        return None
    at = random.choice(full)
    visit.lines[at]["units"] += 1
    return at + 1


def too_few_units(visit: Visit, random: Random) -> int | None:
    """One unit fewer on a line whose code must have them."""
    if not _medicare(visit) or not _whole(visit):
        return None
    splits = valid_splits(_minutes(visit))
    least = [
        at
        for at in _timed_places(visit)
        if visit.lines[at]["units"] == min(split[visit.lines[at]["code"]] for split in splits)
        and visit.lines[at]["units"] > 0
    ]
    if not least:
        return None
    at = random.choice(least)
    visit.lines[at]["units"] -= 1
    return at + 1


def wrong_code(visit: Visit, random: Random) -> int | None:
    """A unit moved to a code that has no claim to it."""
    if not _medicare(visit) or not _whole(visit):
        return None
    splits = valid_splits(_minutes(visit))
    places = _timed_places(visit)
    random.shuffle(places)
    for give in places:
        for take in places:
            moved = {visit.lines[at]["code"]: visit.lines[at]["units"] for at in places}
            giver, taker = visit.lines[give], visit.lines[take]
            if give == take or giver["units"] == 0:
                continue
            moved[giver["code"]] -= 1
            moved[taker["code"]] += 1
            if moved not in splits:
                giver["units"] -= 1
                taker["units"] += 1
                return take + 1
    return None


def _on_line(wanted: Callable[[Line], bool], change: Callable[[Line], None]) -> Callable[[Visit, Random], int | None]:
    def put(visit: Visit, random: Random) -> int | None:
        places = [at for at, line in enumerate(visit.lines) if wanted(line)]
        if not places or not _medicare(visit):
            return None
        at = random.choice(places)
        change(visit.lines[at])
        return at + 1

    return put


def _billed(line: Line) -> bool:
    return bool(line["units"] > 0)


def _billed_timed(line: Line) -> bool:
    return _billed(line) and line["code"] in TIMED


def _add(code: str) -> Callable[[Line], None]:
    return lambda line: line.update(modifiers=[*line["modifiers"], code])


def _other_therapy(line: Line) -> None:
    line["modifiers"] = [{"GP": "GO", "GO": "GP"}.get(code, code) for code in line["modifiers"] if len(code) == 2]  # noqa: PLR2004


def never_together(visit: Visit, random: Random) -> int | None:
    """Massage beside manual therapy, each with its minutes and units."""
    codes = [line["code"] for line in visit.lines]
    if not _medicare(visit) or "97140" not in codes or "97124" in codes:
        return None
    modifier = visit.lines[0]["modifiers"][-1]
    visit.lines.append({"code": "97124", "minutes": random.choice([15, 30]), "units": 0, "modifiers": [modifier]})
    visit.lines[-1]["units"] = visit.lines[-1]["minutes"] // 15
    return len(visit.lines)


def retired_diagnosis(visit: Visit, _: Random) -> int | None:
    """Low back pain by the code that ended in 2021."""
    visit.told["dx"] = ["M54.5"]
    return next((at + 1 for at, line in enumerate(visit.lines) if _billed(line)), None)


def second_line(visit: Visit, random: Random) -> int | None:
    """A line sent twice."""
    places = [at for at, line in enumerate(visit.lines) if _billed(line)]
    if not places:
        return None
    visit.lines.append(dict(visit.lines[random.choice(places)]))
    return len(visit.lines)


def over_the_limit(visit: Visit, random: Random) -> int | None:
    """Massage far over its limit of four units a day, with the minutes to match."""
    places = [at for at, line in enumerate(visit.lines) if line["code"] == "97124"]
    if not places or not _medicare(visit):
        return None
    line = visit.lines[places[0]]
    more = random.choice([75, 90])
    line["minutes"] += more
    line["units"] += more // 15
    return places[0] + 1


INJECTIONS = (
    Injection("too many units", "U101", too_many_units),
    Injection("too few units", "U102", too_few_units),
    Injection("unit on the wrong code", "U103", wrong_code),
    Injection("untimed code twice", "U106", _on_line(
        lambda line: line["code"] in {"G0283", *EVALUATIONS}, lambda line: line.update(units=2))),
    Injection("minutes of two days", "U109", _on_line(_billed_timed, lambda line: line.update(minutes=2880))),
    Injection("massage beside manual therapy", "P201", never_together),
    Injection("59 where no edit is", "P204", _on_line(_billed_timed, _add("59"))),
    Injection("over the unit limit", "L302", over_the_limit),
    Injection("unattended stimulation by the wrong code", "C503", _on_line(
        lambda line: line["code"] == "G0283", lambda line: line.update(code="97014"))),
    Injection("therapy modifier left off", "M401", _on_line(_billed, lambda line: line.update(modifiers=[]))),
    Injection("therapy modifier of another discipline", "M403", _on_line(_billed, _other_therapy)),
    Injection("assistant modifier for therapist's minutes", "M407", _on_line(
        lambda line: _billed_timed(line) and line.get("assistant_minutes") == 0 and line["modifiers"] == ["GP"],
        _add("CQ"))),
    Injection("AT on therapy", "M411", _on_line(_billed_timed, _add("AT"))),
    Injection("retired diagnosis", "X603", retired_diagnosis),
    Injection("line sent twice", "F904", second_line),
)
