"""Nothing of a person's stands in the library, whatever was in the file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl

from logic.claims.importing import import_files
from logic.claims.library import Library
from logic.rulebook import RuleBook

from .made import Made, file_of

DAY = date(2026, 11, 25)
CANARIES = (
    "Zebedee",
    "Quux",
    "1957-04-03",
    "04/03/1957",
    "555-201-9981",
    "12 Larkspur",
    "MBI-1EG4TE5MK73",
    "V-Quux",
)
PERSON = "Zebedee Quux,04/03/1957,555-201-9981,12 Larkspur Lane,MBI-1EG4TE5MK73,saw Zebedee"
ROWS = (
    "V-Quux-1,2026-03-02,97124,23,2,effleurage",
    "V-Quux-2,2026-03-03,97124,23,2,rubbed Zebedee Quux",
    "V-Quux-3,2026-03-04,97124,Quux,2,",
    "V-Quux-3,1957-04-03,97110,23,2,",
    "V-Quux-4,2026-03-04,97124,23,2,",
    "V-Quux-4,2026-03-04,97110,Zebedee,2,",
)
TABLE = (
    "visit_id,service_date,code,minutes,units,technique,patient_name,birth_date,phone,address,patient_id,note\n"
    + "".join(f"{row},{PERSON}\n" for row in ROWS)
)


def found_in(library: Library) -> list[tuple[str, str]]:
    """Files of the library with a canary, as they stand on the disk and as they read."""
    found = []
    for path in library.root.rglob("*"):
        if not path.is_file():
            continue
        text = path.read_bytes().decode("latin-1")
        if path.suffix == ".parquet":
            text += (
                pl.read_parquet(path).select(pl.all().cast(pl.String, strict=False)).write_csv()
                if all(not isinstance(dtype, pl.List) for dtype in pl.read_parquet_schema(path).values())
                else pl.read_parquet(path).write_json()
            )
        found += [(path.name, canary) for canary in CANARIES if canary.lower() in text.lower()]
    return found


def test_a_table_with_names_leaves_none_in_the_library(
    library: Library, book: RuleBook, tmp_path: Path
) -> None:
    file = tmp_path / "Zebedee Quux.csv"
    file.write_text(TABLE)
    (outcome,) = import_files([file], library, book, DAY)

    assert outcome.record is not None
    assert len(outcome.record.problems) >= 2  # a bad cell and a bad date, told without what stands there
    assert library.submissions().collect().height >= 2
    assert found_in(library) == []
    assert not re.search("zebedee|quux", str(library.findings().collect().to_dicts()), re.IGNORECASE)
    told = str(outcome).lower().replace("v-quux", "")  # the visit's own reference is shown to who brought it
    assert not [canary for canary in CANARIES if canary.lower() in told]


def test_a_claims_file_with_names_leaves_none(library: Library, book: RuleBook, tmp_path: Path) -> None:
    text = file_of(Made("V-Quux-1", "MBI-1EG4TE5MK73"), Made("V-Quux-2", "MBI-1EG4TE5MK73"))
    text = text.replace("PATIENT*INVENTED", "Quux*Zebedee").replace(
        "CLM*V-Quux-1",
        "N3*12 Larkspur Lane~\nDMG*D8*19570403*M~\nPER*IC*Zebedee Quux*TE*555-201-9981~\nCLM*V-Quux-1",
    )
    file = tmp_path / "a.837"
    file.write_text(text)
    (outcome,) = import_files([file], library, book, DAY)

    assert outcome.record is not None
    assert library.submissions().collect().height == 2
    assert found_in(library) == []
    assert not [canary for canary in CANARIES if canary.lower() in str(outcome).lower()]
