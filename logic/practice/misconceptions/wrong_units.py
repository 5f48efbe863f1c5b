"""Wrong ways from minutes to units, each a function of a visit's minutes alone.

They share nothing with the calculators. Each gives units by timed code, or None where it has nothing to say.
Most were met in public calculators, engines or pages.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from logic.practice.counting import Counting

    Split = dict[str, int]
    WrongUnits = Callable[[Counting], "Split | None"]


def due(total: int) -> int:
    """Units of a total by the table; the one right step that most wrong ways still take."""
    return (total + 7) // 15


def shared_out(timed: Mapping[str, int], units: int) -> Split:
    """Full 15s, then one each to the largest left-overs while units last; ties by order.

    A wrong total may hold more units than that: then the codes have another one each, in the same order.
    """
    split = {code: minutes // 15 for code, minutes in timed.items()}
    order = sorted(timed, key=lambda code: -(timed[code] % 15))
    for turn in range(units - sum(split.values()) if order else 0):
        split[order[turn % len(order)]] += 1
    return split


def per_code_rounding(counting: Counting) -> Split | None:
    """Round every code on its own, for a payer that adds up first."""
    if counting.method != "cms":
        return None
    return {code: due(minutes) for code, minutes in counting.timed.items()}


def added_up_for_everyone(counting: Counting) -> Split | None:
    """Add up first, for a payer that counts each code by itself."""
    if counting.method != "midpoint":
        return None
    return shared_out(counting.timed, due(sum(counting.timed.values())))


def methods_swapped(counting: Counting) -> Split | None:
    """Each payer by the other's rule."""
    return per_code_rounding(counting) or added_up_for_everyone(counting)


def floor_of_the_total(counting: Counting) -> Split | None:
    """Only full quarters of the total count."""
    if counting.method != "cms":
        return None
    return shared_out(counting.timed, sum(counting.timed.values()) // 15)


def twenty_two_is_two(counting: Counting) -> Split | None:
    """Bands that begin a minute early."""
    if counting.method != "cms":
        return {code: (minutes + 8) // 15 for code, minutes in counting.timed.items()}
    return shared_out(counting.timed, (sum(counting.timed.values()) + 8) // 15)


def left_overs_are_lost(counting: Counting) -> Split | None:
    """Each code's full 15s, and nothing else."""
    return {code: minutes // 15 for code, minutes in counting.timed.items()}


def begun_is_a_unit(counting: Counting) -> Split | None:
    """Every begun 15 minutes of a code."""
    return {code: -(-minutes // 15) for code, minutes in counting.timed.items()}


def one_unit_per_code(counting: Counting) -> Split | None:
    """A code is a unit."""
    return dict.fromkeys(counting.timed, 1)


def under_eight_is_struck(counting: Counting) -> Split | None:
    """A service under 8 minutes is struck out before anything is added up."""
    if counting.method != "cms":
        return None
    kept = {code: minutes for code, minutes in counting.timed.items() if minutes >= 8}
    return shared_out(kept, due(sum(kept.values())))


def eight_before_a_left_over(counting: Counting) -> Split | None:
    """A left-over unit only where 8 or more minutes are left."""
    if counting.method != "cms":
        return None
    timed = counting.timed
    right = shared_out(timed, due(sum(timed.values())))
    return {
        code: units - (units > timed[code] // 15 and timed[code] % 15 < 8) for code, units in right.items()
    }


def longest_takes_all(counting: Counting) -> Split | None:
    """All units on the code with most minutes."""
    if counting.method != "cms":
        return None
    timed = counting.timed
    return {max(timed, key=timed.__getitem__): due(sum(timed.values()))}


def longest_takes_the_rest(counting: Counting) -> Split | None:
    """Full 15s right, every left-over unit to the code with most minutes in all."""
    if counting.method != "cms":
        return None
    timed = counting.timed
    split = {code: minutes // 15 for code, minutes in timed.items()}
    split[max(timed, key=timed.__getitem__)] += due(sum(timed.values())) - sum(split.values())
    return split


def share_by_proportion(counting: Counting) -> Split | None:
    """Units in proportion to minutes, fractions by the largest remainder."""
    timed, total = counting.timed, sum(counting.timed.values())
    if counting.method != "cms" or not total:
        return None
    units = due(total)
    split = {code: units * minutes // total for code, minutes in timed.items()}
    for code in sorted(timed, key=lambda code: -(units * timed[code] % total)):
        if sum(split.values()) < units:
            split[code] += 1
    return split


def equal_split(counting: Counting) -> Split | None:
    """Units dealt out one by one to the codes in turn."""
    if counting.method != "cms":
        return None
    codes = list(counting.timed)
    split = dict.fromkeys(codes, 0)
    for turn in range(due(sum(counting.timed.values()))):
        split[codes[turn % len(codes)]] += 1
    return split


def dearest_first(counting: Counting) -> Split | None:
    """Left-over units to the code that pays best."""
    if counting.method != "cms" or not counting.fees:
        return None
    timed = counting.timed
    split = {code: minutes // 15 for code, minutes in timed.items()}
    open_units = due(sum(timed.values())) - sum(split.values())
    dearest = sorted((c for c in timed if timed[c] % 15), key=lambda c: -counting.fees.get(c, 0.0))
    return {code: units + (code in dearest[:open_units]) for code, units in split.items()}


def carried_to_the_next(counting: Counting) -> Split | None:
    """What one code leaves over is added to the next one."""
    if counting.method != "cms":
        return None
    run, before, split = 0, 0, {}
    for code, minutes in counting.timed.items():
        run += minutes
        split[code] = due(run) - before
        before = due(run)
    return split


def done_means_billed(counting: Counting) -> Split | None:
    """At least one unit for whatever was done."""
    return {code: max(1, units) for code, units in counted_right(counting).items()}


def minutes_rounded_up(counting: Counting) -> Split | None:
    """Minutes rounded up to the next five before they are counted."""
    return counted_right(replace(counting, timed=rounded_up(counting.timed)))


def untimed_minutes_counted(counting: Counting) -> Split | None:
    """Untimed minutes join the total, and the timed codes get what it supports."""
    if counting.method != "cms":
        return None
    return shared_out(counting.timed, due(sum(counting.timed.values()) + sum(counting.untimed.values())))


def counted_right(counting: Counting) -> Split:
    """By the payer's own rule, one of the ties: where a mistake lies in the minutes and not in the counting."""
    if counting.method == "cms":
        return shared_out(counting.timed, due(sum(counting.timed.values())))
    strict = counting.full_unit_codes
    return {c: minutes // 15 if c in strict else due(minutes) for c, minutes in counting.timed.items()}


def rounded_up(timed: Mapping[str, int]) -> Split:
    """Each code's minutes rounded up to the next five."""
    return {code: -(-minutes // 5) * 5 for code, minutes in timed.items()}


def with_idle(counting: Counting, idle: str) -> Counting:
    """The minutes with one thing counted that does not count."""
    code = counting.idle_of[idle]
    return replace(counting, timed={**counting.timed, code: counting.timed[code] + counting.idle[idle]})


WRONG_UNITS: dict[str, WrongUnits] = {
    "per-code-rounding-under-cms": per_code_rounding,
    "floor-of-the-total": floor_of_the_total,
    "twenty-two-is-two": twenty_two_is_two,
    "left-overs-are-lost": left_overs_are_lost,
    "begun-fifteen-is-a-unit": begun_is_a_unit,
    "one-unit-per-code": one_unit_per_code,
    "under-eight-is-struck": under_eight_is_struck,
    "eight-per-code-before-left-overs": eight_before_a_left_over,
    "biggest-code-takes-all": longest_takes_all,
    "longest-code-takes-left-overs": longest_takes_the_rest,
    "share-by-proportion": share_by_proportion,
    "equal-split": equal_split,
    "highest-paying-code": dearest_first,
    "left-overs-join-the-next-code": carried_to_the_next,
    "done-means-billed": done_means_billed,
    "minutes-rounded-up": minutes_rounded_up,
    "untimed-minutes-counted": untimed_minutes_counted,
    "every-payer-like-medicare": added_up_for_everyone,
    "methods-swapped": methods_swapped,
}
"""Misconception → its wrong way; those of idle minutes and of ties need a case and stand in `minutes` and `units`."""
