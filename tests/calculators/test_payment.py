from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.calculators.facts import CalculatorError
from logic.calculators.payment import BilledLine, Locality, payment
from tests.calculators.shipped import BOOK

IN_2025 = date(2025, 6, 2)
# Dollars of 2025 as published per unit: in full, and for every further unit (national, outside a facility).
DOLLARS_2025 = {
    "97124": ("29.76", "20.70"),
    "97140": ("27.17", "20.70"),
    "97110": ("28.79", "21.83"),
    "97112": ("32.02", "24.26"),
    "97116": ("28.79", "21.83"),
    "97530": ("34.61", "24.58"),
    "97535": ("32.02", "23.45"),
    "97150": ("17.47", "13.59"),
    "97161": ("98.01", "74.56"),
    "97035": ("13.91", "10.51"),
    "98940": ("26.52", "26.52"),  # no cut of practice expense
}


class SmallBook:
    """A book of round numbers, so that expected dollars are worked out by hand."""

    VALUES = {  # noqa: RUF012 - a constant of the test
        "A0001": ("active", 1.0, 2.0, 1.0, 1.0, True),
        "A0002": ("active", 1.0, 4.0, None, 1.0, True),
        "A0003": ("active", 2.0, 2.0, 2.0, 0.0, False),
        "A0004": ("bundled", 0.0, 0.0, 0.0, 0.0, False),
        "A0005": ("carrier_priced", 0.0, 0.0, 0.0, 0.0, False),
    }
    rates = {"mppr_pe_cut": 0.5, "assistant_share": 0.85, "sequestration": 0.02, "coinsurance": 0.2}  # noqa: RUF012

    def rvu(self, code: str, on: date) -> SimpleNamespace | None:
        if code not in self.VALUES:
            return None
        names = ("status", "work", "pe_nonfacility", "pe_facility", "malpractice", "mppr")
        return SimpleNamespace(**dict(zip(names, self.VALUES[code], strict=True)), to_confirm=on.year > 2025)

    def conversion_factor(self, on: date) -> SimpleNamespace | None:
        return SimpleNamespace(amount=10.0, to_confirm=False) if on.year > 2020 else None

    def rate(self, name: str, on: date) -> SimpleNamespace | None:
        return (
            SimpleNamespace(value=self.rates[name], to_confirm=name == "sequestration")
            if on.year > 2021
            else None
        )

    def kx_threshold(self, on: date) -> SimpleNamespace | None:  # noqa: ARG002 - the shape of the book
        return None

    medical_review = kx_threshold


SMALL = SmallBook()


@pytest.mark.parametrize(("code", "dollars"), DOLLARS_2025.items())
def test_published_dollars_of_2025(code: str, dollars: tuple[str, str]) -> None:
    (line,) = payment([BilledLine(code, 3)], IN_2025, BOOK).lines
    full, further = map(Decimal, dollars)
    assert line.unit_amounts == (full, further, further)


def test_published_worked_example() -> None:
    result = payment([BilledLine("97124", 2), BilledLine("97110", 1)], IN_2025, BOOK)
    assert [line.unit_amounts for line in result.lines] == [
        (Decimal("29.76"), Decimal("20.70")),
        (Decimal("21.83"),),
    ]
    assert result.allowed == Decimal("72.29")
    assert not result.partial


@given(st.permutations([("97124", 2), ("97110", 1), ("97140", 1), ("98940", 1)]))
def test_order_of_lines_does_not_change_the_total(lines: list[tuple[Any, ...]]) -> None:
    result = payment([BilledLine(*line) for line in lines], IN_2025, BOOK)
    assert result.allowed == Decimal("29.76") + Decimal("20.70") * 2 + Decimal("21.83") + Decimal("26.52")


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(DOLLARS_2025)), st.integers(0, 4), st.sampled_from([None, "CQ"]))
    )
)
def test_parts_add_up(lines: list[tuple[Any, ...]]) -> None:
    result = payment([BilledLine(*line) for line in lines], IN_2025, BOOK)
    for line in result.lines:
        assert line.allowed == sum(line.unit_amounts)
        assert line.medicare + line.patient + line.assistant_cut + line.sequestration == line.allowed
    assert result.allowed == sum(line.allowed for line in result.lines)
    assert result.medicare == sum(line.medicare for line in result.lines)
    assert result.patient == sum(line.patient for line in result.lines)


def test_dearest_practice_expense_is_kept_once_for_the_day() -> None:
    result = payment(
        [BilledLine("A0001", 2), BilledLine("A0002", 2), BilledLine("A0003", 2)], date(2025, 1, 1), SMALL
    )
    assert [line.unit_amounts for line in result.lines] == [
        (Decimal("30.00"), Decimal("30.00")),  # 1 + 2/2 + 1
        (Decimal("60.00"), Decimal("40.00")),  # 1 + 4 + 1, then 1 + 4/2 + 1
        (Decimal("40.00"), Decimal("40.00")),  # no cut
    ]


def test_assistant_reduction_leaves_about_88_percent() -> None:
    with_it = payment([BilledLine("A0001", 1, "CQ")], date(2025, 1, 1), SMALL).lines[0]
    assert with_it.allowed == Decimal("40.00")
    assert with_it.patient == Decimal("8.00")
    assert with_it.assistant_cut == Decimal("4.80")  # 15% of 32.00
    assert with_it.allowed - with_it.assistant_cut == with_it.allowed * Decimal("0.88")
    assert with_it.sequestration == Decimal("0.54")  # 2% of 27.20 is 0.544
    assert with_it.medicare == Decimal("26.66")


def test_sequestration_is_taken_after_coinsurance() -> None:
    line = payment([BilledLine("A0001", 1, "GP")], date(2025, 1, 1), SMALL).lines[0]
    assert (line.patient, line.sequestration, line.medicare) == (
        Decimal("8.00"),
        Decimal("0.64"),
        Decimal("31.36"),
    )


def test_cents_are_rounded_half_up_and_exactly() -> None:
    third = Locality(work=Decimal("1.0005"))
    line = payment([BilledLine("A0001", 1)], date(2025, 1, 1), SMALL, third).lines[0]
    assert line.allowed == Decimal("40.01")  # 40.005


def test_locality_weighs_each_part() -> None:
    place = Locality(work=Decimal(2), practice_expense=Decimal("1.5"), malpractice=Decimal("0.5"))
    line = payment([BilledLine("A0001", 2)], date(2025, 1, 1), SMALL, place).lines[0]
    assert line.unit_amounts == (Decimal("55.00"), Decimal("40.00"))  # 2 + 3 + .5, then 2 + 1.5 + .5


def test_facility_takes_its_own_practice_expense() -> None:
    result = payment(
        [BilledLine("A0001", 1), BilledLine("A0002", 1)], date(2025, 1, 1), SMALL, setting="facility"
    )
    assert result.lines[0].allowed == Decimal("30.00")
    assert result.lines[1].allowed is None
    assert (
        result.lines[1].says
        == "No practice expense of A0002 for this setting on 2025-01-01 is in the rule book."
    )


def test_unknown_amount_is_said_and_the_total_is_partial() -> None:
    result = payment([BilledLine("A0001", 1), BilledLine("A0009", 1)], date(2025, 1, 1), SMALL)
    assert result.lines[1].says == "No relative value of A0009 for 2025-01-01 is in the rule book."
    assert result.partial
    assert result.allowed == Decimal("40.00")
    assert result.steps[-1] == "The totals are partial: they hold no amount for A0009."


def test_bundled_code_is_nothing_and_a_carrier_priced_one_is_unknown() -> None:
    result = payment([BilledLine("A0004", 1), BilledLine("A0005", 1)], date(2025, 1, 1), SMALL)
    assert result.lines[0].allowed == Decimal(0)
    assert "never pays it separately" in result.lines[0].says
    assert result.lines[1].allowed is None
    assert "the contractor sets the price" in result.lines[1].says


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2020, 1, 1), "No conversion factor for 2020-01-01 is in the rule book."),
        (
            date(2021, 1, 1),
            (
                "The rule book does not know the practice-expense cut, the assistant's share, the sequestration rate "
                "and the coinsurance on 2021-01-01."
            ),
        ),
    ],
)
def test_date_the_book_does_not_know(on: date, said: str) -> None:
    result = payment([BilledLine("A0001", 1)], on, SMALL)
    assert result.lines[0].says == said
    assert (result.allowed, result.partial) == (Decimal(0), True)


def test_what_was_recalled_is_to_confirm() -> None:
    result = payment([BilledLine("A0001", 1, "CQ")], date(2026, 1, 1), SMALL)
    assert result.to_confirm == (
        "The order of the cuts (practice expense, then assistant, then sequestration) is to confirm.",
        "Cents are rounded per unit, half up; a contractor may round per line.",
        "To confirm: the sequestration rate and A0001.",
    )


def test_it_is_an_estimate_and_says_so() -> None:
    result = payment([BilledLine("97124", 2), BilledLine("97110", 1, "CQ")], IN_2025, BOOK)
    assert result.says.startswith("An estimate, not a promise")
    assert result.steps[0] == "Conversion factor on 2025-06-02: $32.3465."
    assert result.steps[1].startswith(
        "97124 has the highest practice expense, so one unit of it keeps it in full"
    )
    told = result.to_dict()
    assert told["allowed"] == "72.29"
    assert told["lines"][0]["unit_amounts"] == ["29.76", "20.70"]


def test_a_line_of_no_units_keeps_nothing() -> None:
    result = payment([BilledLine("97124", 0), BilledLine("97110", 1)], IN_2025, BOOK)
    assert [line.allowed for line in result.lines] == [Decimal(0), Decimal("28.79")]


@pytest.mark.parametrize("units", [-1, 1.5, True, "2"])
def test_units_that_are_no_number(units: object) -> None:
    with pytest.raises(CalculatorError, match="is not a number of units"):
        payment([BilledLine("97124", units)], IN_2025, BOOK)
