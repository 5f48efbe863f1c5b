"""`python -m logic rulebook`: verify it, show a part of it, load what CMS publishes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from logic.commands.terminal import (
    SOMETHING_FAILED,
    UNUSABLE,
    UnusableError,
    complain,
    open_book,
    say,
    stop,
    this_day,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from logic.rulebook import RuleBook
    from logic.rulebook.official_editions import LoadReport

HELP = """The rule book: is it sound, what does it say, load the official tables.

\b
Examples:
  python -m logic rulebook verify
  python -m logic rulebook show 97124
  python -m logic rulebook show 97140+97124
  python -m logic rulebook show U101
  python -m logic rulebook load-ncci ptp-practitioner.zip --setting practitioner --edition 2026-07-01
  python -m logic rulebook load-mue mue-practitioner.zip --setting practitioner --edition 2026-07-01
  python -m logic rulebook load-icd icd10cm-order-2027.txt --from 2026-10-01 --to 2027-09-30
"""

app = typer.Typer(help=HELP, rich_markup_mode=None, no_args_is_help=True)

Setting = Literal["practitioner", "outpatient_hospital"]
Replace = Annotated[
    bool, typer.Option("--replace", help="Put it in the place of one of the same or a later day.")
]
Files = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="The files or the zip as CMS publishes them.")
]
SettingOption = Annotated[Setting, typer.Option(help="practitioner or outpatient_hospital.")]
Edition = Annotated[
    datetime, typer.Option(formats=["%Y-%m-%d"], help="First day of the quarter: 2026-07-01.")
]


@app.command()
def verify() -> None:
    """Read the whole rule book and the lessons; print editions, days to review and what is to confirm.

    Exit 1 on an error.
    """
    from logic.intake.profiles import load_profiles  # noqa: PLC0415
    from logic.learning.course import load_course  # noqa: PLC0415 - a help text must not wait for it
    from logic.rulebook.problems import ContentError  # noqa: PLC0415
    from logic.rulebook.verify import verify as read  # noqa: PLC0415

    found = read(this_day())
    (say if found.good else complain)(found.text())
    if found.book is None:
        raise typer.Exit(SOMETHING_FAILED)
    try:
        course = load_course(found.book)
        profiles = load_profiles(found.book.home, sources=found.book.sources)
    except ContentError as error:
        complain(str(error))
        raise typer.Exit(SOMETHING_FAILED) from None
    for problem in profiles.problems:
        complain(str(problem))
    say(f"Profiles of other programs' files: {', '.join(profiles.by_id)}.")
    say(f"The course is sound: {len(course.concepts)} concepts, {len(course.lessons)} lessons.")


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="A code, pair, payer, rule, modifier, place, source.")
    ],
) -> None:
    """Show what the rule book holds under a name, with its sources and dates."""
    from logic.rulebook.show import UnknownIdError  # noqa: PLC0415
    from logic.rulebook.show import show as text_of  # noqa: PLC0415

    try:
        say(text_of(open_book(), name))
    except UnknownIdError as error:
        complain(str(error))
        raise typer.Exit(UNUSABLE) from None
    except UnusableError as error:
        stop(error, in_json=False, empty={})


@app.command("load-ncci")
def load_ncci(files: Files, setting: SettingOption, edition: Edition, replace: Replace = False) -> None:
    """Load a CMS quarterly pair-edit table (NCCI) into your own folder; the older edition ends by its date."""
    from logic.rulebook import official  # noqa: PLC0415

    book = _book()
    _load(lambda: official.load_ncci(files, setting, edition.date(), book.home, book, replace=replace))


@app.command("load-mue")
def load_mue(files: Files, setting: SettingOption, edition: Edition, replace: Replace = False) -> None:
    """Load a CMS quarterly unit-limit table (MUE) into your own folder; the older edition ends by its date."""
    from logic.rulebook import official  # noqa: PLC0415

    book = _book()
    _load(lambda: official.load_mue(files, setting, edition.date(), book.home, book, replace=replace))


@app.command("load-icd")
def load_icd(
    file: Annotated[Path, typer.Argument(help="The ICD-10-CM order file as CMS publishes it, or its zip.")],
    valid_from: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="Its first day.")],
    valid_to: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Its last day.")],
    replace: Replace = False,
) -> None:
    """Load a CMS ICD-10-CM order file into your own folder; only codes and the billable flag are kept."""
    from logic.rulebook import official  # noqa: PLC0415

    home = _book().home
    days = valid_from.date(), valid_to.date()
    _load(lambda: official.load_icd_order(file, *days, home, replace=replace))


def _book() -> RuleBook:
    try:
        return open_book()
    except UnusableError as error:
        stop(error, in_json=False, empty={})


def _load(work: Callable[[], LoadReport]) -> None:
    from logic.rulebook.official_files import OfficialFileError  # noqa: PLC0415

    try:
        say(work().text())
    except (OfficialFileError, OSError) as error:
        complain(str(error))
        raise typer.Exit(UNUSABLE) from None
