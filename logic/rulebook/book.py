"""The rule book: every fact, looked up by the day of service. Frozen; made by `load_rulebook`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

from logic.rulebook.editions import PairEdit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from logic.rulebook.base import Setting
    from logic.rulebook.confirm import ToConfirm
    from logic.rulebook.editions import LimitEdition, Override, PairEdition, UnitLimit
    from logic.rulebook.icd import IcdLists
    from logic.rulebook.merging import Amounts
    from logic.rulebook.models import (
        Code,
        Contradiction,
        Diagnoses,
        MedicareStatus,
        Modifier,
        Place,
        Source,
        Technique,
    )
    from logic.rulebook.pages import RulePage
    from logic.rulebook.payers import Payer
    from logic.rulebook.tables import Amount, Rate, Rvu


class Dated(Protocol):
    """Anything that is in force on some days."""

    def holds(self, on: date) -> bool:
        """Whether it is in force on that day."""
        ...


T = TypeVar("T", bound=Dated)


@dataclass(frozen=True, slots=True)
class Edition:
    """A dated table as a person reads of it: which one, from when, and when to look for the next."""

    table: str
    label: str
    edition: str
    from_: date | None
    to: date | None
    review_by: date | None
    source: tuple[str, ...]
    file: str
    note: str = ""

    def overdue(self, today: date) -> bool:
        """Whether the day to look for a newer edition has passed."""
        return self.review_by is not None and self.review_by < today


@dataclass(frozen=True, eq=False)
class RuleBook:
    """Everything in content/ with a practice's own folder laid over it.

    Two books are equal only if they are the same object, so a book can be the key of a cache.
    """

    sources: Mapping[str, Source]
    codes: Mapping[str, Code]
    payers: Mapping[str, Payer]
    modifiers: Mapping[str, Modifier]
    contradictions: tuple[Contradiction, ...]
    other_modifiers: frozenset[str]
    techniques: tuple[Technique, ...]
    diagnoses: Diagnoses
    places: tuple[Place, ...]
    pair_editions: tuple[PairEdition, ...]
    limit_editions: tuple[LimitEdition, ...]
    amounts: Amounts
    rules: Mapping[str, RulePage]
    icd: IcdLists
    overrides: tuple[Override, ...]
    home: Path
    dated_tables: tuple[Edition, ...]
    facts_to_confirm: tuple[ToConfirm, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    _pairs: Mapping[tuple[str, str, str], tuple[PairEdit, ...]] = field(default_factory=dict, repr=False)
    _limits: Mapping[tuple[str, str], tuple[UnitLimit, ...]] = field(default_factory=dict, repr=False)
    _rvu: Mapping[str, tuple[Rvu, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def further(self) -> Mapping[str, str]:
        """Code → the code that reports its further units (97129 → 97130), where there is one."""
        return {fact.continues: code for code, fact in self.codes.items() if fact.continues}

    def code_on(self, code: str, on: date) -> Code | None:
        """The code if it is in the book and exists on that day."""
        found = self.codes.get(code)
        return found if found is not None and found.valid(on) else None

    def medicare_status(self, code: str, on: date) -> MedicareStatus | None:
        """Medicare's status of the code on that day; None where we have none."""
        found = self.codes.get(code)
        return None if found is None else found.medicare_on(on)

    def pair_edit(
        self, a: str, b: str, on: date, setting: Setting = "practitioner", payer: str | None = None
    ) -> PairEdit | None:
        """The published edit between two codes on that day, whichever is column 1.

        With a payer: the payer's own edit first, and the published one only if the payer follows it.
        """
        if payer is not None and payer in self.payers:
            own = _own_edit(self.payers[payer], a, b, on, setting)
            if own is not None or self.payers[payer].pair_edits.follows != "ncci":
                return own
        rows = (*self._pairs.get((setting, a, b), ()), *self._pairs.get((setting, b, a), ()))
        return next((row for row in rows if row.holds(on)), None)

    def unit_limit(self, code: str, on: date, setting: Setting = "practitioner") -> UnitLimit | None:
        """The most units of a code a day; None where nothing is published for the day and setting."""
        return _on(self._limits.get((setting, code), ()), on)

    def edits_cover(self, on: date, setting: Setting = "practitioner") -> bool:
        """Whether a published edition of pair edits answers for that day and setting."""
        return _cover(self.pair_editions, on, setting)

    def limits_cover(self, on: date, setting: Setting = "practitioner") -> bool:
        """Whether a published edition of unit limits answers for that day and setting."""
        return _cover(self.limit_editions, on, setting)

    def kx_threshold(self, on: date) -> Amount | None:
        """The year's therapy threshold in dollars (PT with SLP, and the same for OT); None if unknown."""
        return _on(self.amounts.kx_threshold, on)

    def medical_review(self, on: date) -> Amount | None:
        """The targeted-review threshold in dollars; None if unknown."""
        return _on(self.amounts.medical_review, on)

    def conversion_factor(self, on: date) -> Amount | None:
        """Medicare's dollars per relative value unit; None if unknown."""
        return _on(self.amounts.conversion_factor, on)

    def rvu(self, code: str, on: date) -> Rvu | None:
        """The relative value units of a code; None if unknown."""
        return _on(self._rvu.get(code, ()), on)

    def rate(self, name: str, on: date) -> Rate | None:
        """A share: mppr_pe_cut, assistant_share, sequestration or coinsurance; None if unknown."""
        return _on((row for row in self.amounts.rates if row.name == name), on)

    def editions(self) -> list[Edition]:
        """Every dated table with its edition and the day to review it by."""
        return list(self.dated_tables)

    def to_confirm(self) -> list[ToConfirm]:
        """Every fact that was recalled and not read, and still has to be confirmed."""
        return list(self.facts_to_confirm)


def _on(rows: Iterable[T], on: date) -> T | None:
    return next((row for row in rows if row.holds(on)), None)


def _cover(editions: Iterable[PairEdition | LimitEdition], on: date, setting: str) -> bool:
    return any(one.table != "own" and setting in one.settings and one.holds(on) for one in editions)


def _own_edit(payer: Payer, a: str, b: str, on: date, setting: Setting) -> PairEdit | None:
    for edit in payer.pair_edits.own:
        begun = edit.from_ is None or edit.from_ <= on
        if {edit.column1, edit.column2} == {a, b} and begun and (edit.to is None or on <= edit.to):
            return PairEdit(
                setting,
                edit.column1,
                edit.column2,
                edit.indicator,
                edit.from_ or on,
                edit.to,
                payer.label,
                edit.source,
                edit.to_confirm,
                table=payer.id,
            )
    return None
