"""Rows that speak of a few rows of a longer frame, put in their places."""

from __future__ import annotations

import polars as pl


def spread(part: pl.DataFrame, at: pl.Series, length: int) -> pl.DataFrame:
    """`part` as a frame of that length: its rows at the ascending places `at`, nulls elsewhere."""
    if len(part) == length:
        return part
    numbers = pl.int_range(len(part), dtype=pl.UInt32, eager=True)
    place = pl.repeat(None, length, dtype=pl.UInt32, eager=True).scatter(at, numbers)
    return part.select(pl.all().gather(place))
