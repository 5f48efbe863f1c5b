"""Wrong ideas of which units carry the assistant's modifier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.calculators.assistants import assistant_due
from logic.practice.assisted import assisted_of
from logic.practice.case import units_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from logic.calculators.assistants import Share
    from logic.practice.case import Case, Step
    from logic.practice.misconceptions import Believer

    Due = Callable[[Share, int], int]


def believer(timed: Due, untimed: Due) -> Believer:
    """Answer which units are marked by a wrong way for a code's units."""

    def answer(case: Case, step: Step) -> str | None:
        assisted = assisted_of(case)
        if assisted is None or step.id != "marked":
            return None
        return units_answer(
            {
                code: (untimed if code in assisted.untimed else timed)(share, assisted.units.get(code, 0))
                for code, share in assisted.shares.items()
            }
        )

    return answer


def tenth_of_the_service(share: Share, units: int) -> int:
    """The right test of an untimed service."""
    return units if share.assistant * 10 > share.total else 0


def whole_line(share: Share, units: int) -> int:
    """One marked unit marks all of its code."""
    return units if assistant_due(share.therapist, share.assistant, share.together, units)[0] else 0


def any_minute(share: Share, units: int) -> int:
    """One minute of an assistant marks every unit."""
    return units if share.assistant else 0


def most_of_it(share: Share, units: int) -> int:
    """Whoever furnished most of a code has all its units."""
    return units if share.assistant > share.lead else 0


def together_is_the_assistants(share: Share, units: int) -> int:
    """Minutes together count as the assistant's."""
    return assistant_due(share.therapist, share.assistant + share.together, 0, units)[0]


def together_of_the_service(share: Share, units: int) -> int:
    """The same for an untimed service."""
    return units if (share.assistant + share.together) * 10 > share.total else 0


def tenth_of_the_last_unit(share: Share, units: int) -> int:
    """The 10% test on the last unit, whoever has 8 minutes of it."""
    left = units - share.lead // 15 - share.assistant // 15
    over = share.assistant % 15 * 10 > share.lead % 15 + share.assistant % 15
    return min(units, share.assistant // 15 + (left if left > 0 and over else 0))


def full_fifteens_only(share: Share, units: int) -> int:
    """Only the assistant's full 15s are marked."""
    return min(units, share.assistant // 15)


BELIEFS: dict[str, Believer] = {
    "cq-on-the-whole-line": believer(whole_line, tenth_of_the_service),
    "any-assistant-minute": believer(any_minute, any_minute),
    "most-minutes-decide": believer(most_of_it, most_of_it),
    "together-is-the-assistants": believer(together_is_the_assistants, together_of_the_service),
    "tenth-of-the-last-unit": believer(tenth_of_the_last_unit, tenth_of_the_service),
    "assistants-full-fifteens-only": believer(full_fifteens_only, tenth_of_the_service),
}
