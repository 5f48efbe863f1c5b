"""A lesson: its head, and under each heading the words, figures and questions in their order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from logic.learning.models import Slug  # noqa: TC001 - pydantic reads it
from logic.rulebook.base import CodeText, Day, Model, SourceIds, Whole

HEADINGS: Final = ("The idea", "See it", "Worked example", "Remember", "Try it")
MARK: Final = re.compile(r"\[([a-z0-9][a-z0-9-]*)\](?!\()")
"""``[cms-100-04-ch5]``: where the words before it were read."""
TO_CONFIRM: Final = "[to confirm]"
MOST_MINUTES: Final = 5
ANSWERED_BY: Final = ("minutes", "services", "visit", "fact", "right")


def _as_text(value: Any) -> Any:  # noqa: ANN401 - a pydantic validator sees whatever was typed
    """Let a number be an answer."""
    return str(value) if type(value) is int else value


Answer = Annotated[str, BeforeValidator(_as_text, json_schema_input_type=str | int)]


class FrontMatter(Model):
    """The head of a lesson, between its two lines of dashes."""

    id: Slug
    title: str
    idea: str = Field(description="The one idea, in one sentence.")
    minutes: Whole = Field(ge=1, le=MOST_MINUTES)
    needs: tuple[Slug, ...] = ()
    teaches: tuple[Slug, ...] = Field(min_length=1)
    rules: tuple[str, ...] = ()
    calculators: tuple[Literal["units", "assistants", "payment", "threshold"], ...] = ()
    sources: SourceIds = Field(min_length=1)
    reviewed: Day


class Option(Model):
    """One answer to choose: canonical as in `logic.practice.case`, what the learner reads, and why or why not.

    `believed`: the misconceptions that lead to it.
    """

    answer: Answer
    text: str = ""
    because: str
    believed: tuple[Slug, ...] = ()


class Quiz(Model):
    """One question; exactly one of minutes, services, visit, fact and right tells what the right answer is.

    minutes: code → minutes, counted by `method`; `asks` is units (``3``), split (``97110=2 97140=1``) or
    splits (how many are valid). services: code → therapist's and assistant's minutes; the answer is the lines
    (``97110=1 97110-CQ=1``). visit: a visit as rule pages write it; the answer is the state of `rule`, or the
    verdict. fact: a placeholder. right: the answer itself, where a rule and not a count is asked.
    """

    ask: str
    options: tuple[Option, ...] = Field(min_length=2)
    source: SourceIds = Field(min_length=1)
    minutes: dict[CodeText, Whole] | None = None
    method: Literal["cms", "midpoint"] = "cms"
    asks: Literal["units", "split", "splits"] = "units"
    services: dict[CodeText, tuple[Whole, ...]] | None = None
    discipline: Literal["pt", "ot"] = "pt"
    visit: dict[str, Any] | None = None
    rule: str | None = None
    fact: str | None = None
    right: Answer | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Quiz:
        told = [name for name in ANSWERED_BY if getattr(self, name) is not None]
        if len(told) != 1:
            raise ValueError(f"{len(told)} keys tell the right answer; keep one of {', '.join(ANSWERED_BY)}")
        return self


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph, list or table in Markdown: placeholders answered, source marks still in it."""

    text: str

    @property
    def marks(self) -> tuple[str, ...]:
        """The ids of the sources it cites."""
        return tuple(MARK.findall(self.text))


@dataclass(frozen=True)
class Figure:
    """An interactive figure and what it starts with, a `Starts` of its module."""

    name: str
    starts: Any


@dataclass(frozen=True)
class Question:
    """A quiz and its right answer, worked out."""

    quiz: Quiz
    right: str

    @property
    def best(self) -> Option:
        """The right option."""
        return self.option(self.right)

    @property
    def believed(self) -> tuple[str, ...]:
        """Every misconception that one of its answers names."""
        return tuple(name for each in self.quiz.options for name in each.believed)

    def option(self, answer: str) -> Option:
        """The option of that answer."""
        return next(each for each in self.quiz.options if each.answer == answer)


Block: TypeAlias = Words | Figure | Question


class Lesson(FrontMatter):
    """A whole lesson; `number` is its place on the path, from the file's name."""

    number: int
    sections: dict[str, tuple[Any, ...]]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions at its end."""
        return tuple(each for each in self.sections["Try it"] if isinstance(each, Question))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its interactive figures."""
        blocks = (each for section in self.sections.values() for each in section)
        return tuple(each for each in blocks if isinstance(each, Figure))
