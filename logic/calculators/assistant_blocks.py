"""Who stands behind each unit of a visit: the picture of the assistant calculator, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from logic.calculators.assistants import service_shares

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from logic.calculators.assistants import AssistantResult, Share

QUARTER = 15


@dataclass(frozen=True, slots=True)
class UnitShare:
    """The minutes behind one unit: the therapist's (those together with them) and the assistant's.

    ``billed`` false: minutes left over that earn no unit. ``modifier``: the unit carries it.
    """

    lead: int
    assistant: int
    billed: bool
    modifier: bool


@dataclass(frozen=True, slots=True)
class ServiceShare:
    """One service with its minutes, and its units in order: full 15s of each person, then what is left."""

    codes: tuple[str, ...]
    share: Share
    units: tuple[UnitShare, ...]

    @property
    def with_modifier(self) -> int:
        """Units that carry the modifier."""
        return sum(unit.billed and unit.modifier for unit in self.units)

    @property
    def without(self) -> int:
        """Units without it."""
        return sum(unit.billed and not unit.modifier for unit in self.units)


def blocks(result: AssistantResult) -> tuple[ServiceShare, ...]:
    """Give each service with who furnished each of its units; the untimed ones last.

    It draws what was decided, so it can never decide otherwise: counts come from the result's lines.
    """
    due: dict[str, list[int]] = {}
    for line in result.lines:
        due.setdefault(line.code, [0, 0])[line.modifier is not None] += line.units
    joint = service_shares(result.units, result.shares)
    timed = [
        ServiceShare(row.codes, joint[row.code], _timed(joint[row.code], *_sum(due, row.codes)))
        for row in result.units.rows
    ]
    untimed = [
        ServiceShare((code,), result.shares[code], _whole(result.shares[code], bool(due[code][1])))
        for code in result.units.untimed
    ]
    return (*timed, *untimed)


def _sum(due: Mapping[str, Sequence[int]], codes: Sequence[str]) -> tuple[int, int]:
    """Give a service's units without and with the modifier, over its codes."""
    counts = [due.get(code, (0, 0)) for code in codes]
    return sum(count[0] for count in counts), sum(count[1] for count in counts)


def _timed(share: Share, without: int, with_it: int) -> tuple[UnitShare, ...]:
    """Give the units of a timed service."""
    lead_full, assistant_full = share.lead // QUARTER, share.assistant // QUARTER
    lead, assistant = share.lead % QUARTER, share.assistant % QUARTER
    carries = with_it > 0  # a plan without a modifier leaves the assistant's units bare
    units = [UnitShare(QUARTER, 0, billed=True, modifier=False)] * lead_full
    units += [UnitShare(0, QUARTER, billed=True, modifier=carries)] * assistant_full
    still = without + with_it - lead_full - assistant_full
    if still > 1:
        units.append(UnitShare(lead, 0, billed=True, modifier=False))
        units.append(UnitShare(0, assistant, billed=True, modifier=carries))
    elif lead or assistant:
        last = with_it > assistant_full
        units.append(UnitShare(lead, assistant, billed=still == 1, modifier=still == 1 and last))
    return tuple(units)


def _whole(share: Share, modifier: bool) -> tuple[UnitShare, ...]:
    """Give the one unit of an untimed service."""
    return (UnitShare(share.lead, share.assistant, billed=True, modifier=modifier),)
