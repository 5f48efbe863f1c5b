"""What a claim can have wrong: elements that cannot be read or cannot be true, and lines that do not make it up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from logic.intake.x12.fields import cents, dollars, whole_units
from logic.intake.x12.known import MINUTES, MOST_UNITS

if TYPE_CHECKING:
    from logic.intake.x12.claim import Claim
    from logic.intake.x12.known import Service
    from logic.intake.x12.troubles import Troubles

RESEND: Final = "Ask for the file again, or correct the claim where it was made."


def charge_of(text: str, what: str, segment: int, name: str, troubles: Troubles) -> int | None:
    """Cents of a charge; a claim cannot charge less than nothing. what, name: the element and its segment's name."""
    charge = cents(text)
    if charge is None:
        troubles.unreadable(segment, name, what, text, RESEND)
    elif charge < 0:
        wrong = f"{what[0].upper()}{what[1:]} cannot be below zero"
        troubles.impossible(segment, name, wrong, text, RESEND)
        return None
    return charge


def tell_what_is_missing(service: Service, e: list[str], segment: int, troubles: Troubles) -> None:
    """Of an SV1, cut into elements, that could not be read whole."""
    if service.charge is None:
        charge_of(e[2], "the charge", segment, "SV1", troubles)
    if service.code is None:
        troubles.unreadable(segment, "SV1", "the code", e[1], RESEND)
    if service.units is None and e[3] != MINUTES and whole_units(e[4]) is not None:
        wrong = f"The units cannot be more than {MOST_UNITS}"
        troubles.impossible(segment, "SV1", wrong, e[4], RESEND)
    elif service.units is None:
        troubles.unreadable(segment, "SV1", "the units", e[4], RESEND)


def look_whether_whole(claim: Claim, troubles: Troubles) -> None:
    """Whether the lines add up to the claim, and each has a day of service."""
    charges = [service.charge for service, _ in claim.lines if service.charge is not None]
    if claim.charge is not None and len(charges) == len(claim.lines) and sum(charges) != claim.charge:
        troubles.add(
            "lines that do not add up to their claim",
            claim.segment,
            "CLM",
            f"The lines add up to {dollars(sum(charges))}, the claim says {dollars(claim.charge)}.",
            "Look whether a line of the claim is missing.",
        )
    for _, line in claim.lines:
        if not line.dated and not claim.dated:
            troubles.add(
                "a line without a date of service",
                line.segment,
                "DTP",
                "The line has no date of service; its claim was not checked.",
                RESEND,
            )
