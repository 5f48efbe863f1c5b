"""Dated tables: pair edits, unit limits, amounts. The day of service chooses the row."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from logic.rulebook.base import (
    SETTINGS,
    CodeText,
    Day,
    Fact,
    Flag,
    Model,
    Number,
    Period,
    Setting,
    Text,
    Whole,
)
from logic.rulebook.models import Status  # noqa: TC001  (pydantic reads it at run time)

Indicator = Literal["0", "1", "9"]
EditBlock = dict[CodeText, dict[Literal["0", "1", "9", "none"], tuple[CodeText, ...]]]


class DatedEdit(Model):
    """A pair edit with days of its own inside its edition (CMS publishes them; our typed tables do not)."""

    setting: Setting
    column1: CodeText
    column2: CodeText
    indicator: Indicator
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    rationale: str = ""


class WithdrawnEdit(Fact):
    """A pair that was an edit once and that charts still show; it is none today."""

    column1: CodeText
    column2: CodeText
    deleted_on: Day


class EditionFile(Period):
    """What every edition of a table tells: its name, its days, when to look for the next."""

    table: str
    label: str = ""
    edition: Text
    review_by: Day | None = None
    settings: tuple[Setting, ...] = SETTINGS


class PairEditionFile(EditionFile):
    """A file of content/pair_edits. With both settings, outpatient_hospital lists differences only.

    `family`: the codes whose pairs with each other are all here; left out = every code of the book.
    """

    table: Literal["ncci", "own"]
    family: tuple[CodeText, ...] = ()
    withdrawn: tuple[WithdrawnEdit, ...] = ()
    edits: dict[Setting, EditBlock] = Field(default_factory=dict)
    dated: tuple[DatedEdit, ...] = ()


class Limit(Model):
    """The most units a day in either setting; None where nothing is published."""

    practitioner: Whole | None = Field(default=None, ge=0)
    outpatient_hospital: Whole | None = Field(default=None, ge=0)
    mai: Literal[1, 2, 3]
    mai_outpatient_hospital: Literal[1, 2, 3] | None = None
    note: str = ""


class LimitEditionFile(EditionFile):
    """A file of content/unit_limits."""

    table: Literal["mue", "own"]
    limits: dict[CodeText, Limit]


class Amount(Period):
    """Dollars (or dollars per relative value unit) in a period."""

    amount: Number = Field(gt=0)


class Rate(Period):
    """A share between 0 and 1 in a period."""

    name: Literal["mppr_pe_cut", "assistant_share", "sequestration", "coinsurance"]
    value: Number = Field(ge=0, le=1)


class Rvu(Period):
    """Relative value units of a code in a period, national, no locality."""

    code: CodeText
    status: Status
    work: Number = Field(ge=0)
    pe_nonfacility: Number = Field(ge=0)
    pe_facility: Number | None = Field(default=None, ge=0)
    malpractice: Number = Field(ge=0)
    mppr: Flag
    edition: Text = ""


class AmountFile(Fact):
    """What every file of content/amounts tells; its source holds for each row without its own."""

    label: str = ""
    edition: Text = ""
    review_by: Day | None = None


class DollarFile(AmountFile):
    """kx_threshold.yaml, medical_review.yaml, conversion_factor.yaml."""

    table: Literal["kx_threshold", "medical_review", "conversion_factor"]
    rows: tuple[Amount, ...]


class RateFile(AmountFile):
    """payment_rates.yaml."""

    table: Literal["payment_rates"]
    rows: tuple[Rate, ...]


class RvuFile(AmountFile):
    """rvu.yaml."""

    table: Literal["rvu"]
    rows: tuple[Rvu, ...]
