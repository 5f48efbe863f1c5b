"""The same claim, visit or payment in several files counts once, and no order of files and undos loses one."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from logic.claims.identity import hashed_number
from logic.claims.importing import import_files
from logic.claims.library import Library
from logic.claims.record import ImportRecord
from logic.rulebook import RuleBook

from .made import Made, file_of

DAY = date(2026, 11, 25)
HEADINGS = "visit_id,service_date,payer,discipline,code,minutes,units,modifiers,charge\n"
PAYMENT = """ISA*00*  *00*  *ZZ*A*ZZ*B*260401*1200*^*00501*00000000{n}*0*T*:~
GS*HP*A*B*20260401*1200*1*X*005010X221A1~
ST*835*0001~
BPR*I*{total}*C*CHK************20260401~
TRN*1*CHECK1*1999999999~
N1*PR*MEDICARE~
N1*PE*CLINIC*XX*1999999901~
LX*1~
CLP*C1*1*100*40*0*MB*ICN1*11*1~
SVC*HC:97110:GP*100*40**2~
DTM*472*20260302~
CAS*CO*45*60~
CLP*C2*1*100*50*0*MB*ICN2*11*1~
SVC*HC:97110:GP*50*25**1~
CAS*CO*45*25~
SVC*HC:97140:GP*50*25**1~
CAS*CO*45*25~
"""
END = "PLB*1999999901*20261231*WO:X*10*WO:Y*10~\nSE*17*0001~\nGE*1*1~\nIEA*1*00000000{n}~\n"


def put(name: str, text: str, library: Library, book: RuleBook, folder: Path) -> ImportRecord:
    path = folder / name
    path.write_text(text)
    (outcome,) = import_files([path], library, book, DAY)
    assert outcome.record is not None
    return outcome.record


def table(units: int, visit: str = "C1", charge: int = 50) -> str:
    return HEADINGS + f"{visit},2026-03-02,medicare,pt,97110,23,{units},GP,{units * charge}\n"


def units(library: Library) -> list[int]:
    return library.submissions().collect()["units"].to_list()


def test_a_claim_that_one_file_broke_off_in_is_told_whole_by_the_other(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    claims = (Made("C1"), Made("C2", day="20260303", lines=("97110 GP 2", "97140 GP 1")))
    half = file_of(*claims, cut=len("LX*2~\nSV1*HC:97140:GP*50*UN*1***1~\nDTP*472*D8*20260303~\n"))
    broken = put("half.837", half, library, book, tmp_path)
    assert units(library) == [2, 2]
    assert library.submissions().collect()["incomplete"].to_list() == [False, True]

    put("whole.837", file_of(*claims), library, book, tmp_path)

    told = library.submissions().collect()
    assert sorted(told["units"]) == [2, 3]
    assert not told["incomplete"].any()
    assert library.lines().collect().height == 3
    library.undo(broken.id)
    assert sorted(units(library)) == [2, 3]


def test_a_visit_that_was_changed_between_two_tables_is_told_as_it_was_exported_last(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    put("1.csv", table(1), library, book, tmp_path)
    later = put("2.csv", table(2), library, book, tmp_path)
    assert units(library) == [2]
    assert library.lines().collect()["units"].to_list() == [2]

    put("3.csv", table(1) + "C9,2026-03-02,medicare,pt,97110,23,2,GP,100\n", library, book, tmp_path)
    assert sorted(units(library)) == [1, 2]
    assert library.submissions().filter(claim_id=hashed_number("C1", library.key)).collect()[
        "units"
    ].to_list() == [1]

    library.undo(library.imports()[-1].id)
    assert units(library) == [2]
    library.undo(later.id)
    assert units(library) == [1]


@pytest.mark.parametrize("first", ["table", "837P"])
def test_a_visit_and_its_claim_are_one(first: str, library: Library, book: RuleBook, tmp_path: Path) -> None:
    files = {"table": ("a.csv", table(2)), "837P": ("a.837", file_of(Made("C1")))}
    order = sorted(files, key=lambda kind: kind != first)
    records = [put(*files[kind], library, book, tmp_path) for kind in order]

    # The claim, completed by the table, kept by whichever came second (test_completing tells more).
    assert library.submissions().collect()["source"].to_list() == ["837P+table"]
    assert set(library.findings().collect()["import_id"]) <= {records[1].id}
    library.undo(records[0].id)
    assert library.submissions().collect()["source"].to_list() == [order[1]]


def test_the_correction_of_a_visit_is_another_submission_than_its_original(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    put("a.csv", table(2), library, book, tmp_path)
    claims = (Made("C1"), Made("C1", frequency="7", replaces="ICN1", lines=("97110 GP 1",)))
    put("a.837", file_of(*claims), library, book, tmp_path)

    told = library.submissions().collect()
    assert told.select("source", "frequency").rows() == [("837P+table", "1"), ("837P+table", "7")]
    assert told["claim_id"].n_unique() == 1


def test_payments_of_a_file_that_broke_off_are_told_whole_by_the_other(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    whole = PAYMENT.format(n=1, total=70) + END.format(n=1)
    broken = PAYMENT.format(n=1, total=70).rpartition("SVC*")[0]
    put("half.835", broken, library, book, tmp_path)
    assert library.remit_lines().collect()["paid"].to_list() == [4000, 2500]

    second = put("whole.835", whole, library, book, tmp_path)

    assert sorted(library.remit_lines().collect()["paid"]) == [2500, 2500, 4000]
    assert library.adjustments().collect()["amount"].sum() == 11000
    library.undo(second.id)
    assert library.remit_lines().collect()["paid"].to_list() == [4000, 2500]


def test_what_a_check_keeps_back_is_told_once(library: Library, book: RuleBook, tmp_path: Path) -> None:
    put("1.835", PAYMENT.format(n=1, total=70) + END.format(n=1), library, book, tmp_path)
    put("2.835", PAYMENT.format(n=2, total=70) + END.format(n=2), library, book, tmp_path)

    # Two rows of ten dollars in each of two files of one check: two rows, not one and not four.
    assert library.provider_adjustments().collect()["amount"].to_list() == [1000, 1000]
    assert library.remit_lines().collect().height == 3


def test_paid_taken_back_and_paid_anew_in_one_file_are_three_payments(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    claim = "CLP*C1*1*100*40*0*MB*ICN1*11*1~\nSVC*HC:97110:GP*100*40**2~\nCAS*CO*45*60~\n"
    back = "CLP*C1*22*-100*-40*0*MB*ICN1*11*1~\nSVC*HC:97110:GP*-100*-40**-2~\nCAS*CO*45*-60~\n"
    head = PAYMENT.format(n=1, total=40).partition("CLP*")[0]
    text = head + claim + back + claim + "SE*17*0001~\nGE*1*1~\nIEA*1*000000001~\n"
    put("a.835", text, library, book, tmp_path)
    put("b.835", text.replace("*T*:", "*P*:"), library, book, tmp_path)

    assert library.remit_lines().collect()["paid"].to_list() == [4000, -4000, 4000]


def test_any_order_of_files_and_undos_tells_the_same_claims(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    files = {
        "a": file_of(Made("C1"), Made("C2", day="20260303")),
        "b": file_of(Made("C2", day="20260303"), Made("C3", day="20260304")),
        "c": file_of(Made("C3", day="20260304"), Made("C1"), Made("C4", day="20260305")),
    }
    wanted: pl.DataFrame | None = None
    for order in itertools.permutations(files):
        for name in order:
            put(f"{name}.837", files[name], library, book, tmp_path)
        told = library.submissions().collect().drop("import_id").sort("submission")
        wanted = told if wanted is None else wanted
        assert_frame_equal(told, wanted)
        assert told.height == 4
        for record in library.imports():
            library.undo(record.id)
        assert library.submissions().collect().is_empty()
