"""Amounts that no table beside the repository holds, typed here again from where they were published."""

from __future__ import annotations

from datetime import date

import pytest

from logic.rulebook import load_rulebook

BOOK = load_rulebook()

# Noridian's threshold page (2022-2024), TherapyComply (2021), ProMBS (2025), ALS and Proactive Chart (2026);
# 2018-2020 are recalled and must say so.
THRESHOLDS = dict(zip(range(2018, 2027), (2010, 2040, 2080, 2110, 2150, 2230, 2330, 2410, 2480), strict=True))
RECALLED = {2018, 2019, 2020}

# CMS relative values of 2025: work, practice expense, malpractice, and the national dollars (factor 32.3465)
# of a first unit and of a further one with half the practice expense.
VALUES_2025 = {
    "97124": (0.35, 0.56, 0.01, 29.76, 20.70),
    "97140": (0.43, 0.40, 0.01, 27.17, 20.70),
    "97110": (0.45, 0.43, 0.01, 28.79, 21.83),
    "97112": (0.50, 0.48, 0.01, 32.02, 24.26),
    "97116": (0.45, 0.43, 0.01, 28.79, 21.83),
    "97530": (0.44, 0.62, 0.01, 34.61, 24.58),
    "97535": (0.45, 0.53, 0.01, 32.02, 23.45),
    "97150": (0.29, 0.24, 0.01, 17.47, 13.59),
    "97161": (1.54, 1.45, 0.04, 98.01, 74.56),
    "97035": (0.21, 0.21, 0.01, 13.91, 10.51),
}


@pytest.mark.parametrize("year", THRESHOLDS)
def test_threshold_of_the_year(year: int) -> None:
    for day in (date(year, 1, 1), date(year, 12, 31)):
        row = BOOK.kx_threshold(day)
        assert row is not None
        assert row.amount == THRESHOLDS[year]
        assert row.to_confirm is (year in RECALLED)


def test_threshold_of_a_year_without_a_publication_is_unknown() -> None:
    assert BOOK.kx_threshold(date(2027, 1, 1)) is None


def test_review_threshold_holds_until_2028() -> None:
    row = BOOK.medical_review(date(2027, 12, 31))
    assert row is not None
    assert row.amount == 3000
    assert BOOK.medical_review(date(2028, 1, 1)) is None


@pytest.mark.parametrize("code", VALUES_2025)
def test_values_of_2025_and_their_dollars(code: str) -> None:
    work, practice, malpractice, first, further = VALUES_2025[code]
    day = date(2025, 6, 1)
    row, factor, cut = BOOK.rvu(code, day), BOOK.conversion_factor(day), BOOK.rate("mppr_pe_cut", day)
    assert row is not None
    assert factor is not None
    assert cut is not None
    assert (row.work, row.pe_nonfacility, row.malpractice) == (work, practice, malpractice)
    assert row.mppr
    assert round(factor.amount * (work + practice + malpractice), 2) == first
    assert round(factor.amount * (work + practice * (1 - cut.value) + malpractice), 2) == further


def test_massage_and_manual_therapy_can_never_stand_together() -> None:
    """97140 is column 1, indicator 0, in either setting."""
    for setting in ("practitioner", "outpatient_hospital"):
        edit = BOOK.pair_edit("97124", "97140", date(2024, 7, 1), setting)
        assert edit is not None
        assert (edit.column1, edit.column2, edit.indicator) == ("97140", "97124", "0")


@pytest.mark.parametrize("other", ["97110", "97112", "97116", "97530", "97535"])
def test_massage_beside_active_treatment_is_no_edit(other: str) -> None:
    assert BOOK.pair_edit("97124", other, date(2024, 7, 1)) is None
