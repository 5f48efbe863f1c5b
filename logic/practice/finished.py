"""A finished claim that is right: one visit of a physical therapist, made so that each code's units are sure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from logic.calculators import units as calculator
from logic.practice.draft import a_day

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from logic.practice.phrases import DiagnosisPhrase, Phrases, Service
    from logic.rulebook import RuleBook

MIXES = (
    ("97110", "97124"),
    ("97112", "97124"),
    ("97124", "97530"),
    ("97116", "97124"),
    ("97110", "97124", "97535"),
    ("97110", "97112", "97124"),
    ("97110", "97140"),
    ("97110", "97112", "97140"),
    ("97140", "97530"),
)
"""Timed codes that are no pair edit with each other."""
UNTIMED = "97016"
STIMULATION = "G0283"
GAIT, WALKING = "97116", "walking"
PLAN = "GP"
LETTERS = "ABCD"


@dataclass
class Line:
    """One line; `does` is what the note calls the service."""

    code: str
    does: str
    minutes: int
    units: int
    timed: bool
    modifiers: list[str] = field(default_factory=lambda: [PLAN])
    pointer: str = "A"


@dataclass
class Finished:
    """The claim. `used`: allowed dollars of the year before that day; `amount`: the year's threshold.

    `phrases` are the words that it was made of, for whoever changes it.
    """

    phrases: Phrases
    payer: str
    day: date
    dx: list[DiagnosisPhrase]
    lines: list[Line]
    used: int
    amount: int
    treated_by: str = "pt"

    def copied(self) -> Finished:
        """The claim once more, to be changed without harm."""
        lines = [replace(line, modifiers=list(line.modifiers)) for line in self.lines]
        return replace(self, dx=list(self.dx), lines=lines)

    def as_visit(self) -> dict[str, Any]:
        """The claim in the columns of the visit check."""
        return {
            "payer": self.payer,
            "service_date": self.day,
            "discipline": "pt",
            "treated_by": self.treated_by,
            "billed_by": "facility",
            "ytd_amount": self.used,
            "dx": [each.code for each in self.dx],
            "lines": [
                {
                    "code": line.code,
                    "technique": line.does,
                    "minutes": line.minutes,
                    "units": line.units,
                    "modifiers": list(line.modifiers),
                    "pointers": [line.pointer],
                }
                for line in self.lines
            ],
        }


def finished(random: Random, payer: str, phrases: Phrases, book: RuleBook) -> Finished | None:
    """Draw a claim that nothing is wrong with; None where a tie would leave the units open."""
    edition = random.choice(list(book.icd.editions)) if book.icd.editions else None
    if edition is None:
        return None
    day = a_day(random, edition.from_, edition.to)
    limit = book.kx_threshold(day)
    minutes = {code: random.randint(8, 40) for code in random.choice(MIXES)}
    result = calculator.cms(minutes, book)
    if limit is None or result.split_count != 1 or len(result.best) != len(minutes):
        return None
    does = {code: _technique(random, code, phrases) for code in (*minutes, UNTIMED, STIMULATION)}
    lines = [Line(code, does[code], count, result.best[code], timed=True) for code, count in minutes.items()]
    if random.random() < 0.6:
        code = random.choice((UNTIMED, STIMULATION))
        lines.append(Line(code, does[code], random.randint(10, 32), 1, timed=False))
    random.shuffle(lines)
    dx = _diagnoses(random, day, phrases, book, walks=GAIT in minutes)
    above = random.random() < 0.3
    amount = int(limit.amount)
    claim = Finished(
        phrases,
        payer,
        day,
        dx,
        lines,
        amount + random.randint(50, 600) if above else random.randint(150, 900),
        amount,
    )
    if above:
        for line in claim.lines:
            line.modifiers.append("KX")
    for line in claim.lines:
        walking = GAIT in minutes
        line.pointer = ("B" if line.code == GAIT else "A") if walking else random.choice("AB")
    return claim


def _diagnoses(
    random: Random, day: date, phrases: Phrases, book: RuleBook, *, walks: bool
) -> list[DiagnosisPhrase]:
    """Two of one place, so that every service goes with either; with gait training the second is about walking."""
    by_area: dict[str, list[DiagnosisPhrase]] = {}
    for each in phrases.diagnoses:
        if each.speaks and not each.instead and book.icd.status(each.code, day) == "billable":
            by_area.setdefault(each.area, []).append(each)
    several = [said for area, said in by_area.items() if len(said) > 1 and area != WALKING]
    chosen = random.sample(random.choice(several), 2)
    return [chosen[0], by_area[WALKING][0]] if walks else chosen


def _technique(random: Random, code: str, phrases: Phrases) -> str:
    """A word of the vocabulary that belongs to that code."""
    fits: list[Service] = [
        each for each in phrases.services if code in each.codes and not each.open and not each.phrase.code
    ]
    return random.choice(fits).technique.technique
