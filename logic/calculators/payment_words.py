"""The payment estimate's sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.calculators.facts import join_words, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from logic.calculators.facts import AmountFact, DatedFact, RvuFact
    from logic.calculators.payment import PaidLine

ESTIMATE = (
    "An estimate, not a promise: national Medicare amounts unless a locality is given, the deductible "
    "taken as met, every line taken as covered. Another payer's contract decides its own amounts."
)
ORDER = "The order of the cuts (practice expense, then assistant, then sequestration) is to confirm."
ROUNDING = "Cents are rounded per unit, half up; a contractor may round per line."
RATE_NAMES = {
    "mppr_pe_cut": "the practice-expense cut",
    "assistant_share": "the assistant's share",
    "sequestration": "the sequestration rate",
    "coinsurance": "the coinsurance",
}
STATUS = {
    "bundled": "Medicare never pays it separately; it is part of the other services of the day",
    "invalid": "Medicare does not take this code",
    "noncovered": "Medicare does not cover it",
    "carrier_priced": "the contractor sets the price, so there is no national amount",
    "restricted": "coverage is restricted, so no amount is given here",
    "deleted": "the code had ended by that date",
    "unknown": "its Medicare status is not known",
}


def no_amount(
    code: str,
    on: date,
    value: RvuFact | None,
    expense: float | None,
    factor: AmountFact | None,
    *,
    missing: Sequence[str],
) -> str:
    """Say why a code has no amount on this date; empty if it has one."""
    if value is None:
        return f"No relative value of {code} for {on.isoformat()} is in the rule book."
    if value.status in STATUS:
        return f"{code}: {STATUS[value.status]}."
    if expense is None:
        return f"No practice expense of {code} for this setting on {on.isoformat()} is in the rule book."
    if factor is None:
        return f"No conversion factor for {on.isoformat()} is in the rule book."
    if missing:
        names = join_words([RATE_NAMES[name] for name in missing])
        return f"The rule book does not know {names} on {on.isoformat()}."
    return ""


def steps(
    paid: Sequence[PaidLine],
    first: int | None,
    factor: AmountFact | None,
    share: Mapping[str, Decimal],
    on: date,
) -> tuple[str, ...]:
    """Tell the estimate line by line, then what the totals lack."""
    told: list[str] = []
    if factor is not None:
        told.append(f"Conversion factor on {on.isoformat()}: ${factor.amount}.")
    if first is not None and share:
        told.append(
            f"{paid[first].code} has the highest practice expense, so one unit of it keeps it in full; every "
            f"other therapy unit of the day has its practice expense cut by {_percent(share['mppr_pe_cut'])}."
        )
    for line in paid:
        told.extend(_line(line, share))
    sequestered = [line.sequestration for line in paid if line.sequestration]
    if sequestered:
        rate = _percent(share["sequestration"])
        told.append(f"Sequestration takes {rate} of what Medicare pays: ${sum(sequestered)}.")
    lacking = [line.code for line in paid if line.allowed is None]
    if lacking:
        codes = join_words(list(dict.fromkeys(lacking)))
        told.append(f"The totals are partial: they hold no amount for {codes}.")
    return tuple(told)


def _line(line: PaidLine, share: Mapping[str, Decimal]) -> list[str]:
    """Tell one line: its units, and the assistant reduction."""
    if line.says:
        return [line.says]
    amounts = " + ".join(f"${amount}" for amount in line.unit_amounts) or "$0.00"
    equals = f" = ${line.allowed}" if line.units > 1 else ""
    told = [f"{line.code}, {plural(line.units, 'unit')}: {amounts}{equals} allowed."]
    if line.assistant_cut:
        told.append(
            f"{line.code} {line.modifier}: Medicare pays {_percent(share['assistant_share'])} of its part, "
            f"${line.assistant_cut} less; the patient's part stays ${line.patient}."
        )
    return told


def to_confirm(paid: Sequence[PaidLine], facts: Mapping[str, DatedFact | None]) -> tuple[str, ...]:
    """List what the estimate rests on that was recalled and not read."""
    recalled = [name for name, fact in facts.items() if fact is not None and fact.to_confirm]
    notes = [ROUNDING]
    if any(line.assistant_cut or line.sequestration for line in paid):
        notes.insert(0, ORDER)
    if recalled:
        notes.append(f"To confirm: {join_words([RATE_NAMES.get(name, name) for name in recalled])}.")
    return tuple(notes)


def _percent(share: Decimal) -> str:
    """``50%``."""
    return f"{(share * 100).normalize():f}%"
