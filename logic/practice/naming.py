"""Name the wrong rules that give just the units of a real visit, where the right rule does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.calculators.minutes import sort_minutes
from logic.calculators.units import cms, midpoint
from logic.practice.counting import Counting, fees
from logic.practice.misconceptions.wrong_units import WRONG_UNITS, due

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from logic.calculators.unit_results import Method
    from logic.rulebook import RuleBook

MORE_THAN_A_VISIT = frozenset({"methods-swapped"})
"""Wrong rules that only two visits, for payers that count differently, could show."""
BY_THE_QUARTER = "untimed-by-the-quarter-hour"


def named(
    minutes: Mapping[str, int],
    billed: Mapping[str, int],
    method: Method,
    book: RuleBook,
    *,
    on: date | None = None,
    full_unit_codes: Collection[str] = (),
) -> tuple[str, ...]:
    """The ids of the misconceptions that lead to these units; none where the units are right.

    That a wrong rule gives the same units does not prove that somebody followed it: say "as if", never "you believe".

    Args:
        minutes: code → minutes of treatment, in the order of the lines.
        billed: code → units on the claim.
        method: how the payer counts.
        book: which codes are timed.
        on: the day of service, to know which code pays better; without it that rule is left out.
        full_unit_codes: codes for which the payer wants the full 15 minutes.

    Raises:
        UnknownCode, BadMinutes: see :func:`logic.calculators.minutes.sort_minutes`.

    """
    visit = sort_minutes(minutes, book)
    if any(len(codes) > 1 for codes in visit.codes.values()) or not any(billed.values()):
        return ()
    untimed = {code: minutes[code] for code in visit.untimed if code in minutes}
    found = [BY_THE_QUARTER] if _by_the_quarter(untimed, billed) else []
    timed = {code: billed[code] for code in visit.timed if billed.get(code)}
    right = cms(minutes, book) if method == "cms" else midpoint(minutes, book, full_unit_codes)
    if not visit.timed or timed in right.splits:
        return tuple(found)
    strict = tuple(code for code in full_unit_codes if code in visit.timed)
    counting = Counting(
        visit.timed, untimed, fees=fees(visit.timed, on, book), method=method, full_unit_codes=strict
    )
    for name, rule in WRONG_UNITS.items():
        split = None if name in MORE_THAN_A_VISIT else rule(counting)
        if split is not None and {code: units for code, units in split.items() if units} == timed:
            found.append(name)
    return tuple(found)


def _by_the_quarter(untimed: Mapping[str, int], billed: Mapping[str, int]) -> bool:
    """Whether an untimed code has a unit for each 15 minutes, more than one."""
    return any(billed.get(code, 0) == due(minutes) > 1 for code, minutes in untimed.items())
