"""The unit calculator's sentences: short, plain, with the numbers of the visit at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.calculators.facts import MINUTES_IN_A_DAY, join_words, plural

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from logic.calculators.minutes import Sorted
    from logic.calculators.unit_results import CodeRow, UnitResult

FEWEST = 8  # timed minutes below which nothing is billed


def untimed(code: str, minutes: int) -> str:
    """Why an untimed code's minutes stay out of the timed total."""
    spent = f"its {plural(minutes, 'minute')} belong" if minutes != 1 else "its 1 minute belongs"
    return f"{code} is not timed: one unit however long it took; {spent} to the total treatment time only."


def other_time(code: str, minutes: int) -> str:
    """Why a code with a time rule of its own is left out."""
    return (
        f"{code} has a time rule of its own and does not count in 15-minute units: "
        f"its {plural(minutes, 'minute')} stay out, and its units are not worked out here."
    )


def split_words(split: Mapping[str, int]) -> str:
    """``97110 × 2, 97140 × 1``; ``no timed unit`` for an empty split."""
    return ", ".join(f"{code} × {units}" for code, units in split.items()) or "no timed unit"


def band(units: int) -> str:
    """Give the row of the Medicare table: the minutes that support so many units."""
    return "0 to 7" if not units else f"{15 * units - 7} to {15 * units + 7}"


def tie(tied: Sequence[str], open_units: int, left: Mapping[str, int], timed: Mapping[str, int]) -> str:
    """Say which codes tie, and that the choice is the clinician's."""
    which = "one of them gets a unit" if open_units == 1 else f"{open_units} of them get a unit each"
    longer = timed[tied[0]] > timed[tied[-1]]
    first = "the longer service is" if longer else "the one entered first is"
    return (
        f"{join_words(list(tied))} each have {plural(left[tied[0]], 'minute')} left over and {which}: "
        f"the clinician chooses, and the reason belongs in the note. Here {first} put first."
    )


def cms_steps(result: UnitResult) -> tuple[str, ...]:
    """Tell the total-time rule on this visit; the rows carry the preferred split."""
    visit, rows, choice = result.visit, result.rows, result.choice
    steps = _opening(visit)
    total = sum(row.minutes for row in rows)
    units = sum(row.units for row in rows)
    if rows and not units:
        steps.append(f"{plural(total, 'timed minute')} in all is fewer than 8: no timed unit.")
    if not units:
        return (*steps, *_closing(visit, rows))
    steps.append(f"{plural(total, 'minute')} lie in the band {band(units)}: {plural(units, 'unit')}.")
    steps.append(f"Full 15s first: {_full_and_left(rows)}.")
    to_give = units - sum(row.full for row in rows)
    if not to_give:
        steps.append("The full 15s use all of the units; what is left over earns none.")
    elif len(rows) == 1:
        steps.append(f"{rows[0].code} is the only timed code, so the unit that is left is its.")
    else:
        leaves = f"That leaves {plural(to_give, 'unit')} to give"
        steps.append(f"{leaves}, at most one a code, most minutes left over first.")
        left = {row.code: row.left_over for row in rows}
        takers = result.sure if choice else [row.code for row in rows if row.units > row.full]
        steps.extend(f"{code} has {plural(left[code], 'minute')} left over and gets one." for code in takers)
        if choice:
            steps.append(choice)
    listed = len(result.splits)
    if result.split_count > listed:
        steps.append(
            f"There are {result.split_count:,} equally valid splits; the first {listed:,} are listed."
        )
    return (*steps, *_closing(visit, rows))


def midpoint_steps(visit: Sorted, rows: Sequence[CodeRow], strict: Collection[str]) -> tuple[str, ...]:
    """Tell the per-code midpoint rule on this visit."""
    steps = _opening(visit)
    if rows:
        steps.append(
            "Each code stands alone: a unit for each full 15, one more if 8 or more minutes are left."
        )
    for row in rows:
        left = _left(row.left_over)
        if row.code in strict:
            left += ", and this payer wants the full 15 minutes for every unit of it"
        elif row.left_over:
            left += ", 8 or more" if row.left_over >= FEWEST else ", under 8"
        full = plural(row.full, "full 15") if row.full else "no full 15"
        earned = plural(row.units, "unit")
        steps.append(f"{row.code}: {plural(row.minutes, 'minute')}, {full}, {left}: {earned}.")
    return (*steps, *_closing(visit, rows))


def difference(by_total: UnitResult, by_code: UnitResult) -> str:
    """Say why the two methods differ on this visit, or that they do not."""
    if by_code.best == by_total.best:
        more = "" if by_total.choice is None else " The total-time rule allows another choice too."
        return f"Both methods give the same: {split_words(by_total.best)}.{more}"
    if by_code.best in by_total.splits:
        return f"Both methods allow {split_words(by_code.best)}; the total-time rule leaves a choice."
    left = [row.left_over for row in by_total.rows]
    pooled = by_total.timed_units - sum(row.full for row in by_total.rows)
    alone = sum(minutes >= FEWEST for minutes in left)
    counts = f"Total-time rule: {split_words(by_total.best)}. Midpoint rule: {split_words(by_code.best)}."
    leftovers = " + ".join(str(minutes) for minutes in left if minutes)
    pool = f"The minutes left over ({leftovers} = {sum(left)}) are added together and support"
    reach = "none of them reaches" if not alone else f"{alone} of them {'reaches' if alone == 1 else 'reach'}"
    if pooled != alone:
        only = "only " if pooled < alone else ""
        return (
            f"{counts} {pool} {only}{pooled or 'no'} more under the total-time rule; code by code, {reach} 8."
        )
    return f"{counts} This payer wants the full 15 minutes for every unit of some codes."


def boundary(here: UnitResult) -> str:
    """Say where this count begins and ends."""
    only = "Only minutes that were given and documented count."
    if here.method == "midpoint":
        return f"Each code changes on its own, at its own eighth minute of 15. {only}"
    units = here.timed_units
    supports = f"{plural(here.timed_minutes, 'timed minute')} support {plural(units, 'unit')}"
    below = f"; under {15 * units - 7} it would be {units - 1}" if units else ""
    return f"{supports} ({band(units)} minutes). From {15 * units + 8} it would be {units + 1}{below}. {only}"


def _opening(visit: Sorted) -> list[str]:
    """Give the timed minutes and their sum, and a word on a total no day holds."""
    if not visit.timed:
        return ["No timed code was given, so there is no timed unit."]
    total = sum(visit.timed.values())
    parts = [f"{_name(visit, service)} {count}" for service, count in visit.timed.items()]
    opening = [f"Timed minutes: {' + '.join(parts)}{f' = {total:,}' if len(parts) > 1 else ''}."]
    opening.extend(
        f"Minutes of {join_words(list(codes))} are one service: the first unit is {codes[0]}, "
        f"each further unit {codes[-1]}."
        for codes in visit.codes.values()
        if len(codes) > 1
    )
    if total > MINUTES_IN_A_DAY:
        opening.append(f"{total:,} minutes is more than the 1,440 of a day: check the note first.")
    return opening


def _closing(visit: Sorted, rows: Sequence[CodeRow]) -> list[str]:
    """Give the answer in one line; the untimed codes apart."""
    split = {"/".join(row.codes): row.units for row in rows if row.units}
    closing = [f"Timed units: {split_words(split)}."] if split else []
    if visit.untimed:
        closing.append(f"Apart from these, not by time: {split_words(visit.untimed)}.")
    return closing


def _name(visit: Sorted, service: str) -> str:
    """Give the service's code, or both codes where a second one continues it."""
    return "/".join(visit.codes[service])


def _full_and_left(rows: Sequence[CodeRow]) -> str:
    """``97110 has 2, with 3 minutes left over; 97140 has none, with 7 minutes left over``."""
    return "; ".join(f"{row.code} has {row.full or 'none'}, with {_left(row.left_over)}" for row in rows)


def _left(minutes: int) -> str:
    """``3 minutes left over``, ``nothing left over``."""
    return f"{plural(minutes, 'minute')} left over" if minutes else "nothing left over"
