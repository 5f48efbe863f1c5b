"""The documented technique, and whether it belongs to the billed code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from logic.derive.lookups import Lookups
    from logic.rulebook.models import Technique

SEPARATORS = re.compile(r"[,;/+&]| and ")


def facts_of(text: str, lookups: Lookups) -> list[Technique] | None:
    """What the vocabulary says of the techniques in a text; None where a word is not in it."""
    whole = lookups.techniques.get(_plain(text))
    if whole is not None:
        return [whole]
    found = []
    for part in SEPARATORS.split(text.lower()):
        if not part.strip():
            continue
        fact = lookups.techniques.get(_plain(part))
        if fact is None:
            return None
        found.append(fact)
    return found or None


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("-", " ").split())


def with_techniques(lines: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Adds technique_codes ("97140 or 97124", null if not in the vocabulary), technique_fits, technique_to_confirm."""
    told = lines["technique"].drop_nulls().unique().to_list()
    rows = []
    for text in told:
        known = facts_of(text, lookups)
        if known:
            codes = sorted({code for fact in known for code in fact.codes})
            shared = set.intersection(*(set(fact.codes) for fact in known))
            rows.append((text, codes, sorted(shared), any(fact.to_confirm for fact in known)))
    if not rows:
        return lines.with_columns(
            pl.lit(None, dtype=pl.String).alias("technique_codes"),
            pl.lit(value=False).alias("technique_fits"),
            pl.lit(value=False).alias("technique_fits_all"),
            pl.lit(value=False).alias("technique_to_confirm"),
        )
    schema = {
        "technique": pl.String(),
        "_codes": pl.List(pl.String()),
        "_shared": pl.List(pl.String()),
        "technique_to_confirm": pl.Boolean(),
    }
    facts = pl.DataFrame(rows, schema=schema, orient="row")
    return (
        lines.join(facts, on="technique", how="left", maintain_order="left")
        .with_columns(
            pl.col("_codes").list.join(" or ").alias("technique_codes"),
            pl.col("_codes").list.contains(pl.col("code")).fill_null(value=False).alias("technique_fits"),
            pl.col("_shared")
            .list.contains(pl.col("code"))
            .fill_null(value=False)
            .alias("technique_fits_all"),
        )
        .drop("_codes", "_shared")
    )
