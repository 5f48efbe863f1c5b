"""The minutes of a case and how they are counted, in one shape: kinds make it, misconceptions read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.calculators.unit_results import Method
    from logic.practice.case import Case

KEY = "counting"


@dataclass(frozen=True, slots=True)
class Counting:
    """The minutes of a case's one visit.

    `timed` and `untimed`: code → minutes that count; `idle`: what does not count (the option's value) → minutes,
    and `idle_of` the timed code whose time it might be taken for. `full_unit_codes`: as the payer has them.
    """

    timed: Mapping[str, int]
    untimed: Mapping[str, int] = field(default_factory=dict)
    idle: Mapping[str, int] = field(default_factory=dict)
    idle_of: Mapping[str, str] = field(default_factory=dict)
    method: Method = "cms"
    full_unit_codes: tuple[str, ...] = ()


def counting_of(case: Case) -> Counting | None:
    """The minutes that the case is about; None for a case about something else."""
    return cast("Counting | None", case.facts.get(KEY))
