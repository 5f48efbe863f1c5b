"""Rows that stand together, as the lines of a session do: what they add up to, a row a run.

A group-by looks for rows that belong together; where they stand together already, numpy adds them up in a tenth of
the time.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from logic.derive.columns import starts


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

    def any(self, flags: pl.DataFrame) -> pl.DataFrame:
        """Whether one of the run is true; columns without nulls, here and in what follows."""
        return self._reduced(np.logical_or, flags)

    def all(self, flags: pl.DataFrame) -> pl.DataFrame:
        """Whether all of the run are true."""
        return self._reduced(np.logical_and, flags)

    def sum(self, numbers: pl.DataFrame) -> pl.DataFrame:
        """The sum of the run; columns of one type."""
        return self._reduced(np.add, numbers)

    def least(self, numbers: pl.DataFrame) -> pl.DataFrame:
        """The least of the run; columns of one type."""
        return self._reduced(np.minimum, numbers)

    def most(self, numbers: pl.DataFrame) -> pl.DataFrame:
        """The most of the run; columns of one type."""
        return self._reduced(np.maximum, numbers)

    def first(self, column: pl.Series) -> pl.Series:
        """The first value of the run that is not null, or null."""
        if not column.null_count():
            return column[self.starts]
        at = np.arange(len(column))
        told = np.where(column.is_not_null().to_numpy(), at, len(column))
        place = pl.Series(np.minimum.reduceat(told, self.starts))
        return column.gather(place.set(place == len(column), None))

    def _reduced(self, how: np.ufunc, frame: pl.DataFrame) -> pl.DataFrame:
        numbers = frame.to_numpy(order="c")
        return pl.DataFrame(
            how.reduceat(numbers, self.starts, axis=0, dtype=numbers.dtype), schema=frame.columns
        )
