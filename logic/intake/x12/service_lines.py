"""Claim lines of an 837P -> the canonical service lines that the rules are run on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from logic.visit import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

# Claim filing indicators that name one payer of the rule book; the others do not say how a payer counts.
FILING = {"MB": "medicare", "16": "medicare-advantage", "WC": "workers-comp"}
DISCIPLINES = {"GP": "pt", "GO": "ot", "GN": "slp"}
LETTERS = "ABCDEFGHIJKL"


def service_lines(claims: pl.DataFrame, payers: Mapping[str, str]) -> pl.DataFrame:
    """The canonical frame of claim lines (`logic.intake.x12.parts.CLAIM_LINES`).

    visit_id: the file's claims counted, as text. payers: lower-case name → payer id (`payer_names(book)`); a name
    outside it goes by the claim filing indicator, else the payer is "unknown". An 837P tells no minutes, so what
    needs minutes will be not checked. Lines without a code, a date or units are left out, and their claim is
    marked incomplete.
    """
    whole = pl.all_horizontal(pl.col("code", "service_date", "units").is_not_null())
    name = pl.col("payer_name").str.to_lowercase().str.strip_chars()
    frame = claims.select(
        pl.format("{}", "entry").alias("visit_id"),
        pl.col("line"),
        pl.col("segment").alias("row"),
        "service_date",
        pl.coalesce(
            name.replace_strict(dict(payers), default=None, return_dtype=pl.String),
            pl.col("filing").replace_strict(FILING, default=None, return_dtype=pl.String),
            pl.lit("unknown"),
        ).alias("payer"),
        pl.col("modifiers")
        .list.eval(pl.element().filter(pl.element().is_in(list(DISCIPLINES))))
        .list.first()
        .replace_strict(DISCIPLINES, default=None, return_dtype=pl.String)
        .alias("discipline"),
        "code",
        "units",
        "modifiers",
        "dx",
        pl.col("pointers").alias("pointers"),
        "place_of_service",
        "submitted_on",
        "patient_id",
        (pl.col("charge") / 100).alias("charge"),
        (pl.col("incomplete") | (~whole).any().over("entry")).alias("incomplete"),
    )
    return canonical(frame.filter(whole))
