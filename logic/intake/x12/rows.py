"""Rows of what is read, on their way into frames."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from logic.intake.x12.parts import CLAIM_LINES, OF_A_CLAIM

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Rows:
    """Rows of one kind on their way into a frame; lists are words with a blank between."""

    def __init__(self, schema: pl.Schema) -> None:
        self._schema, self._width = schema, len(schema)
        self._cells: list[Any] = []  # row after row: a list of rows would take long to turn into columns
        self._columns: list[list[Any]] = [[] for _ in schema]  # what stands before them

    def __len__(self) -> int:
        return len(self._columns[0]) + len(self._cells) // self._width

    def add(self, cells: Iterable[Any]) -> None:
        """One row more, or several one behind the other, in the order of the schema."""
        self._cells += cells

    def add_columns(self, columns: Sequence[Iterable[Any]]) -> None:
        """Many rows more, column by column in the order of the schema."""
        self._in_columns()
        for column, more in zip(self._columns, columns, strict=True):
            column.extend(more)

    def frame(self, count: int | None = None) -> pl.DataFrame:
        """So many rows, or all, as a frame; they are then forgotten."""
        self._in_columns()
        columns = self._columns
        count = len(columns[0]) if count is None else count
        self._columns = [column[count:] for column in columns]
        return pl.DataFrame(
            [
                _series(name, column[:count], dtype)
                for column, (name, dtype) in zip(columns, self._schema.items(), strict=True)
            ]
        )

    def _in_columns(self) -> None:
        cells, self._cells = self._cells, []
        if cells:
            for at, column in enumerate(self._columns):
                column.extend(cells[at :: self._width])


class ClaimRows:
    """Rows of claim lines; what holds for a whole claim is told once. most: lines after which a frame is full."""

    def __init__(self, most: int) -> None:
        claim = {name: CLAIM_LINES[name] for name in OF_A_CLAIM}
        line = {name: dtype for name, dtype in CLAIM_LINES.items() if name not in claim}
        self._most = most
        self._claims, self._lines = Rows(pl.Schema(claim)), Rows(pl.Schema(line))
        self._counts: list[int] = []

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, claim: tuple[Any, ...], lines: list[tuple[Any, ...]]) -> None:
        """A claim in the order of OF_A_CLAIM, and its lines in that of the rest of CLAIM_LINES."""
        self._claims.add(claim)
        self._counts.append(len(lines))
        self._lines.add(chain.from_iterable(lines))

    def add_many(
        self, counts: list[int], claims: Sequence[Iterable[Any]], lines: Sequence[Iterable[Any]]
    ) -> None:
        """Many claims, column by column; counts: the lines of each."""
        self._claims.add_columns(claims)
        self._counts += counts
        self._lines.add_columns(lines)

    def frame(self) -> pl.DataFrame:
        """The first claims with `most` lines or a few more, or all, as CLAIM_LINES; they are then forgotten."""
        counts = np.array(self._counts, np.int64)
        first = int(np.searchsorted(np.cumsum(counts), self._most)) + 1
        self._counts = self._counts[first:]
        of_which = np.repeat(np.arange(len(counts[:first])), counts[:first])
        claims, lines = self._claims.frame(min(first, len(counts))), self._lines.frame(len(of_which))
        return lines.hstack(claims.select(pl.all().gather(of_which))).select(CLAIM_LINES.names())


def _series(name: str, values: list[Any], dtype: pl.DataType) -> pl.Series:
    if not isinstance(dtype, (pl.Date, pl.List)):
        return pl.Series(name, values, dtype=dtype)
    # Few are different, and they take long: each is made once.
    known: dict[Any, int] = {}
    which = [known.setdefault(value, len(known)) for value in values]
    if isinstance(dtype, pl.Date):
        return pl.Series(name, list(known), dtype=dtype).gather(which)
    return pl.Series(name, list(known), dtype=pl.String).str.extract_all(r"\S+").gather(which)
