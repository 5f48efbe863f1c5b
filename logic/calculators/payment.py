"""A fee-schedule estimate of one visit: multiple-procedure cut, then assistant reduction, then sequestration.

Sources: 42 USC 1395w-4(b)(7) (half of practice expense for every therapy unit after the dearest of the day);
42 USC 1395m(v) (assistants); the order of the steps is to confirm. Exact decimals; cents half up, per unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Literal

from logic.calculators import payment_words as words
from logic.calculators.facts import CalculatorError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from logic.calculators.facts import AmountBook, RvuFact

Setting = Literal["nonfacility", "facility"]
ASSISTANT = frozenset({"CQ", "CO"})
RATES = ("mppr_pe_cut", "assistant_share", "sequestration", "coinsurance")
CENT = Decimal("0.01")
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class BilledLine:
    """Units of one code, with the assistant's modifier or without."""

    code: str
    units: int
    modifier: str | None = None


@dataclass(frozen=True, slots=True)
class Locality:
    """Geographic practice cost indices; 1.0 is the national amount."""

    work: Decimal = Decimal(1)
    practice_expense: Decimal = Decimal(1)
    malpractice: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class PaidLine:
    """The estimate of one line, in dollars; all None where the rule book knows no amount.

    ``unit_amounts`` are the fee-schedule amounts of its units, ``allowed`` their sum, ``medicare`` what
    Medicare pays after both reductions, ``patient`` the coinsurance, ``says`` why there is no amount, ``whole``
    one unit with its practice expense in full.
    """

    code: str
    units: int
    modifier: str | None
    unit_amounts: tuple[Decimal, ...]
    allowed: Decimal | None
    assistant_cut: Decimal
    sequestration: Decimal
    medicare: Decimal | None
    patient: Decimal | None
    says: str
    whole: Decimal | None = None

    @property
    def expense_cuts(self) -> tuple[Decimal, ...]:
        """What the practice-expense cut takes off each unit; zero for one that keeps it in full."""
        return () if self.whole is None else tuple(self.whole - amount for amount in self.unit_amounts)


@dataclass(frozen=True, slots=True)
class Payment:
    """The estimate of a visit. ``partial``: some line has no amount, so the totals lack it."""

    lines: tuple[PaidLine, ...]
    allowed: Decimal
    medicare: Decimal
    patient: Decimal
    partial: bool
    steps: tuple[str, ...]
    says: str
    to_confirm: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give plain values; dollars as text with two decimals."""
        return {
            "lines": [
                {
                    "code": line.code,
                    "units": line.units,
                    "modifier": line.modifier,
                    "unit_amounts": [str(amount) for amount in line.unit_amounts],
                    "allowed": None if line.allowed is None else str(line.allowed),
                    "medicare": None if line.medicare is None else str(line.medicare),
                    "patient": None if line.patient is None else str(line.patient),
                    "says": line.says,
                }
                for line in self.lines
            ],
            "allowed": str(self.allowed),
            "medicare": str(self.medicare),
            "patient": str(self.patient),
            "partial": self.partial,
            "steps": list(self.steps),
            "says": self.says,
            "to_confirm": list(self.to_confirm),
        }


def payment(
    lines: Sequence[BilledLine],
    on: date,
    book: AmountBook,
    locality: Locality | None = None,
    setting: Setting = "nonfacility",
) -> Payment:
    """Estimate what the Medicare fee schedule gives for the units of one patient on one day.

    Args:
        lines: billed units; the lines of all therapy disciplines of that day belong together.
        on: the service date.
        book: relative values, conversion factor and rates by date.
        locality: geographic indices; national if left out.
        setting: which practice expense applies.

    Raises:
        CalculatorError: units that are not a whole number of 0 or more.

    """
    place = locality or Locality()
    for line in lines:
        if isinstance(line.units, bool) or not isinstance(line.units, int) or line.units < 0:
            wrong = f"{line.code}: {line.units!r} is not a number of units."
            raise CalculatorError(wrong, "Give whole units, 0 or more.")
    factor = book.conversion_factor(on)
    rates = {name: book.rate(name, on) for name in RATES}
    missing = [name for name, rate in rates.items() if rate is None]
    share = {name: Decimal(str(rate.value)) for name, rate in rates.items() if rate is not None}
    values = {line.code: book.rvu(line.code, on) for line in lines}
    why_not = {
        code: words.no_amount(code, on, value, _expense(value, setting), factor, missing=missing)
        for code, value in values.items()
    }
    payable = {code: value for code, value in values.items() if value is not None and not why_not[code]}
    first = _full_expense_line(lines, payable, setting)
    paid: list[PaidLine] = []
    for number, line in enumerate(lines):
        value = payable.get(line.code)
        if factor is None or value is None:
            paid.append(_unpaid(line, why_not[line.code], values[line.code]))
            continue
        dollars = Decimal(str(factor.amount))
        whole = _unit(value, place, setting, dollars, NOTHING)
        cut = _unit(value, place, setting, dollars, share["mppr_pe_cut"]) if value.mppr else whole
        units = tuple(whole if (number == first and not i) else cut for i in range(line.units))
        paid.append(_paid(line, units, share, whole))
    return Payment(
        tuple(paid),
        sum((line.allowed for line in paid if line.allowed is not None), NOTHING.quantize(CENT)),
        sum((line.medicare for line in paid if line.medicare is not None), NOTHING.quantize(CENT)),
        sum((line.patient for line in paid if line.patient is not None), NOTHING.quantize(CENT)),
        any(line.allowed is None for line in paid),
        words.steps(paid, first, factor, share, on),
        words.ESTIMATE,
        words.to_confirm(paid, {"conversion factor": factor, **rates, **values}),
    )


def cents(dollars: Decimal) -> Decimal:
    """Round to cents, half up."""
    return dollars.quantize(CENT, ROUND_HALF_UP)


def _expense(value: RvuFact | None, setting: Setting) -> float | None:
    """Give the practice expense of the setting, if the book has it."""
    if value is None:
        return None
    return value.pe_nonfacility if setting == "nonfacility" else value.pe_facility


def _full_expense_line(
    lines: Sequence[BilledLine], payable: Mapping[str, RvuFact], setting: Setting
) -> int | None:
    """Give the place of the line that keeps one full practice expense: the highest, the first if equal."""
    places = [
        number
        for number, line in enumerate(lines)
        if line.units and line.code in payable and payable[line.code].mppr
    ]
    return max(places, key=lambda number: _expense(payable[lines[number].code], setting) or 0, default=None)


def _unit(value: RvuFact, place: Locality, setting: Setting, dollars: Decimal, cut: Decimal) -> Decimal:
    """Give one unit's fee-schedule amount with its practice expense cut by a share."""
    expense = Decimal(str(_expense(value, setting))) * place.practice_expense * (1 - cut)
    work = Decimal(str(value.work)) * place.work
    malpractice = Decimal(str(value.malpractice)) * place.malpractice
    return cents((work + expense + malpractice) * dollars)


def _paid(
    line: BilledLine, units: tuple[Decimal, ...], share: dict[str, Decimal], whole: Decimal
) -> PaidLine:
    """Split one line's amount into Medicare's part, its cuts, and the patient's part."""
    allowed = sum(units, NOTHING.quantize(CENT))
    patient = cents(allowed * share["coinsurance"])
    part = allowed - patient
    assistant_cut = cents(part * (1 - share["assistant_share"])) if line.modifier in ASSISTANT else NOTHING
    sequestration = cents((part - assistant_cut) * share["sequestration"])
    medicare = part - assistant_cut - sequestration
    return PaidLine(
        line.code,
        line.units,
        line.modifier,
        units,
        allowed,
        assistant_cut,
        sequestration,
        medicare,
        patient,
        "",
        whole,
    )


def _unpaid(line: BilledLine, why: str, value: RvuFact | None) -> PaidLine:
    """Give a line without an amount: zero for a bundled code, unknown for the rest."""
    none = NOTHING.quantize(CENT) if value is not None and value.status == "bundled" else None
    return PaidLine(line.code, line.units, line.modifier, (), none, NOTHING, NOTHING, none, none, why)
