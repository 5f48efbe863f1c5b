"""The documented technique, and whether it belongs to the billed code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from logic.derive.lookups import Lookups

SEPARATORS = re.compile(r"[,;/+&]| and ")


def codes_of(text: str, lookups: Lookups) -> set[str] | None:
    """The codes that the techniques in a text belong to; None where a word is not in the vocabulary."""
    whole = lookups.techniques.get(" ".join(text.lower().split()))
    if whole is not None:
        return set(whole)
    found: set[str] = set()
    for part in SEPARATORS.split(text.lower()):
        words = " ".join(part.split())
        if not words:
            continue
        codes = lookups.techniques.get(words)
        if codes is None:
            return None
        found.update(codes)
    return found or None


def with_techniques(lines: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Adds technique_codes ("97140 or 97124", null if not in the vocabulary) and technique_fits."""
    told = lines["technique"].drop_nulls().unique().to_list()
    rows = [(text, sorted(codes)) for text in told if (codes := codes_of(text, lookups))]
    if not rows:
        return lines.with_columns(
            pl.lit(None, dtype=pl.String).alias("technique_codes"),
            pl.lit(value=False).alias("technique_fits"),
        )
    facts = pl.DataFrame(rows, schema={"technique": pl.String, "_codes": pl.List(pl.String)}, orient="row")
    return (
        lines.join(facts, on="technique", how="left", maintain_order="left")
        .with_columns(
            pl.col("_codes").list.join(" or ").alias("technique_codes"),
            pl.col("_codes").list.contains(pl.col("code")).fill_null(value=False).alias("technique_fits"),
        )
        .drop("_codes")
    )
