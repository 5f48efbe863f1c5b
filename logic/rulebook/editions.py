"""Editions of pair edits and unit limits with the days on which each answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.rulebook.base import Setting
    from logic.rulebook.tables import Limit, WithdrawnEdit

ONE_DAY = timedelta(days=1)
Window = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Override:
    """Something of the shipped rule book that a practice's own file replaces, closes or adds to."""

    kind: str
    id: str
    file: str
    replaces: str
    says: str


@dataclass(frozen=True, slots=True)
class PairEdit:
    """Two codes that may not be billed together, on the days `from_` to `to` (both included).

    indicator: "0" no modifier helps, "1" a modifier that the record supports does.
    """

    setting: Setting
    column1: str
    column2: str
    indicator: str
    from_: date
    to: date | None
    edition: str
    source: tuple[str, ...]
    to_confirm: bool = False
    rationale: str = ""
    table: str = "ncci"

    @property
    def key(self) -> frozenset[str]:
        """What the edit is about: the two codes, whichever is column 1."""
        return frozenset((self.column1, self.column2))

    @property
    def name(self) -> str:
        """The pair in words."""
        return f"{self.column1}+{self.column2}"

    @property
    def lifted(self) -> bool:
        """Whether a practice says that this pair is no edit."""
        return self.indicator == "none"

    def holds(self, on: date) -> bool:
        """Whether the edit is in force on that day."""
        return self.from_ <= on and (self.to is None or on <= self.to)


@dataclass(frozen=True, slots=True)
class UnitLimit:
    """The most units of a code in a day. mai: 1 a claim line, 2 absolute by policy, 3 a benchmark."""

    setting: Setting
    code: str
    units: int
    mai: int
    from_: date
    to: date | None
    edition: str
    source: tuple[str, ...]
    to_confirm: bool = False
    note: str = ""
    table: str = "mue"

    @property
    def key(self) -> frozenset[str]:
        """What the limit is about."""
        return frozenset((self.code,))

    @property
    def name(self) -> str:
        """The code."""
        return self.code

    @property
    def lifted(self) -> bool:
        """A limit always limits."""
        return False

    def holds(self, on: date) -> bool:
        """Whether the limit is in force on that day."""
        return self.from_ <= on and (self.to is None or on <= self.to)


@dataclass(frozen=True)
class ResolvedEdition:
    """An edition with the days on which it answers; a newer one has closed it where there is one."""

    table: str
    label: str
    edition: str
    from_: date
    to: date | None
    review_by: date | None
    source: tuple[str, ...]
    to_confirm: bool
    note: str
    settings: tuple[Setting, ...]
    file: str

    def holds(self, on: date) -> bool:
        """Whether the edition answers on that day."""
        return self.from_ <= on and (self.to is None or on <= self.to)


@dataclass(frozen=True)
class PairEdition(ResolvedEdition):
    """An edition of pair edits; `family` empty means that all pairs of the book's codes are in it."""

    family: frozenset[str] = frozenset()
    withdrawn: tuple[WithdrawnEdit, ...] = ()
    by_setting: Mapping[Setting, tuple[PairEdit, ...]] = field(default_factory=dict)

    def rows(self, setting: Setting) -> tuple[PairEdit, ...]:
        """The edits of a setting; no pair stands in two editions on one day."""
        return self.by_setting.get(setting, ())


@dataclass(frozen=True)
class LimitEdition(ResolvedEdition):
    """An edition of unit limits, by code."""

    limits: Mapping[str, Limit] = field(default_factory=dict)
    by_setting: Mapping[Setting, tuple[UnitLimit, ...]] = field(default_factory=dict)

    def rows(self, setting: Setting) -> tuple[UnitLimit, ...]:
        """The limits of a setting; no code stands in two editions on one day."""
        return self.by_setting.get(setting, ())


def without(window: Window, hole: Window) -> list[Window]:
    """What is left of a window when another one takes its days out of it."""
    (start, end), (begin, stop) = window, hole
    left: list[Window] = []
    if (end is not None and end < begin) or (stop is not None and stop < start):
        return [window]
    if start < begin:
        left.append((start, begin - ONE_DAY))
    if stop is not None and (end is None or stop < end):
        left.append((stop + ONE_DAY, end))
    return left


def overlap(one: Window, other: Window) -> bool:
    """Whether two windows share a day."""
    return without(one, other) != [one]
