"""Units from minutes: the Medicare total-time rule and the per-code midpoint rule.

This module *constructs* every valid split, for people. The unit rules of the visit check *accept or refuse* a
billed split on their own; neither calls the other, and a proof compares them (logic/bench/proof.py).

Sources: Medicare Claims Processing Manual (Pub. 100-04) ch. 5 sec. 20.2 for ``cms``; the midpoint rule of CPT
Assistant as trade sources describe it for ``midpoint``.
"""

from __future__ import annotations

from itertools import combinations, islice
from math import comb
from typing import TYPE_CHECKING

from logic.calculators import unit_words as words
from logic.calculators.facts import MINUTES_IN_A_DAY
from logic.calculators.minutes import Sorted, sort_minutes
from logic.calculators.unit_results import BothMethods, Boundary, CodeRow, Method, NextUnit, UnitResult

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from logic.calculators.facts import CodeBook

__all__ = ["BothMethods", "NextUnit", "UnitResult", "both", "cms", "difference", "midpoint", "next_unit"]

QUARTER = 15
MIDPOINT = 8
MOST_SPLITS = 2000  # a tie among more than a dozen codes is no visit; the count is still told


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
    return UnitResult("cms", visit, total, units, splits, rows, choice, ways, tuple(sure))


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
    strict = _strict(visit, full_unit_codes)
    units = {service: _alone(count, full=service in strict) for service, count in visit.timed.items()}
    rows = _rows(visit, units)
    split = _reported(units, visit)
    total = sum(visit.timed.values())
    return UnitResult("midpoint", visit, total, sum(units.values()), (split,), rows, strict=strict)


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


def next_unit(
    minutes: Mapping[str, int],
    book: CodeBook,
    method: Method = "cms",
    full_unit_codes: Collection[str] = frozenset(),
) -> NextUnit:
    """Tell how near the visit's count is to one unit more and one unit fewer, and which code would change.

    It informs; it is never a reason to record other minutes than were given.

    Args:
        minutes: code → minutes of treatment on one date.
        book: which codes are timed.
        method: the rule to count by.
        full_unit_codes: as for :func:`midpoint`; not used by ``cms``.

    Raises:
        UnknownCode, BadMinutes: see :func:`sort_minutes`.

    """

    def count(timed: Mapping[str, int]) -> UnitResult:
        given = {visit.codes[service][0]: spent for service, spent in timed.items()}
        return cms(given, book) if method == "cms" else midpoint(given, book, full_unit_codes)

    visit = sort_minutes(minutes, book)
    strict = _strict(visit, full_unit_codes)
    here = count(visit.timed)
    rows: list[Boundary] = []
    for service, spent in visit.timed.items():
        if method == "cms":
            up = QUARTER * (here.timed_units + 1) - (QUARTER - MIDPOINT) - here.timed_minutes
            down = here.timed_minutes - QUARTER * here.timed_units + MIDPOINT if here.timed_units else None
        else:
            up, down = _own_boundaries(spent, full=service in strict)
        more = None if spent + up > MINUTES_IN_A_DAY else up
        fewer = None if down is None or down > spent else down
        gains = {} if more is None else _change(here, count({**visit.timed, service: spent + more}))
        loses = {} if fewer is None else _change(here, count({**visit.timed, service: spent - fewer}))
        rows.append(Boundary(service, more, gains, fewer, loses))
    return NextUnit(method, here.timed_minutes, here.timed_units, tuple(rows), words.boundary(here))


def _strict(visit: Sorted, full_unit_codes: Collection[str]) -> set[str]:
    """Give the services for which the payer wants the full 15 minutes of every unit."""
    return {s for s, codes in visit.codes.items() if not set(codes).isdisjoint(full_unit_codes)}


def _alone(minutes: int, *, full: bool) -> int:
    """Give one code's units by its own minutes."""
    return minutes // QUARTER + (minutes % QUARTER >= MIDPOINT and not full)


def _own_boundaries(minutes: int, *, full: bool) -> tuple[int, int | None]:
    """Give the minutes up to the code's next unit, and down to one unit fewer (None if it has none)."""
    units = _alone(minutes, full=full)
    begins = QUARTER * units + (QUARTER if full else MIDPOINT)
    ends = QUARTER * units - (1 if full else QUARTER - MIDPOINT + 1)
    return begins - minutes, (minutes - ends if units else None)


def _change(here: UnitResult, there: UnitResult) -> dict[str, int]:
    """Give the units each code would gain or lose between the preferred splits."""
    codes = dict.fromkeys((*here.best, *there.best))
    moved = {code: there.best.get(code, 0) - here.best.get(code, 0) for code in codes}
    return {code: units for code, units in moved.items() if units}


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
