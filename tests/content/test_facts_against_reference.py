"""Our typed facts against the CMS tables, where a copy of them lies beside the repository.

Nothing is read from the facts' own files to make the expected values: they come from the CMS tables, or are
typed here with where they were published.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from logic.rulebook import load_rulebook

if TYPE_CHECKING:
    from logic.rulebook.book import RuleBook

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "data"
SETTINGS = ("practitioner", "outpatient_hospital")
TABLES_OF = date(2024, 7, 1)
STATUS = {
    "A": "active",
    "B": "bundled",
    "C": "carrier_priced",
    "I": "invalid",
    "N": "noncovered",
    "R": "restricted",
}
THERAPY_SERVICE = "5"  # the fee schedule's multiple-procedure indicator of therapy services

# Edits of 97124 with codes outside the therapy family: CMS tables of 2024-07-01, not in the family's extract.
BESIDE_MASSAGE = {
    **{(code, "97124"): "1" for code in ("94667", "94668", "94669", "G0151", "G0157", "G0159")},
    **{("97124", code): "0" for code in ("36591", "36592", "96523")},
}


def table(name: str) -> list[dict[str, str]]:
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"the CMS table {name} is not beside this repository")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    return load_rulebook(tmp_path_factory.mktemp("no_home"))


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_active_edit_and_no_other(book: RuleBook, setting: str) -> None:
    published = {
        (row["column1"], row["column2"]): row["modifier_indicator"]
        for row in table("ncci_ptp_therapy_family_2024Q3.csv")
        if row["setting"] == setting and not row["deletion_date"]
    }
    assert len(published) == 335
    ours = {
        (edit.column1, edit.column2): edit.indicator
        for edition in book.pair_editions
        if edition.holds(TABLES_OF)
        for edit in edition.rows(setting)
    }
    assert ours == published | BESIDE_MASSAGE


def test_a_code_outside_the_published_family_is_not_called_known(book: RuleBook) -> None:
    rows = table("ncci_ptp_therapy_family_2024Q3.csv")
    published = {row[column] for row in rows for column in ("column1", "column2")}
    (edition,) = [one for one in book.pair_editions if one.holds(TABLES_OF)]
    assert edition.family == published


@pytest.mark.parametrize("setting", SETTINGS)
def test_ended_edits_stay_ended(book: RuleBook, setting: str) -> None:
    rows = [row for row in table("ncci_ptp_therapy_family_2024Q3.csv") if row["setting"] == setting]
    active = {frozenset((row["column1"], row["column2"])) for row in rows if not row["deletion_date"]}
    ended = {frozenset((row["column1"], row["column2"])) for row in rows if row["deletion_date"]} - active
    assert frozenset(("97140", "97530")) in ended
    alive = [sorted(pair) for pair in ended if book.pair_edit(*sorted(pair), TABLES_OF, setting)]
    assert not alive


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_unit_limit_and_no_other(book: RuleBook, setting: str) -> None:
    service = {"practitioner": "Practitioner", "outpatient_hospital": "Outpatient Hospital"}[setting]
    published = {
        row["hcpcs_code"]: (int(row["mue_units"]), int(row["mue_mai"]))
        for row in table("mue_therapy_family_2024Q3.csv")
        if row["mue_service"] == service
    }
    assert published["97124"] == (4, 3)
    ours = {
        limit.code: (limit.units, limit.mai)
        for edition in book.limit_editions
        if edition.holds(TABLES_OF)
        for limit in edition.rows(setting)
    }
    assert ours == published


def test_every_relative_value_of_2022_to_2024_on_every_day_it_held(book: RuleBook) -> None:
    rows = table("pfs_rvu_therapy_family_2022_2024.csv")
    assert rows
    wrong = []
    for row in rows:
        start, end = date.fromisoformat(row["date_start"]), date.fromisoformat(row["date_end"])
        names = ("work_rvu", "non_fac_pe_rvu", "facility_pe_rvu", "mp_rvu")
        published = (*(round(float(row[name]), 2) for name in names), STATUS[row["status_code"]])
        expected = (*published, row["mult_proc"] == THERAPY_SERVICE)
        days = (start, start + (end - start) / 2, end)
        wrong += [(row["hcpcs"], day) for day in days if ours(book, row["hcpcs"], day) != expected]
    assert not wrong


def test_every_relative_value_of_july_2026(book: RuleBook) -> None:
    rows = table("pfs_rvu_therapy_family_2026_Jul.csv")
    assert rows
    names = ("work_rvu", "nonfac_pe_rvu", "fac_pe_rvu", "mp_rvu")
    wrong = [
        (row["hcpcs"], day)
        for row in rows
        for day in (date(2026, 7, 1), date(2026, 12, 31))
        if ours(book, row["hcpcs"], day)
        != (
            *(round(float(row[name]), 2) for name in names),
            STATUS[row["status"]],
            row["mult_proc_ind"] == THERAPY_SERVICE,
        )
    ]
    assert not wrong


def test_no_relative_value_without_a_published_one(book: RuleBook) -> None:
    closed = {row["hcpcs"] for row in table("pfs_rvu_therapy_family_2022_2024.csv")}
    current = {row["hcpcs"] for row in table("pfs_rvu_therapy_family_2026_Jul.csv")}
    assert {row.code for row in book.amounts.rvu if row.from_ < date(2025, 1, 1)} == closed
    assert {row.code for row in book.amounts.rvu if row.from_ >= date(2026, 1, 1)} == current


@pytest.mark.parametrize(
    "name", ["pfs_rvu_therapy_family_2022_2024.csv", "pfs_rvu_therapy_family_2026_Jul.csv"]
)
def test_code_status_and_therapy_mark_follow_the_fee_schedule(book: RuleBook, name: str) -> None:
    wrong = []
    for row in table(name):
        days = [row["date_start"], row["date_end"]] if "date_start" in row else ["2026-07-01", "2026-12-31"]
        code = book.codes[row["hcpcs"]]
        published = STATUS[row.get("status_code") or row["status"]]
        for day in map(date.fromisoformat, days):
            status = book.medicare_status(code.code, day)
            if status is None or status.status != published or not code.valid(day):
                wrong.append((code.code, day))
        indicator = row.get("mult_proc") or row["mult_proc_ind"]
        if indicator == THERAPY_SERVICE and code.therapy != "always":
            wrong.append((code.code, "therapy"))
    assert not wrong


def test_every_conversion_factor_since_2022(book: RuleBook) -> None:
    """Before 2022 we type no relative values, so a factor would serve nothing.

    From 2026 there are two; ours is the one for everyone but qualifying APM participants.
    """
    published = {
        date.fromisoformat(row["effective_from"]): float(row["conversion_factor"])
        for row in table("pfs_conversion_factors.csv")
        if row["effective_from"] >= "2022" and not row["applies_to"].startswith("QP")
    }
    assert len(published) == 6
    assert {row.from_: row.amount for row in book.amounts.conversion_factor} == published
    for first in published:
        if first > min(published):
            before = book.conversion_factor(first - timedelta(days=1))
            assert before is not None
            assert before.from_ < first


def test_places_are_the_assigned_ones(book: RuleBook) -> None:
    published = {row["pos_code"] for row in table("pos_codes_2024.csv") if row["pos_type"] != "Unassigned"}
    assert {place.code for place in book.places} == published


def test_retired_diagnoses_end_on_the_published_day(book: RuleBook) -> None:
    polars = pytest.importorskip("polars")
    path = REFERENCE / "icd10cm_billable_effective.parquet"
    if not path.exists():
        pytest.skip("the table of billable diagnoses is not beside this repository")
    frame = polars.read_parquet(path, columns=["code", "billable", "billable_from", "billable_to"])
    billable = list(frame.filter(polars.col("billable") == "1").iter_rows(named=True))
    ended = {row["code"]: row["billable_to"] for row in billable}
    began = {row["code"]: row["billable_from"] for row in billable}
    for fact in book.diagnoses.retired:
        assert ended[fact.code.replace(".", "")] == fact.billable_to.isoformat(), fact.code
        for code in fact.use_instead:
            first = (fact.billable_to + timedelta(days=1)).isoformat()
            assert began[code.replace(".", "")] == first, code


def ours(book: RuleBook, code: str, day: date) -> tuple[float | str | bool, ...] | None:
    row = book.rvu(code, day)
    if row is None:
        return None
    return (row.work, row.pe_nonfacility, row.pe_facility, row.malpractice, row.status, row.mppr)
