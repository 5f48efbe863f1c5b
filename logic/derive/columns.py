"""Columns put on a frame and taken off it: without a query where the rows are few.

Planning a query over two hundred columns costs more than all that a visit's few rows need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from logic.derive.memory import FEW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


class Constants:
    """Columns that hold one value, such as what a file does not tell."""

    def __init__(self, *values: pl.Expr) -> None:
        self._values = values
        self._columns = pl.select(values).get_columns()

    def on(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with them."""
        if len(frame) > FEW:
            return frame.with_columns(self._values)
        return frame.hstack([column.new_from_index(0, len(frame)) for column in self._columns])


def starts(runs: pl.Series) -> NDArray[np.intp]:
    """Where each run of equal numbers begins; at least one row."""
    numbers = runs.to_numpy()
    return np.flatnonzero(np.concatenate([[True], numbers[1:] != numbers[:-1]]))


def without(frame: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
    """The frame without those columns."""
    frame = frame.clone()
    for name in names:
        frame.drop_in_place(name)
    return frame


def beside(*frames: pl.DataFrame) -> pl.DataFrame:
    """Frames of one length side by side."""
    first, *others = frames
    return first.hstack([column for frame in others for column in frame.get_columns()])
