"""The claims with a finding, the one with most at stake first, as a list to work through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from logic.batch.claims import KINDS
from logic.batch.groups import NOT_TOLD

if TYPE_CHECKING:
    from logic.batch.claims import Batch


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims: those that a rule speaks of, of a payer, of a provider, with a code among the lines concerned."""

    rule: str | None = None
    payer: str | None = None
    provider: str | None = None
    code: str | None = None


def listing(batch: Batch, wanted: Wanted | None = None) -> pl.DataFrame:
    """A row a claim: submission, service_date, codes, payer_name, provider, charge, kind, cents, unknown, rules.

    kind is the heaviest of what is asked for; cents are those of the lines that it concerns, each once, and unknown
    counts the lines whose charge is not told.
    """
    wanted = wanted or Wanted()
    rows = batch.concerned
    if wanted.rule is not None:
        rows = rows.filter(pl.col("rule") == wanted.rule)
    if wanted.code is not None:
        rows = rows.filter(pl.col("code") == wanted.code)
    claims = batch.claims.select(
        "submission", "service_date", "codes", "payer_name", "provider", "charge"
    ).with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias("claim"))
    if wanted.payer is not None:
        claims = claims.filter(pl.col("payer_name").fill_null(NOT_TOLD) == wanted.payer)
    if wanted.provider is not None:
        claims = claims.filter(pl.col("provider").fill_null(NOT_TOLD) == wanted.provider)
    kinds = rows.group_by("claim").agg(pl.col("kind").to_physical().min().alias("rank"))
    money = (
        rows.unique("spot")
        .group_by("claim")
        .agg(pl.col("charge").sum().alias("cents"), pl.col("charge").null_count().alias("unknown"))
    )
    rules = (
        rows.select("claim", "kind", pl.col("rule").cast(pl.String))
        .unique()
        .sort("kind", "rule")
        .group_by("claim", maintain_order=True)
        .agg(pl.col("rule").unique(maintain_order=True).alias("rules"))
    )
    return (
        claims.join(kinds, on="claim")
        .join(money, on="claim")
        .join(rules, on="claim")
        .sort("rank", "cents", "service_date", "submission", descending=[False, True, False, False])
        .with_columns(
            pl.col("rank")
            .replace_strict(list(range(len(KINDS))), list(KINDS), return_dtype=pl.String)
            .alias("kind")
        )
        .drop("rank", "claim")
    )
