"""Wrong ways from timed minutes to units, as people and programs really use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.practice.counting import counting_of

if TYPE_CHECKING:
    from logic.practice.case import Case, Step


def floor_of_the_total(case: Case, step: Step) -> str | None:
    """Only full quarters of the total count."""
    counting = counting_of(case)
    if counting is None or counting.method != "cms" or step.id != "units":
        return None
    return str(sum(counting.timed.values()) // 15)


def twenty_two_is_two(case: Case, step: Step) -> str | None:
    """The bands begin a minute early."""
    counting = counting_of(case)
    if counting is None or counting.method != "cms" or step.id != "units":
        return None
    return str((sum(counting.timed.values()) + 8) // 15)


BELIEFS = {
    "floor-of-the-total": floor_of_the_total,
    "twenty-two-is-two": twenty_two_is_two,
}
