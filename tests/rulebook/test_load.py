from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from logic.rulebook import default_home, load_rulebook

if TYPE_CHECKING:
    from pathlib import Path

    from logic.rulebook import RuleBook

DAY = date(2026, 3, 2)


def test_the_shipped_rule_book_is_sound(book: RuleBook) -> None:
    assert {"97124", "97140", "97110", "G0283"} <= set(book.codes)
    assert {"medicare", "commercial", "unknown"} <= set(book.payers)
    assert book.overrides == ()


def test_massage_and_manual_therapy_are_never_paid_together(book: RuleBook) -> None:
    for setting in ("practitioner", "outpatient_hospital"):
        edit = book.pair_edit("97124", "97140", DAY, setting)
        assert edit is not None
        assert (edit.column1, edit.column2, edit.indicator) == ("97140", "97124", "0")
        assert edit == book.pair_edit("97140", "97124", DAY, setting)


def test_the_hospital_table_differs_where_it_says_so(book: RuleBook) -> None:
    practitioner = book.pair_edit("97161", "97750", DAY)
    hospital = book.pair_edit("97161", "97750", DAY, "outpatient_hospital")
    assert practitioner is not None
    assert hospital is not None
    assert (practitioner.indicator, hospital.indicator) == ("0", "1")


def test_no_edit_is_none_and_a_day_without_an_edition_is_told_apart(book: RuleBook) -> None:
    assert book.pair_edit("97110", "97140", DAY) is None
    assert book.edits_cover(DAY)
    first = min(edition.from_ for edition in book.pair_editions)
    assert book.pair_edit("97140", "97124", first - timedelta(days=1)) is None
    assert not book.edits_cover(first - timedelta(days=1))


def test_a_payer_with_its_own_edits_is_asked_first(book: RuleBook) -> None:
    own = book.pair_edit("97124", "98940", DAY, payer="hns")
    assert own is not None
    assert (own.table, own.indicator) == ("hns", "1")
    assert book.pair_edit("97140", "97124", DAY, payer="hns") is None
    followed = book.pair_edit("97140", "97124", DAY, payer="medicare")
    assert followed is not None
    assert followed.indicator == "0"


def test_limits_by_day_and_setting(book: RuleBook) -> None:
    assert [(limit.units, limit.mai) for limit in [book.unit_limit("97124", DAY)] if limit] == [(4, 3)]
    hospital = book.unit_limit("97110", DAY, "outpatient_hospital")
    assert hospital is not None
    assert hospital.units == 8
    assert book.unit_limit("99999", DAY) is None
    assert book.limits_cover(DAY)
    assert not book.limits_cover(date(2020, 1, 1))


@pytest.mark.parametrize(
    ("year", "dollars"), [(2022, 2150), (2024, 2330), (2025, 2410), (2026, 2480), (2027, None)]
)
def test_the_threshold_of_each_year(book: RuleBook, year: int, dollars: float | None) -> None:
    for day in (date(year, 1, 1), date(year, 12, 31)):
        row = book.kx_threshold(day)
        assert (row.amount if row else None) == dollars


def test_amounts_by_day(book: RuleBook) -> None:
    before, after = book.conversion_factor(date(2024, 3, 8)), book.conversion_factor(date(2024, 3, 9))
    assert before is not None
    assert after is not None
    assert (before.amount, after.amount) == (32.7442, 33.2875)
    values = book.rvu("97124", date(2025, 5, 1))
    assert values is not None
    assert (values.work, values.pe_nonfacility, values.malpractice) == (0.35, 0.56, 0.01)
    assert book.rvu("97124", date(2019, 1, 1)) is None
    share = book.rate("assistant_share", DAY)
    assert share is not None
    assert share.value == 0.85
    assert book.rate("assistant_share", date(2021, 12, 31)) is None
    review = book.medical_review(DAY)
    assert review is not None
    assert review.amount == 3000


def test_codes_by_day(book: RuleBook) -> None:
    assert book.code_on("97124", DAY) is book.codes["97124"]
    assert book.code_on("97532", DAY) is None
    assert book.code_on("00000", DAY) is None
    assert book.medicare_status("00000", DAY) is None
    bundled, invalid = book.medicare_status("97010", DAY), book.medicare_status("97014", DAY)
    assert bundled is not None
    assert invalid is not None
    assert (bundled.status, invalid.status, invalid.use_instead) == ("bundled", "invalid", ("G0283",))
    assert book.medicare_status("97010", date(2000, 1, 1)) is None


def test_editions_say_when_to_look_again(book: RuleBook) -> None:
    pairs = next(one for one in book.editions() if one.table == "ncci")
    assert pairs.review_by is not None
    assert not pairs.overdue(pairs.review_by)
    assert pairs.overdue(pairs.review_by + timedelta(days=1))
    assert {"ncci", "mue", "kx_threshold", "rvu", "icd"} <= {one.table for one in book.editions()}


def test_what_is_to_confirm_names_its_file_and_sources(book: RuleBook) -> None:
    facts = book.to_confirm()
    assert facts
    assert all(
        fact.file.startswith("content/") and fact.id and set(fact.source) <= set(book.sources)
        for fact in facts
    )


def test_a_book_is_frozen_and_can_be_a_key(book: RuleBook) -> None:
    with pytest.raises(FrozenInstanceError):
        book.places = ()  # type: ignore[misc]
    with pytest.raises(ValidationError):
        book.codes["97124"].label = "other"  # type: ignore[misc]
    assert {book: 1}[book] == 1


def test_the_home_is_told_by_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UNITWISE_HOME", str(tmp_path))
    assert default_home() == tmp_path
    assert load_rulebook().home == tmp_path
    monkeypatch.delenv("UNITWISE_HOME")
    assert default_home().name == ".unitwise"


def test_loading_imports_nothing_heavy(repo_root: Path, tmp_path: Path) -> None:
    heavy = ("streamlit", "pandas", "simple_icd_10_cm", "polars", "numpy")
    program = (
        "import sys, datetime, pathlib; from logic.rulebook import load_rulebook;"
        f"book = load_rulebook(pathlib.Path({str(tmp_path)!r}));"
        "book.icd.status('M54.5', datetime.date(2026, 3, 2));"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=repo_root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
