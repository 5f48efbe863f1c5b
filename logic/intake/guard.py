"""The privacy gate for columns: what looks private by its cells is not read, whatever its heading says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.columns import COLUMNS, REQUIRED
from logic.intake.contents import MAJORITY, SOME, Private, private
from logic.intake.headings import places
from logic.problems import FileError, Problem, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.intake.chunk import Table
    from logic.intake.headings import Headings

LOOKED_AT: Final = 400
"""Rows from the top that are looked at."""
HASHED: Final = frozenset({"patient_id", "provider_id"})
"""Whatever stands in these leaves the door as a keyed hash."""
NAMES_OF_THINGS: Final = frozenset({"payer", "technique", "discipline", "treated_by", "billed_by", "setting"})
"""Columns of names that are nobody's."""


def first_rows(table: Table, positions: Sequence[int], most: int = LOOKED_AT) -> dict[int, list[str]]:
    """The cells at the top of some columns, as text. Errors: FileError."""
    if table.heading_row == 0:  # Parquet, which can give as few rows as are wanted
        table = replace(table, at_once=most)  # type: ignore[type-var]
    for chunk in table.chunks(positions):
        if chunk.frame.height:
            head = chunk.frame.head(most)
            return {p: _as_text(head[str(p)]) for p in positions}
    return {p: [] for p in positions}


def _as_text(cells: pl.Series) -> list[str]:
    if isinstance(cells.dtype, pl.List):
        cells = cells.cast(pl.List(pl.String)).list.join(" ")
    elif isinstance(cells.dtype, (pl.Binary, pl.Struct, pl.Array, pl.Object)):
        return []
    return cells.cast(pl.String).fill_null("").to_list()


def needed_share(name: str) -> float:
    """How many cells must look private for one of our columns to be dropped."""
    return SOME if COLUMNS[name].kind == "text" else MAJORITY


def guarded(headings: Headings, table: Table, row: int) -> Headings:
    """The headings without the columns whose cells look private, and what is to be said of it.

    A visit's column that looks private is kept as keyed hashes, for without it nothing can be put together.
    """
    if headings.problems:
        return headings
    looked = {name: source for name, source in headings.sources.items() if name not in HASHED}
    try:
        cells = first_rows(table, range(len(table.headings)))
    except FileError:  # the reading itself will say so
        return headings
    sources, dropped, problems, notes = dict(headings.sources), [], [], []
    hashed = False
    for name, source in looked.items():
        share = needed_share(name)
        why = next((found for p in source.positions if p >= 0 and (found := private(cells[p], share))), None)
        if why is None or (why == "names" and name in NAMES_OF_THINGS):
            continue
        heading = shown(source.heading)
        if name == "visit_id":
            hashed = True
            notes.append(_said(row, heading, why, "Its values were turned into keyed hashes."))
        elif name in REQUIRED or name in headings.visit_by:
            problems.append(_needed(row, heading, name, why))
        else:
            del sources[name]
            dropped.append(heading)
            notes.append(_said(row, heading, why, "It was not read."))
    unread = {
        shown(table.headings[p]) for p in cells if p not in places(headings.sources) and private(cells[p])
    }
    dropped.extend(name for name in headings.unknown if name in unread)
    return replace(
        headings,
        sources=sources,
        dropped=(*headings.dropped, *dropped),
        unknown=tuple(name for name in headings.unknown if name not in unread),
        hashed_visits=hashed,
        problems=tuple(problems),
        notes=(*headings.notes, *notes),
    )


def _said(row: int, heading: str, why: Private, then: str) -> Problem:
    return Problem(row, heading, None, f"The column looks like {why}. {then}", "Leave it out of the export.")


def _needed(row: int, heading: str, name: str, why: Private) -> Problem:
    return Problem(
        row,
        heading,
        None,
        f"The column looks like {why} and is not read, so {COLUMNS[name].heading} is missing.",
        f"Give {COLUMNS[name].heading} a column of its own; for example {COLUMNS[name].example}.",
    )
