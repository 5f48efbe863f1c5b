"""Periods: the days on which something dated begins or ends cut time into numbered stretches."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

BEGINNING = date(1900, 1, 1)


def period(breaks: pl.Series) -> pl.Expr:
    """The number of the period that the service date falls in, for periods that begin on `breaks`."""
    return pl.lit(breaks).search_sorted(pl.col("service_date"), side="right").cast(pl.UInt16)


def begin_days(periods: Iterable[Any]) -> set[date]:
    """The days on which something dated begins, or the day after it ends."""
    days: set[date] = set()
    for row in periods:
        days.add(row.from_)
        if row.to is not None:
            days.add(row.to + timedelta(days=1))
    return days
