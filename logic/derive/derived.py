"""What derivation gives: one row a service line, one row a visit, and the book it was read with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from logic.derive.lookups import Lookups


@dataclass(frozen=True)
class Derived:
    """`lines`: a row a service line, sorted by visit; `visits`: a row a visit, day and discipline.

    `lines.session` is the row number of the line's visit in `visits`.
    """

    lines: pl.DataFrame
    visits: pl.DataFrame
    lookups: Lookups
