"""Minutes and units, added up by code and by session, and whether a billed split can be accepted.

Source: CMS Pub. 100-04 ch. 5 sec. 20.2. A split is accepted when the total is right, each code has its full
15s and at most one unit more, and no code that got a left-over unit has fewer left-over minutes than one that
got none. A service that a pair edit forbids to bill (`waived`) is counted with the units it would have had.
"""

from __future__ import annotations

import polars as pl

FIRST_UNIT_MINUTES, UNIT_MINUTES = 8, 15
ROUNDING = UNIT_MINUTES - FIRST_UNIT_MINUTES
MOST = 1440  # minutes of a day; more is nonsense, and another rule says so

minutes = pl.col("code_minutes")
base, left_over = minutes // UNIT_MINUTES, minutes % UNIT_MINUTES


def by_code(lines: pl.DataFrame) -> pl.DataFrame:
    """One row a session and timed code: minutes (null where one line has none), units, left-overs.

    Columns: session, count_code, code_minutes, code_units, implausible, over, left_over, midpoint_due, waived.
    """
    timed = (
        lines.lazy()
        .filter("timed")
        .select(
            "session",
            "count_code",
            pl.col("minutes").alias("code_minutes"),
            pl.col("units").alias("code_units"),
            ((pl.col("minutes") < 0) | (pl.col("minutes") > MOST)).alias("implausible"),
            "full_unit_only",
            "waived",
            (pl.col("code_again") | (pl.col("code") != pl.col("count_code"))).alias("_again"),
        )
        .with_columns(pl.col("_again").any().over("session", "count_code") if _continued(lines) else pl.col("_again"))
        .collect()
    )
    once = timed.filter(~pl.col("_again"))
    again = (
        timed.lazy()
        .filter("_again")
        .group_by("session", "count_code", maintain_order=True)
        .agg(
            pl.when(minutes.null_count() == 0).then(minutes.sum()),
            pl.col("code_units").sum(),
            pl.col("implausible").any(),
            pl.col("full_unit_only").first(),
            pl.col("waived").all(),
            pl.lit(value=True).alias("_again"),
        )
    )
    whole = once if len(once) == len(timed) else pl.concat([once.lazy(), again]).sort("session", maintain_order=True).collect()
    due = base + ((left_over >= FIRST_UNIT_MINUTES) & ~pl.col("full_unit_only"))
    return whole.with_columns(
        (pl.col("code_units") - base).alias("over"),
        left_over.alias("left_over"),
        due.alias("midpoint_due"),
    ).drop("_again")


def _continued(lines: pl.DataFrame) -> bool:
    """Whether a code continues another (97130 after 97129) somewhere in these lines."""
    return bool(lines.select((pl.col("code") != pl.col("count_code")).any()).item())


def by_session(codes: pl.DataFrame) -> pl.DataFrame:
    """One row a session with timed codes: timed_minutes, timed_units, units_due, waived_units, split_accepted …"""
    waived = codes["waived"]
    if waived.any():
        codes = _with_waived(codes)
    got, none = pl.col("over") == 1, pl.col("over") == 0
    nothing = pl.lit(0, dtype=pl.Int32)
    return (
        codes.lazy()
        .with_columns(pl.col("session").set_sorted())
        .group_by("session", maintain_order=True)
        .agg(
            minutes.sum().alias("timed_minutes"),
            pl.col("code_units").sum().alias("timed_units"),
            minutes.is_null().any().alias("minutes_missing"),
            pl.col("implausible").any().alias("minutes_implausible"),
            pl.col("over").min().alias("_least"),
            pl.col("over").max().alias("_most"),
            pl.when(got).then("left_over").min().alias("_that_got"),
            pl.when(none).then("left_over").max().alias("_that_got_none"),
            (pl.col("waived_units").sum() if waived.any() else nothing).alias("waived_units"),
        )
        .with_columns(
            _due(pl.col("timed_minutes")).alias("units_due"),
            (
                (pl.col("_least") >= 0)
                & (pl.col("_most") <= 1)
                & (pl.col("_that_got") >= pl.col("_that_got_none")).fill_null(value=True)
            ).alias("split_accepted"),
        )
        .drop("_least", "_most", "_that_got", "_that_got_none")
        .collect()
    )


def _due(total: pl.Expr) -> pl.Expr:
    """Units that a total of timed minutes supports."""
    return pl.when(total >= FIRST_UNIT_MINUTES).then((total + ROUNDING) // UNIT_MINUTES).otherwise(0)


def _with_waived(codes: pl.DataFrame) -> pl.DataFrame:
    """Gives a waived service the units that the others leave of the session's total, and adds `waived_units`.

    Only where one service of the session is waived: with more, the minutes do not say whose the units would be.
    """
    missing = _due(minutes.sum().over("session")) - pl.col("code_units").sum().over("session")
    alone = pl.col("waived") & (pl.col("waived").sum().over("session") == 1)
    takes = alone & (missing - base).is_between(0, 1)
    return codes.with_columns(
        pl.when(takes).then(missing - base).otherwise("over").alias("over"),
        pl.when(takes).then(missing).otherwise(0).alias("waived_units"),
    )
