"""Grade a learner's answers step by step: right or not, the step that broke, why, and which wrong rule it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from logic.practice.case import several, units_answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.practice.case import Case, Step


@dataclass(frozen=True, slots=True)
class GradedStep:
    """One answer. `misconceptions`: ids of the wrong rules that give just this answer here."""

    step: Step
    given: str
    right: bool
    misconceptions: tuple[str, ...] = ()
    because: str = ""

    @property
    def accepted(self) -> tuple[str, ...]:
        """Every answer that would have been right, the preferred first."""
        return self.step.right

    @property
    def why(self) -> str:
        """What the chosen option is told, if it has a sentence, and why the right answer is right."""
        return f"{self.because} {self.step.why}".strip()

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources of the step."""
        return self.step.sources


@dataclass(frozen=True, slots=True)
class Graded:
    """A case as far as it was answered, in the order of its steps."""

    case: Case
    steps: tuple[GradedStep, ...]

    @property
    def broke(self) -> str | None:
        """The first step that was wrong; None if none was."""
        return next((graded.step.id for graded in self.steps if not graded.right), None)

    @property
    def right(self) -> bool:
        """Whether every step was answered, and rightly."""
        return len(self.steps) == len(self.case.steps) and self.broke is None

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """Every wrong rule that an answer matches, in the order of the steps."""
        return tuple(dict.fromkeys(name for graded in self.steps for name in graded.misconceptions))


def grade(case: Case, answers: Mapping[str, str]) -> Graded:
    """Grade the answers given so far; steps without one are left out.

    Args:
        case: the case that was answered.
        answers: step id → answer, in any order and with any spaces.

    Raises:
        KeyError: an answer to a step that the case does not have.

    """
    if strangers := answers.keys() - {step.id for step in case.steps}:
        raise KeyError(f"{case.id} has no step {', '.join(sorted(strangers))}.")
    return Graded(case, tuple(grade_step(s, answers[s.id]) for s in case.steps if s.id in answers))


def grade_step(step: Step, answer: str) -> GradedStep:
    """Grade one answer."""
    given = canonical(step, answer)
    if step.accepts(given):
        return GradedStep(step, given, right=True)
    because = next((option.because for option in step.options if option.value == given), "")
    return GradedStep(step, given, False, believed(step, given), because)


def canonical(step: Step, answer: str) -> str:
    """The answer in the one form in which it is stored and compared; what makes no sense stays as it is."""
    words = answer.split()
    if step.kind == "several":
        return several(words)
    if step.kind == "number":
        digits = "".join(words)
        return str(int(digits)) if digits.isdecimal() else digits
    if step.kind == "units":
        pairs = [word.partition("=") for word in answer.replace(" = ", "=").split()]
        if all(count.isdecimal() for _, _, count in pairs):
            return units_answer({code: int(count) for code, _, count in pairs})
    return " ".join(words)


def believed(step: Step, given: str) -> tuple[str, ...]:
    """The wrong rules that lead to this answer; of several choices also those that lead to it together."""
    if given in step.wrong or step.kind != "several":
        return step.wrong.get(given, ())
    right = set(step.right[0].split())
    changed = right ^ set(given.split())
    parts = {answer: right ^ set(answer.split()) for answer in step.wrong}
    inside = [answer for answer, part in parts.items() if part <= changed]
    if set().union(*(parts[answer] for answer in inside)) != changed:
        return ()
    return tuple(name for answer in inside for name in step.wrong[answer])
