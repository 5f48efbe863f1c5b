"""The files and the sheet of a batch: what they hold, and that nothing in them runs."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import polars as pl
import pytest
from pypdf import PdfReader

from logic.batch.audit import Mark, draw, estimate
from logic.batch.claims import batch_of
from logic.batch.summary import summary
from logic.reports.batch_findings import COLUMNS, findings_bytes, findings_table
from logic.reports.batch_summary import Audit, Sheet, summary_pdf
from logic.rulebook import RuleBook
from tests.batch.claims_made import Made

TODAY = date(2026, 11, 23)


@pytest.fixture
def made() -> Made:
    library = Made()
    library.claim(
        "A", ("97110", 60.0), ("97124", 50.0), verdict="fail", payer="=HYPERLINK(1)", codes=["97110", "97124"]
    )
    library.claim("B", ("97124", 70.0), verdict="needs documentation", provider="-2+3", codes=["97124"])
    library.claim("C", ("97124", 70.0))
    library.finding(
        "B", "D701", state="needs documentation", charge=7_000, payer_name="MEDICARE", provider="-2+3"
    )
    library.finding(
        "A", "P201", (1, 2), charge=11_000, payer_name="=HYPERLINK(1)", message="@risk", provider="N1"
    )
    library.finding("A", "M401", (1,), charge=6_000, payer_name="=HYPERLINK(1)", provider="N1")
    library.states("U101", "pass", 3)
    library.states("U107", "not checked", 1, "The lines tell no minutes.")
    return library


def test_every_finding_is_a_row_errors_first(made: Made, book: RuleBook) -> None:
    table = findings_table(made, batch_of(made), book).collect()

    assert table.schema == COLUMNS
    assert table.select("claim", "rule", "lines", "charge", "codes").rows() == [
        ("A", "M401", "1", 60.0, "97110 97124"),
        ("A", "P201", "1 2", 110.0, "97110 97124"),
        ("B", "D701", "", 70.0, "97124"),
    ]
    assert table["title"][0] == book.rules["M401"].title


def test_another_claim_is_told_by_its_place_and_not_by_its_key(book: RuleBook) -> None:
    one, other, gone = "a" * 24, "b" * 24, "c" * 24
    library = Made()
    library.claim(one, ("97110", 60.0), verdict="fail")
    library.claim(other, ("97110", 60.0))
    library.finding(one, "X603", message=f"Billed as in visit {other}. And in visit {gone}, too.")
    library.line_rows[1]["row"] = 1204

    table = findings_table(library, batch_of(library), book).collect()

    assert table["message"].to_list() == [
        "Billed as in the claim at place 1,204 of its file. And in another claim of the day, too."
    ]


def test_no_cell_of_a_spreadsheet_is_a_formula(made: Made, book: RuleBook) -> None:
    table = findings_table(made, batch_of(made), book)
    frames = {
        ".csv": pl.read_csv(findings_bytes(table, ".csv"), infer_schema=False),
        ".parquet": pl.read_parquet(io.BytesIO(findings_bytes(table, ".parquet"))),
    }
    sheet = openpyxl.load_workbook(io.BytesIO(findings_bytes(table, ".xlsx"))).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]

    assert frames[".csv"]["payer"].to_list() == ["'=HYPERLINK(1)", "'=HYPERLINK(1)", "MEDICARE"]
    assert frames[".csv"]["provider"][2] == "'-2+3"
    assert frames[".csv"]["message"][1] == "'@risk"
    # Parquet is for programs: the value as it is.
    assert frames[".parquet"]["payer"][0] == "=HYPERLINK(1)"
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert [cell.value for cell in cells if str(cell.value).startswith(("=", "@", "+"))] == []
    assert sheet.max_row == 4


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_a_batch_without_findings_gives_a_file_with_headings(ending: str, book: RuleBook) -> None:
    library = Made()
    library.claim("A", ("97110", 60.0))

    told = findings_bytes(findings_table(library, batch_of(library), book), ending)

    read = {
        ".csv": lambda: pl.read_csv(told).columns,
        ".parquet": lambda: pl.read_parquet(io.BytesIO(told)).columns,
        ".xlsx": lambda: [cell.value for cell in openpyxl.load_workbook(io.BytesIO(told)).active[1]],  # type: ignore[index]
    }
    assert read[ending]() == COLUMNS.names()


def paper(made: Made, book: RuleBook, audit: Audit | None = None, *, invented: bool = False) -> str:
    batch = batch_of(made)
    pdf = summary_pdf(Sheet(batch, summary(batch), book, TODAY, {"ncci": "2024-07-01"}, audit, invented))
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_sheet_says_what_the_screen_says(made: Made, book: RuleBook) -> None:
    text = paper(made, book)

    assert (
        "1 of 3 claims has an error that a payer would likely deny or take back; $110.00 at risk; "
        "75% of the questions could be answered." in text
    )
    assert "P201" in text
    assert "Less: lines counted under another rule above as well -$60.00" in text
    assert "The lines tell no minutes." in text
    assert "too few to tell" in text
    assert "invented" not in text
    assert book.rules["M401"].title.split()[0] in text


def test_the_sheet_of_the_invented_clinic_says_so_on_each_page(made: Made, book: RuleBook) -> None:
    batch = batch_of(made)
    pdf = summary_pdf(Sheet(batch, summary(batch), book, TODAY, {}, invented=True))

    for page in PdfReader(io.BytesIO(pdf)).pages:
        assert "An invented clinic: nobody's claims." in page.extract_text()


def test_the_audit_stands_on_the_sheet_with_its_uncertainty(made: Made, book: RuleBook) -> None:
    claims = batch_of(made).claims
    sample = draw(claims, 3, 1)
    found = estimate(sample, {sample[0]: Mark(right=False), sample[1]: Mark(right=True)}, 3)
    assert found is not None

    text = paper(made, book, Audit(3, 1, found))

    assert "1 of 2 claims that were looked at is wrong." in text
    assert "95% interval" in text
    assert "No dollars: an amount is missing on a claim that was marked wrong." in text
    assert "seed 1" in text


def test_the_same_batch_gives_the_same_bytes(made: Made, book: RuleBook) -> None:
    batch = batch_of(made)
    sheet = Sheet(batch, summary(batch), book, TODAY, {})

    assert summary_pdf(sheet) == summary_pdf(sheet)
