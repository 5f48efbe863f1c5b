"""10,000 canaries in files of every kind, and after the import none of them anywhere."""

from __future__ import annotations

import io
import logging
import tempfile
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from typer.testing import CliRunner

from logic.batch.claims import batch_of
from logic.batch.summary import summary
from logic.claims.importing import import_files
from logic.claims.library import open_library
from logic.commands.app import app
from logic.intake.payers import payer_names
from logic.intake.problem_report import every_problem, write_problems
from logic.intake.profiles import load_profiles, save_profile
from logic.intake.proposing import named
from logic.intake.recognize import recognize
from logic.intake.table import read_lines
from logic.intake.visit_file import read_visit_yaml
from logic.reports.batch_findings import findings_bytes, findings_table
from logic.reports.batch_summary import Sheet, summary_pdf
from tests.privacy.canaries import WANTED, Canaries
from tests.privacy.planted_files import plant

if TYPE_CHECKING:
    from pathlib import Path

    from logic.claims.library import Library
    from logic.rulebook import RuleBook

DAY = date(2026, 11, 25)
KINDS = {"names", "addresses", "birth dates", "phones", "member ids", "SSNs", "notes", "e-mails"}


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """A machine of its own: home, temporary files, and the folder that the files come from."""
    made = {name: tmp_path / name for name in ("home", "temporary", "files")}
    for path in made.values():
        path.mkdir()
    monkeypatch.setenv("UNITWISE_HOME", str(made["home"]))
    monkeypatch.setenv("TMPDIR", str(made["temporary"]))
    monkeypatch.setattr(tempfile, "tempdir", str(made["temporary"]))
    return made


def all_text(frame: pl.DataFrame) -> str:
    """Every value of a frame as text, also inside of lists."""
    return frame.write_json()


def test_the_search_finds_what_is_planted(places: dict[str, Path]) -> None:
    """The proof of the proof: in the files themselves every canary is found, as text and as bytes."""
    canaries, paths = plant(places["files"])
    assert len(canaries.planted) >= WANTED
    assert set(canaries.kinds) == KINDS
    assert min(canaries.kinds.values()) >= 30
    found = set()
    for path in paths:
        found |= canaries.found_in(path.name)
        if path.suffix == ".parquet":
            found |= canaries.found_in(all_text(pl.read_parquet(path)))
        elif path.suffix == ".xlsx":
            book = load_workbook(path)
            found |= canaries.found_in(f"{book.properties.creator} {[list(s.values) for s in book]}")
        elif path.suffix == ".ods":
            import zipfile  # noqa: PLC0415

            found |= canaries.found_in(zipfile.ZipFile(path).read("content.xml").decode())
        else:
            found |= canaries.found_in_bytes(path.read_bytes())
    assert found == canaries.planted


def test_after_an_import_none_is_anywhere(
    places: dict[str, Path],
    book: RuleBook,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    canaries, paths = plant(places["files"])
    caplog.set_level(logging.DEBUG)
    library = open_library(places["home"])
    during: set[str] = set()
    outcomes = import_files(
        paths,
        library,
        book,
        DAY,
        progress=lambda _what, _far: during.update(_in_files(places["temporary"], canaries)),
    )
    kept = {outcome.record.kind for outcome in outcomes if outcome.record}
    assert kept == {"table", "837P", "835"}
    assert (
        sum(outcome.record is not None for outcome in outcomes) == len(paths) - 1
    )  # a YAML visit is no import
    claims = library.submissions().collect()["source"].value_counts()
    assert dict(claims.iter_rows()) == {"table": 5 * 42, "837P": 92}  # four visits lost both of their lines
    printed = capfd.readouterr()
    everywhere = {
        "what the import tells": canaries.found_in(repr(outcomes)),
        "the library's values": _in_library(library, canaries),
        "files of the machine": _in_files(places["home"], canaries),
        "names of files": canaries.found_in(" ".join(map(str, places["home"].rglob("*")))),
        "temporary files": _in_files(places["temporary"], canaries),
        "temporary files during the import": during,
        "logs": canaries.found_in(caplog.text),
        "standard output and error": canaries.found_in(printed.out + printed.err),
        "exports": _in_exports(library, book, canaries),
        "the problems of the file": _in_problem_files(paths, book, canaries),
    }
    assert {place: sorted(found)[:5] for place, found in everywhere.items() if found} == {}


def test_none_is_in_what_is_recognized_read_or_kept_as_a_profile(
    places: dict[str, Path], book: RuleBook
) -> None:
    canaries, paths = plant(places["files"])
    for path in paths[:5]:
        found = recognize(path, load_profiles())
        assert found.profile is not None
        save_profile(named(found.profile, f"Layout {path.suffix[1:]}"))
        told = repr(found) + repr(read_lines(path, payers=payer_names(book), profile=found.profile))
        lines = read_lines(path, payers=payer_names(book), profile=found.profile).lines
        assert lines.height > 60
        assert canaries.found_in(told + all_text(lines.drop("technique"))) == set()
    visits = read_visit_yaml(paths[7], payers=payer_names(book))
    assert visits.lines.height
    assert canaries.found_in(all_text(visits.lines)) == set()
    assert canaries.found_in(" ".join(problem.sentence() for problem in visits.problems)) == set()
    assert _in_files(places["home"], canaries) == set()


def test_none_is_printed_by_the_commands(places: dict[str, Path]) -> None:
    """The path that a person types is theirs; a file called plainly is told by its name alone."""
    canaries, paths = plant(places["files"])
    plain = [path.rename(path.with_name(f"month{path.suffix}")) for path in paths]
    for words in (
        ["check", *map(str, plain[:5]), str(plain[7])],
        *(["columns", str(path)] for path in plain[:5]),
    ):
        for form in ((), ("--json",)):
            told = CliRunner().invoke(app, [*words, *form])
            assert told.exception is None or isinstance(told.exception, SystemExit)
            assert canaries.found_in(told.output) == set()


def _in_library(library: Library, canaries: Canaries) -> set[str]:
    found: set[str] = set()
    for path in library.root.rglob("*.parquet"):
        frame = pl.read_parquet(path)
        assert frame.height
        found |= canaries.found_in(all_text(frame))
        days = [frame[name] for name, dtype in frame.schema.items() if dtype == pl.Date]
        assert all(day.drop_nulls().dt.year().min() >= 2000 for day in days if day.drop_nulls().len())  # type: ignore[operator]
    return found


def _in_files(folder: Path, canaries: Canaries) -> set[str]:
    return set().union(
        *(canaries.found_in_bytes(path.read_bytes()) for path in folder.rglob("*") if path.is_file())
    )


def _in_exports(library: Library, book: RuleBook, canaries: Canaries) -> set[str]:
    batch = batch_of(library)
    table = findings_table(library, batch, book)
    assert table.collect().height
    found = canaries.found_in(findings_bytes(table, ".csv").decode())
    found |= canaries.found_in(all_text(pl.read_parquet(io.BytesIO(findings_bytes(table, ".parquet")))))
    workbook = load_workbook(io.BytesIO(findings_bytes(table, ".xlsx")))
    found |= canaries.found_in(str([list(sheet.values) for sheet in workbook]))
    pdf = summary_pdf(Sheet(batch, summary(batch), book, DAY, {}))
    return found | canaries.found_in(
        "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    )


def _in_problem_files(paths: list[Path], book: RuleBook, canaries: Canaries) -> set[str]:
    out = io.StringIO()
    for path in paths[:5]:
        assert write_problems(every_problem(path, payers=payer_names(book)), out) >= 10
    return canaries.found_in(out.getvalue())
