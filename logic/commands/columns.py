"""`python -m logic columns`: what the columns of a file are taken for, corrected and kept as a profile."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from logic.commands.terminal import (
    NOTHING_FAILED,
    UNUSABLE,
    UnusableError,
    as_json,
    complain,
    open_book,
    profile_named,
    profiles_of,
    say,
    stop,
)
from logic.problems import FileError, Problem, shown

if TYPE_CHECKING:
    from logic.intake.recognition import FileColumn, Recognition

HELP = """Show what the columns of a table are taken for, and keep the mapping under a name.

A column is known by the profile of its layout, by its heading, or by what its cells look like. What looks private
is not read, whatever its heading says. No value of such a column is shown.

\b
Examples:
  python -m logic columns march.csv
  python -m logic columns march.csv --map "Session type=code" --map "Qty=units" --keep "Our export"
  python -m logic columns march.csv --dates "day first" --json
  python -m logic check march.csv --profile our-export

\b
Exit codes: 0 the file can be read so, 2 it cannot: the message says what is missing.
"""
EMPTY: dict[str, object] = {"columns": [], "questions": [], "missing": [], "profile": None}


def columns(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table of service lines.")],
    *,
    profile: Annotated[
        str | None, typer.Option(metavar="NAME", help="Take it for this layout, whatever fits best.")
    ] = None,
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="HEADING=COLUMN", help="Read a heading as this column; HEADING= for none."
        ),
    ] = None,
    dates: Annotated[
        Literal["month first", "day first"] | None, typer.Option(help="Which number of 3/4/2026 comes first.")
    ] = None,
    decimal: Annotated[
        Literal["point", "comma"] | None, typer.Option(help="How amounts write their decimals.")
    ] = None,
    keep: Annotated[
        str | None, typer.Option(metavar="NAME", help="Keep the mapping as a profile of your own.")
    ] = None,
    in_json: Annotated[bool, typer.Option("--json", help="The same as JSON on standard output.")] = False,
) -> None:
    """Show the columns; see HELP."""
    try:
        found = _recognized(file, profile)
        found = _changed(found, maps or [], dates, decimal)
        if keep is not None:
            _keep(found, keep)
    except UnusableError as error:
        stop(error, in_json=in_json, empty=EMPTY)
    if in_json:
        say(as_json(_as_data(found)))
    else:
        _tell(found)
    raise typer.Exit(NOTHING_FAILED if found.ready else UNUSABLE)


def _recognized(file: Path, profile: str | None) -> Recognition:
    from logic.intake.recognize import recognize  # noqa: PLC0415 - a help text must not wait for it

    book = open_book()
    found = recognize(file, profiles_of(book), profile_named(profile, book))
    if found.problem is not None:
        raise UnusableError([(str(file), found.problem)])
    return found


def _changed(
    found: Recognition,
    maps: list[str],
    dates: Literal["month first", "day first"] | None,
    decimal: Literal["point", "comma"] | None,
) -> Recognition:
    from logic.intake.headings import plain  # noqa: PLC0415
    from logic.intake.proposing import changed  # noqa: PLC0415
    from logic.rulebook.problems import did_you_mean  # noqa: PLC0415

    to: dict[int, str | None] = {}
    for each in maps:
        heading, _, column = (part.strip() for part in each.rpartition("="))
        at = next((c.position for c in found.columns if plain(c.heading) == plain(heading)), None)
        if at is None or not heading:
            names = [c.heading for c in found.columns]
            wrong = "The file has no such heading."
            problem = Problem(None, "--map", shown(each), wrong, did_you_mean(heading, names))
            raise UnusableError([(None, problem)])
        to[at] = column or None
    try:
        return changed(found, to, dates=dates, decimal=decimal)
    except ValueError as error:
        fix = "Choose one of our columns; a private one may only be patient_id or provider_id."
        raise UnusableError([(None, Problem(None, "--map", None, str(error), fix))]) from None


def _keep(found: Recognition, label: str) -> None:
    from logic.intake.profiles import save_profile  # noqa: PLC0415
    from logic.intake.proposing import named  # noqa: PLC0415

    if found.profile is None:
        return  # what is missing is told
    try:
        kept = named(found.profile, label)
        save_profile(kept)
    except FileError as error:
        raise UnusableError([(None, error.problem)]) from None
    complain(f"Kept as {kept.id}: read files of this layout with --profile {kept.id}.")


def _tell(found: Recognition) -> None:
    if found.layout is not None:
        confirm = " (to confirm)" if found.layout.to_confirm else ""
        say(f"Taken for: {found.layout.label}{confirm}")
        if found.layout.note:
            say(f"  {found.layout.note}")
    for column in found.columns:
        say(_line(column))
    for question in found.questions:
        answer = question.decided_by or ("" if question.open else "Answered.")
        option = " ".join(f'--{question.about} "{value}"' for value, _ in question.choices[-1:])
        asked = f"It is read with the {question.assumed}; if that is wrong: {option}"
        say(f"? {question.ask} {answer or asked}")
    for missing in found.missing:
        say(f"{'!' if missing.required else '-'} {missing.column}: {missing.says} {missing.supply}")


_STATES = {"private": "not read: private", "unknown": "not read: not known", "not needed": "not needed"}


def _line(column: FileColumn) -> str:
    how = {
        "profile": "by the profile",
        "heading": "by its heading",
        "content": "by its cells",
        "you": "by you",
    }
    to = f"{column.column} ({how[column.found]})" if column.column else _STATES[column.state]
    examples = f"  for example {', '.join(column.examples)}" if column.examples else ""
    why = f"  {column.why}" if column.why else ""
    return f"  {column.heading:<28} {to}{examples}{why}"


def _as_data(found: Recognition) -> dict[str, object]:
    names = ("heading", "state", "column", "found", "examples", "looks", "why")
    return {
        "layout": found.layout and found.layout.id,
        "ready": found.ready,
        "columns": [{name: getattr(column, name) for name in names} for column in found.columns],
        "questions": [
            {name: getattr(question, name) for name in ("about", "ask", "assumed", "decided_by", "open")}
            for question in found.questions
        ],
        "missing": [
            {name: getattr(missing, name) for name in ("column", "required", "says", "supply")}
            for missing in found.missing
        ],
        "profile": found.profile and found.profile.model_dump(mode="json", exclude_defaults=True),
        "problems": [],
    }
