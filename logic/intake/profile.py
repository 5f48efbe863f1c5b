"""What a profile says: which heading of a file is which of our columns, and how its cells are to be read."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from logic.cell_dates import DateOrder  # noqa: TC001  (pydantic reads it at run time)
from logic.cell_money import Decimal  # noqa: TC001
from logic.cells import CellStyle, read_cell
from logic.columns import HEADINGS, REQUIRED
from logic.problems import CellError
from logic.rulebook.base import Fact, Model

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Heading = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
SEVERAL: Final = frozenset({"modifiers", "dx", "pointers"})
"""Columns that may be put together from several of the file: mod1, mod2 …"""
FIXED: Final = ("payer", "setting", "discipline", "treated_by", "billed_by", "place_of_service")
"""What one word may tell for every line of a file."""
KEY_PARTS: Final = ("visit_id", "patient_id", "service_date", "provider_id", "discipline")
"""What lines of one visit may share where no column tells the visit."""


def _as_list(value: Any) -> Any:  # noqa: ANN401  (a pydantic validator sees whatever was typed)
    return [value] if isinstance(value, str) else value


def _a_column(name: str) -> str:
    if name not in HEADINGS:
        raise ValueError(f"{name!r} is none of our columns; they are {', '.join(HEADINGS)}")
    return name


Headed = Annotated[tuple[Heading, ...], BeforeValidator(_as_list, json_schema_input_type=str | list[str])]
OurColumn = Annotated[str, AfterValidator(_a_column)]


class FirstTold(Model):
    """Several columns of the file, of which the first that is not empty in a row tells it."""

    first_told: tuple[Heading, ...] = Field(min_length=2)


class Profile(Fact):
    """A named mapping. What is left out is absent, and what is absent is not checked."""

    id: Slug
    label: str
    about: str = Field(default="", description="Which export of which program, and where it is found there.")
    marks: tuple[Heading, ...] = Field(
        default=(), description="A file with all these headings is taken for this layout."
    )
    columns: dict[OurColumn, Headed | FirstTold] = Field(
        description="Our column: the heading of the file that holds it, or several for modifiers and diagnoses."
    )
    visit_by: tuple[Literal["visit_id", "patient_id", "service_date", "provider_id", "discipline"], ...] = (
        Field(default=(), description="Without a column of visits: what the lines of one visit share.")
    )
    fixed: dict[OurColumn, str] = Field(default={}, description="What holds for every line of the file.")
    values: dict[OurColumn, dict[str, str]] = Field(
        default={}, description="For a column: what stands in the file, and what it means."
    )
    only: dict[
        Heading, Annotated[tuple[str, ...], BeforeValidator(_as_list, json_schema_input_type=str | list[str])]
    ] = Field(
        default={},
        description="Rows of service lines: what a heading must hold; * stands for any characters, ? for one.",
    )
    dates: DateOrder | None = None
    decimal: Decimal = "point"
    code_cell: Literal["code", "code and more"] = Field(
        default="code", description="and more: modifiers or words stand behind the code in its cell."
    )
    sheet: str | None = Field(
        default=None, description="The sheet of a workbook; absent, the first that fits."
    )
    not_read: tuple[Heading, ...] = Field(
        default=(), description="Headings of the layout that no rule needs; * stands for any characters."
    )
    cannot_tell: dict[OurColumn, str] = Field(
        default={}, description="Columns that rules want and the layout does not have, and why."
    )

    @property
    def style(self) -> CellStyle:
        """How dates and amounts are written."""
        return CellStyle(self.dates, self.decimal, packed=True)

    def headings(self, column: str) -> tuple[str, ...]:
        """The headings of the file that tell one of our columns; none where it is absent."""
        told = self.columns.get(column, ())
        return told.first_told if isinstance(told, FirstTold) else told

    @property
    def all_headings(self) -> tuple[str, ...]:
        """Every heading that is read."""
        return tuple(heading for column in self.columns for heading in self.headings(column))

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for column, told in self.columns.items():
            if isinstance(told, tuple) and (not told or (len(told) > 1 and column not in SEVERAL)):
                raise ValueError(f"{column} takes one heading, or first_told: with several")
        if "visit_id" in self.columns and self.visit_by and "visit_id" not in self.visit_by:
            raise ValueError("visit_by and a column for visit_id both tell the visit; keep one")
        for part in self.visit_by:
            if part not in self.columns:
                raise ValueError(f"visit_by names {part}, which has no column")
        for column in REQUIRED:
            if column not in self.columns and not (column == "visit_id" and self.visit_by):
                raise ValueError(f"{column} has no column; every line must tell it")
        for column, word in self.fixed.items():
            self._sound_fixed(column, word)
        if unmapped := [name for name in self.values if name not in self.columns]:
            raise ValueError(f"values for {unmapped[0]}, which has no column")
        return self

    def _sound_fixed(self, column: str, word: str) -> None:
        if column not in FIXED:
            raise ValueError(f"{column} cannot be the same for every line; what can is {', '.join(FIXED)}")
        if column in self.columns:
            raise ValueError(f"{column} is both fixed and in a column; keep one")
        try:
            read_cell(HEADINGS[column], word)
        except CellError as error:
            raise ValueError(str(error)) from None
