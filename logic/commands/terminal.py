"""What the commands share: answers on standard output, problems on standard error, and the exit codes."""

from __future__ import annotations

import datetime as dt
import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from logic.problems import FileError, Problem, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from logic.intake.profile import Profile
    from logic.intake.profiles import Profiles
    from logic.rulebook import ContentError, RuleBook

NOTHING_FAILED, SOMETHING_FAILED, UNUSABLE = 0, 1, 2
LONG_WORK_ROWS = 200_000


class UnusableError(Exception):
    """Input that a command cannot use at all; (file, problem) each."""

    def __init__(self, problems: Iterable[tuple[str | None, Problem]]) -> None:
        super().__init__("unusable input")
        self.problems = tuple(problems)


def this_day() -> dt.date:
    """The day on this machine's clock; nothing below the commands looks at a clock."""
    return dt.datetime.now(tz=dt.UTC).astimezone().date()


def say(text: str = "") -> None:
    """A line of the answer."""
    typer.echo(text)


def complain(text: str) -> None:
    """A line beside the answer."""
    typer.echo(text, err=True)


def complain_about(problems: Iterable[tuple[str | None, Problem]]) -> None:
    """Problems for a person: file, row, column, value, what is wrong, how to mend it."""
    for file, problem in problems:
        complain(f"{file}: {problem.sentence()}" if file else problem.sentence())


def as_json(value: object) -> str:
    """JSON for programs; letters beyond ASCII stay readable."""
    return json.dumps(value, ensure_ascii=False)


def stop(error: UnusableError, *, in_json: bool, empty: Mapping[str, Any]) -> NoReturn:
    """End with exit code 2: problems in JSON on standard output with `empty`, or on standard error."""
    if in_json:
        say(as_json({**empty, "problems": [problem.to_dict(file) for file, problem in error.problems]}))
    else:
        complain_about(error.problems)
    raise typer.Exit(UNUSABLE)


def open_book() -> RuleBook:
    """The rule book with the practice's own folder. Errors: UnusableError with each thing wrong in it."""
    from logic.rulebook import ContentError, load_rulebook  # noqa: PLC0415 - a help text must not wait for it

    try:
        return load_rulebook()
    except ContentError as error:
        raise UnusableError(_content_problems(error)) from None


def _content_problems(error: ContentError) -> list[tuple[str | None, Problem]]:
    return [
        (one.file, Problem(one.line, one.key or None, None, f"{one.wrong}.", one.right))
        for one in error.problems
    ]


def payer_id(payer: str | None, book: RuleBook) -> str | None:
    """The id of a payer that was named on the command line. Errors: UnusableError where the book has none."""
    if payer is None:
        return None
    from logic.intake.payers import payer_names  # noqa: PLC0415
    from logic.rulebook.problems import did_you_mean  # noqa: PLC0415

    found = payer_names(book).get(" ".join(payer.lower().split()))
    if found is None:
        fix = f"{did_you_mean(payer, book.payers)} Payers: {', '.join(sorted(book.payers))}."
        wrong = "This payer is not in the rule book."
        raise UnusableError([(None, Problem(None, "--payer", shown(payer), wrong, fix))])
    return found


def profiles_of(book: RuleBook) -> Profiles:
    """Every profile. Errors: UnusableError where a shipped one is wrong; a wrong one of the practice is told."""
    from logic.intake.profiles import load_profiles  # noqa: PLC0415
    from logic.rulebook.problems import ContentError  # noqa: PLC0415

    try:
        profiles = load_profiles(sources=book.sources)
    except ContentError as error:
        raise UnusableError(_content_problems(error)) from None
    for one in profiles.problems:
        complain(str(one))
    return profiles


def profile_named(name: str | None, book: RuleBook) -> Profile | None:
    """The profile that was named on the command line. Errors: UnusableError where there is none of that name."""
    if name is None:
        return None
    try:
        return profiles_of(book).named(name)
    except FileError as error:
        raise UnusableError([(None, error.problem)]) from None


def point_to_profile(file: Path, problems: Iterable[Problem], book: RuleBook) -> None:
    """Where a table has not our headings, say on standard error whose layout it seems to have."""
    from logic.intake.headings import ABSENT  # noqa: PLC0415
    from logic.intake.recognize import recognize  # noqa: PLC0415

    if not any(problem.wrong.startswith(ABSENT) for problem in problems):
        return
    fitting = recognize(file, profiles_of(book)).fitting
    if fitting:
        complain(f"{file}: it looks like the layout {fitting[0]}; add --profile {fitting[0]}.")
    else:
        complain(f"{file}: python -m logic columns shows what its columns are taken for, and maps them.")


@contextmanager
def progress(title: str, rows: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error for long work in a terminal; gives the function that advances it by rows."""
    if rows < LONG_WORK_ROWS or not sys.stderr.isatty():
        yield lambda _rows: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=rows)
        yield lambda done: bar.update(task, advance=done)
