"""What the learning files of content/ may say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from logic.rulebook.base import Fact, Model

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]

Part = Literal["counting", "codes", "claims"]
PARTS: tuple[Part, ...] = ("counting", "codes", "claims")
"""What one may practise by itself: minutes and units; codes and modifiers; people, notes and what comes back."""


class Concept(Model):
    """One thing that a biller has to know; practice, reviews and mastery are kept by its id.

    `denied_as` is the kind of denial that comes of not knowing it; None where there is no single one.
    """

    id: Slug
    title: str
    says: str
    lesson: Slug
    part: Part
    needs: tuple[Slug, ...] = ()
    denied_as: Slug | None = None


class Misconception(Fact):
    """A wrong rule that people follow; `logic.practice.misconceptions` holds the same rule as a function.

    `believes` is said in the learner's own words ("…"), `why_wrong` in one or two sentences to the learner,
    `right` is the rule that holds.
    """

    id: Slug
    title: str
    believes: str
    why_wrong: str
    right: str
    concept: Slug
    lesson: Slug
    seen_in: str = Field(default="", description="Where we met it: a published page or a program, unnamed.")


class Word(Fact):
    """A word that a new biller may not know: explained in one or two sentences, and longer where that helps.

    `also` holds its other spellings, as they stand in a text.
    """

    id: Slug
    word: str
    says: str
    more: str = ""
    also: tuple[str, ...] = ()
    lesson: Slug | None = None
