"""The same lines in every dress: the canonical frame must not depend on how the file is written."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl
import pytest
from dresses import DAY, TEXT, check, expected, written
from polars.testing import assert_frame_equal

from logic.columns import COLUMNS, HEADINGS
from logic.intake.table import read_lines
from logic.visit import visit_lines

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(written().encode(encoding))
    check(path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(delimiter: str, end: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = pl.DataFrame(TEXT).write_csv(separator=delimiter, line_terminator=end, quote_style="always")
    path.write_bytes(text.encode())
    check(path)


@pytest.mark.parametrize(
    "day",
    ["2026-03-02", "2026/3/2", "3/2/2026", "03-02-2026", "20260302", "46083", "46083.5", "2026-03-02 00:00:00",
     "2026-03-02T10:15:00Z", "3/2/2026 12:00:00 AM", "Mar 2, 2026", "2-Mar-2026", "2 March 2026"],
)  # fmt: skip
def test_dates(day: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(written(service_date=[day] * 3), "utf-8")
    check(path)


def test_two_digit_year_is_read_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(written(service_date=["03/02/26", "2026-03-02", "03/02/26"]), "utf-8")
    check(path)
    (note,) = read_lines(path).notes
    assert (note.row, note.column, note.value) == (2, "service_date", "03/02/26")
    assert note.wrong == "03/02/26 was read as month/day/year of 2026. (2 rows)"


@pytest.mark.parametrize(
    "changed",
    [
        {"code": ["97124.0", "g0283", " 97140 "]},
        {"units": ["2.0", "1.", "+0"]},
        {"modifiers": ["gp,59", "GP;", ""]},
        {"modifiers": ["GP:59.0", "gp", "none"]},
        {"dx": ["m54.50; R26.2", "M54.50,", "n/a"]},
        {"pointers": ["AB", "a", ""]},
        {"pointers": ["A:B", "A", ""]},
        {"charge": ["$65.50", "", "40.00"]},
        {"separate_service": ["Y", "FALSE", "unknown"]},
        {"start": ["09:05 AM", "", "1:30 PM"]},
        {"start": ["0905", "", "13:30:00"]},
        {"place_of_service": ["11.0", "11", "2"]},
        {"discipline": ["PT", "Physical Therapy", "occupational therapy"]},
        {"visit_id": [" A", "A ", "B"]},
    ],
    ids=str,
)
def test_ways_to_write_a_cell(changed: dict[str, list[str]], tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(written(**changed), "utf-8")
    check(path)


@pytest.mark.parametrize(
    "names",
    [
        {
            "visit_id": "Visit ID",
            "service_date": "DOS",
            "code": "CPT",
            "units": "QTY",
            "place_of_service": "POS",
        },
        {
            "visit_id": "Encounter",
            "service_date": "Date of Service",
            "code": "Procedure Code",
            "dx": "Diagnosis Codes",
        },
        {
            "visit_id": "VISIT-ID",
            "service_date": "service  date",
            "code": "HCPCS",
            "minutes": "Mins",
            "payer": "Payor",
        },
        {"start": "start_time", "modifiers": "Modifier", "pointers": "DX Pointer", "charge": "Charge Amount"},
    ],
    ids=["short", "long", "odd", "others"],
)
def test_names_of_columns(names: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    pl.DataFrame(TEXT).rename(names).write_csv(path)
    check(path)


def test_modifiers_and_diagnoses_in_columns_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    frame = (
        pl.DataFrame(TEXT)
        .drop("modifiers", "dx")
        .with_columns(
            Mod1=pl.Series(["GP", "GP", ""]),
            DX2=pl.Series(["R26.2", "", ""]),
            Mod2=pl.Series(["59", "", ""]),
            DX1=pl.Series(["M54.50", "M54.50", ""]),
        )
    )
    frame.write_csv(path)
    check(path)


def test_five_modifiers_stay_for_the_rule_to_judge(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(written(modifiers=["GP 59 CQ KX 76", "GP", ""]), "utf-8")
    intake = read_lines(path)
    assert intake.problems == ()
    assert intake.lines["modifiers"][0].to_list() == ["GP", "59", "CQ", "KX", "76"]


def test_a_leading_zero_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(written(code=["01996", "G0283", "97140"]), "utf-8")
    assert read_lines(path).lines["code"][0] == "01996"


def test_negative_numbers_go_on_to_the_rules(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(written(units=["-1", "1", "0"], minutes=["-5", "", "8"]), "utf-8")
    intake = read_lines(path)
    assert intake.problems == ()
    assert intake.lines.select("units", "minutes").row(0) == (-1, -5)


def test_private_columns_are_dropped_and_named_and_unknown_ones_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    private = [
        "Patient Name",
        "DOB",
        "Street Address",
        "Phone",
        "SSN",
        "E-mail",
        "MRN",
        "Member ID",
        "Notes",
        "Comments",
    ]
    pl.DataFrame(TEXT).with_columns(pl.lit("secret").alias(name) for name in (*private, "color")).write_csv(
        path
    )
    intake = read_lines(path)
    assert intake.dropped_columns == tuple(private)
    assert intake.unknown_columns == ("color",)
    assert "secret" not in str(intake)
    assert "secret" not in intake.lines.write_json()


def test_lines_without_numbers_of_their_own_are_counted_and_doubtful_ones_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    frame = pl.DataFrame(
        {
            "visit_id": ["A", "A", "B", "B", "C"],
            "line": ["7", "3", "1", "1", "9"],
            "service_date": ["2026-03-02"] * 5,
            "code": ["97124"] * 5,
            "units": ["1"] * 5,
        }
    )
    frame.write_csv(path)
    intake = read_lines(path)
    assert intake.lines["line"].to_list() == [7, 3, 1, 2, 9]
    assert [note.wrong for note in intake.notes] == [
        "In 1 visit lines have no number or the same one; they were counted anew.",
    ]


def test_payer_given_holds_for_every_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(written(payer=["nobody knows", "medicare", ""]), "utf-8")
    intake = read_lines(path, "hns", {"medicare": "medicare"})
    assert intake.problems == ()
    assert intake.lines["payer"].to_list() == ["hns"] * 3


def test_payers_by_any_of_their_names(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(written(payer=["Original  Medicare", "UHC Commercial", ""]), "utf-8")
    names = {"original medicare": "medicare", "medicare": "medicare", "uhc-commercial": "uhc-commercial"}
    assert read_lines(path, payers=names).lines["payer"].to_list() == [
        "medicare",
        "uhc-commercial",
        "unknown",
    ]


def test_a_typed_visit_gives_the_same_frame() -> None:
    lines = [
        {"code": "97124", "units": 2, "minutes": 23, "start": "9:05", "modifiers": ["GP", 59], "dx": "M54.50 R26.2",
         "pointers": ["A", "B"], "charge": 65.5, "separate_service": True, "place_of_service": 11},
        {"code": "G0283", "units": "1", "modifiers": "GP", "dx": ["M54.50"], "pointers": "A", "separate_service": "no",
         "place_of_service": "11"},
    ]  # fmt: skip
    visit = {"visit_id": "A", "service_date": DAY, "payer": "medicare", "discipline": "pt", "lines": lines}
    frame, problems = visit_lines(visit)
    assert problems == ()
    assert_frame_equal(frame.drop("row"), expected().head(2))


def test_every_column_reads_its_own_example(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    buffer = io.StringIO()
    buffer.write(",".join(HEADINGS) + "\n" + ",".join(column.example for column in HEADINGS.values()) + "\n")
    path.write_text(buffer.getvalue(), "utf-8")
    intake = read_lines(path)
    assert intake.problems == ()
    (line,) = intake.lines.iter_rows(named=True)
    assert all(line[name] not in (None, []) for name in COLUMNS)
