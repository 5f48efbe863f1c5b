"""Minutes shared between therapist and assistant, in one shape: the kind makes it, misconceptions read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.calculators.assistants import Share
    from logic.practice.case import Case

KEY = "assisted"


@dataclass(frozen=True, slots=True)
class Assisted:
    """Who furnished which minutes of each code, and the units that are billed of it."""

    shares: Mapping[str, Share]
    units: Mapping[str, int]
    untimed: frozenset[str] = frozenset()


def assisted_of(case: Case) -> Assisted | None:
    """Who treated how long in the case; None for a case about something else."""
    return cast("Assisted | None", case.facts.get(KEY))
