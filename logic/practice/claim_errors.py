"""Mistakes in a finished claim, in words: content/phrases/claim_errors.yaml. `logic.practice.mistakes` makes them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from logic.rulebook.base import Model


def _as_wrong_fix(value: Any) -> Any:  # noqa: ANN401 - a pydantic validator sees whatever was typed
    """Let a sentence alone be a wrong mend."""
    return {"mend": value} if isinstance(value, str) else value


class WrongFix(Model):
    """What does not mend a claim; `believed`: the misconceptions of those who would do it."""

    mend: str
    believed: tuple[str, ...] = ()


class ClaimError(Model):
    """A mistake in a finished claim: the rule that finds it, what mends it, and what does not.

    `overlooked_by`: the misconceptions by which nothing is wrong with such a claim.
    """

    id: str
    rule: str
    concept: str
    at: Literal["line", "diagnoses", "treated"] = "line"
    like: tuple[str, ...] = ()
    overlooked_by: tuple[str, ...] = ()
    fix: str
    wrong_fixes: tuple[
        Annotated[WrongFix, BeforeValidator(_as_wrong_fix, json_schema_input_type=str | WrongFix)], ...
    ] = Field(alias="not", min_length=2)

    @property
    def believed(self) -> tuple[str, ...]:
        """Every misconception that is named with the mistake."""
        return (*self.overlooked_by, *(name for each in self.wrong_fixes for name in each.believed))
