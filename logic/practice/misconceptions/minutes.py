"""Wrong ideas of which minutes count, and of what is timed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.practice.case import several, units_answer
from logic.practice.counting import counting_of
from logic.practice.misconceptions.units import believer, on_the_claim
from logic.practice.misconceptions.wrong_units import counted_right, due, with_idle

if TYPE_CHECKING:
    from logic.practice.case import Case, Step
    from logic.practice.misconceptions import Believer


def counting_idle(idle: str) -> Believer:
    """Count one thing that is no treatment, and go on rightly with those minutes."""

    def answer(case: Case, step: Step) -> str | None:
        counting = counting_of(case)
        if counting is None or idle not in counting.idle:
            return None
        if step.id == "counts":
            return several([*step.right[0].split(), idle])
        wrong = with_idle(counting, idle)
        split = counted_right(wrong)
        answers = {
            "total": lambda: str(sum(wrong.timed.values())),
            "units": lambda: str(sum(split.values())),
            "split": lambda: units_answer(on_the_claim(split, counting)),
        }
        return answers[step.id]() if step.id in answers else None

    return answer


def untimed_minutes_counted(case: Case, step: Step) -> str | None:
    """Whatever has minutes is timed."""
    counting = counting_of(case)
    if counting is None or not counting.untimed:
        return None
    if step.id == "timed":
        return several([*counting.timed, *counting.untimed])
    if step.id == "total":
        return str(sum(counting.timed.values()) + sum(counting.untimed.values()))
    return believer("untimed-minutes-counted")(case, step)


def untimed_by_the_quarter(case: Case, step: Step) -> str | None:
    """An untimed service has a unit for each 15 minutes, apart from the others."""
    counting = counting_of(case)
    if counting is None or not counting.untimed:
        return None
    stretched = {code: max(1, due(minutes)) for code, minutes in counting.untimed.items()}
    if step.id == "untimed":
        return str(sum(stretched.values()))
    return units_answer({**counted_right(counting), **stretched}) if step.id == "split" else None


BELIEFS: dict[str, Believer] = {
    "set-up-time-counted": counting_idle("set-up"),
    "rest-time-counted": counting_idle("rest"),
    "writing-time-counted": counting_idle("writing"),
    "time-alone-counted": counting_idle("alone"),
    "untimed-minutes-counted": untimed_minutes_counted,
    "untimed-by-the-quarter-hour": untimed_by_the_quarter,
}
