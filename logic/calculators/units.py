"""Units from minutes: the Medicare total-time rule and the per-code midpoint rule.

This module *constructs* every valid split, for people. The unit rules of the visit check *accept or refuse* a
billed split on their own; neither calls the other, and a proof compares them (logic/bench/proof.py).

Sources: Medicare Claims Processing Manual (Pub. 100-04) ch. 5 sec. 20.2 for ``cms``; the midpoint rule of CPT
Assistant as trade sources describe it for ``midpoint``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, islice
from math import comb
from typing import TYPE_CHECKING, Any, Literal

from logic.calculators import unit_words as words
from logic.calculators.facts import OTHER_TIME, TIMED, CodeBook, known_code, whole_minutes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Method = Literal["cms", "midpoint"]
QUARTER = 15
MIDPOINT = 8
MOST_SPLITS = 2000  # a tie among more than a dozen codes is no visit; the count is still told


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
    one empty split if there is no timed unit. ``untimed`` is one unit for each untimed code that was
    documented. ``choice`` says in words which tie is the clinician's to settle, if there is one.
    """

    method: Method
    timed_minutes: int
    timed_units: int
    splits: tuple[dict[str, int], ...]
    untimed: dict[str, int]
    steps: tuple[str, ...]
    choice: str | None
    not_counted: tuple[str, ...]
    rows: tuple[CodeRow, ...]
    split_count: int = 1

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
class Sorted:
    """Minutes put where they belong; a continuing code's minutes join those of the code it continues."""

    timed: dict[str, int]
    codes: dict[str, tuple[str, ...]]  # service → its code, then that of its further units
    untimed: dict[str, int]
    not_counted: tuple[str, ...]


def sort_minutes(minutes: Mapping[str, int], book: CodeBook) -> Sorted:
    """Put minutes where the rule counts them.

    Raises:
        UnknownCode: a code the book does not hold.
        BadMinutes: minutes that are not a whole number from 0 to 1,440.

    """
    further = {fact.continues: code for code, fact in book.codes.items() if fact.continues}
    timed: dict[str, int] = {}
    untimed: dict[str, int] = {}
    not_counted: list[str] = []
    for given, value in minutes.items():
        code = known_code(given, book)
        count = whole_minutes(code, value)
        fact = book.codes[code]
        if fact.kind == TIMED:
            service = fact.continues or code
            timed[service] = timed.get(service, 0) + count
        elif fact.kind == OTHER_TIME:
            not_counted.append(words.other_time(code, count))
        else:
            untimed[code] = 1
            not_counted.append(words.untimed(code, count))
    codes: dict[str, tuple[str, ...]] = {s: (s, further[s]) if s in further else (s,) for s in timed}
    return Sorted(timed, codes, untimed, tuple(not_counted))


def cms(minutes: Mapping[str, int], book: CodeBook) -> UnitResult:
    """Count by the Medicare total-time rule ("8-minute rule").

    All timed minutes are added; 8 to 22 support one unit, 23 to 37 two … Each code has its full 15s;
    units still left go one each to the codes with the most minutes left over; equal left-overs are a choice.

    Args:
        minutes: code → minutes of treatment on one date, in one discipline.
        book: which codes are timed.

    Raises:
        UnknownCode, BadMinutes: see :func:`sort_minutes`.

    """
    visit = sort_minutes(minutes, book)
    total = sum(visit.timed.values())
    units = (total + QUARTER - MIDPOINT) // QUARTER
    full = {service: count // QUARTER for service, count in visit.timed.items()}
    left = {service: count % QUARTER for service, count in visit.timed.items()}
    to_give = units - sum(full.values())
    sure, tied = _takers(visit.timed, left, to_give)
    open_units = to_give - len(sure)
    ways = comb(len(tied), open_units)
    splits = tuple(
        _reported({s: full[s] + (s in sure or s in chosen) for s in full}, visit)
        for chosen in islice(combinations(tied, open_units), MOST_SPLITS)
    )
    first = {*sure, *tied[:open_units]}
    rows = _rows(visit, {s: full[s] + (s in first) for s in full})
    choice = words.tie(tied, open_units, left, visit.timed) if ways > 1 else None
    steps = words.cms_steps(visit, rows, sure, choice, ways=ways, most=MOST_SPLITS)
    return UnitResult(
        "cms", total, units, splits, visit.untimed, steps, choice, visit.not_counted, rows, ways
    )


def midpoint(
    minutes: Mapping[str, int], book: CodeBook, full_unit_codes: Collection[str] = frozenset()
) -> UnitResult:
    """Count by the per-code midpoint rule: its own minutes only, a unit from the eighth minute of each 15.

    Args:
        minutes: code → minutes of service on one date.
        book: which codes are timed.
        full_unit_codes: codes for which this payer wants the full 15 minutes of every unit.

    Raises:
        UnknownCode, BadMinutes: see :func:`sort_minutes`.

    """
    visit = sort_minutes(minutes, book)
    strict = {s for s, codes in visit.codes.items() if not set(codes).isdisjoint(full_unit_codes)}
    units = {
        service: count // QUARTER + (count % QUARTER >= MIDPOINT and service not in strict)
        for service, count in visit.timed.items()
    }
    rows = _rows(visit, units)
    split = _reported(units, visit)
    steps = words.midpoint_steps(visit, rows, strict)
    total = sum(visit.timed.values())
    return UnitResult(
        "midpoint", total, sum(units.values()), (split,), visit.untimed, steps, None, visit.not_counted, rows
    )


def both(
    minutes: Mapping[str, int], book: CodeBook, full_unit_codes: Collection[str] = frozenset()
) -> BothMethods:
    """Count by both methods and say why they differ; for a payer whose method is not known."""
    by_total = cms(minutes, book)
    by_code = midpoint(minutes, book, full_unit_codes)
    return BothMethods(by_total, by_code, difference(by_total, by_code))


def difference(by_total: UnitResult, by_code: UnitResult) -> str:
    """Say in a sentence or two why the methods differ on this visit, or that they do not."""
    return words.difference(by_total, by_code)


def _takers(timed: Mapping[str, int], left: Mapping[str, int], to_give: int) -> tuple[list[str], list[str]]:
    """Give the services sure of a left-over unit, and those that tie for the last ones, longest first."""
    if not to_give:
        return [], []
    order = sorted(timed, key=lambda service: left[service], reverse=True)
    edge = left[order[to_give - 1]]  # the smallest left-over that still gets a unit
    sure = [service for service in order if left[service] > edge]
    tied = [service for service in timed if left[service] == edge]
    tied.sort(key=lambda service: timed[service], reverse=True)
    return sure, tied


def _reported(units: Mapping[str, int], visit: Sorted) -> dict[str, int]:
    """Give units as codes: first and further units of a service apart where their codes differ."""
    split: dict[str, int] = {}
    for service, count in units.items():
        first = min(count, 1) if len(visit.codes[service]) > 1 else count
        if first:
            split[service] = first
        if count > first:
            split[visit.codes[service][-1]] = count - first
    return split


def _rows(visit: Sorted, units: Mapping[str, int]) -> tuple[CodeRow, ...]:
    """One row for each timed service."""
    return tuple(
        CodeRow(s, count, count // QUARTER, count % QUARTER, units[s], visit.codes[s])
        for s, count in visit.timed.items()
    )
