"""`python -m logic import`: files into the library of claims; what is there; and taking an import back."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from logic.calculators.facts import plural
from logic.commands.terminal import (
    NOTHING_FAILED,
    UNUSABLE,
    UnusableError,
    as_json,
    complain,
    complain_about,
    open_book,
    payer_id,
    point_to_profile,
    profile_named,
    say,
    stop,
    this_day,
)
from logic.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from logic.claims.importing import Outcome
    from logic.claims.library import Library
    from logic.claims.record import ImportRecord


class Asked(NamedTuple):
    """The payer and the profile as they were named on the command line."""

    payer: str | None
    profile: str | None


HELP = """Import claims (837P), payments (835) and tables of service lines, to be checked once and kept.

What is kept: service lines, findings and payments, with hashes in place of claim, visit and patient numbers. Names,
addresses, birth dates and free text are not. The same file twice changes nothing; an import can be undone.

\b
Examples:
  python -m logic import march.837 march.835
  python -m logic import visits.csv --payer medicare
  python -m logic import export.csv --profile webpt-charges
  python -m logic import --list                   what was imported
  python -m logic import --undo 3f0c9a            take one back, by the beginning of its id

\b
Exit codes: 0 everything was imported or was there already, 2 some of the input cannot be used.
"""


def import_(  # noqa: PLR0917 - each is an option with a name
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE", help="837P, 835, CSV, XLSX, Parquet …")
    ] = None,
    payer: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The payer of every line, whatever the file says; medicare, hns, …"),
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The profile that tells what a table's columns are."),
    ] = None,
    in_json: Annotated[bool, typer.Option("--json", help="The outcome as JSON on standard output.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="Tell what was imported.")] = False,
    undo: Annotated[
        str | None, typer.Option("--undo", metavar="ID", help="Take an import back, as if it had never been.")
    ] = None,
) -> None:
    """Import files; see HELP."""
    from logic.claims.errors import LibraryError  # noqa: PLC0415 - a help text must not wait for it
    from logic.claims.library import open_library  # noqa: PLC0415
    from logic.problems import FileError  # noqa: PLC0415
    from logic.rulebook import default_home  # noqa: PLC0415

    empty: dict[str, Any] = {"imports": []}
    try:
        if (bool(files), list_, undo is not None).count(True) != 1:
            raise _unusable("Name files, or ask for --list or --undo.", "See python -m logic import --help.")
        library = open_library(default_home())
        if list_:
            _tell_list(library, in_json=in_json)
        elif undo is not None:
            _undo(library, undo, in_json=in_json)
        else:
            code = _import(files or [], Asked(payer, profile), library, in_json=in_json)
            raise typer.Exit(code)
    except UnusableError as error:
        stop(error, in_json=in_json, empty=empty)
    except LibraryError as error:
        stop(_unusable(error.wrong, error.fix), in_json=in_json, empty=empty)
    except FileError as error:
        stop(UnusableError([(None, error.problem)]), in_json=in_json, empty=empty)


def _import(files: list[Path], asked: Asked, library: Library, *, in_json: bool) -> int:
    import polars as pl  # noqa: PLC0415

    from logic.batch.across import HOW, across, across_words  # noqa: PLC0415
    from logic.claims.importing import import_files  # noqa: PLC0415

    book = open_book()
    payer, profile = payer_id(asked.payer, book), profile_named(asked.profile, book)
    told: list[tuple[Path, Outcome]] = []
    for file in files:
        with _bar(file.name) as progress:
            (outcome,) = import_files(
                [file], library, book, this_day(), payer=payer, profile=profile, progress=progress
            )
        told.append((file, outcome))
        if not in_json:
            _tell(file, outcome)
        if profile is None:
            point_to_profile(file, outcome.problems, book)
    ids = [outcome.record.id for _, outcome in told if outcome.record is not None]
    shared = across(library).filter(pl.col("import_id").is_in(ids)).height if ids else 0
    if shared:
        complain(f"{across_words(shared)} {HOW}")
    if in_json:
        imports = [_as_dict(file, outcome) for file, outcome in told]
        say(as_json({"imports": imports, "not_checked_across_files": shared}))
    return UNUSABLE if any(outcome.problems for _, outcome in told) else NOTHING_FAILED


@contextmanager
def _bar(title: str) -> Iterator[Callable[[str, float], None] | None]:
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=1.0)
        yield lambda what, share: bar.update(task, completed=share, description=f"{title}: {what}")


def _tell(file: Path, outcome: Outcome) -> None:
    complain_about((str(file), note) for note in outcome.notes)
    complain_about((str(file), problem) for problem in outcome.problems)
    for names, why in (
        (outcome.dropped_columns, "they look like private data"),
        (outcome.unknown_columns, "they are not known"),
    ):
        if names:
            complain(f"{file}: not read, for {why}: {', '.join(names)}.")
    if outcome.record is None:
        say(f"{file}: nothing was imported.")
    elif outcome.already:
        say(f"{file}: this very content was imported on {outcome.record.at}; nothing changed.")
    else:
        say(f"{file}: {_words(outcome.record)} Import {outcome.record.id}.")


def _words(record: ImportRecord) -> str:
    counts = record.counts
    parts = []
    if claims := counts.get("submissions", 0):
        parts.append(
            f"{plural(claims, 'claim')} with {plural(counts.get('lines', 0), 'line')}, "
            f"{plural(counts.get('findings', 0), 'finding')}"
        )
    if paid := counts.get("remitted", 0):
        parts.append(f"{plural(paid, 'payment')} with {plural(counts.get('remit_lines', 0), 'line')}")
    days = f"{record.first_day} to {record.last_day}" if record.first_day else "no day of service"
    return f"{record.kind}, {' and '.join(parts)}, {days}."


def _tell_list(library: Library, *, in_json: bool) -> None:
    records = library.imports()
    if in_json:
        say(as_json({"imports": [record.to_dict() for record in records]}))
        return
    if not records:
        say("Nothing was imported yet.")
    for record in records:
        say(f"{record.id}  {record.at}  {_words(record)}")


def _undo(library: Library, told: str, *, in_json: bool) -> None:
    found = [record for record in library.imports() if told and record.id.startswith(told.lower())]
    if len(found) != 1:
        wrong = "No import has this id." if not found else "Several imports begin like this."
        raise _unusable(wrong, "python -m logic import --list tells the ids.")
    library.undo(found[0].id)
    if in_json:
        say(as_json({"undone": found[0].to_dict()}))
    else:
        say(f"Import {found[0].id} was taken back.")


def _as_dict(file: Path, outcome: Outcome) -> dict[str, Any]:
    return {
        "file": str(file),
        "import": outcome.record.to_dict() if outcome.record else None,
        "already": outcome.already,
        "problems": [problem.to_dict(str(file)) for problem in outcome.problems],
        "notes": [note.to_dict(str(file)) for note in outcome.notes],
        "dropped_columns": list(outcome.dropped_columns),
        "unknown_columns": list(outcome.unknown_columns),
    }


def _unusable(wrong: str, fix: str) -> UnusableError:
    return UnusableError([(None, Problem(None, None, None, wrong, fix))])
