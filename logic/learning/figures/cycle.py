"""The way of a claim, step by step: what is done at each, and where it comes back."""

from __future__ import annotations

from pydantic import Field

from logic.rulebook.base import Model, SourceIds


class Step(Model):
    """One step: its name, what is done, what goes wrong there, and where it then goes back to."""

    name: str
    does: str
    goes_wrong: str
    back: str = ""
    source: SourceIds = Field(min_length=1)


class Starts(Model):
    """The steps in their order."""

    steps: tuple[Step, ...] = Field(min_length=3, max_length=9)


def cited(starts: Starts) -> tuple[str, ...]:
    """Give the sources of all steps."""
    return tuple(source for each in starts.steps for source in each.source)
