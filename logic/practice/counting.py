"""The minutes of a case and how they are counted, in one shape: kinds make it, misconceptions read it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from logic.calculators.unit_results import Method
    from logic.practice.case import Case, Step
    from logic.rulebook import RuleBook

KEY = "counting"


@dataclass(frozen=True, slots=True)
class Counting:
    """The minutes of one visit, as somebody right or wrong may count them.

    `timed` and `untimed`: code → minutes that count, in the order told; `idle`: what does not count (its id) →
    minutes, and `idle_of` the timed code whose time it might be taken for. `fees`: code → what it pays, to tell
    the dearer one. `full_unit_codes`: as the payer has them. `method`: the one that is right for this payer;
    `told`: whether the case says so itself.
    """

    timed: Mapping[str, int]
    untimed: Mapping[str, int] = field(default_factory=dict)
    idle: Mapping[str, int] = field(default_factory=dict)
    idle_of: Mapping[str, str] = field(default_factory=dict)
    fees: Mapping[str, float] = field(default_factory=dict)
    method: Method = "cms"
    full_unit_codes: tuple[str, ...] = ()
    told: bool = False


def counting_of(case: Case) -> Counting | None:
    """The minutes that the case is about; None for a case about something else."""
    return cast("Counting | None", case.facts.get(KEY))


def as_asked(case: Case, step: Step) -> Counting | None:
    """The minutes under the rule that the step asks for: a step may name the rule, whoever the payer is."""
    counting = counting_of(case)
    if counting is None:
        return None
    named: dict[str, Method] = {"by_total": "cms", "by_code": "midpoint"}
    method = named.get(step.id, counting.method)
    return counting if method == counting.method else replace(counting, method=method)


def fees(codes: Collection[str], on: date | None, book: RuleBook) -> dict[str, float]:
    """What each code pays in relative value units outside a facility; nothing unless all are known."""
    rows = {code: book.rvu(code, on) for code in codes} if on is not None else {}
    known = {c: r.work + (r.pe_nonfacility or 0.0) + r.malpractice for c, r in rows.items() if r is not None}
    return known if len(known) == len(codes) else {}
