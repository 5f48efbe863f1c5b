"""A fix as a change of the form: what becomes of each row, and what a fix may look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from logic.cells import read_cell
from logic.columns import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.calculators.units import UnitResult
    from logic.form_reading import Reading
    from logic.rulebook import RuleBook
    from logic.verdict import Finding
    from logic.visit_form import Form, Row


@dataclass(frozen=True, slots=True)
class Edit:
    """What becomes of a row: fields that read anew, modifiers taken off and put in front, or the row removed."""

    texts: Mapping[str, str] = field(default_factory=dict)
    drop: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    remove: bool = False

    def on(self, row: Row) -> Row:
        """The row after the edit."""
        if self.drop or self.add:
            kept = [each for each in modifiers_of(row) if each not in {*self.drop, *self.add}]
            row = row.having(modifiers=" ".join([*self.add, *kept]))
        return row.having(**self.texts)


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of the form that settles findings of one rule.

    `label`: what the button says; `edits`: row key -> what becomes of the row; `choice`: one of several that
    are equally valid, so the note must say why.
    """

    rule: str
    label: str
    edits: Mapping[str, Edit]
    choice: bool = False

    def on(self, form: Form) -> Form:
        """The form after the fix; fixes of other rules may have changed it before."""
        for key, edit in self.edits.items():
            row = next((each for each in form.rows if each.key == key), None)
            if row is None:
                continue
            form = form.without_row(key) if edit.remove else form.with_row(edit.on(row))
        return form


@dataclass(frozen=True, slots=True)
class UnitChoices:
    """Units to fill in by a click; `against`: the rules that every split of the minutes would fail."""

    fixes: tuple[Fix, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """What a fix may look at: the form as read, the rule book, and the units by the payer's method."""

    reading: Reading
    book: RuleBook
    counts: UnitResult | None

    @property
    def form(self) -> Form:
        """The form itself."""
        return self.reading.form

    def row(self, finding: Finding) -> Row | None:
        """The row that a finding speaks of."""
        rows = self.form.filled
        return rows[finding.line - 1] if finding.line is not None and finding.line <= len(rows) else None

    def code(self, row: Row) -> str:
        """The code of a row, also where a word names it."""
        return self.reading.codes[row.key]


@dataclass(frozen=True, slots=True)
class Part:
    """A fix of one line: the verb ("Add GP to"), the row and what becomes of it."""

    verb: str
    row: Row
    edit: Edit


def modifiers_of(row: Row) -> list[str]:
    """The modifiers of a row, in their order."""
    value = read_cell(HEADINGS["modifiers"], row.text("modifiers")).value
    return list(value) if isinstance(value, list) else []
