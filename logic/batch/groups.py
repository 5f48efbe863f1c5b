"""Errors by code, provider or payer, with a rate only where there are enough claims to tell one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

from logic.batch.claims import ERROR
from logic.intervals import wilson
from logic.trends.funnel import FEWEST_CASES

if TYPE_CHECKING:
    from logic.batch.claims import Batch
    from logic.intervals import Interval

By = Literal["code", "provider", "payer_name"]
BYS: Final[tuple[By, ...]] = ("code", "provider", "payer_name")
NOT_TOLD: Final = "not told"


@dataclass(frozen=True, slots=True)
class Group:
    """A code, a provider or a payer: how many of its claims have an error, and the dollars of the lines with one.

    share: errors among its claims with a 95% interval, where it has at least `FEWEST_CASES` claims; with fewer, a
    rate says more about chance than about the name. top: the rule found on most of its claims.
    """

    name: str
    claims: int
    wrong: int
    share: Interval | None
    cents: int
    unknown: int
    top: str | None


def groups(batch: Batch, by: By) -> tuple[Group, ...]:
    """Each name, most dollars in error first; the cents of all of them add up to the errors' own."""
    names = _names(batch, by)
    found = batch.concerned.filter(pl.col("kind") == ERROR)
    named = pl.col("code").alias("name") if by == "code" else names["name"].gather(found["claim"])
    found = found.with_columns(named)
    wrong = found.group_by("name").agg(pl.col("claim").n_unique().alias("wrong"))
    money = (
        found.unique("spot")
        .group_by("name")
        .agg(pl.col("charge").sum().alias("cents"), pl.col("charge").null_count().alias("unknown"))
    )
    top = (
        found.group_by("name", "rule")
        .agg(pl.col("claim").n_unique().alias("many"))
        .with_columns(pl.col("rule").cast(pl.String))
        .sort("many", "rule", descending=[True, False])
        .group_by("name")
        .agg(pl.col("rule").first())
    )
    every = names.group_by("name").agg(pl.col("claim").n_unique().alias("claims"))
    for part in (wrong, money, top):
        every = every.join(part, on="name", how="left", nulls_equal=True)
    rows = [
        Group(
            name or NOT_TOLD, claims, wrong or 0, _share(wrong or 0, claims), cents or 0, unknown or 0, rule
        )
        for name, claims, wrong, cents, unknown, rule in every.iter_rows()
    ]
    return tuple(sorted(rows, key=lambda each: (-each.cents, -each.wrong, -each.claims, each.name)))


def _names(batch: Batch, by: By) -> pl.DataFrame:
    """Which claim has which name, in the order of the claims where each has one: claim, name."""
    if by == "code":
        return batch.charges.select("claim", pl.col("code").alias("name"))
    return batch.claims.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("claim"),
        pl.col(by).cast(pl.Categorical()).alias("name"),
    )


def _share(wrong: int, claims: int) -> Interval | None:
    return wilson(wrong, claims) if claims >= FEWEST_CASES else None
