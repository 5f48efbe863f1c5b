"""What tells the visit where no column does: the columns that its lines share, such as patient and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from logic.intake.privacy import hashed, machine_key
from logic.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.intake.headings import Headings

MOST_ROWS = 1_000


def with_visit_ids(
    lines: pl.DataFrame, headings: Headings, most: int = MOST_ROWS
) -> tuple[pl.DataFrame, list[Problem]]:
    """Cast lines with the column visit_id; rows that have no visit are bad, with a problem each.

    Keys of patients are hashed by then, so a visit made of patient and day names nobody. Errors: FileError where
    the machine's key cannot be read.
    """
    if headings.hashed_visits:
        lines = lines.with_columns(hashed(lines["visit_id"], machine_key()))
    if not headings.visit_by:
        return lines, []
    parts = [pl.col(name).cast(pl.String) for name in _readable_first(headings.visit_by)]
    lines = lines.with_columns(pl.concat_str(parts, separator=" ").alias("visit_id"))
    if not lines["visit_id"].null_count():
        return lines, []
    without = lines.filter(pl.col("visit_id").is_null() & ~pl.col("bad"))
    lines = lines.with_columns(pl.col("bad") | pl.col("visit_id").is_null())
    problems = [_no_visit(row, headings) for row in without["row"].head(most)]
    if without.height > most:
        more = f"{without.height - most:,} more rows do not tell their visit."
        problems.append(Problem(without["row"][most], headings.visit_heading, None, more, "Fill them in."))
    return lines, problems


def _readable_first(parts: Sequence[str]) -> list[str]:
    """The day before keys that nobody can read."""
    return sorted(parts, key=lambda name: name not in ("visit_id", "service_date", "discipline"))


def _no_visit(row: int, headings: Headings) -> Problem:
    names = [headings.sources[name].heading for name in headings.visit_by]
    return Problem(
        row,
        headings.visit_heading,
        None,
        f"The row does not tell its visit: {' or '.join(names)} is empty.",
        "Write it in, so that the lines of a visit can be put together.",
    )
