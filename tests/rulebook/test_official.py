from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from logic.rulebook import load_rulebook
from logic.rulebook.official import load_icd_order, load_mue, load_ncci
from logic.rulebook.official_files import OfficialFileError

if TYPE_CHECKING:
    from logic.rulebook import RuleBook

EDITION = date(2026, 10, 1)
# Made up in the layout of CMS: notice, a header that runs over several rows, tabs.
NCCI = [
    ["CPT only copyright 2026. All rights reserved."],
    ["Column1/Column2 Edits"],
    ["Column 1", "Column 2", "*=in existence", "Effective", "Deletion", "Modifier", "PTP Edit Rationale"],
    ["", "", "prior to 1996", "Date", "Date", "0=not allowed", ""],
    ["", "", "", "", "*=no data", "1=allowed", ""],
    ["", "", "", "", "", "9=not applicable", ""],
    ["0001A", "97124", "", "20220101", "*", "1", "Not in the book"],
    ["97140", "97124", "*", "19960101", "*", "0", "Standards"],
    ["97150", "97124", "", "20200101", "20261231", "1", "Ends in the edition"],
    ["97530", "97116", "", "20200101", "20200930", "1", "Ended long ago"],
    ["97110", "97150", "", "20270101", "*", "1", "Begins later"],
    ["97112", "97150", "", "20200101", "20200101", "9", "Was over the day it began"],
    ["97112", "97116", "", "20270101", "*", "9", "Not applicable"],
    ["97113", "97116", "", "soon", "*", "1", "No date"],
    ["G0283", "99999", "", "20200101", "*", "1", "Not in the book"],
    ["S8948", "99999", "", "20200101", "*", "1", "Not in the book"],
]
MUE = [
    ["CPT codes, descriptions and other data only are copyright 2025."],
    ["HCPCS/\nCPT Code", "Practitioner Services MUE Values", "MUE Adjudication Indicator", "MUE Rationale"],
    ["0001U", "1", "2 Date of Service Edit: Policy", "Code Descriptor"],
    ["97124", "5", "3 Date of Service Edit: Clinical", "Data"],
    ["97161", "1", "2 Date of Service Edit: Policy", "Code Descriptor"],
    ["97140", "many", "3 Date of Service Edit: Clinical", "Data"],
]
ORDER = [
    "00001 A00     0 Cholera                                                      Cholera",
    "00002 A000    1 Cholera due to Vibrio, one                                   Cholera due to Vibrio, one",
    "00003 M5450   1 Low back pain, unspecified                                   Low back pain, unspecified",
    "00004 S335XXA 1 Sprain of ligaments of lumbar spine, initial encounter       Sprain of ligaments, initial",
]


def text(rows: list[list[str]], delimiter: str = "\t") -> str:
    return (
        "\r\n".join(
            delimiter.join(f'"{cell}"' if delimiter in cell or "\n" in cell else cell for cell in row)
            for row in rows
        )
        + "\r\n"
    )


def sheet(rows: list[list[str]]) -> bytes:
    """Codes of digits, dates and indicators as numbers, as Excel keeps them."""
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet()
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write(at, column, int(cell) if cell.isdecimal() else cell)
    return raw.getvalue()


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def given(tmp_path: Path, shape: str, rows: list[list[str]]) -> Path:
    path = tmp_path / f"ccipra-v324r0-f1.{shape}"
    if shape == "txt":
        path.write_bytes(text(rows).encode())
    elif shape == "csv":
        path.write_bytes(b"\xef\xbb\xbf" + text(rows, ",").encode())
    elif shape == "xlsx":
        path.write_bytes(sheet(rows))
    else:
        files = {"part-f1.txt": text(rows).encode(), "part-f1.xlsx": b"the same again, not read"}
        return zipped(path, files)
    return path


@pytest.mark.parametrize("shape", ["txt", "csv", "xlsx", "zip"])
def test_a_pair_edit_table_becomes_an_edition(tmp_path: Path, book: RuleBook, shape: str) -> None:
    home = tmp_path / "home"
    report = load_ncci(given(tmp_path, shape, NCCI), "practitioner", EDITION, home, book)
    assert (report.rows, report.kept, report.outside, report.ended, report.not_applicable) == (10, 3, 3, 2, 1)
    assert len(report.unreadable) == 1
    assert "3 of 10 rows kept" in report.text()
    assert report.warnings == ()
    loaded = load_rulebook(home)
    kept = loaded.pair_edit("97140", "97124", EDITION)
    assert kept is not None
    assert (kept.indicator, kept.edition, kept.from_, kept.to) == ("0", "2026-10-01", EDITION, None)
    assert loaded.pair_edit("97150", "97124", date(2026, 12, 31)) is not None
    assert loaded.pair_edit("97150", "97124", date(2027, 1, 1)) is None
    assert loaded.pair_edit("97110", "97150", date(2026, 12, 31)) is None
    assert loaded.pair_edit("97110", "97150", date(2027, 1, 1)) is not None
    shipped = loaded.pair_edit("97150", "97124", date(2026, 9, 30))
    assert shipped is not None
    assert shipped.edition == "2024-07-01"
    hospital = loaded.pair_edit("97150", "97124", date(2027, 1, 1), "outpatient_hospital")
    assert hospital is not None
    assert hospital.edition == "2024-07-01"
    assert any("2024-07-01 (practitioner) is closed on 2026-09-30" in one.says for one in loaded.overrides)


def test_every_pair_of_the_codes_in_its_range_is_known(tmp_path: Path, book: RuleBook) -> None:
    home = tmp_path / "home"
    rows = [row for row in NCCI if row[0] != "0001A" and not row[0].startswith(("G", "S"))]
    report = load_ncci(given(tmp_path, "txt", rows), "practitioner", EDITION, home, book)
    assert "column 1 runs from 97110 to 97530" in report.warnings[0]
    (edition,) = [one for one in load_rulebook(home).pair_editions if one.edition == "2026-10-01"]
    assert "97124" in edition.family
    assert "98940" not in edition.family


def test_no_row_of_a_long_table_is_lost(tmp_path: Path, book: RuleBook) -> None:
    codes = sorted(code for code in book.codes if code != "97124")
    rows = [*NCCI[:6], *([code, "97124", "", "20200101", "*", "1", "Standards"] for code in codes)]
    report = load_ncci(given(tmp_path, "txt", rows), "practitioner", EDITION, tmp_path / "home", book)
    assert (report.rows, report.kept) == (len(codes), len(codes))


def test_a_missing_part_is_told(tmp_path: Path, book: RuleBook) -> None:
    first, third = tmp_path / "ccipra-f1.txt", tmp_path / "ccipra-f3.txt"
    first.write_text(text([*NCCI[:7]]), encoding="utf-8")
    third.write_text(text([*NCCI[:6], *NCCI[7:]]), encoding="utf-8")
    report = load_ncci([first, third], "practitioner", EDITION, tmp_path / "home", book)
    assert report.kept == 3
    assert "part f2 of the table was not given" in report.warnings
    again = load_ncci(tmp_path, "practitioner", EDITION, tmp_path / "other", book)
    assert again.kept == 3


def test_an_edition_that_is_not_newer_is_refused(tmp_path: Path, book: RuleBook) -> None:
    home = tmp_path / "home"
    path = given(tmp_path, "txt", NCCI)
    with pytest.raises(OfficialFileError, match="not newer"):
        load_ncci(path, "practitioner", date(2024, 7, 1), home, book)
    assert not home.exists()
    load_ncci(path, "practitioner", EDITION, home, book)
    newer = load_rulebook(home)
    with pytest.raises(OfficialFileError, match="2026-10-01 for this setting"):
        load_ncci(path, "practitioner", EDITION, home, newer)
    assert load_ncci(path, "practitioner", EDITION, home, newer, replace=True).replaced
    assert not load_ncci(path, "outpatient_hospital", EDITION, home, newer).replaced
    assert load_rulebook(home).pair_edit("97150", "97124", date(2027, 1, 1), "outpatient_hospital") is None


@pytest.mark.parametrize("shape", ["txt", "csv", "xlsx"])
def test_a_unit_limit_table_becomes_an_edition(tmp_path: Path, book: RuleBook, shape: str) -> None:
    home = tmp_path / "home"
    report = load_mue(given(tmp_path, shape, MUE), "practitioner", EDITION, home, book)
    assert (report.rows, report.kept, report.outside, len(report.unreadable)) == (4, 2, 1, 1)
    loaded = load_rulebook(home)
    limit = loaded.unit_limit("97124", EDITION)
    policy = loaded.unit_limit("97161", EDITION)
    assert limit is not None
    assert policy is not None
    assert ((limit.units, limit.mai), (policy.units, policy.mai)) == ((5, 3), (1, 2))
    before = loaded.unit_limit("97124", date(2026, 9, 30))
    assert before is not None
    assert before.units == 4
    with pytest.raises(OfficialFileError, match="not newer"):
        load_mue(given(tmp_path, shape, MUE), "practitioner", EDITION, home, loaded)


def test_the_table_of_the_other_setting_is_refused(tmp_path: Path, book: RuleBook) -> None:
    with pytest.raises(OfficialFileError, match="no column for MUE Values"):
        load_mue(given(tmp_path, "csv", MUE), "outpatient_hospital", EDITION, tmp_path, book)


@pytest.mark.parametrize(
    ("name", "data", "wrong"),
    [
        ("empty.txt", b"", "no header like CMS's"),
        ("notes.txt", b"Dear colleague,\nplease find attached\n", "no header like CMS's"),
        ("visits.csv", b"visit_id,service_date,code,units\n97124,2026-01-01,97124,1\n", "no column for"),
        ("mue.csv", text(MUE, ",").encode(), "no column for Column 1"),
        ("only.txt", text(NCCI[:6]).encode(), "no header like CMS's"),
        ("outside.txt", text(NCCI[:7]).encode(), "no pair edit in force"),
        ("broken.zip", b"PK not a zip", "not a zip file that can be opened"),
        ("broken.xlsx", b"not a sheet", "not a spreadsheet that can be opened"),
        ("table.pdf", b"%PDF", "neither .txt, .csv, .xlsx nor .zip"),
    ],
)
def test_another_file_is_refused_in_a_sentence(
    tmp_path: Path, book: RuleBook, name: str, data: bytes, wrong: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(OfficialFileError, match=wrong):
        load_ncci(path, "practitioner", EDITION, tmp_path / "home", book)
    assert not (tmp_path / "home").exists()


def test_nothing_to_read_is_refused(tmp_path: Path, book: RuleBook) -> None:
    with pytest.raises(OfficialFileError, match="does not exist"):
        load_ncci(tmp_path / "absent.txt", "practitioner", EDITION, tmp_path, book)
    with pytest.raises(OfficialFileError, match="There is no"):
        load_ncci(zipped(tmp_path / "pictures.zip", {"a.png": b""}), "practitioner", EDITION, tmp_path, book)


@pytest.mark.parametrize("shape", ["txt", "zip"])
def test_an_order_file_becomes_a_list_for_its_days(tmp_path: Path, shape: str) -> None:
    home = tmp_path / "home"
    data = ("\r\n".join(ORDER) + "\r\n").encode()
    path = tmp_path / f"icd10cm-order-2027.{shape}"
    if shape == "txt":
        path.write_bytes(data)
    else:
        zipped(path, {"icd10cm-order-2027.txt": data, "icd10cm-order-addenda-2027.txt": b"Add: 00002 A000\n"})
    report = load_icd_order(path, date(2026, 10, 1), date(2027, 9, 30), home)
    assert (report.rows, report.kept) == (4, 4)
    assert "Cholera" not in report.file.read_text(encoding="ascii")
    loaded = load_rulebook(home)
    on = date(2026, 10, 1)
    pairs = [
        ("A00", on),
        ("A00.0", on),
        ("M54.50", on),
        ("S33.5XXA", on),
        ("M54.51", on),
        ("M54.51", date(2026, 9, 30)),
    ]
    billable, not_billable = "billable", "not billable"
    assert loaded.icd.status_many(pairs) == [
        not_billable,
        billable,
        billable,
        billable,
        not_billable,
        billable,
    ]
    assert (
        next(one.edition for one in loaded.editions() if one.table == "icd") == "order file, from 2026-10-01"
    )
    with pytest.raises(OfficialFileError, match="say --replace"):
        load_icd_order(path, date(2026, 10, 1), date(2027, 9, 30), home)
    assert load_icd_order(path, date(2026, 10, 1), date(2027, 9, 30), home, replace=True).replaced
    with pytest.raises(OfficialFileError, match="remove that file first"):
        load_icd_order(path, date(2027, 9, 1), date(2028, 9, 30), home, replace=True)


def test_an_own_list_for_the_shipped_days_is_told_as_an_override(tmp_path: Path) -> None:
    path = tmp_path / "order.txt"
    path.write_text("\n".join(ORDER), encoding="utf-8")
    load_icd_order(path, date(2025, 10, 1), date(2026, 9, 30), tmp_path / "home")
    loaded = load_rulebook(tmp_path / "home")
    assert [one.kind for one in loaded.overrides] == ["icd"]
    assert loaded.icd.status("M54.51", date(2026, 6, 1)) == "not billable"


def test_another_file_is_no_order_file(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    path.write_text("A000 Cholera\nA001 Cholera\n", encoding="utf-8")
    with pytest.raises(OfficialFileError, match="not a CMS ICD-10-CM order file"):
        load_icd_order(path, date(2026, 10, 1), date(2027, 9, 30), tmp_path)
    with pytest.raises(OfficialFileError, match="before the first day"):
        load_icd_order(path, date(2026, 10, 1), date(2026, 9, 30), tmp_path)
