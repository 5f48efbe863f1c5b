"""What a batch of lines must know of the rest of them: repeats, and other visits of a patient's day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from logic.derive.repeats import repeated_visits, visit_prints
from logic.derive.same_day import day_keys, days_shared, other_lines
from logic.visit import empty_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a batch must know of the rest; None where the batch is all there is.

    repeated: visits that repeat another. others: lines of the same patients and days.
    """

    repeated: pl.DataFrame | None = None
    others: pl.DataFrame | None = None


def look_elsewhere(again: Callable[[str], Iterable[pl.DataFrame]]) -> Elsewhere:
    """What the batches must know of each other.

    `again` gives the canonical lines once more, batch by batch; it is told in words what they are wanted for.
    """
    prints, keys = [], []
    for lines in again("looking for repeated visits"):
        prints.append(visit_prints(lines))
        keys.append(day_keys(lines))
    if not prints:
        return Elsewhere()
    repeated, days = repeated_visits(pl.concat(prints)), days_shared(keys)
    if days.is_empty():
        return Elsewhere(repeated, other_lines(empty_lines()))
    shared = [
        lines.join(days, on=days.columns, how="semi")
        for lines in again("looking at days with several visits")
    ]
    return Elsewhere(repeated, other_lines(pl.concat(shared)))
