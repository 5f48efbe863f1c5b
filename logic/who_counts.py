"""Whose minutes count toward timed units, for one line as a person types it.

Source: CMS Pub. 100-02 ch. 15 sec. 220, 230. `logic.derive.facts` says the same of millions of lines, and a test holds
the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from logic.rulebook.models import Code
    from logic.rulebook.payers import Payer

NOT_THERAPY: Final[Mapping[str, str]] = {
    "lmt": "massage_therapist",
    "aide": "aide",
    "dc": "chiropractor",
    "atc": "athletic_trainer",
}
"""Who is no therapist -> the payer's fact on whether they may give what is billed."""

ASSISTANTS: Final = ("pta", "ota")
PHYSICIANS: Final = ("md", "np", "pa", "dc")
PERSONS: Final[Mapping[str, str]] = {
    "pt": "a physical therapist",
    "pta": "a physical therapist assistant",
    "ot": "an occupational therapist",
    "ota": "an occupational therapy assistant",
    "slp": "a speech-language pathologist",
    "lmt": "a massage therapist",
    "aide": "an aide",
    "atc": "an athletic trainer",
    "dc": "a chiropractor",
}
"""Who treated, in words."""


def why_left_out(
    fact: Code, payer: Payer | None, day: date | None, treated_by: str = "", billed_by: str = ""
) -> str | None:
    """Why minutes of a timed code earn no unit here, as the end of a sentence; None where they count."""
    if day is not None and fact.valid_from is not None and day < fact.valid_from:
        return f"the code was not in force before {fact.valid_from.isoformat()}"
    if day is not None and fact.valid_to is not None and day > fact.valid_to:
        return f"the code ended on {fact.valid_to.isoformat()}"
    if payer is None:
        return None
    kind = NOT_THERAPY.get(treated_by)
    if kind is not None and getattr(payer.who_may_bill, kind).allowed == "no":
        return f"{PERSONS[treated_by]} gave them, and {payer.label} does not count that time"
    incident = payer.who_may_bill.assistant_incident_to.allowed
    if treated_by in ASSISTANTS and billed_by in PHYSICIANS and incident == "no":
        return (
            f"an assistant gave them under a physician's number, and {payer.label} does not count that time"
        )
    return None
