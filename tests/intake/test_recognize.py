"""Columns recognized by name and content: shown for confirmation, with what is private, ambiguous and missing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl
import pytest

from logic.intake.profiles import load_profiles
from logic.intake.proposing import changed, named
from logic.intake.recognize import recognize
from logic.intake.table import read_lines

if TYPE_CHECKING:
    from pathlib import Path

    from logic.intake.recognition import Recognition

ROWS = 30
NAMES = [
    f"{first} {last}" for first in ("Ann", "Bob", "Cy", "Dee", "Eve") for last in ("Bell", "Cole", "Dunn")
] * 2
PLAIN: dict[str, list[str]] = {
    "Encounter": [f"E{at}" for at in range(ROWS)],
    "When": [f"2026-03-{at % 28 + 1:02}" for at in range(ROWS)],
    "What": ["97124", "97110", "G0283"] * 10,
    "Units": ["1", "2", "3"] * 10,
    "Why": ["M54.50", "R26.2 M54.2", "S33.5XXA"] * 10,
    "With": ["GP", "GP 59", "GO,KX"] * 10,
    "How much": ["65.00", "$1,040.50", "40"] * 10,
}


def written(path: Path, columns: dict[str, list[str]]) -> Path:
    pl.DataFrame(columns).write_csv(path / "a.csv")
    return path / "a.csv"


def by_heading(found: Recognition) -> dict[str, tuple[str | None, str]]:
    return {column.heading: (column.column, column.found) for column in found.columns}


def test_by_heading_and_by_content(tmp_path: Path) -> None:
    found = recognize(written(tmp_path, PLAIN))
    assert by_heading(found) == {
        "Encounter": ("visit_id", "heading"),
        "When": ("service_date", "content"),
        "What": ("code", "content"),
        "Units": ("units", "heading"),
        "Why": ("dx", "content"),
        "With": ("modifiers", "content"),
        "How much": ("charge", "content"),
    }
    assert found.ready
    assert found.rows_seen == ROWS
    examples = {column.heading: column.examples for column in found.columns}
    assert examples["What"] == ("97124", "97110", "G0283")
    assert examples["Encounter"] == ()
    lines = read_lines(tmp_path / "a.csv", profile=found.profile).lines
    assert lines.height == ROWS
    assert lines["modifiers"].head(3).to_list() == [["GP"], ["GP", "59"], ["GO", "KX"]]
    assert lines["charge"].head(3).to_list() == [65.0, 1040.5, 40.0]


def test_it_is_the_same_in_every_kind_of_file(tmp_path: Path) -> None:
    frame = pl.DataFrame(PLAIN)
    frame.write_csv(tmp_path / "a.tsv", separator="\t")
    frame.write_excel(tmp_path / "a.xlsx")
    frame.write_parquet(tmp_path / "a.parquet")
    wanted = by_heading(recognize(written(tmp_path, PLAIN)))
    for name in ("a.tsv", "a.xlsx", "a.parquet"):
        assert by_heading(recognize(tmp_path / name)) == wanted


PRIVATE = {
    "names": NAMES,
    "e-mail addresses": [f"a{at}@example.com" for at in range(ROWS)],
    "phone numbers": [f"(555) 010-{at:04}" for at in range(ROWS)],
    "social-security numbers": [f"900-00-{at:04}" for at in range(ROWS)],
    "street addresses": [f"{at} Elm Street" for at in range(ROWS)],
    "birth dates": [f"19{60 + at % 30}-05-17" for at in range(ROWS)],
    "free text": [f"The patient said on visit {at} that it hurts less than before" for at in range(ROWS)],
}


# A technique is a name of two words as well; it is held against the vocabulary, not shown.
DROPPED = [
    (what, heading)
    for what in PRIVATE
    for heading in ("Color", "technique", "Minutes")
    if (what, heading) != ("names", "technique")
]


@pytest.mark.parametrize(("what", "heading"), DROPPED)
def test_what_looks_private_is_dropped_whatever_its_heading(what: str, heading: str, tmp_path: Path) -> None:
    path = written(tmp_path, PLAIN | {heading: PRIVATE[what]})
    found = recognize(path)
    (column,) = [column for column in found.columns if column.heading == heading]
    assert (column.state, column.column, column.examples) == ("private", None, ())
    assert what in column.why
    assert not any(value in str(found) for value in PRIVATE[what])
    assert found.profile is not None
    intake = read_lines(path, profile=found.profile)
    assert intake.lines.height == ROWS
    assert not any(value in str(intake) + intake.lines.write_json() for value in PRIVATE[what])


def test_without_a_profile_too(tmp_path: Path) -> None:
    ours = {"visit_id": PLAIN["Encounter"], "service_date": PLAIN["When"], "code": PLAIN["What"]}
    path = written(tmp_path, ours | {"units": PLAIN["Units"], "technique": PRIVATE["phone numbers"]})
    intake = read_lines(path)
    assert intake.dropped_columns == ("technique",)
    assert [note.wrong for note in intake.notes] == ["The column looks like phone numbers. It was not read."]
    assert intake.lines["technique"].null_count() == ROWS
    assert "555" not in str(intake)


def test_what_is_not_read_anyway_is_called_private_where_it_looks_so(tmp_path: Path) -> None:
    ours = {"visit_id": PLAIN["Encounter"], "service_date": PLAIN["When"], "code": PLAIN["What"]}
    path = written(tmp_path, ours | {"units": PLAIN["Units"], "Who": NAMES, "Color": ["red", "blue"] * 15})
    intake = read_lines(path)
    assert (intake.dropped_columns, intake.unknown_columns) == (("Who",), ("Color",))


def test_one_name_among_codes_is_no_example(tmp_path: Path) -> None:
    found = recognize(written(tmp_path, PLAIN | {"What": ["97124", "Ann Bell", *["97124"] * 28]}))
    assert "Ann Bell" not in repr(found)


def test_a_visit_called_by_a_persons_name_is_hashed(tmp_path: Path) -> None:
    path = written(tmp_path, PLAIN | {"Encounter": NAMES})
    intake = read_lines(path, profile=recognize(path).profile)
    assert intake.lines["visit_id"].n_unique() == 15
    assert not any(name in intake.lines.write_json() for name in NAMES)
    assert "keyed hashes" in intake.notes[0].wrong


def test_a_private_column_may_be_a_patients_key_and_nothing_else(tmp_path: Path) -> None:
    found = recognize(written(tmp_path, PLAIN | {"Who": NAMES}))
    position = len(PLAIN)
    assert found.columns[position].choices == ("patient_id", "provider_id")
    with pytest.raises(ValueError, match="Who cannot be read as payer"):
        changed(found, {position: "payer"})
    again = changed(found, {position: "patient_id"})
    lines = read_lines(tmp_path / "a.csv", profile=again.profile).lines
    assert lines["patient_id"].n_unique() == 15
    assert lines["patient_id"].str.contains("^[0-9a-f]{24}$").all()


def test_without_a_visit_the_lines_of_a_patient_and_a_day_are_one(tmp_path: Path) -> None:
    columns = {"Patient": ["A", "A", "B", "A"], "DOS": ["3/13/2026", "2026-03-13", "3/13/2026", "3/14/2026"]}
    path = written(tmp_path, columns | {"CPT": ["97124"] * 4, "Qty": ["1"] * 4})
    found = recognize(path)
    assert found.profile is not None
    assert found.profile.visit_by == ("patient_id", "service_date")
    visits = read_lines(path, profile=found.profile).lines["visit_id"].to_list()
    assert visits[0] == visits[1]
    assert len(set(visits)) == 3
    assert visits[0].startswith("2026-03-13 ")


def test_a_row_that_tells_no_visit_is_bad_and_said(tmp_path: Path) -> None:
    columns = {"Patient": ["A", ""], "DOS": ["2026-03-13"] * 2, "CPT": ["97124"] * 2, "Qty": ["1"] * 2}
    path = written(tmp_path, columns)
    intake = read_lines(path, profile=recognize(path).profile)
    assert intake.lines.height == 1
    (problem,) = intake.problems
    assert (problem.row, problem.wrong) == (3, "The row does not tell its visit: Patient or DOS is empty.")


def test_missing_says_what_would_supply_it(tmp_path: Path) -> None:
    found = recognize(written(tmp_path, {"DOS": ["2026-03-02"] * 3, "CPT": ["97124"] * 3, "Note": ["x"] * 3}))
    assert found.profile is None
    assert not found.ready
    required = {missing.column: missing.supply for missing in found.missing if missing.required}
    assert required.keys() == {"visit_id", "units"}
    assert "one of the patient" in required["visit_id"]
    assert {missing.column for missing in found.missing if not missing.required} >= {"minutes", "payer"}


@pytest.mark.parametrize(
    ("days", "open_", "assumed", "first"),
    [
        (["03/04/2026", "05/06/2026"], True, "month first", dt.date(2026, 3, 4)),
        (["03/04/2026", "25/06/2026"], False, "day first", dt.date(2026, 4, 3)),
        (["03/04/2026", "05/26/2026"], False, "month first", dt.date(2026, 3, 4)),
        (["03.04.2026", "25.06.2026"], False, "day first", dt.date(2026, 4, 3)),
        (["25/06/2026", "05/26/2026"], True, "month first", None),
    ],
)
def test_day_or_month_first(
    days: list[str], open_: bool, assumed: str, first: dt.date | None, tmp_path: Path
) -> None:
    columns = {"visit": ["A", "B"], "DOS": days, "CPT": ["97124"] * 2, "Qty": ["1"] * 2}
    path = written(tmp_path, columns)
    found = recognize(path)
    (question,) = found.questions
    assert (question.open, question.assumed, found.ready) == (open_, assumed, not open_)
    assert bool(question.decided_by) == (not open_)
    if first:
        assert read_lines(path, profile=found.profile).lines["service_date"][0] == first
        answered = changed(found, dates="day first")
        assert answered.ready
        assert answered.profile is not None
        assert answered.profile.dates == "day first"


def test_a_cell_far_down_decides(tmp_path: Path) -> None:
    days = ["03/04/2026"] * 5_000 + ["25/06/2026"]
    columns = {"visit": [str(at) for at in range(5_001)], "DOS": days}
    path = written(tmp_path, columns | {"CPT": ["97124"] * 5_001, "Qty": ["1"] * 5_001})
    (question,) = recognize(path).questions
    assert (question.assumed, question.open) == ("day first", False)
    assert question.decided_by == "25/06/2026 can only be read with the day first."


def test_dates_written_one_way_ask_nothing(tmp_path: Path) -> None:
    assert recognize(written(tmp_path, PLAIN)).questions == ()


def test_a_comma_as_decimal(tmp_path: Path) -> None:
    amounts = ["1.234,50", "65,00", "(12,00)"] * 10
    path = written(tmp_path, PLAIN | {"How much": amounts})
    found = recognize(path)
    (question,) = found.questions
    assert (question.about, question.assumed, question.open) == ("decimal", "comma", False)
    assert read_lines(path, profile=found.profile).lines["charge"].head(3).to_list() == [1234.5, 65.0, -12.0]


def test_what_holds_for_the_whole_file(tmp_path: Path) -> None:
    path = written(tmp_path, PLAIN)
    found = changed(recognize(path), fixed={"payer": "medicare", "discipline": "Physical Therapy"})
    lines = read_lines(path, profile=found.profile).lines
    assert set(lines["payer"]) == {"medicare"}
    assert set(lines["discipline"]) == {"pt"}
    assert "payer" not in {missing.column for missing in found.missing}


def test_a_kept_mapping_knows_the_next_file(tmp_path: Path, own_home: Path) -> None:
    from logic.intake.profiles import save_profile  # noqa: PLC0415

    found = recognize(written(tmp_path, PLAIN), load_profiles())
    assert found.layout is None
    assert found.profile is not None
    save_profile(named(found.profile, "March export"))
    again = recognize(tmp_path / "a.csv", load_profiles(own_home))
    assert again.layout is not None
    assert again.layout.id == "march-export"
    assert {column.found for column in again.columns} == {"profile"}


def test_a_column_that_a_layout_does_not_name_is_known_by_its_heading(tmp_path: Path) -> None:
    """Our own layout with a heading that we know by another name: nothing is lost in silence."""
    columns = {
        "visit_id": ["A"],
        "service_date": ["2026-03-02"],
        "code": ["97124"],
        "units": ["1"],
        "Mods": ["GP"],
    }
    path = written(tmp_path, columns)
    found = recognize(path, load_profiles(tmp_path))
    assert found.layout is not None
    assert by_heading(found)["Mods"] == ("modifiers", "heading")
    assert read_lines(path, profile=found.profile).lines["modifiers"].to_list() == [["GP"]]


def test_what_cannot_be_opened_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    problem = recognize(tmp_path / "a.csv").problem
    assert problem is not None
    assert problem.wrong == "The file is empty."
    (tmp_path / "a.yaml").write_text("service_date: 2026-03-02\n", "utf-8")
    told = recognize(tmp_path / "a.yaml").problem
    assert told is not None
    assert told.wrong == "This is a file of visits; it needs no mapping."
