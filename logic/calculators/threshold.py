"""The yearly KX threshold: a running total by year and counter.

Physical therapy and speech-language pathology share one counter, occupational therapy has its own; each
counts allowed amounts (Medicare's part and the patient's). Source: 42 USC 1395l(g).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from logic.calculators.facts import CalculatorError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from logic.calculators.facts import AmountBook, AmountFact

Counter = Literal["PT and SLP", "OT"]
Kx = Literal["not needed", "begins here", "needed", "unknown"]
COUNTERS: dict[str, Counter] = {"pt": "PT and SLP", "slp": "PT and SLP", "ot": "OT"}
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one visit's claim adds: its date, discipline and allowed dollars."""

    on: date
    discipline: str
    allowed: Decimal | float


@dataclass(frozen=True, slots=True)
class ClaimState:
    """Where the counter stands before and after one claim, and what that means for KX and review."""

    claim: Claim
    counter: Counter
    before: Decimal
    after: Decimal
    kx: Kx
    review: bool | None
    says: str


@dataclass(frozen=True, slots=True)
class CounterState:
    """One counter of one year: dollars used, the threshold, what remains, where it was crossed.

    ``threshold``, ``remaining`` and ``review_from`` are None for a year the rule book does not know.
    """

    year: int
    counter: Counter
    used: Decimal
    threshold: Decimal | None
    remaining: Decimal | None
    review_from: Decimal | None
    crossed_by: Claim | None
    says: str


@dataclass(frozen=True, slots=True)
class ThresholdResult:
    """Every claim in order of date, and every counter."""

    claims: tuple[ClaimState, ...]
    counters: tuple[CounterState, ...]


def threshold(
    claims: Iterable[Claim], book: AmountBook, start: Mapping[tuple[int, Counter], Decimal] | None = None
) -> ThresholdResult:
    """Run the year's totals and say when KX begins.

    Args:
        claims: in any order; taken by date, those of one date in the order given.
        book: thresholds by date.
        start: allowed dollars by year and counter before the first of these claims; nothing if left out.

    Raises:
        CalculatorError: unknown discipline, or an amount below zero.

    """
    used: dict[tuple[int, Counter], Decimal] = {
        key: _amount(dollars, f"The {key[1]} start of {key[0]}") for key, dollars in (start or {}).items()
    }
    crossed: dict[tuple[int, Counter], Claim] = {}
    latest: dict[tuple[int, Counter], date] = {key: date(key[0], 1, 1) for key in used}
    states: list[ClaimState] = []
    for claim in sorted(claims, key=lambda each: each.on):
        counter, amount = _checked(claim)
        key = (claim.on.year, counter)
        before = used.get(key, ZERO)
        after = before + amount
        used[key], latest[key] = after, claim.on
        limit, review = _dollars(book.kx_threshold(claim.on)), _dollars(book.medical_review(claim.on))
        kx = kx_state(before, after, limit)
        if kx == "begins here":
            crossed[key] = claim
        over_review = None if review is None else after > review
        says = _claim_words(claim.on.year, counter, after, limit, kx)
        states.append(ClaimState(claim, counter, before, after, kx, over_review, says))
    counters = tuple(_counter(key, used[key], latest[key], crossed.get(key), book) for key in sorted(used))
    return ThresholdResult(tuple(states), counters)


def kx_state(before: Decimal, after: Decimal, limit: Decimal | None) -> Kx:
    """Say whether a claim needs KX that takes a counter from ``before`` to ``after``; exactly at it, no."""
    if limit is None:
        return "unknown"
    if after <= limit:
        return "not needed"
    return "needed" if before > limit else "begins here"


def _checked(claim: Claim) -> tuple[Counter, Decimal]:
    """Give the claim's counter and amount."""
    counter = COUNTERS.get(claim.discipline.strip().lower())
    if counter is None:
        raise CalculatorError(f"{claim.discipline!r} is not a therapy discipline.", "Give pt, ot or slp.")
    return counter, _amount(claim.allowed, claim.on.isoformat())


def _amount(given: Decimal | float, where: str) -> Decimal:
    """Give dollars of 0 or more."""
    amount = Decimal(str(given))
    if not amount.is_finite() or amount < 0:
        wrong = f"{where}: {given} is not an allowed amount."
        raise CalculatorError(wrong, "Give the allowed dollars, 0 or more.")
    return amount


def _dollars(fact: AmountFact | None) -> Decimal | None:
    """Give a dated amount as dollars, or None if the book does not know the date."""
    return None if fact is None else Decimal(str(fact.amount))


def _counter(
    key: tuple[int, Counter], used: Decimal, on: date, crossed_by: Claim | None, book: AmountBook
) -> CounterState:
    """Sum one counter of one year up."""
    year, counter = key
    limit, review = _dollars(book.kx_threshold(on)), _dollars(book.medical_review(on))
    if limit is None:
        says = f"{counter} {year}: ${used:,.2f} used. {_unknown(year)}"
        return CounterState(year, counter, used, None, None, review, None, says)
    remaining = max(limit - used, ZERO)
    if crossed_by is None and used > limit:
        says = (
            f"{counter} {year}: ${used:,.2f} used, above ${limit:,.2f} before the first of these claims. Every line "
            "needs KX, and with it the note must support the need."
        )
    elif crossed_by is None:
        says = f"{counter} {year}: ${used:,.2f} of ${limit:,.2f} used, ${remaining:,.2f} remain before KX."
    else:
        says = (
            f"{counter} {year}: ${used:,.2f} used; the claim of {crossed_by.on.isoformat()} went over "
            f"${limit:,.2f}. Lines above it need KX, and with it the note must support the need."
        )
    if review is not None and used > review:
        says += f" Above ${review:,.2f} a claim may be picked for medical review."
    return CounterState(year, counter, used, limit, remaining, review, crossed_by, says)


def _claim_words(year: int, counter: Counter, after: Decimal, limit: Decimal | None, kx: Kx) -> str:
    """Say what one claim does to its counter."""
    if limit is None:
        return _unknown(year)
    place = f"${after:,.2f} of ${limit:,.2f} ({counter} {year})"
    return {
        "not needed": f"{place}: no KX.",
        "begins here": f"{place}: this claim crosses the threshold; KX on the lines above it.",
        "needed": f"{place}: above the threshold; KX on every line, if the note supports the need.",
    }[kx]


def _unknown(year: int) -> str:
    """Say that the year's threshold is not known."""
    return f"The rule book does not know the {year} threshold, so whether KX is needed is not known."
