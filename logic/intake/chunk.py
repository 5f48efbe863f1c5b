"""What each kind of file gives to the reader: frames of cells, by position, with their rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from logic.problems import Problem


@dataclass(frozen=True, slots=True)
class Misfit:
    """A row that has more or fewer cells than the headings; `cells` are what it has."""

    row: int
    problem: Problem
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Columns named by their position in the file ("0", "1" …) and `row`; and the rows that do not fit."""

    frame: pl.DataFrame
    misfits: tuple[Misfit, ...] = ()


class Table(Protocol):
    """A file that can be read as a table."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The names over the columns."""

    @property
    def heading_row(self) -> int:
        """The row that they stand in."""

    def chunks(self, positions: Sequence[int]) -> Iterator[Chunk]:
        """The columns at these positions, in pieces that fit in memory. Errors: FileError."""
