"""Misconceptions as executable wrong rules: each answers a step as a person who believes it would.

content/misconceptions.yaml holds their words; a test marries the two.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.practice.case import Case, Step

Believer = Callable[["Case", "Step"], "str | None"]
"""The canonical answer that follows from the belief; None where it says nothing about that step."""


@dataclass(frozen=True, slots=True)
class Misbelief:
    """A wrong rule that people follow, by the id of its page in content/misconceptions.yaml."""

    id: str
    answer: Believer


def _found() -> dict[str, Misbelief]:
    """Every belief of every module in this folder that has `BELIEFS`: id -> function."""
    modules = [import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    beliefs: dict[str, Believer] = {}
    for module in modules:
        own: Mapping[str, Believer] = getattr(module, "BELIEFS", {})
        if twice := beliefs.keys() & own.keys():
            raise ValueError(f"{module.__name__}: {', '.join(sorted(twice))} stands in another module too.")
        beliefs |= own
    finished = import_module(f"{__name__}.finished")
    return {
        name: Misbelief(name, finished.also_of_finished_claims(name, own))
        for name, own in sorted(beliefs.items())
    }


MISCONCEPTIONS: Mapping[str, Misbelief] = _found()


def wrong_answers(case: Case, step: Step) -> dict[str, tuple[str, ...]]:
    """Every wrong answer to the step that a misconception leads to, with the ids of those that do.

    A belief that happens to give a right answer here, or one that is not among the options, is left out.
    """
    offered = {option.value for option in step.options}
    found: dict[str, tuple[str, ...]] = {}
    for belief in MISCONCEPTIONS.values():
        answer = belief.answer(case, step)
        if answer is None or step.accepts(answer):
            continue
        if offered and not offered.issuperset([answer] if step.kind == "choice" else answer.split()):
            continue
        found[answer] = (*found.get(answer, ()), belief.id)
    return found
