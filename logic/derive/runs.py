"""Rows that stand together, as the lines of a session do: what they add up to, a row a run.

A group-by looks for rows that belong together; where they stand together already, numpy adds them up in a tenth of
the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from logic.derive.columns import starts

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Runs:
    """The runs of equal numbers in a column. Other columns are as long; what is made of them has a row a run."""

    def __init__(self, numbers: pl.Series) -> None:
        self.starts = starts(numbers) if len(numbers) else np.empty(0, np.intp)
        self.rows = len(numbers)

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def longest(self) -> int:
        """The rows of the longest run."""
        return int(np.diff(self.starts, append=self.rows).max(initial=0))

    def any(self, column: pl.Series) -> pl.Series:
        """Whether one of the run is true; a null is not."""
        return self._reduced(np.logical_or, column, empty=False)

    def all(self, column: pl.Series) -> pl.Series:
        """Whether none of the run is false; a null is not."""
        return self._reduced(np.logical_and, column, empty=True)

    def sum(self, column: pl.Series) -> pl.Series:
        """The sum of the run; nulls add nothing."""
        return self._reduced(np.add, column, empty=0)

    def least(self, column: pl.Series, empty: int) -> pl.Series:
        """The least of the run; `empty` stands for nulls and must not be less than any value."""
        return self._reduced(np.minimum, column, empty)

    def most(self, column: pl.Series, empty: int) -> pl.Series:
        """The most of the run; `empty` stands for nulls and must not be more than any value."""
        return self._reduced(np.maximum, column, empty)

    def first(self, column: pl.Series) -> pl.Series:
        """The first value of the run that is not null, or null."""
        at = np.arange(len(column))
        told = np.where(column.is_not_null().to_numpy(), at, len(column))
        place = pl.Series(np.minimum.reduceat(told, self.starts))
        return column.gather(place.set(place == len(column), None))

    def _reduced(self, how: np.ufunc, column: pl.Series, empty: int) -> pl.Series:
        told = column.fill_null(empty) if column.null_count() else column
        numbers: NDArray[np.generic] = told.to_numpy()
        return pl.Series(column.name, how.reduceat(numbers, self.starts, dtype=numbers.dtype))
