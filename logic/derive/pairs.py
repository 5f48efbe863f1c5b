"""Which codes of a day form an NCCI pair edit, found once for each different set of codes."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from logic.derive.lookups import Lookups

NEVER = "0"
EDITS = {
    "day": pl.UInt32,
    "column1": pl.String,
    "column2": pl.String,
    "indicator": pl.String,
    "edit_from": pl.Date,
    "edit_to": pl.Date,
}
FLAGS = ("edit_never", "edit_open", "edit_released", "released_by_partner", "in_any_edit")
WORDS = ("column1", "never_column1", "distinct_here")
PLACES = ("partner_line", "never_line")


def with_pairs(lines: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Adds, for each line as column 2, the edits with what was billed that day, and `waived`.

    edit_never: an indicator-0 partner; edit_open: an indicator-1 partner and no 59/X on either line;
    edit_released: an indicator-1 partner with 59/X on one of the two; released_by_partner: only on column 1.
    waived: a timed service, documented and rightly not billed, because an indicator-0 partner is.
    """
    hits = _hits(lines, lookups)
    if hits.is_empty():
        return lines.with_columns(
            *(pl.lit(value=False).alias(name) for name in (*FLAGS, "waived")),
            *(pl.lit(None, dtype=pl.String).alias(name) for name in WORDS),
            *(pl.lit(None, dtype=pl.UInt32).alias(name) for name in PLACES),
        )
    here = (
        lines.lazy()
        .with_row_index("at")
        .filter(pl.col("day").is_in(hits["day"].unique().implode()))
        .select(
            "at",
            "day",
            "code",
            "line",
            "billed",
            "timed",
            "units",
            "has_distinct",
            "distinct_modifier",
        )
    )
    billed = here.filter("billed")
    partners = billed.group_by("day", "code").agg(
        pl.col("line").first().alias("partner_line"),
        pl.col("has_distinct").any().alias("partner_distinct"),
        pl.col("distinct_modifier").drop_nulls().first().alias("partner_modifier"),
    )
    own, one = pl.col("has_distinct"), pl.col("indicator") != NEVER
    met = hits.lazy().join(partners, left_on=["day", "column1"], right_on=["day", "code"])
    met = met.join(here, left_on=["day", "column2"], right_on=["day", "code"])
    seconds = (
        met.with_columns(
            (~one & pl.col("billed")).alias("edit_never"),
            (one & pl.col("billed") & ~own & ~pl.col("partner_distinct")).alias("edit_open"),
            (one & pl.col("billed") & (own | pl.col("partner_distinct"))).alias("edit_released"),
            (one & pl.col("billed") & ~own & pl.col("partner_distinct")).alias("released_by_partner"),
            (~one & pl.col("timed") & (pl.col("units") == 0)).alias("waived"),
            pl.coalesce("distinct_modifier", "partner_modifier").alias("distinct_here"),
        )
        .group_by("at")
        .agg(
            pl.col("edit_never", "edit_open", "edit_released", "released_by_partner", "waived").any(),
            pl.col("column1").filter(one).unique(maintain_order=True).str.join(", "),
            pl.col("partner_line").filter(one).first(),
            pl.col("column1").filter(~one).unique(maintain_order=True).str.join(", ").alias("never_column1"),
            pl.col("partner_line").filter(~one).first().alias("never_line"),
            pl.col("distinct_here").drop_nulls().first(),
        )
    )
    firsts = hits.lazy().join(billed, left_on=["day", "column2"], right_on=["day", "code"], how="semi")
    members = pl.concat([firsts.select("day", code="column1"), firsts.select("day", code="column2")]).unique()
    return (
        lines.lazy()
        .with_row_index("at")
        .join(seconds, on="at", how="left", maintain_order="left")
        .join(members.with_columns(in_any_edit=True), on=["day", "code"], how="left", maintain_order="left")
        .with_columns(pl.col(*FLAGS, "waived").fill_null(value=False))
        .drop("at")
        .collect()
    )


def _hits(lines: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """The edits among a day's codes, column 1 of which is billed: day, column1, column2, indicator.

    Column 2 may be documented only. Days with the same codes share the work.
    """
    prints = (
        lines["code"]
        .unique()
        .sort()
        .to_frame()
        .select("code", a=pl.col("code").hash(1), b=pl.col("code").hash(2))
    )
    asked = ("day", "edit_table", "code", "code_number", "service_date")
    codes = (
        lines.lazy().filter("day_code_first").select(*asked, (pl.col("day_code_units") > 0).alias("on_claim"))
    )
    number = pl.col("code_number")
    sizes = codes.group_by("day", maintain_order=True).agg(
        pl.col("edit_table").first(),
        pl.col("service_date").first(),
        pl.len().alias("size"),
        (pl.lit(prints["a"]).gather(number) * (1 + 2 * pl.col("on_claim").cast(pl.UInt64)))
        .sum()
        .alias("sum_a"),
        (pl.lit(prints["b"]).gather(number) * (1 + 2 * pl.col("on_claim").cast(pl.UInt64)))
        .sum()
        .alias("sum_b"),
    )
    days = sizes.filter(pl.col("size") > 1).collect()
    signature = ["edit_table", "size", "sum_a", "sum_b"]
    samples = days.unique(signature, keep="first").select(*signature, sample="day")
    shown = codes.filter(pl.col("day").is_in(samples["sample"].implode())).collect()
    found = _edits_among(shown, lookups)
    if found.is_empty():
        return found.select("day", "column1", "column2", "indicator")
    return (
        days.lazy()
        .join(samples.lazy(), on=signature)
        .join(found.lazy().rename({"day": "sample"}), on="sample")
        .filter(
            (pl.col("edit_from") <= pl.col("service_date")).fill_null(value=True)
            & (pl.col("edit_to") >= pl.col("service_date")).fill_null(value=True),
        )
        .select("day", "column1", "column2", "indicator")
        .collect()
    )


def _edits_among(shown: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """The edits among the codes of some sample days: day, column1, column2, indicator, edit_from, edit_to."""
    codes_of: dict[tuple[int, str], list[tuple[str, bool]]] = {}
    for day, table, code, billed in shown.select("day", "edit_table", "code", "on_claim").iter_rows():
        codes_of.setdefault((day, table), []).append((code, billed))
    rows = [
        (day, column1, column2, *edit)
        for (day, table), codes in codes_of.items()
        for (column1, first_billed), (column2, second_billed) in permutations(codes, 2)
        if first_billed
        for edit in lookups.edits.get((table, column1, column2), ())
        if second_billed or edit.indicator == NEVER
    ]
    return pl.DataFrame(rows, schema=EDITS, orient="row")
