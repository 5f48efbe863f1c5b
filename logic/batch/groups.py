"""Errors by code, provider or payer, with a rate only where there are enough claims to tell one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

from logic.batch.claims import ERROR
from logic.batch.risk import concerned
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
    found = concerned(batch).filter(pl.col("kind") == ERROR)
    if by != "code":
        found = found.join(batch.claims.select("submission", pl.col(by).alias("name")), on="submission")
    else:
        found = found.with_columns(pl.col("code").alias("name"))
    found = found.with_columns(pl.col("name").fill_null(NOT_TOLD))
    wrong = found.group_by("name").agg(pl.col("submission").n_unique().alias("wrong"))
    money = (
        found.unique(["submission", "line"])
        .group_by("name")
        .agg(pl.col("charge").sum().alias("cents"), pl.col("charge").null_count().alias("unknown"))
    )
    top = (
        found.group_by("name", "rule")
        .agg(pl.col("submission").n_unique().alias("many"))
        .sort("many", "rule", descending=[True, False])
        .group_by("name")
        .agg(pl.col("rule").first())
    )
    every = names.group_by("name").agg(pl.col("submission").n_unique().alias("claims"))
    for part in (wrong, money, top):
        every = every.join(part, on="name", how="left")
    rows = [
        Group(name, claims, wrong or 0, _share(wrong or 0, claims), cents or 0, unknown or 0, rule)
        for name, claims, wrong, cents, unknown, rule in every.iter_rows()
    ]
    return tuple(sorted(rows, key=lambda each: (-each.cents, -each.wrong, -each.claims, each.name)))


def _names(batch: Batch, by: By) -> pl.DataFrame:
    """Which claim has which name: submission, name."""
    if by == "code":
        named = batch.charges.select("submission", pl.col("code").alias("name"))
    else:
        named = batch.claims.select("submission", pl.col(by).alias("name"))
    return named.with_columns(pl.col("name").fill_null(NOT_TOLD))


def _share(wrong: int, claims: int) -> Interval | None:
    return wilson(wrong, claims) if claims >= FEWEST_CASES else None
