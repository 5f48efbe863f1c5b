"""A visit as it stands in the form: its fields and rows as texts, and which of them answer which question."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from logic.columns import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

VISIT: Final = ""
"""Stands for the whole visit where a field belongs to no row."""

LINE_FIELDS: Final = (
    "code",
    "minutes",
    "units",
    "modifiers",
    "start",
    "stop",
    "therapist_minutes",
    "assistant_minutes",
    "together_minutes",
    "technique",
    "pointers",
    "separate_service",
)
VISIT_FIELDS: Final = (
    "payer",
    "service_date",
    "setting",
    "discipline",
    "treated_by",
    "billed_by",
    "dx",
    "place_of_service",
    "total_minutes",
    "submitted_on",
    "ytd_amount",
)
ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    "D701": ("note_interventions",),
    "D702": ("note_timed_minutes",),
    "D703": ("note_total_minutes",),
    "D704": ("note_signature",),
    "D705": ("note_massage_details",),
    "D706": ("note_skilled_need",),
    "D707": ("plan_of_care",),
    "D708": ("first_treatment_on", "plan_certified_on"),
    "D709": ("plan_certified_on", "recertified_on"),
    "D710": ("treatment_days_since_report",),
}
"""Documentation rule -> the fields that answer what its page asks."""

YES_NO: Final = tuple(names[0] for names in ANSWERS.values() if HEADINGS[names[0]].kind == "yes_no")


@dataclass(frozen=True, slots=True)
class Row:
    """One line as typed; `key` names the row in the form, `texts` hold its fields (`LINE_FIELDS`)."""

    key: str
    texts: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What stands in a field; empty where nothing does."""
        return self.texts.get(name, "").strip()

    @property
    def blank(self) -> bool:
        """Whether nothing was typed into the row."""
        return not any(self.text(name) for name in LINE_FIELDS if name != "separate_service")

    def having(self, **texts: str) -> Row:
        """The row with some fields written anew."""
        return replace(self, texts={**self.texts, **texts})


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form: the visit's fields and answers as texts, and the rows."""

    texts: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()

    def text(self, name: str) -> str:
        """What stands in a field of the visit."""
        return self.texts.get(name, "").strip()

    @property
    def filled(self) -> tuple[Row, ...]:
        """The rows that hold something; the first is line 1."""
        return tuple(row for row in self.rows if not row.blank)

    def having(self, **texts: str) -> Form:
        """The form with some of the visit's fields written anew."""
        return replace(self, texts={**self.texts, **texts})

    def with_row(self, changed: Row) -> Form:
        """The form with one row written anew."""
        return replace(self, rows=tuple(changed if row.key == changed.key else row for row in self.rows))

    def without_row(self, key: str) -> Form:
        """The form without one row."""
        return replace(self, rows=tuple(row for row in self.rows if row.key != key))
