"""`python -m logic sample`: an invented clinic's claims and payments, with the truth beside them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from logic.commands.terminal import UNUSABLE, UnusableError, complain, open_book, say, stop

if TYPE_CHECKING:
    from collections.abc import Iterable

HELP = """Write an invented clinic's claims (837P), payments (835) and service lines (CSV), and the truth beside them.

Nobody's data: errors are put in at known rates, payers answer by known rules, and truth.csv tells both. The same
seed writes the same files.

\b
Examples:
  python -m logic sample --claims 1000 --seed 7 --out month
  python -m logic check month/lines.csv           what the rules find in it

\b
Written into the folder:
  claims.837   lines.csv   payments.835   truth.csv
"""
FIRST_DAY = dt.date(2026, 3, 2)
MONTHS = 1


def sample(
    claims: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many visits.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed writes the same files.")] = 1,
    out: Annotated[Path, typer.Option(help="The folder to write into; made if it is not there.")] = Path(
        "sample"
    ),
) -> None:
    """Write the sample."""
    from logic.sample.clinic import Plan  # noqa: PLC0415 - a help text must not wait for it
    from logic.sample.payments import Answer, answered  # noqa: PLC0415
    from logic.sample.tables import lines_table, truth_table  # noqa: PLC0415
    from logic.sample.visits import SampleClaim, visits  # noqa: PLC0415
    from logic.sample.x12_text import claims_text, payments_text  # noqa: PLC0415

    try:
        book = open_book()
    except UnusableError as error:
        stop(error, in_json=False, empty={})
    plan = Plan(first_day=FIRST_DAY, months=MONTHS, seed=seed, claims=claims, training_on=None)
    items = list(answered(visits(plan), plan, book))
    made = [item for item in items if isinstance(item, SampleClaim)]
    answers = [item for item in items if isinstance(item, Answer)]
    last = max(answer.paid_on for answer in answers)
    try:
        out.mkdir(parents=True, exist_ok=True)
        _write(out / "claims.837", claims_text(made, last))
        _write(out / "payments.835", payments_text(answers, last))
        lines_table(made).write_csv(out / "lines.csv")
        truth_table(made, answers).write_csv(out / "truth.csv")
    except OSError as error:
        complain(f"{out}: the files cannot be written ({error.strerror}). Choose another folder with --out.")
        raise typer.Exit(UNUSABLE) from None
    wrong = sum(bool(claim.errors) for claim in made)
    say(f"{len(made):,} claims ({wrong:,} with an error put in) and {len(answers):,} answers are in {out}.")


def _write(path: Path, segments: Iterable[str]) -> None:
    with path.open("w", encoding="ascii", newline="") as stream:
        stream.writelines(segments)
