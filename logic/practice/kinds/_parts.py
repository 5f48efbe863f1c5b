"""What the kinds of cases about codes, claims and payers have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from logic.practice.case import Option
from logic.practice.draft import a_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from random import Random

    from logic.learning.course import Course
    from logic.practice.blueprints import Blueprint
    from logic.practice.phrases import Phrases, Service
    from logic.rulebook import RuleBook
    from logic.rulebook.base import Setting
    from logic.rulebook.payers import Payer

ASK = "ask"
"""The answer wherever the rule book does not know what the payer does."""
TO_CONFIRM = "To confirm: recalled, not read."
ASKING_TOO = "So asking the payer is right too."
SETTING_WORDS: dict[Setting, str] = {
    "practitioner": "a practice",
    "outpatient_hospital": "a hospital's outpatient department",
}


class Cited(Protocol):
    """A fact with where it was read, and whether a person still has to confirm it."""

    @property
    def source(self) -> tuple[str, ...]:
        """Ids of sources."""
        ...

    @property
    def to_confirm(self) -> bool:
        """Whether it was recalled and not read."""
        ...


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a case takes place: chance, the payer, the day, and the books that answer."""

    random: Random
    payer: str
    day: date
    book: RuleBook
    phrases: Phrases

    @property
    def terms(self) -> Payer:
        """The payer's page in the rule book."""
        return self.book.payers[self.payer]

    @property
    def label(self) -> str:
        """The payer as it is called in the middle of a sentence."""
        return self.terms.in_words

    @property
    def when(self) -> str:
        """The day in words."""
        return on_day(self.day)


def a_scene(blueprint: Blueprint, random: Random, book: RuleBook, course: Course) -> Scene:
    """A payer of the blueprint and a day, by chance."""
    return Scene(random, random.choice(blueprint.payers), a_day(random), book, course.phrases)


def told(service: Service, random: Random) -> str:
    """A sentence of a note for that technique, without its period."""
    says = random.choice(service.phrase.says)
    return says.format(area=random.choice(service.phrase.areas)) if service.phrase.areas else says


def on_day(day: date) -> str:
    """A day in words: March 2, 2026."""
    return f"{day:%B} {day.day}, {day.year}"


def capital(text: str) -> str:
    """The text with a capital letter first and the rest as it is."""
    return text[:1].upper() + text[1:]


def name(code: str, book: RuleBook) -> str:
    """A code with its label: 97124 Massage."""
    return f"{code} {book.codes[code].label}"


def plain(code: str, book: RuleBook) -> str:
    """What a code is, inside a sentence: massage."""
    label = book.codes[code].label
    return label[:1].lower() + label[1:]


def code_options(right: str, others: Iterable[str], book: RuleBook, most: int = 4) -> tuple[Option, ...]:
    """The right code among others, in the order of the codes; the earlier of the others are surer to stand there."""
    beside = [code for code in dict.fromkeys(others) if code != right][: most - 1]
    return tuple(Option(code, name(code, book)) for code in sorted({right, *beside}))


def because(why: str, *facts: Cited | None) -> str:
    """The reason, with a warning where a fact behind it was recalled and not read."""
    unsure = any(fact is not None and fact.to_confirm for fact in facts)
    return f"{why} {TO_CONFIRM}" if unsure else why


def or_ask(right: str, *terms: Cited | None) -> tuple[str, ...]:
    """The answer that the rule book holds, and asking beside it where the payer's own page is to confirm."""
    unsure = any(term is not None and term.to_confirm for term in terms)
    return (right, ASK) if unsure and right != ASK else (right,)


def because_or_ask(why: str, right: Sequence[str], *facts: Cited | None) -> str:
    """The reason as `because` gives it, and that asking is right too where it is."""
    asking = f" {ASKING_TOO}" if len(right) > 1 and ASK in right else ""
    return f"{because(why, *facts)}{asking}"


def sources(*facts: Cited | None, otherwise: Sequence[str] = ()) -> tuple[str, ...]:
    """Where the facts were read, each source once."""
    found = [one for fact in facts if fact is not None for one in fact.source]
    return tuple(dict.fromkeys(found or otherwise))


def options(pairs: dict[str, str]) -> tuple[Option, ...]:
    """Options by value, in the order given."""
    return tuple(Option(value, text) for value, text in pairs.items())
