"""What every model of the content shares: strict scalars, a fact with its sources, a period."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.types import Strict

Setting = Literal["practitioner", "outpatient_hospital"]
SETTINGS: tuple[Setting, ...] = ("practitioner", "outpatient_hospital")
Discipline = Literal["pt", "ot", "slp"]
YesNo = Literal["yes", "no", "unknown"]
Severity = Literal["error", "warning", "note"]
State = Literal["pass", "fail", "needs documentation", "not checked"]
Family = Literal[
    "units",
    "pair edits",
    "unit limits",
    "code choice",
    "modifiers",
    "diagnosis",
    "documentation",
    "who may bill",
    "claim form",
]


def _as_list(value: Any) -> Any:  # noqa: ANN401  (a pydantic validator sees whatever was typed)
    """Let one word stand for a list of one word."""
    return [value] if isinstance(value, str) else value


def _as_text(value: Any) -> Any:  # noqa: ANN401
    """Let an edition be typed as a bare date."""
    return value.isoformat() if type(value) is date else value


Text = Annotated[str, BeforeValidator(_as_text, json_schema_input_type=str | date)]
Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict()]
Flag = Annotated[bool, Strict()]
Day = Annotated[date, Strict()]
CodeText = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z][0-9]{3}[0-9A-Z]$")]
ModifierText = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2}$")]
PlaceText = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
SourceIds = Annotated[tuple[str, ...], BeforeValidator(_as_list, json_schema_input_type=str | list[str])]


class Model(BaseModel):
    """A frozen piece of content; a key that is not listed is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Fact(Model):
    """A statement with where it was read, and whether a person still has to confirm it."""

    source: SourceIds = ()
    to_confirm: Flag = False
    note: str = ""

    @property
    def told(self) -> bool:
        """Whether this states something (and so needs a source); "unknown" states nothing."""
        return True


class Period(Fact):
    """A fact that holds from one day to another, both included; no last day means still in force."""

    from_: Day = Field(alias="from")
    to: Day | None = None

    def holds(self, on: date) -> bool:
        """Whether the fact is in force on that day."""
        return self.from_ <= on and (self.to is None or on <= self.to)
