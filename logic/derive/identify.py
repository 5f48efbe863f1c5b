"""Which lines belong together: the day of a visit, and in it the session of one discipline."""

from __future__ import annotations

import polars as pl

KEY = ("visit_id", "service_date")


def together(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with each visit, and in it each day, in one run, in order of first appearance.

    Adds `day` (UInt32, 0-based). A file that is already in order is not sorted again.
    """
    key = pl.struct(KEY)
    counts = lines.select(
        (pl.col("visit_id").rle_id().max() + 1 == pl.col("visit_id").n_unique()).alias("visits"),
        (key.rle_id().max() + 1 == key.n_unique()).alias("days"),
    )
    if not lines.is_empty() and not all(counts.row(0)):
        visit, day = (pl.col("_at").min().over(by) for by in ("visit_id", KEY))
        lines = lines.with_row_index("_at").sort(visit, day, maintain_order=True).drop("_at")
    return lines.with_columns(key.rle_id().alias("day"))


def numbered(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines with their place in the visit, `line` (1-based), where the source gave none."""
    place = pl.int_range(pl.len(), dtype=pl.Int32).over("day") + 1
    if lines["line"].null_count() == 0:
        return lines
    return lines.with_columns(pl.coalesce("line", place).alias("line"))


def mixed(lines: pl.DataFrame) -> pl.DataFrame | None:
    """Sessions of a day whose lines name several payers or settings: session, mixed_words; None where none does."""
    told = ["payer_label", "setting_words"]
    changes = pl.any_horizontal(pl.col(name) != pl.col(name).shift() for name in told)
    if not lines.select((changes & (pl.col("day") == pl.col("day").shift())).any()).item():
        return None
    several = [
        pl.when(pl.col(name).n_unique() > 1).then(pl.col(name).unique(maintain_order=True).str.join(" and "))
        for name in told
    ]
    words = pl.concat_str(several, separator="; ", ignore_nulls=True).replace("", None).alias("mixed_words")
    return (
        lines.select("day", "session")
        .unique(maintain_order=True)
        .join(lines.group_by("day").agg(words), on="day", maintain_order="left")
        .drop("day")
        .filter(pl.col("mixed_words").is_not_null())
    )


def sessions(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds `discipline_told`, `discipline` (told, or by GP/GO/GN, or the day's only one) and `session`.

    PT and OT of one day are counted apart, so a day with both is two sessions. `session` is UInt32, 0-based.
    """
    lines = lines.with_columns(
        pl.col("discipline").alias("discipline_told"),
        pl.coalesce("discipline", "therapy_discipline").alias("discipline"),
    )
    told = lines["discipline"]
    if told.null_count() == 0 and told.n_unique() <= 1:
        return lines.with_columns(pl.col("day").alias("session"))
    only = pl.col("discipline").drop_nulls()
    lines = lines.with_columns(
        pl.when(pl.col("discipline").is_null() & (only.n_unique().over("day") == 1))
        .then(only.first().over("day"))
        .otherwise(pl.col("discipline"))
        .alias("discipline"),
    )
    mixed = lines.select((pl.col("discipline").n_unique().over("day") > 1).any()).item()
    if mixed:
        lines = lines.sort("day", "discipline", maintain_order=True)
    return lines.with_columns(pl.struct("day", "discipline").rle_id().alias("session"))
