"""`python -m logic check`: files of service lines or visits -> verdicts, findings, problems."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - typer reads the annotations
from contextlib import ExitStack
from pathlib import Path  # noqa: TC003
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand

from logic.calculators.facts import counted
from logic.commands.terminal import (
    NOTHING_FAILED,
    SOMETHING_FAILED,
    UNUSABLE,
    UnusableError,
    complain,
    open_book,
    payer_id,
    point_to_profile,
    profile_named,
    stop,
    this_day,
)
from logic.problems import Problem, shown

if TYPE_CHECKING:
    from logic.commands.check_outputs import Output
    from logic.intake.profile import Profile
    from logic.rulebook import RuleBook

HELP = """Check service lines before they are billed.

FILE is a CSV, TSV, XLSX, XLS, ODS or Parquet table with one row for each service line, a claims file (837P), or a
YAML visit (.yaml, .yml). A claim of an 837P goes by its place in the file; it tells no minutes, so what needs them is
not checked. Needed columns of a table: visit_id, service_date, code, units. The more is told, the more is checked:
what is not told is "not checked", never a pass. Names, birth dates, addresses and notes are not read.

\b
Columns (all but the first four may be absent):
{columns}

\b
Modifiers and dx are separated by spaces or commas. A service that was documented and not billed stands with
0 units. A row that cannot be read is named with its column, value and cure, and all other rows are still
checked; of its own visit, only what does not need the whole visit.

\b
Examples:
  python -m logic check visits.csv --payer medicare
  python -m logic check march.xlsx april.xlsx --json
  python -m logic check export.csv --profile webpt-charges
  python -m logic check march.837 --json
  python -m logic check year.parquet --out findings.parquet
  python -m logic check content/samples/visit-clean.yaml

\b
Exit codes: 0 nothing failed, 1 something failed, 2 some of the input cannot be used.
"""


class CheckCommand(TyperCommand):
    """The command with the published columns in its help, read only when help is asked for."""

    def format_help_text(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - typer keeps its own click
        """The help text, its columns filled in."""
        self.help = HELP.replace("{columns}", columns_help())
        super().format_help_text(ctx, formatter)


def columns_help() -> str:
    """The published columns, a line each."""
    from logic.columns import HEADINGS  # noqa: PLC0415

    lines = []
    for heading, column in HEADINGS.items():
        choices = f" ({', '.join(column.choices)})" if column.choices else ""
        lines.append(f"  {heading:<28} {column.label}{choices}; for example {column.example}")
    return "\n".join(lines)


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Tables, 837P or YAML visits.")],
    *,
    payer: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The payer of every line, whatever the file says; medicare, hns, …"),
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The layout of the tables; `columns` shows which fits. jane, …"),
    ] = None,
    in_json: Annotated[bool, typer.Option("--json", help="Verdicts as JSON on standard output.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Findings to a .parquet, .csv or .xlsx file."),
    ] = None,
    problems_to: Annotated[
        Path | None,
        typer.Option("--problems", metavar="FILE", help="Every cell and row that cannot be read, as a .csv."),
    ] = None,
    today: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Judge as of this day instead of today."),
    ] = None,
) -> None:
    """Check files; see HELP."""
    day = today.date() if today else this_day()
    try:
        book = open_book()
        asked = Asked(payer_id(payer, book), profile_named(profile, book))
        output = _output(book, day, in_json=in_json, out=out)
    except UnusableError as error:
        stop(error, in_json=in_json, empty={"visits": [], "editions": [], "rows_read": 0, "rows_checked": 0})
    try:
        failed, problems = _check_all(files, asked, book, day, output)
        if problems_to is not None:
            _write_problems(problems_to, files, asked, book)
    except UnusableError as error:  # only an output file that cannot be written
        stop(error, in_json=False, empty={})
    raise typer.Exit(UNUSABLE if problems else SOMETHING_FAILED if failed else NOTHING_FAILED)


class Asked(NamedTuple):
    """What holds for every file."""

    payer: str | None
    profile: Profile | None


def _check_all(
    files: list[Path],
    asked: Asked,
    book: RuleBook,
    day: dt.date,
    output: Output,
) -> tuple[bool, bool]:
    from logic.commands.checking import Run  # noqa: PLC0415

    run = Run(book, day, asked.payer, output, asked.profile)
    with ExitStack() as stack:
        stack.enter_context(output)
        for file in files:
            run.file(file)
        output.finish(run.counts)
    if asked.profile is None:
        for file in files:
            told = [problem for name, problem in run.counts.problems if name == str(file)]
            point_to_profile(file, told, book)
    return run.counts.failed > 0, bool(run.counts.problems)


def _write_problems(path: Path, files: list[Path], asked: Asked, book: RuleBook) -> None:
    """All that cannot be read in the tables, however much. Errors: UnusableError where it cannot be written."""
    from logic.intake.payers import payer_names  # noqa: PLC0415
    from logic.intake.problem_report import every_problem, write_problems  # noqa: PLC0415

    tables = [file for file in files if _is_table(file)]
    names = payer_names(book)
    found = (one for file in tables for one in every_problem(file, asked.payer, names, asked.profile))
    try:
        with path.open("w", encoding="utf-8", newline="") as out:
            count = write_problems(found, out)
    except OSError as error:
        wrong = f"The file cannot be written ({error.strerror})."
        raise UnusableError(
            [(str(path), Problem(None, None, None, wrong, "Choose another place."))]
        ) from None
    complain(f"{counted(count, 'problem', 'of tables is', 'of tables are')} in {path}.")


def _is_table(file: Path) -> bool:
    from logic.intake.visit_file import is_visit_file  # noqa: PLC0415
    from logic.intake.x12.segments import looks_like_x12  # noqa: PLC0415

    if is_visit_file(file) or not file.is_file():
        return False
    with file.open("rb") as stream:
        return not looks_like_x12(stream.read(4096))


def _output(book: RuleBook, day: dt.date, *, in_json: bool, out: Path | None) -> Output:
    if in_json and out:
        wrong = "--json and --out cannot both be asked for."
        raise UnusableError([(None, Problem(None, "--out", shown(out), wrong, "Choose one of them."))])
    from logic.commands import check_outputs  # noqa: PLC0415
    from logic.commands.findings_file import findings_file  # noqa: PLC0415

    if in_json:
        return check_outputs.JsonOutput(book, day)
    if out is not None:
        return findings_file(out, book, day)
    return check_outputs.TextOutput(book, day)
