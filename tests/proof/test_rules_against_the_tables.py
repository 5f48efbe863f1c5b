"""Every pair of the therapy family and every unit limit, through the rules, against the tables of CMS."""

from __future__ import annotations

import sys
from datetime import date
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest

from logic.check import check
from logic.rulebook import load_rulebook
from logic.visit import canonical

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "data"
EDITS, LIMITS = REFERENCE / "ncci_ptp_therapy_family_2024Q3.csv", REFERENCE / "mue_therapy_family_2024Q3.csv"
pytestmark = pytest.mark.skipif(
    not EDITS.is_file(), reason="the published tables are not beside the repository"
)
BOOK = load_rulebook()
DAY, TODAY = date(2024, 8, 1), date(2026, 11, 23)
SETTINGS = ("practitioner", "outpatient_hospital")
PAIR_RULES = ("P201", "P202", "P203", "P204", "P205")
FAIL, PROOF = "fail", "needs documentation"
# Where the distinct modifier stands: on neither line, the first, the second, both.
PLACED = ("", "1", "2", "12")


def expected(edit: tuple[int, str] | None, placed: str) -> set[tuple[str, str, int]]:
    """(rule, state, line) for an edit told as (line of column 2, indicator), or for no edit."""
    if edit is None:
        return {("P204", FAIL, int(line)) for line in placed}
    second, indicator = edit
    if indicator == "0":
        return {("P201", FAIL, second)}
    if not placed:
        return {("P202", FAIL, second)}
    found = {("P203", PROOF, second)}
    return found if str(second) in placed else found | {("P205", FAIL, second)}


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_pair(setting: str, capsys: pytest.CaptureFixture[str]) -> None:
    table = pl.read_csv(EDITS, infer_schema_length=0).filter(
        pl.col("deletion_date").is_null(), setting=setting
    )
    edits = {(a, b): i for a, b, i in table.select("column1", "column2", "modifier_indicator").iter_rows()}
    family = sorted({code for edition in BOOK.pair_editions for code in edition.family})
    rows, wanted = [], {}
    for first, second in combinations(family, 2):
        on_second, on_first = edits.get((first, second)), edits.get((second, first))
        edit = (2, on_second) if on_second else (1, on_first) if on_first else None
        for placed in PLACED:
            visit = f"{first} {second} {placed}"
            wanted[visit] = expected(edit, placed)
            rows += [
                {
                    "visit_id": visit,
                    "code": code,
                    "modifiers": ["GP", "59"] if str(line) in placed else ["GP"],
                }
                for line, code in enumerate((first, second), 1)
            ]
    lines = pl.DataFrame(rows).with_columns(
        service_date=DAY,
        payer=pl.lit("medicare"),
        setting=pl.lit(setting),
        discipline=pl.lit("pt"),
        units=1,
        minutes=15,
    )
    found: dict[str, set[tuple[str, str, int]]] = {visit: set() for visit in wanted}
    told = check(canonical(lines), BOOK, TODAY).findings.filter(pl.col("rule").is_in(PAIR_RULES))
    for visit, rule, state, places in told.select("visit_id", "rule", "state", "lines").iter_rows():
        found[visit] |= {(rule, state, line) for line in places}
    differing = {visit: (found[visit], wanted[visit]) for visit in wanted if found[visit] != wanted[visit]}
    assert not differing, f"{len(differing)}: {dict(list(differing.items())[:5])}"
    with capsys.disabled():
        sys.stdout.write(
            f"\n{setting}: {len(family)} codes, {len(wanted):,} pairs with and without 59, all as published"
        )


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_limit(setting: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The limit itself passes, one unit more fails, by the rule of its kind; a code that is never paid has neither."""
    service = {"practitioner": "Practitioner", "outpatient_hospital": "Outpatient Hospital"}[setting]
    table = pl.read_csv(LIMITS, schema_overrides={"hcpcs_code": pl.String}).filter(mue_service=service)
    unpaid = {"bundled", "invalid", "noncovered"}
    rows, wanted = [], {}
    for code, limit, mai in table.select("hcpcs_code", "mue_units", "mue_mai").iter_rows():
        status = BOOK.medicare_status(code, DAY)
        if code not in BOOK.codes or (status and status.status in unpaid):
            continue
        for units in {max(limit, 1), limit + 1}:
            rows.append({"visit_id": f"{code} {units}", "code": code, "units": units})
            over = units > limit
            wanted[f"{code} {units}"] = {("L301" if mai == 2 else "L302", FAIL)} if over else set()
    lines = pl.DataFrame(rows).with_columns(
        service_date=DAY, payer=pl.lit("medicare"), setting=pl.lit(setting), modifiers=pl.lit(["GP"])
    )
    found: dict[str, set[tuple[str, str]]] = {visit: set() for visit in wanted}
    told = check(canonical(lines), BOOK, TODAY).findings.filter(pl.col("family") == "unit limits")
    for visit, rule, state in told.select("visit_id", "rule", "state").iter_rows():
        found[visit].add((rule, state))
    differing = {visit: (found[visit], wanted[visit]) for visit in wanted if found[visit] != wanted[visit]}
    assert not differing, f"{len(differing)}: {dict(list(differing.items())[:5])}"
    with capsys.disabled():
        sys.stdout.write(f"\n{setting}: {len(wanted):,} units at a limit and beyond, all as published")
