"""The per-code rule on every number of minutes and units, against the sentence that defines it."""

from __future__ import annotations

import sys
from datetime import date

import polars as pl
import pytest

from logic.calculators.units import midpoint
from logic.check import check
from logic.rulebook import load_rulebook
from logic.visit import canonical

BOOK = load_rulebook()
DAY = date(2026, 3, 2)
MOST_MINUTES, MOST_UNITS = 150, 12
PAYER = "hns"  # counts each code by itself, and wants full 15s of manual therapy


def due(code: str, minutes: int) -> int:
    """A unit for each 15 minutes begun of which at least 8 were given; of manual therapy all 15."""
    needed = 15 if code == "97140" else 8
    return sum(minutes >= 15 * unit + needed for unit in range(minutes + 1))


def test_every_number_of_minutes_and_units(capsys: pytest.CaptureFixture[str]) -> None:
    cases = [
        (code, minutes, units)
        for code in ("97124", "97140", "97110")
        for minutes in range(1, MOST_MINUTES + 1)
        for units in range(MOST_UNITS + 1)
    ]
    lines = pl.DataFrame(cases, schema=["code", "minutes", "units"], orient="row").with_columns(
        pl.format("{} {} {}", "code", "minutes", "units").alias("visit_id"),
        service_date=DAY,
        payer=pl.lit(PAYER),
    )
    found = check(canonical(lines), BOOK, DAY).findings.filter(pl.col("rule").is_in(["U104", "U105"]))
    told = dict(found.select("visit_id", pl.concat_str("rule", "state", separator=" ")).iter_rows())
    assert len(told) == found.height
    for code, minutes, units in cases:
        right = due(code, minutes)
        wanted = "U104 fail" if units > right else "U105 fail" if units < right else None
        assert told.get(f"{code} {minutes} {units}") == wanted, (code, minutes, units, right)
    with capsys.disabled():
        sys.stdout.write(f"\n{len(cases):,} minutes with units of a code counted by itself, all as defined")


@pytest.mark.parametrize("code", ["97124", "97140"])
def test_the_calculator_gives_the_same(code: str) -> None:
    strict = BOOK.payers[PAYER].counting.full_unit_codes
    for minutes in range(1, MOST_MINUTES + 1):
        assert midpoint({code: minutes}, BOOK, strict).timed_units == due(code, minutes)
