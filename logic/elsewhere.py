"""What a batch of lines must know of the rest of them: repeats, and other visits of a patient's day."""

from __future__ import annotations

from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Marks:
    """By what the visits of a file are known beside each other: a frame of each for every batch."""

    prints: list[pl.DataFrame] = field(default_factory=list)
    keys: list[pl.DataFrame] = field(default_factory=list)

    def add(self, lines: pl.DataFrame) -> None:
        """Those of the visits of one more batch."""
        self.prints.append(visit_prints(lines))
        self.keys.append(day_keys(lines))

    def of(self, names: pl.DataFrame) -> Marks:
        """Those of some visits: names, a column visit_id."""
        prints, keys = (
            [frame.join(names, on="visit_id", how="semi", maintain_order="left") for frame in frames]
            for frames in (self.prints, self.keys)
        )
        return Marks(prints, keys)


def look_elsewhere(again: Callable[[str], Iterable[pl.DataFrame]], marks: Marks | None = None) -> Elsewhere:
    """What the batches must know of each other.

    `again` gives the canonical lines once more, batch by batch; it is told in words what they are wanted for.
    marks: those of these very lines, where they were taken before.
    """
    if marks is None:
        marks = Marks()
        for lines in again("looking for repeated visits"):
            marks.add(lines)
    if not marks.prints:
        return Elsewhere()
    repeated, days = repeated_visits(pl.concat(marks.prints)), days_shared(marks.keys)
    if days.is_empty():
        return Elsewhere(repeated, other_lines(empty_lines()))
    shared = [
        lines.join(days, on=days.columns, how="semi")
        for lines in again("looking at days with several visits")
    ]
    return Elsewhere(repeated, other_lines(pl.concat(shared)))
