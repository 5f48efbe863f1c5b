"""The facts of the rule book as they are typed in content/: sources, codes, words, diagnoses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from logic.rulebook.base import CodeText, Day, Discipline, Fact, Flag, Model, ModifierText, Period, Text

if TYPE_CHECKING:
    from datetime import date

Kind = Literal["timed", "untimed", "evaluation", "manipulation", "other_time"]
TherapyUse = Literal["always", "sometimes", "never"]
Status = Literal[
    "active", "bundled", "invalid", "noncovered", "carrier_priced", "restricted", "deleted", "unknown"
]
ModifierGroup = Literal[
    "therapy",
    "assistant",
    "threshold",
    "distinct",
    "liability",
    "manipulation",
    "repeat",
    "side",
    "telehealth",
    "reduced",
    "other",
]


class Source(Model):
    """A publication, and how much of it was read by us: full, part, or only recalled."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    publisher: str
    title: str
    section: Text = ""
    edition: Text = ""
    read_on: Day | None = None
    url: str | None = None
    seen: Literal["full", "part", "recalled"]
    note: str = ""


class MedicareStatus(Period):
    """What Medicare's fee schedule says of a code in a period."""

    status: Status
    use_instead: tuple[CodeText, ...] = ()


class Code(Fact):
    """A billing code in our own words; `valid_from` and `valid_to` bound the code's own life."""

    code: CodeText
    label: str
    covers: str
    kind: Kind
    therapy: TherapyUse
    disciplines: tuple[Discipline, ...] = ()
    one_on_one: Flag = False
    one_unit_a_day: Flag = False
    continues: CodeText | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    replaced_by: tuple[CodeText, ...] = ()
    medicare: tuple[MedicareStatus, ...] = ()

    @property
    def timed(self) -> bool:
        """Whether the code is counted in 15-minute units."""
        return self.kind == "timed"

    def valid(self, on: date) -> bool:
        """Whether the code exists on that day."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on <= self.valid_to)

    def medicare_on(self, on: date) -> MedicareStatus | None:
        """Medicare's status row of that day; None where we have none."""
        return next((row for row in self.medicare if row.holds(on)), None)


class Modifier(Fact):
    """A modifier, what it says, and whether it can never stand on a timed therapy code."""

    code: ModifierText
    label: str
    says: str
    group: ModifierGroup
    discipline: Discipline | None = None
    unfit_for_timed_therapy: Flag = False
    why_unfit: str = ""


class Contradiction(Fact):
    """Modifiers that cannot stand on one line together."""

    together: tuple[ModifierText, ...] = Field(min_length=2)
    why: str


class Modifiers(Model):
    """The file modifiers.yaml: ours in full, and the other real ones by name only."""

    modifiers: tuple[Modifier, ...]
    contradictions: tuple[Contradiction, ...] = ()
    other_known: tuple[ModifierText, ...] = ()


class Technique(Fact):
    """A word that a note uses for what was done, and the codes that it belongs to."""

    technique: str
    aliases: tuple[str, ...] = ()
    codes: tuple[CodeText, ...]
    why: str


class RetiredDiagnosis(Fact):
    """A diagnosis code that was billable once, with its last billable day."""

    code: str = Field(pattern=r"^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$")
    billable_to: Day
    use_instead: tuple[str, ...] = ()


class DiagnosisFamily(Fact):
    """Diagnosis codes that begin alike, and why they do or do not speak for massage."""

    prefix: str = Field(pattern=r"^[A-Z]([0-9]([0-9A-Z](\.[0-9A-Z]{0,4})?)?)?$")
    why: str


class Diagnoses(Model):
    """The file diagnoses.yaml."""

    retired: tuple[RetiredDiagnosis, ...] = ()
    plausible_for_97124: tuple[DiagnosisFamily, ...] = ()
    weak_for_97124: tuple[DiagnosisFamily, ...] = ()


class Place(Fact):
    """A place of service, and how usual outpatient therapy is there."""

    code: str = Field(pattern=r"^[0-9]{2}$")
    label: str
    therapy: Literal["usual", "possible", "unusual", "telehealth"]


class Places(Fact):
    """The file places_of_service.yaml; the file's source holds for each place without its own."""

    edition: Text = ""
    review_by: Day | None = None
    places: tuple[Place, ...]
