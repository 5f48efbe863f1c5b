"""Which kinds of denial cost most, largest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import polars as pl

from logic.trends.once import once

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from logic.trends.view import TrendFrames

By = Literal["category", "carc", "code", "payer_name"]
Order = Literal["amount", "count"]
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Bar:
    """One kind: denied lines, cents, its share, and the running share down to it.

    weight: "preventable" or "contested", and empty where the kinds in it differ or do not tell.
    overturned: cents of it that were allowed later.
    """

    name: str
    title: str
    count: int
    amount: int
    share: float
    running: float
    weight: str
    overturned: int


def pareto(
    frames: TrendFrames, by: By = "category", order: Order = "amount", titles: Mapping[str, str] | None = None
) -> tuple[Bar, ...]:
    """Give the bars, the largest first; equal ones by name. titles: name → what a person reads."""
    named = titles or {}
    return tuple(replace(bar, title=named.get(bar.name, bar.name)) for bar in _bars(frames, by, order))


@once
def _bars(frames: TrendFrames, by: By, order: Order) -> tuple[Bar, ...]:
    weight = pl.col("weight").cast(pl.String)
    table = (
        frames.denied.group_by(pl.col(by).cast(pl.String).fill_null("not told").alias("name"))
        .agg(
            pl.len().alias("count"),
            pl.col("amount").sum(),
            pl.when(weight.n_unique() == 1).then(weight.first()).fill_null("").alias("weight"),
            pl.col("amount").filter("overturned").sum().alias("overturned"),
        )
        .sort(order, "name", descending=[True, False])
    )
    total = int(table[order].sum())
    running = 0
    bars = []
    for row in table.iter_rows(named=True):
        running += row[order]
        name = row["name"]
        share, so_far = (row[order] / total, running / total) if total else (0.0, 0.0)
        bars.append(
            Bar(
                name,
                name,
                row["count"],
                row["amount"],
                share,
                so_far,
                row["weight"],
                row["overturned"],
            )
        )
    return tuple(bars)


def finding(bars: Sequence[Bar], order: Order = "amount") -> str:
    """The fewest bars that make half of it, in a sentence."""
    if not bars or not bars[-1].running:
        return "Nothing was denied in what is looked at."
    of = "denied dollars" if order == "amount" else "denied lines"
    fewest = next(place for place, bar in enumerate(bars, start=1) if bar.running >= HALF)
    share = bars[fewest - 1].running
    if len(bars) == 1:
        return f"All {of} are one kind: {bars[0].title}."
    names = [bar.title for bar in bars[:fewest]]
    if fewest > 3:
        return f"The {of} are spread: the largest kind, {names[0]}, makes {bars[0].share:.0%} of them."
    told = names[0] if fewest == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    makes = "makes" if fewest == 1 else "make"
    return f"{told} {makes} {share:.0%} of the {of}."
