"""Profiles: the shipped ones are sound, each reads its layout, and a practice's own come back as they were kept."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING

import pytest
import yaml

from logic.intake.batches import scan_batches
from logic.intake.mapping import fits
from logic.intake.payers import payer_names
from logic.intake.profile import Profile
from logic.intake.profiles import as_yaml, delete_profile, load_profiles, save_profile
from logic.intake.proposing import named
from logic.intake.table import read_lines
from logic.problems import FileError
from logic.rulebook import CONTENT, ContentError, load_rulebook
from logic.rulebook.strict_yaml import load

if TYPE_CHECKING:
    from pathlib import Path

    from logic.intake.profiles import Profiles
    from logic.rulebook import RuleBook

DAY = dt.date(2026, 3, 2)
SHIPPED = (
    "cms-rif-carrier",
    "jane",
    "omop-procedure",
    "simplepractice",
    "tuva-medical-claim",
    "unitwise",
    "webpt-charges",
    "webpt-documented-units",
)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rulebook()


@pytest.fixture(scope="module")
def profiles(book: RuleBook) -> Profiles:
    return load_profiles(CONTENT / "nowhere", sources=book.sources)


def test_the_shipped_profiles_are_sound_and_cite_what_was_read(profiles: Profiles) -> None:
    assert tuple(profiles.by_id) == SHIPPED
    assert profiles.problems == ()
    assert all(each.to_confirm for name, each in profiles.by_id.items() if name != "unitwise")


def test_payers_of_a_profile_are_in_the_rule_book(profiles: Profiles, book: RuleBook) -> None:
    for each in profiles.by_id.values():
        told = {*each.values.get("payer", {}).values()} | {each.fixed.get("payer", "unknown")}
        assert told <= book.payers.keys()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_layout_is_known_by_its_marks_and_no_other_takes_it(name: str, profiles: Profiles) -> None:
    headings = (*profiles.by_id[name].all_headings, *profiles.by_id[name].marks)
    assert [each.id for each in profiles.by_id.values() if fits(each, headings)] == [name]


TUVA = """claim_id,claim_line_number,claim_type,person_id,member_id,payer,claim_start_date,claim_line_start_date,\
place_of_service_code,service_unit_quantity,hcpcs_code,hcpcs_modifier_1,hcpcs_modifier_2,rendering_npi,billing_npi,\
charge_amount,diagnosis_code_1,diagnosis_code_2,file_name
C1,1,professional,P1,M1,medicare,2026-03-01,2026-03-02,11,2,97110,GP,KX,1,2,90.5,M5450,R262,f
C1,2,professional,P1,M1,medicare,2026-03-02,,11,1,97124,GP,,1,2,40,M5450,,f
C2,1,institutional,P1,M1,medicare,2026-03-02,,,1,,,,1,2,40,M5450,,f
"""
RIF = """BENE_ID|CLM_ID|CLM_FROM_DT|ICD_DGNS_CD1|ICD_DGNS_CD2|CARR_CLM_BLG_NPI_NUM|LINE_NUM|PRF_PHYSN_NPI|\
LINE_SRVC_CNT|LINE_PLACE_OF_SRVC_CD|LINE_1ST_EXPNS_DT|HCPCS_CD|HCPCS_1ST_MDFR_CD|HCPCS_2ND_MDFR_CD|LINE_SBMTD_CHRG_AMT|PRVDR_ZIP
P1|C1|02-Mar-2026|M5450|R262||1|2|2.000|11|02-Mar-2026|97110|GP|KX|90.50|90210
P1|C1|02-Mar-2026|M5450|||2|2|1|11|02-Mar-2026|97124|GP||40.00|90210
P1|C1|02-Mar-2026|M5450|||3|2|1|11|02-Mar-2026||||40.00|90210
"""
WEBPT = """record_id,visit_date,cpt,patient_id,visit_id,therapist_id,insurance_type_id,units,charge_amount,cpt_modifier
7,2026-03-02,97110,P1,C1,2,3,2,90.50,"GP, KX"
8,2026-03-02,97124,P1,C1,2,3,1,40.00,GP
"""
UNITS = """Clinic,Date of Service,CPT Code,Units,EMR Patient ID,Primary Insurance,Finalizing Therapist,CPT Modifier
East,03/02/2026,97110 (GP/KX),2,P1,Medicare,Ann Bell,
East,03/02/2026,97124,1,P1,Medicare,Ann Bell,GP
"""
JANE = """Purchase Date,Patient,Patient Guid,Insurer,Billing Code,Modifiers,Units,Subtotal
2026-03-02,Ann Bell,P1,Medicare,97110,GP:KX,2,$90.50
2026-03-02,Ann Bell,P1,Medicare,97124 - massage,GP,1,$40.00
"""
SIMPLE = """Date of Service,Client,Client ID,Insurance,Billing Code,Modifiers,Units,Rate per Unit,Total Fee
03/02/2026,Ann Bell,P1,Medicare,97110,GPKX,2,45.25,90.50
03/02/2026,Ann Bell,P1,Medicare,97124,GP,1,40.00,40.00
"""
OMOP = """procedure_occurrence_id,person_id,procedure_date,provider_id,visit_occurrence_id,\
procedure_source_value,quantity
1,P1,2026-03-02,2,C1,97110,2
2,P1,2026-03-02,2,C1,97124,1
3,P1,2026-03-02,2,C1,9779,1
"""
OURS = """visit_id,service_date,payer,code,units,modifiers,dx,charge,patient_id
C1,2026-03-02,medicare,97110,2,GP KX,M5450 R262,90.5,P1
C1,2026-03-02,medicare,97124,1,GP,M5450,40,P1
"""
LAYOUTS = {
    "tuva-medical-claim": TUVA,
    "cms-rif-carrier": RIF,
    "webpt-charges": WEBPT,
    "webpt-documented-units": UNITS.replace(" (GP/KX)", " GP/KX"),
    "jane": JANE,
    "simplepractice": SIMPLE,
    "omop-procedure": OMOP,
    "unitwise": OURS,
}


@pytest.mark.parametrize("name", SHIPPED)
def test_each_reads_its_layout(name: str, profiles: Profiles, book: RuleBook, tmp_path: Path) -> None:
    """Two lines of one visit of 2 March 2026, in eight layouts."""
    path = tmp_path / "a.csv"
    path.write_text(LAYOUTS[name], "utf-8")
    profile = profiles.by_id[name]
    intake = read_lines(path, payers=payer_names(book), profile=profile)
    assert intake.problems == ()
    lines = intake.lines
    assert lines.select("service_date", "code", "units").rows() == [(DAY, "97110", 2), (DAY, "97124", 1)]
    assert lines["visit_id"].n_unique() == 1
    if "patient_id" in profile.columns:
        assert lines["patient_id"].str.len_chars().to_list() == [24, 24]
    if name != "omop-procedure":
        assert lines["modifiers"].to_list() == [["GP", "KX"], ["GP"]]
        assert lines["payer"].to_list() == ["medicare"] * 2
    if "dx" in profile.columns and "M5450" in LAYOUTS[name]:
        assert lines["dx"].to_list() == [["M5450", "R262"], ["M5450"]]
    if "charge" in profile.columns:
        assert lines["charge"].to_list() == [90.5, 40.0]
    assert lines["minutes"].to_list() == [None, None]
    assert "Ann Bell" not in str(intake)
    assert "P1" not in lines.write_json()
    batches = scan_batches(path, 1, payers=payer_names(book), profile=profile)
    assert sum(frame.height for frame in batches) == 2


def test_rows_of_something_else_are_counted_and_said(profiles: Profiles, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TUVA, "utf-8")
    (note,) = read_lines(path, profile=profiles.by_id["tuva-medical-claim"]).notes
    assert note.wrong == "1 row is no service line by the profile and was not read."


def test_a_practice_keeps_its_own_and_gets_it_back(own_home: Path, profiles: Profiles) -> None:
    mine = named(profiles.by_id["webpt-charges"], "Our  WebPT: East")
    assert mine.id == "our-webpt-east"
    path = save_profile(mine)
    assert path == own_home / "profiles" / "our-webpt-east.yaml"
    assert path.stat().st_mode & 0o777 == 0o600
    again = load_profiles()
    assert again.by_id["our-webpt-east"] == mine
    assert again.own == {"our-webpt-east"}
    assert next(iter(again.by_id)) == "our-webpt-east"
    assert delete_profile("our-webpt-east")
    assert not delete_profile("our-webpt-east")
    assert not load_profiles().own


@pytest.mark.parametrize("name", SHIPPED)
def test_a_profile_written_reads_back_the_same(name: str, profiles: Profiles) -> None:
    profile = profiles.by_id[name]
    assert Profile.model_validate(load(as_yaml(profile))) == profile
    assert yaml.safe_load(as_yaml(profile))["id"] == name


def test_a_shipped_name_is_refused(profiles: Profiles) -> None:
    with pytest.raises(FileError, match="A shipped profile has that name"):
        save_profile(profiles.by_id["jane"])


GOOD = "id: mine\nlabel: Mine\ncolumns: {visit_id: Visit, service_date: Day, code: CPT, units: Qty}\n"


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        (("Qty}", "Qty, minuts: Min}"), "'minuts' is none of our columns"),
        (("units: Qty", "minutes: Min"), "units has no column"),
        (("visit_id: Visit, ", ""), "visit_id has no column"),
        (("code: CPT", "code: [CPT, Code]"), "code takes one heading, or first_told"),
        (("id: mine\n", "id: mine\nvisit_by: [service_date, patient_id]\n"), "both tell the visit"),
        (("id: mine\n", "id: mine\nfixed: {payer: medicare, code: '97124'}\n"), "code cannot be the same"),
        (("id: mine\n", "id: mine\nfixed: {discipline: massage}\n"), "discipline is not one of its values"),
        (
            ("id: mine\n", "id: mine\nvalues: {payer: {'3': medicare}}\n"),
            "values for payer, which has no column",
        ),
        (("id: mine\n", "id: mine\ndates: year first\n"), "'year first' is not one of the words for dates"),
        (("id: mine\n", "id: yours\n"), "the id 'yours' is not the file's name"),
        (("id: mine\n", "id: mine\nsurprise: 1\n"), "unknown key 'surprise'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_profile_is_named_and_never_stops_the_others(
    changed: tuple[str, str], wrong: str, own_home: Path
) -> None:
    (own_home / "profiles").mkdir(parents=True)
    (own_home / "profiles" / "mine.yaml").write_text(GOOD.replace(*changed), "utf-8")
    found = load_profiles()
    assert tuple(found.by_id) == SHIPPED
    assert any(wrong in each.wrong for each in found.problems), found.problems
    assert all(each.file.endswith("profiles/mine.yaml") and each.right for each in found.problems)


def test_a_wrong_shipped_profile_stops_at_start_up(tmp_path: Path) -> None:
    shutil.copytree(CONTENT / "profiles", tmp_path / "content" / "profiles")
    (tmp_path / "content" / "profiles" / "jane.yaml").write_text("id: jane\n", "utf-8")
    with pytest.raises(ContentError, match=r"profiles/jane\.yaml"):
        load_profiles(tmp_path, tmp_path / "content")


def test_a_source_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="'tuva-medical-claim' does not exist"):
        load_profiles(tmp_path, sources={"clinician-judgment"})
