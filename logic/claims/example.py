"""The invented clinic as a library of its own, so that every chart lives before the first import.

18 months of claims and payments, nobody's data, made through the same path as any file and kept apart from what is
imported.
"""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.claims.identity import hashed_number
from logic.claims.importing import CHECKING, LOOKING, READING, Asked, import_file
from logic.claims.library import FOLDER, Library
from logic.claims.place import Place, private_stream
from logic.claims.reading import How
from logic.claims.record import VERSION
from logic.sample.clinic import Plan
from logic.sample.payments import Answer, answered
from logic.sample.visits import SampleClaim, visits
from logic.sample.x12_text import claims_text, payments_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from logic.rulebook import RuleBook

EXAMPLE: Final = "example-clinic"
MONTHS: Final = 18
TRAINED_AFTER: Final = 11
"""Months after the first at whose end the invented team was trained."""
SEED: Final = 1
_ROOT: Final = Path(__file__).resolve().parents[2]
_MADE_BY: Final = (
    *(f"logic/{folder}" for folder in ("claims", "sample", "rules", "derive", "explain", "intake")),
    *(f"content/{folder}" for folder in ("codes", "rules", "payers", "pair_edits", "unit_limits", "amounts")),
)
"""What the clinic's claims and findings are made by: the clinic is made anew when one of these files changes."""
INVENTING: Final = "inventing a clinic"
_STRETCHES: Final = {LOOKING: (0.0, 0.05), READING: (0.05, 0.7), CHECKING: (0.7, 1.0)}  # of an import
_STEPS: Final = (0.0, 0.2, 0.35, 0.7, 1.0)  # shares of the time: inventing, writing, claims, payments


def example_plan(day: date) -> Plan:
    """What is invented for that day: 18 months up to its month, with a training after 11 of them."""
    months = day.year * 12 + day.month - 1
    first, trained = (_month(months + add) for add in (1 - MONTHS, 1 - MONTHS + TRAINED_AFTER))
    return Plan(first_day=first, months=MONTHS, seed=SEED, as_of=day, training_on=trained)


def example_library(
    home: Path, book: RuleBook, day: date, progress: Callable[[str, float], None] | None = None
) -> Library:
    """The invented clinic's library up to that day's month; made where it is not there yet, in some seconds.

    Made as of the first day that is asked for in a month, and then kept for the month. `progress` as in
    `import_files`. Errors: LibraryError.
    """
    shelf = Place(home / EXAMPLE)
    name = f"{day:%Y-%m}-{_made_by(book)}"
    folder = shelf.root / name
    if not folder.is_dir():
        shelf.open()
        shelf.make(name, lambda aside: _make(aside, book, day, progress or (lambda _what, _share: None)))
        for path in shelf.root.glob("[!.]*"):
            if path.name != name:
                shutil.rmtree(path, ignore_errors=True)
    return Library(folder / FOLDER, folder, invented=True)


def _month(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def _made_by(book: RuleBook) -> str:
    """A word that changes when the program or the rule book does."""
    folders = [_ROOT / name for name in _MADE_BY]
    folders.append(book.home / "content")
    told = [f"{VERSION} {MONTHS} {SEED}"]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".yaml", ".md", ".csv", ".parquet"}:
                found = path.stat()
                told.append(f"{path.name} {found.st_size} {found.st_mtime_ns}")
    return hashlib.blake2b("\n".join(told).encode(), digest_size=4).hexdigest()


def _make(folder: Path, book: RuleBook, day: date, progress: Callable[[str, float], None]) -> None:
    def part(step: int) -> Callable[[str, float], None]:
        first, last = _STEPS[step : step + 2]

        def told(what: str, share: float) -> None:
            begin, end = _STRETCHES.get(what, (0.0, 0.0))
            within = begin + (end - begin) * share
            if end:  # what is done on the side does not count
                progress(INVENTING, first + (last - first) * within)

        return told

    library = Library(folder / FOLDER, folder, invented=True)
    library.place.open()
    plan = example_plan(day)
    progress(INVENTING, _STEPS[0])
    items = list(answered(visits(plan), plan, book))
    claims = [item for item in items if isinstance(item, SampleClaim)]
    answers = [item for item in items if isinstance(item, Answer)]
    files = (folder / "claims.837", folder / "payments.835")
    progress(INVENTING, _STEPS[1])
    _write(files[0], claims_text(claims, day))
    _write(files[1], payments_text(answers, day))
    asked = Asked(library, book, day, How(minutes=_minutes(claims, library.key)))
    for step, file in enumerate(files, start=2):
        outcome = import_file(file, asked, part(step))
        if outcome.record is None:  # the sample is ours: if it cannot be read, the program is wrong
            raise RuntimeError(f"the invented clinic cannot be read: {outcome.problems}")
        file.unlink()


def _minutes(claims: Sequence[SampleClaim], key: bytes) -> pl.DataFrame:
    """What the notes of the invented clinic tell: minutes by the line's control number."""
    rows = [
        (hashed_number(f"{claim.number}-{place}", key), line.minutes)
        for claim in claims
        for place, line in enumerate(claim.lines, start=1)
    ]
    return pl.DataFrame(rows, {"line_control": pl.String(), "minutes": pl.Int32()}, orient="row")


def _write(path: Path, segments: Iterable[str]) -> None:
    with open(private_stream(path), "w", encoding="ascii", newline="") as stream:  # noqa: PTH123 - a descriptor
        stream.writelines(segments)
