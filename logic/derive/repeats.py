"""What stands twice: a code on several lines, the same line, the same visit, the same minutes of the clock."""

from __future__ import annotations

import polars as pl

DAY_CODE = ("day", "code")


def with_repeats(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds day_code_units, day_code_first, code_first and repeats_line (the earlier line that it repeats)."""
    lines = lines.with_columns(pl.col("code").rank("dense").alias("code_number"))
    key = pl.col("day").cast(pl.UInt64) * 100_000 + pl.col("code_number")
    lines = lines.with_columns(key.alias("day_code"))
    if lines["day_code"].n_unique() == len(lines):
        return lines.with_columns(
            pl.col("units").alias("day_code_units"),
            pl.lit(value=True).alias("day_code_first"),
            pl.lit(value=True).alias("code_first"),
            pl.lit(None, dtype=pl.Int64).alias("repeats_line"),
        )
    lines = lines.with_columns(
        pl.col("units").sum().over("day_code").alias("day_code_units"),
        pl.col("day_code").is_first_distinct().alias("day_code_first"),
        pl.struct("session", "code_number").is_first_distinct().alias("code_first"),
        (pl.len().over("day_code") > 1).alias("_again"),
    )
    same = ["day_code", "units", "minutes", "modifier_text", "start_minute", "stop_minute"]
    twice = (
        lines.with_row_index("at")
        .filter(pl.col("_again") & pl.col("billed"))
        .with_columns(pl.col("line").cast(pl.Int64).first().over(same).alias("repeats_line"))
        .filter(~pl.struct(same).is_first_distinct())
        .select("at", "repeats_line")
    )
    return (
        lines.with_row_index("at")
        .join(twice, on="at", how="left", maintain_order="left")
        .drop("at", "_again")
    )


def split_codes(lines: pl.DataFrame) -> pl.DataFrame:
    """Timed codes billed on several lines that CQ/CO does not tell apart: session, split_codes."""
    marked = pl.col("has_cq") | pl.col("has_co")
    return (
        lines.filter(pl.col("timed") & pl.col("billed") & pl.col("repeats_line").is_null())
        .group_by("session", "code", marked.alias("marked"), maintain_order=True)
        .agg(pl.len().alias("count"))
        .filter(pl.col("count") > 1)
        .group_by("session", maintain_order=True)
        .agg(pl.col("code").unique(maintain_order=True).str.join(", ").alias("split_codes"))
    )


def overlaps(lines: pl.DataFrame) -> pl.DataFrame:
    """Sessions with clock times on one-on-one or group services: session, has_times, overlap_words."""
    timed = lines.filter(
        pl.col("hands_on_time")
        & pl.col("start_minute").is_not_null()
        & (pl.col("stop_minute") > pl.col("start_minute")),
    ).sort("session", "start_minute", maintain_order=True)
    earlier_stop = pl.col("stop_minute").cum_max().shift(1).over("session")
    before = pl.col("code").shift(1).over("session")
    return (
        timed.with_columns(
            (pl.col("start_minute") < earlier_stop).fill_null(value=False).alias("_overlaps"),
            pl.format("{} and {} at {}", before, "code", clock("start_minute")).alias("_words"),
        )
        .group_by("session", maintain_order=True)
        .agg(
            pl.lit(value=True).alias("has_times"),
            pl.col("_words").filter("_overlaps").str.join("; ").replace("", None).alias("overlap_words"),
        )
    )


def clock(minute: str) -> pl.Expr:
    """Minutes after midnight as a time of day, "09:05"."""
    hours = (pl.col(minute) // 60).cast(pl.String).str.zfill(2)
    return pl.concat_str(hours, pl.lit(":"), (pl.col(minute) % 60).cast(pl.String).str.zfill(2))


def visit_prints(lines: pl.DataFrame) -> pl.DataFrame:
    """A print of each visit and day by which a repeat is known: visit_id, service_date, print, where told."""
    told = lines.filter(pl.col("patient_id").is_not_null())
    line = pl.concat_str("code", pl.col("units").cast(pl.String), pl.col("discipline").fill_null("-"), separator="|")
    return (
        told.group_by("visit_id", "service_date", "patient_id", maintain_order=True)
        .agg(line.sort().str.join(" ").alias("_lines"))
        .with_columns(pl.concat_str("patient_id", pl.col("service_date").cast(pl.String), "_lines", separator="~"))
        .select("visit_id", "service_date", pl.col("patient_id").hash(seed=7).alias("print"))
    )


def repeated_visits(prints: pl.DataFrame) -> pl.DataFrame:
    """Visits that repeat an earlier one: visit_id, service_date, repeats_visit."""
    return (
        prints.with_columns(pl.col("visit_id").first().over("print").alias("repeats_visit"))
        .filter(pl.col("repeats_visit") != pl.col("visit_id"))
        .select("visit_id", "service_date", "repeats_visit")
    )
