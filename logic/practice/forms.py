"""The form of a case: worked (all steps told), faded (the first are told, the last are the learner's), or solo.

Steps are faded from the end backward: the last step is the first that the learner takes over.
Sources: worked examples before problems (Barbieri 2023, 55 studies); backward fading is our choice of order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from logic.practice.case import Case, Form

RIGHT_TO_MOVE_ON = 2
WRONG_TO_GO_BACK = 2


def filled_in(case: Case, form: Form, own: int = 1) -> dict[str, str]:
    """The steps that come with their right answer, by id.

    Args:
        case: the case to be shown.
        form: worked fills all steps in, solo none.
        own: for faded, how many of the last steps are the learner's: at least one, and the first is always told.

    """
    steps = case.steps
    if form == "worked":
        told: Sequence[object] = steps
    elif form == "faded" and len(steps) > 1:
        told = steps[: len(steps) - max(1, min(own, len(steps) - 1))]
    else:
        told = ()
    return {step.id: step.right[0] for step in steps[: len(told)]}


def to_answer(case: Case, form: Form, own: int = 1) -> tuple[str, ...]:
    """The ids of the steps that the learner answers, in order."""
    told: Mapping[str, str] = filled_in(case, form, own)
    return tuple(step.id for step in case.steps if step.id not in told)


def next_form(past: Sequence[tuple[Form, bool]]) -> tuple[Form, int]:
    """The form for the next case of a concept, and how many steps are the learner's own when it is faded.

    A worked example first; then faded, with one step more after each right one; after two right in a row, solo.
    Two wrong solos in a row bring the faded form back, two wrong faded ones the worked example.

    Args:
        past: form and whether it was right, of this concept's attempts, oldest first. A worked one counts as read.

    """
    form: Form = "worked"
    own, right, wrong = 1, 0, 0
    for was, went_well in past:
        if was != form and was == "worked":
            continue  # a worked example looked at again changes nothing
        right, wrong = (right + 1, 0) if went_well else (0, wrong + 1)
        if form == "worked":
            form, own, right, wrong = "faded", 1, 0, 0
        elif form == "faded" and went_well:
            own += 1
            if right >= RIGHT_TO_MOVE_ON:
                form, right, wrong = "solo", 0, 0
        elif wrong >= WRONG_TO_GO_BACK:
            form, own, right, wrong = ("worked" if form == "faded" else "faded"), 1, 0, 0
    return form, own
