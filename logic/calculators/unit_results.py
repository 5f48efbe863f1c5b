"""What the unit calculator gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from logic.calculators import unit_words as words

if TYPE_CHECKING:
    from collections.abc import Collection

    from logic.calculators.minutes import Sorted

Method = Literal["cms", "midpoint"]


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One timed service: its minutes, its full 15s, what is left over, and its units in the first split."""

    code: str
    minutes: int
    full: int
    left_over: int
    units: int
    codes: tuple[str, ...]  # more than one where a code continues another (97129, 97130)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form the command line prints."""
        return {
            "code": self.code,
            "minutes": self.minutes,
            "full_15s": self.full,
            "left_over": self.left_over,
            "units": self.units,
        }


@dataclass(frozen=True, slots=True)
class UnitResult:
    """Units of one visit by one method.

    ``splits`` holds every valid split of the timed units, the preferred first, codes with 0 units left out;
    one empty split if there is no timed unit; ``split_count`` how many there are, should not all be listed.
    ``choice`` says in words which tie is the clinician's to settle, if there is one. ``sure``: services that get
    a left-over unit in every split; ``strict``: those that must have the full 15 minutes of every unit.
    """

    method: Method
    visit: Sorted
    timed_minutes: int
    timed_units: int
    splits: tuple[dict[str, int], ...]
    rows: tuple[CodeRow, ...]
    choice: str | None = None
    split_count: int = 1
    sure: tuple[str, ...] = ()
    strict: Collection[str] = ()

    @property
    def untimed(self) -> dict[str, int]:
        """One unit for each untimed code that was documented."""
        return self.visit.untimed

    @property
    def not_counted(self) -> tuple[str, ...]:
        """Which minutes stay out of the count, and why, a sentence each."""
        return self.visit.not_counted

    @property
    def steps(self) -> tuple[str, ...]:
        """The count in sentences, told when asked for."""
        if self.method == "midpoint":
            return words.midpoint_steps(self.visit, self.rows, self.strict)
        return words.cms_steps(self)

    @property
    def best(self) -> dict[str, int]:
        """The preferred split."""
        return self.splits[0]

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form the command line prints."""
        return {
            "timed_minutes": self.timed_minutes,
            "timed_units": self.timed_units,
            "splits": [dict(split) for split in self.splits],
            "untimed": dict(self.untimed),
            "steps": list(self.steps),
            "choice": self.choice,
            "not_counted": list(self.not_counted),
            "codes": [row.to_dict() for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class BothMethods:
    """The same visit by both methods, and why they differ."""

    cms: UnitResult
    midpoint: UnitResult
    difference: str

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form the command line prints."""
        methods = {"cms": self.cms.to_dict(), "midpoint": self.midpoint.to_dict()}
        return {"methods": methods, "difference": self.difference}


@dataclass(frozen=True, slots=True)
class Boundary:
    """How far one code's minutes are from a change of the count.

    ``more`` and ``fewer`` are minutes of this code (None: not within a day, or it has not so many minutes);
    ``gains`` and ``loses`` are the changes of the preferred split, code → units.
    """

    code: str
    more: int | None
    gains: dict[str, int]
    fewer: int | None
    loses: dict[str, int]


@dataclass(frozen=True, slots=True)
class NextUnit:
    """How near a visit's count is to its neighbors; information, never advice."""

    method: Method
    timed_minutes: int
    timed_units: int
    rows: tuple[Boundary, ...]
    sentence: str
