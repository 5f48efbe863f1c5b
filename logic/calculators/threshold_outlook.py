"""If visits go on like this: one straight line from the last claim to the end of the year, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from logic.calculators.facts import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.calculators.threshold import ClaimState, CounterState

FEWEST_DAYS = 3  # with fewer days of claims a pace says nothing
WEEK = 7


@dataclass(frozen=True, slots=True)
class Outlook:
    """The straight line: from the last claim's day at the pace of the claims so far.

    ``per_week`` in dollars; ``crosses_on`` the day on which the line passes the threshold, None if it does not
    this year, is passed already, or is not known.
    """

    begins: date
    used: Decimal
    per_week: Decimal
    at_year_end: Decimal
    crosses_on: date | None
    says: str


def outlook(claims: Sequence[ClaimState], counter: CounterState) -> Outlook | None:
    """Extend a counter to the end of its year; None with claims on fewer than three days.

    The pace is the dollars after the first day, divided by the days from the first to the last.

    Args:
        claims: of any counter and year, in order of date.
        counter: the counter to extend.

    """
    own = of_counter(claims, counter)
    days = sorted({state.claim.on for state in own})
    if len(days) < FEWEST_DAYS:
        return None
    first, last = days[0], days[-1]
    later = sum((state.after - state.before for state in own if state.claim.on > first), Decimal(0))
    pace = later / (last - first).days
    year_end = date(counter.year, 12, 31)
    left = (year_end - last).days
    at_end = counter.used + pace * left
    crosses = None
    if counter.threshold is not None and pace and counter.used <= counter.threshold < at_end:
        crosses = last + timedelta(days=int((counter.threshold - counter.used) / pace) + 1)
    says = _says(counter, pace * WEEK, at_end, crosses)
    return Outlook(last, counter.used, pace * WEEK, at_end, crosses, says)


def of_counter(claims: Sequence[ClaimState], counter: CounterState) -> list[ClaimState]:
    """Give the claims of one counter of one year."""
    return [
        state for state in claims if state.counter == counter.counter and state.claim.on.year == counter.year
    ]


def finding(counter: CounterState, ahead: Outlook | None) -> str:
    """Say in one line where the counter stands with the threshold: the title of its chart."""
    if counter.threshold is None:
        return f"{counter.counter} {counter.year}: the threshold of this year is not known"
    if counter.crossed_by is not None:
        return f"{counter.counter} {counter.year}: KX begins with the claim of {counter.crossed_by.on.isoformat()}"
    if counter.used > counter.threshold:
        return f"{counter.counter} {counter.year}: above the threshold before these claims, KX on every line"
    remaining = f"{counter.counter} {counter.year}: ${counter.remaining:,.2f} remain before KX"
    if ahead is not None and ahead.crosses_on is not None:
        return f"{remaining}; at this pace until about {ahead.crosses_on.isoformat()}"
    return remaining


def steps(claims: Sequence[ClaimState], counter: CounterState) -> tuple[str, ...]:
    """Tell how the counter came to where it stands."""
    own = of_counter(claims, counter)
    added = sum((state.after - state.before for state in own), Decimal(0))
    start = counter.used - added
    counted = f"{plural(len(own), 'claim')} of {counter.counter} in {counter.year}"
    told = [
        "PT and SLP claims share one counter, OT claims have their own; each begins at $0.00 on January 1.",
        f"Before these claims: ${start:,.2f}.",
        f"{counted}: ${added:,.2f} allowed, so ${start:,.2f} + ${added:,.2f} = ${counter.used:,.2f}.",
    ]
    if counter.threshold is not None:
        how = "not above" if counter.used <= counter.threshold else "above"
        told.append(f"The threshold of {counter.year} is ${counter.threshold:,.2f}: the total is {how} it.")
    if counter.crossed_by is not None:
        crossed = next(state for state in own if state.claim is counter.crossed_by)
        told.append(
            f"The claim of {crossed.claim.on.isoformat()} took the total from ${crossed.before:,.2f} to "
            f"${crossed.after:,.2f}: KX begins there, if the note supports the need."
        )
    if counter.review_from is not None:
        how = "not above" if counter.used <= counter.review_from else "above"
        told.append(
            f"Above ${counter.review_from:,.2f} a claim may be picked for medical review: the total is {how} it."
        )
    return tuple(told)


def _says(counter: CounterState, per_week: Decimal, at_end: Decimal, crosses: date | None) -> str:
    """Say the line in words."""
    said = (
        f"If visits go on like this (${per_week:,.2f} a week), the total of {counter.year} is about "
        f"${at_end:,.2f}. A straight line, not a forecast."
    )
    if crosses is not None:
        said += f" It passes ${counter.threshold:,.2f} about {crosses.isoformat()}."
    return said
