"""The public sample tables, where they are: each is known for what it is and read as the csv module reads it."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from logic.intake.payers import payer_names
from logic.intake.profiles import load_profiles
from logic.intake.recognize import recognize
from logic.intake.table import read_lines

if TYPE_CHECKING:
    from logic.rulebook import RuleBook

CLAIMS = Path(__file__).resolve().parents[2].parent / "shared" / "samples" / "claims"
RIF = CLAIMS / "cms_bfd_rif_synthea" / "carrier.csv"
OMOP = CLAIMS / "cms_synpuf_omop_subset" / "procedure_occurrence_min.csv"
TUVA = CLAIMS / "tuva_layout" / "medical_claim.csv"
MONTH = CLAIMS / "synthetic_therapy_1k" / "truth_837.csv"
pytestmark = pytest.mark.skipif(not RIF.exists(), reason="the shared sample files are not on this machine")


def raw(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def test_medicares_carrier_lines(book: RuleBook) -> None:
    wanted = [row for row in raw(RIF, "|") if len(row["HCPCS_CD"]) == 5]
    assert 0 < len(wanted) < len(raw(RIF, "|"))
    found = recognize(RIF, load_profiles())
    assert found.layout is not None
    assert (found.layout.id, found.ready, found.private) == ("cms-rif-carrier", True, ("PRVDR_ZIP",))
    intake = read_lines(RIF, payers=payer_names(book), profile=found.profile)
    assert intake.problems == ()
    lines = intake.lines
    told = lines.select(
        "visit_id", "line", "service_date", "code", "units", "charge", "place_of_service"
    ).rows()
    assert told == [
        (
            row["CLM_ID"],
            int(row["LINE_NUM"]),
            dt.datetime.strptime(row["LINE_1ST_EXPNS_DT"], "%d-%b-%Y").date(),  # noqa: DTZ007 - a day has no zone
            row["HCPCS_CD"],
            int(row["LINE_SRVC_CNT"]),
            float(row["LINE_SBMTD_CHRG_AMT"]),
            row["LINE_PLACE_OF_SRVC_CD"],
        )
        for row in wanted
    ]
    dx = [[row[f"ICD_DGNS_CD{at}"] for at in range(1, 13) if row[f"ICD_DGNS_CD{at}"]] for row in wanted]
    assert lines["dx"].to_list() == dx
    assert set(lines["payer"]) == {"medicare"}
    assert lines["minutes"].null_count() == lines.height
    patients = {row["BENE_ID"]: lines["patient_id"][at] for at, row in enumerate(wanted)}
    assert len(set(patients.values())) == len(patients)
    assert not set(patients) & set(lines["patient_id"])


def test_tuvas_headings_and_a_line_under_them(book: RuleBook, tmp_path: Path) -> None:
    found = recognize(TUVA, load_profiles())
    assert found.layout is not None
    assert found.layout.id == "tuva-medical-claim"
    assert [column.heading for column in found.columns if column.state == "unknown"] == []
    assert "headings and no rows" in read_lines(TUVA, profile=found.profile).problems[0].wrong
    headings = TUVA.read_text("utf-8").strip().split(",")
    cells = {
        "claim_id": "C1",
        "claim_line_number": "1",
        "claim_type": "professional",
        "person_id": "P1",
        "payer": "medicare",
        "claim_line_start_date": "2026-03-02",
        "service_unit_quantity": "2",
        "hcpcs_code": "97124",
        "hcpcs_modifier_1": "GP",
        "hcpcs_modifier_3": "KX",
        "diagnosis_code_2": "M5450",
        "charge_amount": "80.5",
    }
    path = tmp_path / "medical_claim.csv"
    path.write_text(
        ",".join(headings) + "\n" + ",".join(cells.get(name, "") for name in headings) + "\n", "utf-8"
    )
    intake = read_lines(path, payers=payer_names(book), profile=recognize(path, load_profiles()).profile)
    assert intake.problems == ()
    assert intake.lines.select("visit_id", "service_date", "code", "units", "modifiers", "dx", "charge").row(
        0
    ) == (
        "C1",
        dt.date(2026, 3, 2),
        "97124",
        2,
        ["GP", "KX"],
        ["M5450"],
        80.5,
    )


def test_procedures_without_a_quantity_are_refused_and_it_is_said_why() -> None:
    found = recognize(OMOP, load_profiles())
    assert found.layout is not None
    assert (found.layout.id, found.ready) == ("omop-procedure", False)
    assert [missing.column for missing in found.missing if missing.required] == ["units"]
    (problem,) = read_lines(OMOP, profile=found.layout).problems
    assert problem.wrong == (
        'The profile OMOP procedure_occurrence takes units from "quantity", which is not in the file.'
    )


def test_procedures_with_a_quantity_are_read(tmp_path: Path) -> None:
    rows = raw(OMOP)
    path = tmp_path / "a.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, [*rows[0], "quantity"])
        writer.writeheader()
        writer.writerows(row | {"quantity": "1"} for row in rows)
    wanted = [row for row in rows if len(row["procedure_source_value"]) == 5]
    intake = read_lines(path, profile=recognize(path, load_profiles()).profile)
    assert intake.problems == ()
    assert intake.lines.select("visit_id", "code").rows() == [
        (row["visit_occurrence_id"], row["procedure_source_value"].upper()) for row in wanted
    ]
    massages = [row for row in wanted if row["procedure_source_value"] == "97124"]
    assert intake.lines.filter(code="97124").height == len(massages) == 6


def test_the_invented_month_without_a_profile_of_its_layout() -> None:
    rows = raw(MONTH)
    found = recognize(MONTH, load_profiles())
    assert (found.layout, found.ready, found.questions) == (None, True, ())
    lines = read_lines(MONTH, profile=found.profile).lines
    assert lines.select("visit_id", "line", "code", "units", "charge").rows() == [
        (row["claim_id"], int(row["line"]), row["proc"], int(row["units"]), float(row["charge"]))
        for row in rows
    ]
    assert lines["modifiers"].to_list() == [row["mods"].split("|") if row["mods"] else [] for row in rows]
    assert lines["dx"].to_list() == [row["dx"].split("|") for row in rows]
    assert lines["service_date"].to_list() == [
        dt.datetime.strptime(row["dos"], "%Y%m%d").date()  # noqa: DTZ007
        for row in rows
    ]
