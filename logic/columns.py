"""The published columns of a service line: name, type, meaning, example."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal[
    "text",
    "code",
    "integer",
    "money",
    "date",
    "time",
    "yes_no",
    "modifiers",
    "dx",
    "pointers",
    "choice",
    "place",
]

SETTINGS = ("practitioner", "outpatient_hospital")
DISCIPLINES = ("pt", "ot", "slp")
TREATERS = ("pt", "pta", "ot", "ota", "slp", "md", "np", "pa", "dc", "lmt", "aide", "atc")
BILLERS = ("pt", "ot", "slp", "md", "np", "pa", "dc", "lmt", "facility")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a service line.

    name: in the frame. heading: what a person writes over the column or as a key (start and stop differ).
    dtype: the Polars type in the frame. kind: how a cell is read. label, help, example: for pages and help.
    choices: the allowed values of a choice. most: the largest number (either sign) that is read at all.
    """

    name: str
    dtype: pl.DataType
    kind: Kind
    label: str
    help: str
    example: str
    required: bool = False
    heading: str = ""
    choices: tuple[str, ...] = ()
    most: int = 99_999

    def __post_init__(self) -> None:
        if not self.heading:
            object.__setattr__(self, "heading", self.name)


_TEXT = pl.String()
_INT = pl.Int32()
_MONEY = pl.Float64()
_DATE = pl.Date()
_YES = pl.Boolean()
_COUNT = pl.UInt32()
_LIST = pl.List(pl.String())


def _answer(name: str, label: str, help_: str) -> Column:
    return Column(name, _YES, "yes_no", label, help_ + " yes, no, or empty when nobody looked.", "yes")


def _day(name: str, label: str, help_: str) -> Column:
    return Column(name, _DATE, "date", label, help_, "2026-02-10")


def _number(name: str, label: str, help_: str, example: str) -> Column:
    return Column(name, _INT, "integer", label, help_, example)


_ALL = (
    Column(
        "visit_id",
        _TEXT,
        "text",
        "Visit",
        "Your own reference of the visit; its lines share it.",
        "V-1001",
        True,
    ),
    Column("row", _COUNT, "integer", "Row", "The row in the file; counted by the program, never read.", "2"),
    Column(
        "line",
        _COUNT,
        "integer",
        "Line",
        "The line inside the visit, from 1; counted if absent.",
        "1",
        most=9_999,
    ),
    Column("service_date", _DATE, "date", "Date of service", "The day of the treatment.", "2026-03-02", True),
    Column(
        "payer",
        _TEXT,
        "text",
        "Payer",
        "The payer's id or one of its names; absent means unknown.",
        "medicare",
    ),
    Column(
        "setting",
        _TEXT,
        "choice",
        "Setting",
        "Who bills: a practice or a hospital's outpatient department; absent, a practice.",
        "practitioner",
        choices=SETTINGS,
    ),
    Column(
        "discipline",
        _TEXT,
        "choice",
        "Discipline",
        "pt, ot or slp: whose plan of care.",
        "pt",
        choices=DISCIPLINES,
    ),
    Column(
        "treated_by", _TEXT, "choice", "Treated by", "Who had hands on the patient.", "pta", choices=TREATERS
    ),
    Column(
        "billed_by",
        _TEXT,
        "choice",
        "Billed by",
        "Under whose number the line is billed.",
        "pt",
        choices=BILLERS,
    ),
    Column("code", _TEXT, "code", "Code", "The five-character procedure code, as text.", "97124", True),
    Column(
        "units",
        _INT,
        "integer",
        "Units",
        "Billed units; 0 for a service that was documented and not billed.",
        "1",
        True,
        most=999,
    ),
    _number(
        "minutes",
        "Minutes",
        "Minutes of this service, all persons together; absent, start and stop tell the most they can be.",
        "23",
    ),
    _number("therapist_minutes", "Therapist minutes", "Of these, minutes by the therapist alone.", "13"),
    _number("assistant_minutes", "Assistant minutes", "Of these, minutes by the assistant alone.", "10"),
    _number("together_minutes", "Minutes together", "Minutes by therapist and assistant together.", "0"),
    _number("total_minutes", "Total treatment minutes", "Of the whole visit, timed and untimed.", "45"),
    Column(
        "start_minute",
        _INT,
        "time",
        "Start",
        "When the service began; in the frame, minutes after midnight.",
        "09:05",
        heading="start",
    ),
    Column(
        "stop_minute",
        _INT,
        "time",
        "Stop",
        "When the service ended; in the frame, minutes after midnight.",
        "09:28",
        heading="stop",
    ),
    Column(
        "modifiers",
        _LIST,
        "modifiers",
        "Modifiers",
        "Two characters each, separated by spaces or commas.",
        "GP 59",
    ),
    Column(
        "dx",
        _LIST,
        "dx",
        "Diagnoses",
        "ICD-10-CM codes in the claim's order, by spaces or commas.",
        "M54.50 R26.2",
    ),
    Column(
        "pointers", _LIST, "pointers", "Pointers", "Which diagnoses the line points to: A-L or 1-12.", "A B"
    ),
    Column("technique", _TEXT, "text", "Technique", "The technique as the note names it.", "effleurage"),
    Column(
        "place_of_service", _TEXT, "place", "Place of service", "The two-digit place-of-service code.", "11"
    ),
    _day("submitted_on", "Submitted on", "The day the claim was or will be sent."),
    Column(
        "patient_id", _TEXT, "text", "Patient key", "Any key; turned into a keyed hash at the door.", "P-77"
    ),
    Column(
        "provider_id",
        _TEXT,
        "text",
        "Biller's key",
        "Any key of the practitioner or facility that bills, such as its NPI; turned into a keyed hash at the door.",
        "B-1",
    ),
    Column(
        "ytd_amount",
        _MONEY,
        "money",
        "Year to date",
        "Allowed dollars this year before this visit.",
        "1840.50",
        most=9_999_999,
    ),
    Column("charge", _MONEY, "money", "Charge", "The line's charge in dollars.", "65.00", most=9_999_999),
    _answer(
        "note_interventions", "Note names each service", "Does the note name each service that was given?"
    ),
    _answer("note_timed_minutes", "Note has timed minutes", "Does the note give the timed minutes?"),
    _answer(
        "note_total_minutes", "Note has total minutes", "Does the note give the total treatment minutes?"
    ),
    _answer("note_signature", "Note is signed", "Is the note signed, with credentials?"),
    _answer(
        "note_massage_details",
        "Massage details",
        "Does the note name area, technique and purpose of massage?",
    ),
    _answer("note_skilled_need", "Skilled need", "Does the note say why a therapist's skill was needed?"),
    _answer("plan_of_care", "Plan of care", "Is there a plan of care that covers this day?"),
    _answer(
        "separate_service", "Separate service", "Does the note show a separate site, session or interval?"
    ),
    _answer(
        "incomplete",
        "Visit is incomplete",
        "Is a line of the visit missing here, because it could not be read?",
    ),
    _answer("abn_on_file", "ABN on file", "Is a signed advance notice (ABN) on file?"),
    _day("first_treatment_on", "First treatment", "The day of the first treatment under the plan."),
    _day("plan_certified_on", "Plan certified", "The day the plan of care was certified."),
    _day("recertified_on", "Recertified", "The day of the last recertification."),
    _number(
        "treatment_days_since_report",
        "Treatment days since report",
        "Treatment days since the last report.",
        "8",
    ),
)

COLUMNS: Mapping[str, Column] = MappingProxyType({column.name: column for column in _ALL})
"""Every canonical column by its name in the frame, in the frame's order."""

HEADINGS: Mapping[str, Column] = MappingProxyType(
    {column.heading: column for column in _ALL if column.name != "row"},
)
"""The columns a person can write, by heading."""

REQUIRED = tuple(column.name for column in _ALL if column.required)
"""Without these a line cannot be checked: visit_id, service_date, code, units."""

SCHEMA: Mapping[str, pl.DataType] = MappingProxyType({column.name: column.dtype for column in _ALL})
"""Name to Polars type, in the frame's order."""

DEFAULTS: Mapping[str, str] = MappingProxyType({"payer": "unknown"})
"""What an empty cell of these columns means."""
