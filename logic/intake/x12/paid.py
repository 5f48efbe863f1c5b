"""A paid claim and its lines while they are read; amounts are cents."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from logic.intake.x12.fields import dollars

if TYPE_CHECKING:
    from datetime import date

Adjustment = tuple[str, str, int, int | None]


@dataclass(slots=True)
class Paid:
    """A service line, or a claim without lines, while it is read; amounts are cents."""

    segment: int
    code: str | None = None
    modifiers: str = ""
    billed_code: str | None = None
    charge: int | None = None
    paid: int | None = None
    allowed: int | None = None
    units: int | None = None
    units_billed: int | None = None
    on: date | None = None
    control: str | None = None
    provider: str | None = None
    remarks: list[str] = field(default_factory=list)
    adjustments: list[Adjustment] = field(default_factory=list)

    def balanced(self) -> bool | None:
        """Whether charge less adjustments is what was paid; None where an amount is not told."""
        if self.charge is None or self.paid is None:
            return None
        return self.charge - sum(amount for _, _, amount, _ in self.adjustments) == self.paid


@dataclass(slots=True)
class PaidClaim:
    """A claim's payment while it is read."""

    claim_id: str | None
    status: str
    payer_claim: str | None
    filing: str
    frequency: str
    owes: int | None
    whole: Paid
    patient: str | None = None
    on: date | None = None
    lines: list[Paid] = field(default_factory=list)

    @property
    def parts(self) -> list[Paid]:
        """The claim itself and its lines."""
        return [self.whole, *self.lines]

    def imbalance(self) -> str | None:
        """What the claim says where charge less adjustments is not what was paid; None where an amount is not told."""
        charge, paid = self.whole.charge, self.whole.paid
        moved = sum(amount for part in self.parts for _, _, amount, _ in part.adjustments)
        if charge is None or paid is None or charge - moved == paid:
            return None
        return (
            f"The claim does not balance: charge {dollars(charge)}, adjustments {dollars(moved)}, "
            f"paid {dollars(paid)}."
        )
