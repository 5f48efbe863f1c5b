"""Wrong ways from minutes to units, answering the steps of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.practice.case import units_answer
from logic.practice.counting import as_asked, counting_of
from logic.practice.counting_steps import ANY, ONLY
from logic.practice.misconceptions import wrong_units as wrong

if TYPE_CHECKING:
    from logic.practice.case import Case, Step
    from logic.practice.counting import Counting
    from logic.practice.misconceptions import Believer

SHARING_OUT = frozenset({"split", "by_total", "by_code"})
TOTAL_KNOWN = frozenset(
    {
        "eight-per-code-before-left-overs",
        "done-means-billed",
    }
)
"""Beliefs about who gets a unit, held by people who know the right total."""


def believer(name: str) -> Believer:
    """Answer the steps of counting by that wrong way."""
    rule = wrong.WRONG_UNITS[name]

    def answer(case: Case, step: Step) -> str | None:
        if step.id != "units" and step.id not in SHARING_OUT:
            return None
        counting = as_asked(case, step)
        split = None if counting is None else rule(counting)
        if counting is None or split is None:
            return None
        if step.id == "units":
            return None if name in TOTAL_KNOWN else str(sum(split.values()))
        return units_answer(on_the_claim(split, counting))

    return answer


def on_the_claim(split: dict[str, int], counting: Counting) -> dict[str, int]:
    """Units by code with one for each untimed code that has none."""
    return {**dict.fromkeys(counting.untimed, 1), **{code: units for code, units in split.items() if units}}


def done_means_billed(case: Case, step: Step) -> str | None:
    """A service that earned no unit is billed all the same."""
    return "bill-one" if step.id == "unbilled" else believer("done-means-billed")(case, step)


def no_unit_no_note(_: Case, step: Step) -> str | None:
    """What is not billed need not be written down."""
    return "drop-it" if step.id == "unbilled" else None


def minutes_rounded_up(case: Case, step: Step) -> str | None:
    """Minutes are rounded up, and may be stretched to reach a unit."""
    counting = counting_of(case)
    if step.id == "unbilled":
        return "add-minutes"
    if step.id == "total" and counting is not None:
        return str(sum(wrong.rounded_up(counting.timed).values()))
    return believer("minutes-rounded-up")(case, step)


def under_eight_is_struck(case: Case, step: Step) -> str | None:
    """Services under 8 minutes do not even come into the total."""
    counting = counting_of(case)
    if step.id == "total" and counting is not None and counting.method == "cms":
        return str(sum(minutes for minutes in counting.timed.values() if minutes >= 8))
    return believer("under-eight-is-struck")(case, step)


def ties_have_one_answer(_: Case, step: Step) -> str | None:
    """There is always just one right split."""
    return ONLY if step.id == "tie" else None


def any_split_of_the_total(_: Case, step: Step) -> str | None:
    """Only the total matters; the units may stand anywhere."""
    return ANY if step.id == "tie" else None


ELSEWHERE = frozenset({"untimed-minutes-counted", "every-payer-like-medicare", "methods-swapped"})
"""They answer other steps as well: see `minutes` and `methods`."""

BELIEFS: dict[str, Believer] = {
    **{name: believer(name) for name in wrong.WRONG_UNITS if name not in ELSEWHERE},
    "done-means-billed": done_means_billed,
    "no-unit-no-note": no_unit_no_note,
    "minutes-rounded-up": minutes_rounded_up,
    "under-eight-is-struck": under_eight_is_struck,
    "ties-have-one-answer": ties_have_one_answer,
    "any-split-of-the-total": any_split_of_the_total,
}
