"""Who and what the invented clinic is: providers, payers, code mixes, errors and how often, all by one seed.

Nobody's data. Provider numbers begin with 19999999, the payers' names are invented, patients are numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

NPI_PREFIX: Final = "80840"  # goes before an NPI in its check digit


@dataclass(frozen=True, slots=True)
class Provider:
    """A clinician, their discipline, their share of the visits, and how prone to errors (1 is usual)."""

    npi: str
    discipline: str
    share: int
    prone: float = 1.0


@dataclass(frozen=True, slots=True)
class PayerPlan:
    """A payer: its name on claims, payer code, claim filing indicator, share of visits, days to pay, denials."""

    name: str
    code: str
    filing: str
    share: int
    days: tuple[int, int]
    prone: float = 1.0


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """An error put into claims on purpose, and how the payer answers where it notices.

    `rate`: of visits where it can be made. `noticed`: how often the payer denies for it. `category` is one of
    content/denials.yaml; `rule` is the rule that finds it in a claim, empty where a claim cannot show it.
    """

    name: str
    rate: float
    noticed: float
    category: str
    group: str
    carc: str
    remarks: tuple[str, ...] = ()
    rule: str = ""


def npi(number: int) -> str:
    """An invented national provider identifier with a true check digit."""
    body = f"19999999{number:01d}"
    digits = [int(sign) for sign in NPI_PREFIX + body]
    doubled = [digit * 2 if place % 2 == 0 else digit for place, digit in enumerate(reversed(digits))]
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return f"{body}{(10 - total % 10) % 10}"


PROVIDERS: Final = (
    Provider(npi(0), "pt", 30),
    Provider(npi(1), "pt", 25, 1.8),
    Provider(npi(2), "pt", 20, 0.6),
    Provider(npi(3), "pt", 12),
    Provider(npi(4), "ot", 11),
    Provider(npi(5), "pt", 2),
)
BILLING_NPI: Final = npi(9)
PAYERS: Final = (
    PayerPlan("MEDICARE", "00901", "MB", 48, (14, 21)),
    PayerPlan("SUNRISE ADVANTAGE", "90016", "16", 16, (18, 30), 1.3),
    PayerPlan("HARBOR HEALTH", "90011", "CI", 22, (20, 40), 1.5),
    PayerPlan("STATE FUND COMP", "90012", "WC", 14, (30, 60)),
)
# What a payer denies although the claim is as it should be: category, group, CARC, remarks, weight.
OTHER_DENIALS: Final = (
    ("authorization", "CO", "197", (), 5),
    ("coverage", "CO", "22", ("N598",), 3),
    ("medical-necessity", "CO", "50", ("N115",), 3),
    ("documentation", "CO", "252", ("N706",), 2),
    ("timely-filing", "CO", "29", ("N211",), 1),
)
OTHER_DENIAL_RATE: Final = 0.025
ERRORS: Final = (
    ErrorKind("massage with manual therapy", 0.09, 0.85, "pair-edit", "CO", "236", (), "P201"),
    ErrorKind("plan modifier missing", 0.025, 0.8, "modifier", "CO", "4", ("N519",), "M401"),
    ErrorKind("too many units of massage", 0.02, 0.9, "units", "CO", "151", ("N362",), "L302"),
    ErrorKind("stale diagnosis", 0.03, 0.7, "diagnosis", "CO", "16", ("M76",), "X603"),
    ErrorKind("59 by reflex", 0.06, 0.1, "modifier", "CO", "4", (), "P204"),
    ErrorKind("packs billed to Medicare", 0.05, 0.95, "bundled-status", "CO", "97", ("N390",), "C502"),
    ErrorKind("sent twice", 0.015, 0.95, "duplicate", "OA", "18", ("N522",), ""),
    ErrorKind("a unit more than the minutes", 0.05, 0.08, "units", "CO", "151", ("N362",), "U101"),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to invent. `training_on`: from that day the named error is made this much as often."""

    first_day: date = date(2025, 1, 1)
    months: int = 18
    seed: int = 1
    visits_a_day: int = 24
    claims: int | None = None
    as_of: date | None = None
    training_on: date | None = date(2025, 12, 1)
    trained_error: str = "massage with manual therapy"
    trained_to: float = 0.4
    errors: tuple[ErrorKind, ...] = field(default=ERRORS)
