"""The words of little visits, from content/phrases/visits.yaml, and a note made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from logic.rulebook.base import CodeText, Fact, Model
from logic.rulebook.problems import did_you_mean
from logic.rulebook.reading import Folder, read_file, validated

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date
    from random import Random

    from logic.rulebook import RuleBook

FILE = "phrases/visits.yaml"
Sentences = tuple[str, ...]
Place = Literal["muscles", "joints", "limbs"]


class ServiceWords(Model):
    """How a note tells of one code's service; {area} is filled with a part of the region treated, of the kind `at`."""

    code: CodeText
    says: Sentences = Field(min_length=1)
    at: Place | None = None


class Region(Model):
    """A part of the body that a visit is about: its muscles, joints and limbs, and why the patient came.

    A region without limbs, such as the neck, has no service that goes around one.
    """

    id: str
    muscles: Sentences = Field(min_length=1)
    joints: Sentences = Field(min_length=1)
    limbs: Sentences = ()
    reasons: Sentences = Field(min_length=1)

    def parts(self, at: Place) -> Sentences:
        """Its parts of that kind."""
        return {"muscles": self.muscles, "joints": self.joints, "limbs": self.limbs}[at]


class Idle(Fact):
    """Something that takes time in a visit and is no treatment; the id is the answer that counts it."""

    id: str = Field(pattern=r"^[a-z-]+$")
    label: str
    says: Sentences = Field(min_length=1)
    why: str


class VisitFile(Model):
    """The file visits.yaml."""

    services: tuple[ServiceWords, ...]
    idle: tuple[Idle, ...]
    regions: tuple[Region, ...] = Field(min_length=1)
    opens: Sentences = Field(min_length=1)
    lines: Sentences = Field(min_length=1)


@dataclass(frozen=True, eq=False)
class VisitWords:
    """The words by code and by id."""

    services: Mapping[str, ServiceWords]
    idle: Mapping[str, Idle]
    regions: tuple[Region, ...]
    opens: Sentences
    lines: Sentences

    def service(self, code: str, region: Region, random: Random) -> str:
        """A sentence's middle for the service of that code."""
        words = self.services[code]
        area = random.choice(region.parts(words.at)) if words.at else ""
        return random.choice(words.says).format(area=area)

    def a_region(self, random: Random, places: Collection[Place | None]) -> Region:
        """A region that has a part of each kind wanted."""
        return random.choice(
            [each for each in self.regions if all(at is None or each.parts(at) for at in places)]
        )

    def region_for(self, random: Random, codes: Iterable[str]) -> Region:
        """A region at which each of these codes can be told; what is no code is told anywhere."""
        return self.a_region(random, {self.services[code].at for code in codes if code in self.services})

    def opening(self, random: Random, plan: str, day: date, payer: str, region: Region) -> str:
        """How the note begins: plan of care, day, payer and, half of the time, why the patient came."""
        told = f"{day:%B} {day.day}, {day.year}"
        said = sentence(random.choice(self.opens).format(plan=plan, day=told, payer=payer))
        return f"{said} {random.choice(region.reasons)}" if random.random() < 0.5 else said

    def note(self, random: Random, told: Sequence[tuple[str, int]]) -> str:
        """What was done and for how long, in one manner throughout."""
        manner = random.choice(self.lines)
        lines = (manner.format(service=service, minutes=minutes) for service, minutes in told)
        return " ".join(sentence(line) for line in lines)


def read_visit_words(folder: Folder, book: RuleBook) -> VisitWords:
    """Read the words; everything that is wrong with them is noted in the folder."""
    file, data = read_file(folder, folder.root / FILE)
    held: VisitFile | None = validated(folder, file, VisitFile, data)
    if held is None:
        return VisitWords({}, {}, (), (), ())
    for at, service in enumerate(held.services):
        if service.code not in book.codes:
            wrong = f"{service.code!r} does not exist"
            folder.problem(file, ("services", at, "code"), wrong, did_you_mean(service.code, book.codes))
        if any("{area}" in say for say in service.says) and service.at is None:
            wrong = "{area} stands in it, and no word on which area"
            folder.problem(file, ("services", at, "says"), wrong, "Add at: muscles, joints or limbs.")
    for at, idle in enumerate(held.idle):
        for source in idle.source or ("none",):
            if source not in book.sources:
                wrong = f"{source!r} does not exist"
                folder.problem(file, ("idle", at, "source"), wrong, did_you_mean(source, book.sources))
    return VisitWords(
        services={service.code: service for service in held.services},
        idle={idle.id: idle for idle in held.idle},
        regions=held.regions,
        opens=held.opens,
        lines=held.lines,
    )


def sentence(text: str) -> str:
    """The text with a capital at the front."""
    return text[:1].upper() + text[1:]
