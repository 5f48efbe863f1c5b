"""The claims with a finding, the one with most at stake first, as a list to work through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from logic.batch.claims import KINDS
from logic.batch.groups import NOT_TOLD
from logic.batch.risk import RANK, concerned

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
    rows = concerned(batch)
    if wanted.rule is not None:
        rows = rows.filter(pl.col("rule") == wanted.rule)
    if wanted.code is not None:
        rows = rows.filter(pl.col("code") == wanted.code)
    rules = (
        rows.with_columns(pl.col("kind").replace_strict(RANK, return_dtype=pl.Int8).alias("rank"))
        .sort("rank", "rule")
        .group_by("submission", maintain_order=True)
        .agg(pl.col("rank").min(), pl.col("rule").unique(maintain_order=True).alias("rules"))
    )
    money = (
        rows.unique(["submission", "line"])
        .group_by("submission")
        .agg(pl.col("charge").sum().alias("cents"), pl.col("charge").null_count().alias("unknown"))
    )
    claims = batch.claims.select("submission", "service_date", "codes", "payer_name", "provider", "charge")
    if wanted.payer is not None:
        claims = claims.filter(pl.col("payer_name").fill_null(NOT_TOLD) == wanted.payer)
    if wanted.provider is not None:
        claims = claims.filter(pl.col("provider").fill_null(NOT_TOLD) == wanted.provider)
    return (
        claims.join(rules, on="submission")
        .join(money, on="submission")
        .sort("rank", "cents", "service_date", "submission", descending=[False, True, False, False])
        .with_columns(
            pl.col("rank")
            .replace_strict(list(range(len(KINDS))), list(KINDS), return_dtype=pl.String)
            .alias("kind")
        )
        .drop("rank")
    )
