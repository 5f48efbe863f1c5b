"""An 837P to be checked and not kept: its claims by their place in the file, and what could not be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.calculators.facts import plural
from logic.claims.drafts import VOID, checked_lines, left_out_notes, numbered_claims, to_be_checked
from logic.claims.rounds import VERSIONS
from logic.intake.batches import cut_at_visits
from logic.intake.privacy import machine_key
from logic.intake.table import Intake
from logic.intake.x12.parts import CLAIM_LINES
from logic.intake.x12.read import X12File
from logic.intake.x12.segments import looks_like_x12
from logic.problems import FileError, Problem
from logic.visit import empty_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

HEAD: Final = 4096
KEEP_IT: Final = "Keep it with python -m logic import, beside the claims that it answers."


@dataclass(frozen=True, slots=True)
class ClaimsFile:
    """Canonical `lines` by their claim's place in the file, `claims` as `rounds` has them, and the `intake`."""

    lines: pl.DataFrame
    claims: pl.DataFrame
    intake: Intake

    def batches(self, lines_per_batch: int) -> Iterator[pl.DataFrame]:
        """The lines in batches of about so many, whole claims each."""
        return cut_at_visits(self.lines, lines_per_batch)


def is_x12_file(path: Path) -> bool:
    """Whether a file begins as X12 does; False where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return looks_like_x12(stream.read(HEAD))
    except OSError:
        return False


def read_claims(
    path: Path,
    payers: Mapping[str, str],
    payer: str | None = None,
    tick: Callable[[int], None] | None = None,
) -> ClaimsFile:
    """Read an 837P. Never raises for what is in the file.

    payers: lower-case name → id; payer: an id that holds for every claim; tick: told the bytes read. The claim lines
    of the file are held in memory.
    """
    try:
        with path.open("rb") as stream:
            file = X12File(stream, machine_key(), tick)
            found = [batch["claim_lines"] for batch in file if "claim_lines" in batch]
    except FileError as error:
        return _nothing(error.problem)
    except OSError as error:
        wrong = f"The file cannot be read ({error.strerror})."
        return _nothing(Problem(None, None, None, wrong, "Look whether it is still there."))
    told = pl.concat(found) if found else pl.DataFrame(schema=CLAIM_LINES)
    claims, lines = numbered_claims(told, payers, payer)
    versions = (
        claims.with_columns(to_be_checked().alias("checked"))
        .filter(pl.col("checked") | (pl.col("frequency") == VOID))
        .select(VERSIONS.names())
    )
    problems, notes = file.problems, left_out_notes(claims)
    if paid := file.counts.remitted_claims:
        said = _remittance(paid, alone=told.is_empty())
        problems, notes = ((*problems, said), notes) if told.is_empty() else (problems, (*notes, said))
    return ClaimsFile(
        checked_lines(claims, lines), versions, Intake(empty_lines(), problems, told.height, notes=notes)
    )


def _remittance(paid: int, *, alone: bool) -> Problem:
    if alone:
        wrong = (
            "This is a remittance (835): what a payer answered. Nothing in it can be checked before billing."
        )
        return Problem(None, None, None, wrong, KEEP_IT)
    wrong = f"The file also holds {plural(paid, 'payment')} (835); none was looked at."
    return Problem(None, None, None, wrong, KEEP_IT)


def _nothing(problem: Problem) -> ClaimsFile:
    return ClaimsFile(empty_lines(), pl.DataFrame(schema=VERSIONS), Intake(empty_lines(), (problem,)))
