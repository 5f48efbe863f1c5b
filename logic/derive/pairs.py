"""Which codes of a day form an NCCI pair edit, found once for each different set of codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from logic.derive.lookups import Lookups

NEVER = "0"
EMPTY = {
    "edit_never": False,
    "edit_open": False,
    "edit_released": False,
    "released_by_partner": False,
    "in_any_edit": False,
}
WORDS = ("column1", "partner_line", "never_column1", "never_line", "distinct_here")


def with_pairs(lines: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Adds, for each line as column 2, the edits with what was billed that day.

    edit_never: an indicator-0 partner; edit_open: an indicator-1 partner and no 59/X on either line;
    edit_released: an indicator-1 partner with 59/X on one of the two; released_by_partner: only on column 1.
    """
    hits = _hits(lines, lookups)
    if hits.is_empty():
        return lines.with_columns(
            *(pl.lit(value).alias(name) for name, value in EMPTY.items()),
            *(pl.lit(None, dtype=pl.String).alias(name) for name in WORDS),
        )
    billed = lines.filter(pl.col("billed")).select(
        "day",
        "code",
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"),
        "line",
        "has_distinct",
        "distinct_modifier",
    )
    partners = billed.group_by("day", "code").agg(
        pl.col("line").first().alias("partner_line"),
        pl.col("has_distinct").any().alias("partner_distinct"),
        pl.col("distinct_modifier").drop_nulls().first().alias("partner_modifier"),
    )
    own = pl.col("has_distinct")
    one = pl.col("indicator") != NEVER
    seconds = (
        billed.join(hits, left_on=["day", "code"], right_on=["day", "column2"])
        .join(partners, left_on=["day", "column1"], right_on=["day", "code"], how="left")
        .with_columns(
            (~one).alias("edit_never"),
            (one & ~own & ~pl.col("partner_distinct")).alias("edit_open"),
            (one & (own | pl.col("partner_distinct"))).alias("edit_released"),
            (one & ~own & pl.col("partner_distinct")).alias("released_by_partner"),
            pl.coalesce("distinct_modifier", "partner_modifier").alias("distinct_here"),
        )
        .group_by("at")
        .agg(
            pl.col("edit_never", "edit_open", "edit_released", "released_by_partner").any(),
            pl.col("column1").filter(one).str.join(", "),
            pl.col("partner_line").filter(one).first(),
            pl.col("column1").filter(~one).str.join(", ").alias("never_column1"),
            pl.col("partner_line").filter(~one).first().alias("never_line"),
            pl.col("distinct_here").drop_nulls().first(),
        )
    )
    members = pl.concat(
        [hits.select("day", code="column1"), hits.select("day", code="column2")],
    ).unique()
    return (
        lines.with_columns(
            pl.when(pl.col("billed")).then(pl.col("billed").cum_sum() - 1).cast(pl.UInt32).alias("at"),
        )
        .join(seconds, on="at", how="left", maintain_order="left")
        .join(members.with_columns(in_any_edit=True), on=["day", "code"], how="left", maintain_order="left")
        .with_columns(pl.col(*EMPTY).fill_null(value=False))
        .drop("at")
    )


def _hits(lines: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """The edits that a day trips: day, column1, column2, indicator. Days with the same codes share the work."""
    billed = lines.filter(pl.col("billed") & pl.col("edit_table").is_not_null())
    codes = billed.select("day", "edit_table", "code").unique()
    signature = ["edit_table", "size", "sum_a", "sum_b"]
    days = codes.group_by("day", "edit_table").agg(
        pl.len().alias("size"),
        pl.col("code").hash(seed=1).sum().alias("sum_a"),
        pl.col("code").hash(seed=2).sum().alias("sum_b"),
    )
    days = days.filter(pl.col("size") > 1)
    samples = days.group_by(signature).agg(pl.col("day").first().alias("sample"))
    shown = codes.join(samples.select(day="sample"), on="day", how="semi").select("day", "edit_table", "code")
    edits = (
        shown.join(shown, on=["day", "edit_table"], suffix="_2")
        .join(
            lookups.edits,
            left_on=["edit_table", "code", "code_2"],
            right_on=["edit_table", "column1", "column2"],
        )
        .select("edit_from", "edit_to", "indicator", sample="day", column1="code", column2="code_2")
    )
    dates = billed.select("day", "service_date").unique()
    return (
        days.join(samples, on=signature)
        .join(edits, on="sample")
        .join(dates, on="day")
        .filter(
            (pl.col("edit_from") <= pl.col("service_date")).fill_null(value=True)
            & (pl.col("edit_to") >= pl.col("service_date")).fill_null(value=True),
        )
        .select("day", "column1", "column2", "indicator")
    )
