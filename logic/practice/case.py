"""A practice case: a little visit, and the steps from its note to its claim.

An answer is text in one canonical form, so that it can be stored, compared and told to a misconception:
a choice is its option's value (``yes``, ``97124``), a number its digits (``3``), several are sorted and joined by
spaces (``97110 97140``), units by code are ``97110=2 97140=1`` sorted by code, codes with 0 units left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

StepKind = Literal["choice", "several", "number", "units"]
Form = Literal["worked", "faded", "solo"]
NOTHING = ""
"""The canonical answer that chooses nothing: no code, no modifier, no unit."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: its canonical value, what the learner reads, and a sentence told afterwards."""

    value: str
    text: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One graded step.

    `right` holds every accepted answer, canonical, the preferred first; `wrong` maps a canonical wrong answer to
    the misconceptions that lead to it. `options` are for a choice or several; `codes` for units by code.
    `why` explains the right answer in one or two sentences with this case's numbers; `sources` are ids.
    """

    id: str
    concept: str
    ask: str
    kind: StepKind
    right: tuple[str, ...]
    why: str
    sources: tuple[str, ...]
    options: tuple[Option, ...] = ()
    codes: tuple[str, ...] = ()
    wrong: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hint: str = ""

    def accepts(self, answer: str) -> bool:
        """Whether the canonical answer is right."""
        return answer in self.right


@dataclass(frozen=True, slots=True)
class Row:
    """One service as the case shows it in a table; `minutes` in minutes, texts as a note writes them."""

    service: str
    minutes: int | None = None
    by: str = ""
    detail: str = ""
    code: str = ""


@dataclass(frozen=True)
class Case:
    """A generated case; the same blueprint, seed and rule book always make the same one.

    `id` is ``blueprint:seed``. `story` is what the learner reads first: a note or a sentence; `rows` the table
    beside it, if there is one. `facts` are what the steps were worked out from (for tests and explanations).
    `claim` holds the lines that are right, in the form's columns (`logic.visit.visit_lines`), for the judge.
    """

    id: str
    blueprint: str
    seed: int
    concept: str
    difficulty: int
    payer: str
    service_date: date
    title: str
    story: str
    steps: tuple[Step, ...]
    rows: tuple[Row, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    claim: Mapping[str, Any] = field(default_factory=dict)

    def step(self, name: str) -> Step:
        """The step of that id.

        Raises:
            KeyError: the case has no such step.

        """
        for step in self.steps:
            if step.id == name:
                return step
        raise KeyError(name)


def several(values: Collection[str]) -> str:
    """Give several choices as one canonical answer."""
    return " ".join(sorted(set(values)))


def units_answer(units: Mapping[str, int]) -> str:
    """Give units by code as one canonical answer: ``97110=2 97140=1``."""
    return " ".join(f"{code}={count}" for code, count in sorted(units.items()) if count)
