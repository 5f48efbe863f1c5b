"""The words that practice cases are made of, from content/phrases: read strictly and married to the rule book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import Field

from logic.practice.claim_errors import ClaimError
from logic.practice.visit_words import Place  # noqa: TC001 - pydantic reads it
from logic.rulebook.base import CodeText, Fact, Flag, Model, ModifierText
from logic.rulebook.problems import did_you_mean
from logic.rulebook.reading import Folder, read_file, validated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from logic.rulebook import RuleBook
    from logic.rulebook.models import Technique

PHRASES = "phrases"
Sentences = tuple[str, ...]
T = TypeVar("T", bound=Model)


class ServicePhrase(Model):
    """How a note tells of a technique; `code` where the sentence settles it, `needs` where it leaves it open.

    `at`: which parts of a region it is done to, where a whole note is about one region. `apart`: a sentence that does
    not fit into a whole note with other services.
    """

    technique: str
    says: Sentences = Field(min_length=1)
    areas: tuple[str, ...] = ()
    at: Place = "joints"
    code: CodeText | None = None
    needs: str = ""
    apart: Flag = False


class SeparatePhrase(Fact):
    """What a note shows of two services that stand in an edit."""

    shows: Flag
    kind: Literal["area", "visit", "minutes", "none"]
    adjustment: Literal["yes", "no", "either"]
    says: Sentences = Field(min_length=1)
    why: str


class Treater(Model):
    """Somebody who treats; `pays` names the payer's answer that decides whether the work is paid."""

    id: str
    label: str
    says: Sentences = Field(min_length=1)
    pays: (
        Literal["massage_therapist", "aide", "chiropractor", "assistant_incident_to", "athletic_trainer"]
        | None
    ) = None


AtRisk = Literal["services", "timed-units", "massage", "visit"]


class NotePart(Model):
    """A part of a day's note: as it stands there, and what stands there when it is left out."""

    rule: str
    label: str
    at_risk: AtRisk
    says: Sentences = Field(min_length=1)
    without: Sentences = Field(min_length=1)


AnswerKind = Literal["rejection", "denial", "payment", "adjustment"]
NextStep = Literal[
    "mend-and-resend",
    "appeal-with-records",
    "send-records",
    "write-off",
    "find-the-first",
    "prove-or-write-off",
    "post-it",
    "bill-the-patient",
]


class PayerAnswer(Fact):
    """What comes back for a claim, what kind of answer it is, and what is done next."""

    id: str
    kind: AnswerKind
    next: NextStep
    says: Sentences = Field(min_length=1)
    why: str


class DiagnosisPhrase(Model):
    """A diagnosis as a therapist says it; `instead` is a complete code for a heading."""

    code: str
    says: str
    area: str
    speaks: Flag
    instead: str = ""


class Liability(Fact):
    """A situation in which Medicare does not pay, and the modifiers that say who bears it."""

    modifiers: tuple[ModifierText, ...] = Field(min_length=1)
    pays: Literal["patient", "provider"]
    says: Sentences = Field(min_length=1)
    why: str


FILES: dict[str, type[Model]] = {
    "services": ServicePhrase,
    "separate": SeparatePhrase,
    "treaters": Treater,
    "note_parts": NotePart,
    "payer_answers": PayerAnswer,
    "diagnoses": DiagnosisPhrase,
    "liability": Liability,
    "claim_errors": ClaimError,
}


@dataclass(frozen=True, slots=True)
class Service:
    """A phrase with the technique of the rule book that it is about."""

    phrase: ServicePhrase
    technique: Technique

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that the sentence may belong to."""
        return (self.phrase.code,) if self.phrase.code else self.technique.codes

    @property
    def open(self) -> bool:
        """Whether the note must say more before anybody can code it."""
        return bool(self.phrase.needs)


@dataclass(frozen=True, eq=False)
class Phrases:
    """All of them, in the order of their files."""

    services: tuple[Service, ...]
    separate: tuple[SeparatePhrase, ...]
    treaters: tuple[Treater, ...]
    note_parts: tuple[NotePart, ...]
    payer_answers: tuple[PayerAnswer, ...]
    diagnoses: tuple[DiagnosisPhrase, ...]
    liability: tuple[Liability, ...]
    claim_errors: tuple[ClaimError, ...]


def read_phrases(folder: Folder, book: RuleBook) -> Phrases:
    """Give the phrases; everything that is wrong with them is noted in the folder."""
    services = _read(folder, "services", ServicePhrase)
    known = {word: fact for fact in book.techniques for word in (fact.technique, *fact.aliases)}
    _check(folder, "services", "technique", ((item.technique,) for item in services), known)
    for at, item in enumerate(services):
        _check_service(folder, at, item, known.get(item.technique))
    note_parts = _read(folder, "note_parts", NotePart)
    _check(folder, "note_parts", "rule", ((item.rule,) for item in note_parts), book.rules)
    errors = _read(folder, "claim_errors", ClaimError)
    _check(folder, "claim_errors", "rule", ((item.rule,) for item in errors), book.rules)
    _check(folder, "claim_errors", "like", (item.like for item in errors), book.rules)
    liability = _read(folder, "liability", Liability)
    _check(folder, "liability", "modifiers", (item.modifiers for item in liability), book.modifiers)
    separate = _read(folder, "separate", SeparatePhrase)
    answers = _read(folder, "payer_answers", PayerAnswer)
    facts: dict[str, tuple[Fact, ...]] = {
        "liability": liability,
        "separate": separate,
        "payer_answers": answers,
    }
    for name, items in facts.items():
        _check(folder, name, "source", (item.source or ("none",) for item in items), book.sources)
    return Phrases(
        services=tuple(Service(item, known[item.technique]) for item in services if item.technique in known),
        separate=separate,
        treaters=_read(folder, "treaters", Treater),
        note_parts=note_parts,
        payer_answers=answers,
        diagnoses=_read(folder, "diagnoses", DiagnosisPhrase),
        liability=liability,
        claim_errors=errors,
    )


def _read(folder: Folder, name: str, model: type[T]) -> tuple[T, ...]:
    file, data = read_file(folder, folder.root / PHRASES / f"{name}.yaml")
    found: tuple[T, ...] = validated(folder, file, tuple[model, ...], data) or ()  # type: ignore[valid-type]
    return found


def _file(folder: Folder, name: str) -> str:
    return f"{folder.label}/{PHRASES}/{name}.yaml"


def _check(folder: Folder, name: str, key: str, words: Iterable[Iterable[str]], known: Any) -> None:  # noqa: ANN401
    """Note each word that names nothing."""
    for at, row in enumerate(words):
        for word in row:
            if word not in known:
                wrong = f"{word!r} does not exist"
                folder.problem(_file(folder, name), (at, key), wrong, did_you_mean(word, known))


def _check_service(folder: Folder, at: int, item: ServicePhrase, technique: Technique | None) -> None:
    """Note a code that is not the technique's, and a sentence that nobody could code without `needs`."""
    if technique is None:
        return
    file = _file(folder, "services")
    if item.code is not None and item.code not in technique.codes:
        wrong = f"{item.code} is no code of {item.technique!r}"
        folder.problem(file, (at, "code"), wrong, f"Its codes are {', '.join(technique.codes)}.")
    if item.needs and (item.code or len(technique.codes) == 1):
        wrong = f"{item.technique!r} is settled already"
        folder.problem(file, (at, "needs"), wrong, "Leave needs out.")
    for place, sentence in enumerate(item.says):
        if ("{area}" in sentence) != bool(item.areas):
            wrong = "{area} and the list of areas do not go together"
            right = "Write {area} into each sentence, or leave the areas out."
            folder.problem(file, (at, "says", place), wrong, right)
