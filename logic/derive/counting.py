"""Minutes and units, added up by code and by session, and whether a billed split can be accepted.

Source: CMS Pub. 100-04 ch. 5 sec. 20.2. A split is accepted when the total is right, each code has its full
15s and at most one unit more, and no code that got a left-over unit has fewer left-over minutes than one that
got none.
"""

from __future__ import annotations

import polars as pl

FIRST_UNIT_MINUTES, UNIT_MINUTES = 8, 15
ROUNDING = UNIT_MINUTES - FIRST_UNIT_MINUTES

# Sums must stay inside Int32 even when a cell holds nonsense; the implausible rule speaks of it.
MOST = 1440


def by_code(lines: pl.DataFrame) -> pl.DataFrame:
    """One row a session and timed code: minutes (null where one line has none), units, left-overs.

    Columns: session, count_code, code_minutes, code_units, implausible, over, left_over, midpoint_due.
    """
    minutes = pl.col("minutes")
    return (
        lines.filter("timed")
        .group_by("session", "count_code", maintain_order=True)
        .agg(
            pl.when(minutes.null_count() == 0).then(minutes.sum()).alias("code_minutes"),
            pl.col("units").sum().alias("code_units"),
            ((minutes < 0) | (minutes > MOST)).any().alias("implausible"),
            pl.col("full_unit_only").first(),
        )
        .with_columns(
            (pl.col("code_units") - pl.col("code_minutes") // UNIT_MINUTES).alias("over"),
            (pl.col("code_minutes") % UNIT_MINUTES).alias("left_over"),
            (
                pl.col("code_minutes") // UNIT_MINUTES
                + ((pl.col("code_minutes") % UNIT_MINUTES >= FIRST_UNIT_MINUTES) & ~pl.col("full_unit_only"))
            ).alias("midpoint_due"),
        )
    )


def by_session(codes: pl.DataFrame) -> pl.DataFrame:
    """One row a session with timed codes: session, timed_minutes, timed_units, units_due, split_accepted …"""
    got, none = pl.col("over") == 1, pl.col("over") == 0
    return (
        codes.group_by("session", maintain_order=True)
        .agg(
            pl.col("code_minutes").sum().alias("timed_minutes"),
            pl.col("code_units").sum().alias("timed_units"),
            pl.col("code_minutes").is_null().any().alias("minutes_missing"),
            pl.col("implausible").any().alias("minutes_implausible"),
            pl.col("over").is_between(0, 1).all().alias("each_has_its_15s"),
            pl.col("left_over").filter(got).min().alias("least_that_got"),
            pl.col("left_over").filter(none).max().alias("most_that_got_none"),
        )
        .with_columns(
            pl.when(pl.col("timed_minutes") >= FIRST_UNIT_MINUTES)
            .then((pl.col("timed_minutes") + ROUNDING) // UNIT_MINUTES)
            .otherwise(0)
            .alias("units_due"),
            (
                pl.col("each_has_its_15s")
                & (pl.col("least_that_got") >= pl.col("most_that_got_none")).fill_null(value=True)
            ).alias("split_accepted"),
        )
        .drop("each_has_its_15s", "least_that_got", "most_that_got_none")
    )
