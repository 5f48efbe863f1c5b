"""Which kind of error or denial meets which provider and payer: claims counted once a cell, few cases not compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

from logic.trends.funnel import FEWEST_CASES, at_most

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.trends.months import What
    from logic.trends.view import TrendFrames

Columns = Literal["provider", "payer_name", "both"]
BETWEEN: Final = " · "
CHANCE: Final = 0.05
"""How often any cell at all is said to stand out though none does: shared out over the cells (Bonferroni)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Claims of a column with that kind, of all its claims. rate: None with too few cases to compare.

    out: more of it than in all columns together, and more than chance makes over so many cells.
    """

    row: str
    column: str
    count: int
    size: int
    rate: float | None
    out: bool


@dataclass(frozen=True, slots=True)
class Heat:
    """Rows are kinds, the most frequent first; columns by name; cells row by row."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    finding: str


def heat(
    frames: TrendFrames,
    columns: Columns = "provider",
    what: What = "errors",
    titles: Mapping[str, str] | None = None,
) -> Heat:
    """Count first claims by kind and column.

    what: errors the check found (state fail) of the first claims that were read whole, or denials in the first answer
    of those answered.
    titles: category → what the finding calls it.
    """
    first = frames.judged.lazy()
    if what == "denials":
        first = frames.firsts.lazy().filter(pl.col("first_pass").is_not_null())
    column = _named(columns)
    of_claim = first.select("claim", column.cast(pl.Categorical()).alias("column")).collect()
    sizes = dict(sorted(of_claim.group_by("column").len().iter_rows()))
    hits = frames.denied.filter("initial") if what == "denials" else frames.findings
    if what == "errors":
        hits = hits.filter(pl.col("state").cast(pl.String) == "fail")
    counted = (
        hits.select("claim", "category")
        .unique()
        .join(of_claim, on="claim")
        .group_by("category", "column")
        .len()
    )
    counts = {(row, name): number for row, name, number in counted.iter_rows()}
    totals: dict[str, int] = {}
    for (row, _), number in counts.items():
        totals[row] = totals.get(row, 0) + number
    rows = tuple(sorted(totals, key=lambda row: (-totals[row], row)))
    names = tuple(sizes)
    compared = [name for name in names if sizes[name] >= FEWEST_CASES]
    limit = CHANCE / max(1, len(rows) * len(compared))
    everyone = sum(sizes.values())
    cells = tuple(
        tuple(
            _cell(row, name, (counts.get((row, name), 0), sizes[name]), totals[row] / everyone, limit)
            for name in names
        )
        for row in rows
    )
    return Heat(rows, names, cells, _finding(cells, what, titles or {}))


def _named(columns: Columns) -> pl.Expr:
    provider = pl.col("provider").cast(pl.String).fill_null("not told")
    payer = pl.col("payer_name").cast(pl.String).fill_null("not told")
    if columns == "both":
        return pl.concat_str(provider, payer, separator=BETWEEN)
    return provider if columns == "provider" else payer


def _cell(row: str, column: str, of: tuple[int, int], usual: float, limit: float) -> Cell:
    count, size = of
    if size < FEWEST_CASES:
        return Cell(row, column, count, size, None, out=False)
    out = count / size > usual and 1 - at_most(count - 1, size, usual) < limit
    return Cell(row, column, count, size, count / size, out=out)


def _finding(cells: tuple[tuple[Cell, ...], ...], what: What, titles: Mapping[str, str]) -> str:
    every = [cell for row in cells for cell in row]
    if not every:
        return (
            "Nothing was denied in what is looked at." if what == "denials" else "The check found no error."
        )
    out = sorted((cell for cell in every if cell.out), key=lambda cell: -cell.count)
    if not out:
        return "No cell stands out from the others by more than chance makes."
    most = out[0]
    share = f"{most.count / most.size:.0%} of {most.size:,} claims"
    more = (
        f" {len(out) - 1} more stand out."
        if len(out) > 2
        else " One more stands out."
        if len(out) == 2
        else ""
    )
    return f"{titles.get(most.row, most.row)} is frequent at {most.column}: {share}, more than chance makes.{more}"
