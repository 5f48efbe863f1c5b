"""Invented learners who believe wrong rules and slip: to prove that a diagnosis finds what they believe.

They ask the wrong rules themselves, and never look at what a case or the diagnosis says of an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from logic.practice.case import several, units_answer
from logic.practice.misconceptions import MISCONCEPTIONS

if TYPE_CHECKING:
    from random import Random

    from logic.practice.case import Case, Step

SLIPS = 0.05


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who believes these wrong rules; `slips` of the answers are another one by accident.

    `faithful`: how often a wrong rule is followed where it applies; 1 is always.
    """

    beliefs: tuple[str, ...]
    random: Random
    slips: float = SLIPS
    faithful: float = 1.0

    def answers(self, case: Case) -> dict[str, str]:
        """An answer to each step; of several wrong rules that apply, one at random each time."""
        return {step.id: self._answer(case, step) for step in case.steps}

    def _answer(self, case: Case, step: Step) -> str:
        led = [MISCONCEPTIONS[name].answer(case, step) for name in self.beliefs]
        wrong = [a for a in led if a is not None and not step.accepts(a) and _can_be_given(step, a)]
        answer = self.random.choice(step.right)
        if wrong and self.random.random() < self.faithful:
            answer = self.random.choice(wrong)
        return self._slip(step, answer) if self.random.random() < self.slips else answer

    def _slip(self, step: Step, meant: str) -> str:
        """Another answer than was meant, as a hand or an eye slips."""
        random = self.random
        if step.kind == "choice":
            return random.choice([o.value for o in step.options if o.value != meant])
        if step.kind == "several":
            return several(set(meant.split()) ^ {random.choice(step.options).value})
        if step.kind == "number":
            return (
                str(max(0, int(meant) + random.choice((-2, -1, 1, 2)))) if meant.isdecimal() else meant + "0"
            )
        units = dict.fromkeys(step.codes, 0)
        units |= {code: int(count) for code, count in (pair.split("=") for pair in meant.split())}
        code = random.choice(step.codes)
        units[code] += random.choice((-1, 1)) if units[code] else 1
        return units_answer(units)


def _can_be_given(step: Step, answer: str) -> bool:
    """Whether the step offers what the wrong rule wants to answer."""
    offered = {option.value for option in step.options}
    wanted = {answer} if step.kind == "choice" else set(answer.split())
    return not offered or wanted <= offered
