"""However the same lines are written, what is recognized reads them back; and nothing makes the mapper fail."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from logic.columns import HEADINGS
from logic.intake.batches import scan_batches
from logic.intake.problem_report import every_problem
from logic.intake.profile import Profile
from logic.intake.profiles import as_yaml, load_profiles
from logic.intake.proposing import changed
from logic.intake.recognize import recognize
from logic.intake.table import read_lines
from logic.rulebook.strict_yaml import load

if TYPE_CHECKING:
    from collections.abc import Callable

Line = dict[str, Any]
PROFILES = load_profiles(Path("/nowhere"))
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
NAMES = {
    "visit_id": ("visit_id", "Encounter", "Claim Number", "VISIT ID"),
    "service_date": ("service_date", "DOS", "Date of Service", "visit date"),
    "code": ("code", "CPT", "HCPCS Code", "Procedure Code"),
    "units": ("units", "Qty", "Billed Units"),
    "minutes": ("minutes", "Mins", "Duration"),
    "charge": ("charge", "Charges", "Billed Amount"),
}
DATES: dict[str, tuple[str, Callable[[dt.date], str]]] = {
    "iso": ("", lambda day: day.isoformat()),
    "iso with a time": ("", lambda day: f"{day.isoformat()} 09:30:00"),
    "compact": ("", lambda day: f"{day:%Y%m%d}"),
    "month first": ("month first", lambda day: f"{day.month}/{day.day}/{day.year}"),
    "day first": ("day first", lambda day: f"{day.day:02}/{day.month:02}/{day.year}"),
    "dots": ("day first", lambda day: f"{day.day}.{day.month}.{day.year}"),
    "month in words": ("", lambda day: f"{day:%d-%b-%Y}"),
    "run together": ("", lambda day: f"{day:%d%b%Y}".upper()),
    "day of a spreadsheet": ("", lambda day: str((day - dt.date(1899, 12, 30)).days)),
}
MODIFIERS: dict[str, Callable[[list[str]], str]] = {
    "blanks": " ".join,
    "commas": ", ".join,
    "colons": ":".join,
    "run together": "".join,
    "bars": "|".join,
}
AMOUNTS: dict[str, Callable[[int], str]] = {
    "point": lambda cents: f"{cents / 100:.2f}",
    "dollars": lambda cents: f"${cents / 100:,.2f}",
    "comma": lambda cents: f"{cents / 100:,.2f}".translate(str.maketrans(",.", ".,")),
}
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "visit_id": st.sampled_from(["V-1", "V-2", "V-3"]),
            "service_date": st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31)),
            "code": st.sampled_from(["97124", "97110", "97140", "G0283"]),
            "units": st.integers(0, 6),
            "minutes": st.integers(1, 90),
            "charge": st.integers(0, 2_000_000),
            "modifiers": st.lists(
                st.sampled_from(["GP", "GO", "59", "KX", "CQ"]), min_size=1, max_size=4, unique=True
            ),
        }
    ),
    min_size=1,
    max_size=12,
)


@st.composite
def files(draw: st.DrawFn) -> tuple[list[Line], str, str, str, str]:
    """Lines, the text that tells them, its encoding, the order of its dates and how it writes decimals."""
    lines = draw(LINES)
    order, written = DATES[draw(st.sampled_from(sorted(DATES)))]
    money = draw(st.sampled_from(sorted(AMOUNTS)))
    wide, packed = draw(st.booleans()), MODIFIERS[draw(st.sampled_from(sorted(MODIFIERS)))]
    delimiter = draw(st.sampled_from(",;\t|"))
    columns: list[tuple[str, list[str]]] = []
    for name, aliases in NAMES.items():
        cells: dict[str, Callable[[Line], str]] = {
            "service_date": lambda line: written(line["service_date"]),
            "charge": lambda line: AMOUNTS[money](line["charge"]),
        }
        cell = cells.get(name, lambda line, name=name: str(line[name]))
        columns.append((draw(st.sampled_from(aliases)), [cell(line) for line in lines]))
    if wide:
        columns += [
            (f"Mod {at + 1}", [([*line["modifiers"], "", "", "", ""])[at] for line in lines])
            for at in range(4)
        ]
    else:
        columns.append(
            (draw(st.sampled_from(["modifiers", "Mods"])), [packed(line["modifiers"]) for line in lines])
        )
    columns.append(("Patient Name", ["Ann Bell"] * len(lines)))
    if draw(st.booleans()):
        at = draw(st.randoms(use_true_random=False))
        at.shuffle(columns)
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=delimiter, quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    )
    writer.writerow([heading for heading, _ in columns])
    writer.writerows(zip(*(cells for _, cells in columns), strict=True))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    return lines, out.getvalue(), encoding, order, "comma" if money == "comma" else "point"


@settings(max_examples=40, deadline=None, suppress_health_check=QUIET)
@given(files())
def test_what_is_recognized_reads_the_lines_back(file: tuple[list[Line], str, str, str, str]) -> None:
    lines, text, encoding, order, decimal = file
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(text.encode(encoding))
        found = recognize(path, PROFILES)
        assert found.profile is not None, found.missing
        for question in found.questions:
            if not question.open:  # other cells decided, and rightly
                assert question.assumed == (order if question.about == "dates" else decimal)
        found = changed(found, dates=order or None, decimal=decimal)  # type: ignore[arg-type]
        assert found.ready
        intake = read_lines(path, profile=found.profile)
        batches = list(scan_batches(path, 2, profile=found.profile))
    assert intake.problems == ()
    assert "Patient Name" in intake.dropped_columns
    told = intake.lines.select(
        "visit_id", "service_date", "code", "units", "minutes", "modifiers", "charge"
    ).to_dicts()
    assert told == [line | {"charge": line["charge"] / 100} for line in lines]
    assert sum(frame.height for frame in batches) == len(lines)
    for frame in batches:
        for other in batches:
            assert frame is other or not set(frame["visit_id"]) & set(other["visit_id"])


WORDS = st.text(max_size=30)
ANY_HEADING = st.one_of(
    WORDS, st.sampled_from([*HEADINGS, "DOS", "CPT", "Qty", "Patient", "mod1", "dx2", "DOB"])
)
ANY_CELL = st.one_of(
    WORDS,
    st.sampled_from(["97124", "03/04/2026", "1.234,50", "GP59", "M54.50", "9:05", "1", "=1+1", "Ann Bell"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=QUIET)
@given(
    headings=st.lists(ANY_HEADING, min_size=1, max_size=8),
    cells=st.lists(st.lists(ANY_CELL, min_size=1, max_size=8), max_size=6),
    suffix=st.sampled_from([".csv", ".tsv", ".xlsx", ".parquet", ".txt"]),
)
@example(headings=["Patient", "DOS", "CPT", "Qty"], cells=[["", "", "", ""]], suffix=".csv")
@example(headings=["visit_id", "visit_id", "DOS", "CPT", "Qty"], cells=[["1"] * 5], suffix=".csv")
def test_no_table_makes_the_mapper_fail(headings: list[str], cells: list[list[str]], suffix: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([headings, *cells])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(out.getvalue().encode("utf-8", "replace"))
        found = recognize(path, PROFILES)
        for dates in (None, "day first"):
            answered = changed(found, dates=dates) if found.problem is None else found  # type: ignore[arg-type]
            intake = read_lines(path, profile=answered.profile)
            assert intake.lines.height or intake.problems or intake.notes
        list(every_problem(path, profile=found.profile))


TEXT = st.text(min_size=1, max_size=40).map(str.strip).filter(bool)


@settings(max_examples=80, deadline=None)
@given(
    headings=st.lists(TEXT, min_size=5, max_size=5),
    words=st.dictionaries(TEXT, st.sampled_from(["medicare", "unknown"]), max_size=3),
    about=st.text(max_size=60),
)
@example(headings=["null", "true", "2026-03-02", "1e3", "0x1F"], words={"~": "medicare"}, about=": - #")
def test_any_profile_is_kept_as_it_is(headings: list[str], words: dict[str, str], about: str) -> None:
    names = ("visit_id", "service_date", "code", "units", "payer")
    profile = Profile.model_validate(
        {
            "id": "mine",
            "label": "Mine",
            "about": about,
            "columns": dict(zip(names, headings, strict=True)) | {"modifiers": headings},
            "values": {"payer": words} if words else {},
        }
    )
    assert Profile.model_validate(load(as_yaml(profile))) == profile
