"""What a misconception makes of a finished claim: what it overlooks, what it takes for a mistake, how it mends."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from logic.practice.kinds import spot_error
from logic.practice.misconceptions.wrong_units import WRONG_UNITS, due

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.practice.case import Case, Step
    from logic.practice.kinds.spot_error import Spot
    from logic.practice.misconceptions import Believer

TOO_MANY, TOO_FEW, ELSEWHERE = "U101", "U102", "U103"
OF_TIMED_UNITS = frozenset({"", TOO_MANY, TOO_FEW, ELSEWHERE})
"""Claims in which nothing but timed units can be wrong: in others a wrong count would compete with the real mistake."""
BY_MINUTES = frozenset({"untimed-by-the-quarter-hour", "every-service-by-time"})


def also_of_finished_claims(name: str, own: Believer) -> Believer:
    """The misconception as it answers any case: a finished claim by what is told of it, others by its own function."""

    def answer(case: Case, step: Step) -> str | None:
        spot = cast("Spot | None", case.facts.get(spot_error.KEY))
        return own(case, step) if spot is None else spotted(name, spot, step)

    return answer


def spotted(name: str, spot: Spot, step: Step) -> str | None:
    """The answer about a finished claim; None where the misconception says nothing of it."""
    if step.id == "fix":
        return next((option for option, names in spot.believed.items() if name in names), None)
    if name in spot.overlooked_by:
        return spot_error.NOTHING
    wanted = _wanted(name, spot)
    if wanted is None:
        return None
    lines = [
        (number, line["units"], wanted[line["code"]])
        for number, line in enumerate(spot.billed["lines"], 1)
        if line["code"] in wanted
    ]
    amiss = [number for number, billed, units in lines if billed != units]
    if not amiss:
        return spot_error.NOTHING
    if step.id == "where":
        return f"line-{amiss[0]}"
    more = sum(billed - units for _, billed, units in lines)
    return TOO_MANY if more > 0 else TOO_FEW if more < 0 else ELSEWHERE


def _wanted(name: str, spot: Spot) -> Mapping[str, int] | None:
    """The units that the misconception wants, by code; None where it counts nothing here."""
    counting = spot.counting
    if name in BY_MINUTES:
        stretched = {code: max(1, due(minutes)) for code, minutes in counting.untimed.items()}
        return stretched if stretched and not spot.rule else None
    rule = WRONG_UNITS.get(name)
    split = rule(counting) if rule and spot.rule in OF_TIMED_UNITS else None
    return None if split is None else {code: split.get(code, 0) for code in counting.timed}
