"""What stands twice: a code on several lines, the same line, the same visit, the same minutes of the clock."""

from __future__ import annotations

import numpy as np
import polars as pl

from logic.derive.columns import Constants
from logic.derive.memory import FEW
from logic.derive.runs import Runs

ROWS = 1 << 32
ALIKE = (
    "units",
    "minutes",
    "therapist_minutes",
    "assistant_minutes",
    "together_minutes",
    "modifier_text",
    "start_minute",
    "stop_minute",
)


DAY_CODE = (pl.col("day").cast(pl.UInt64) * ROWS + pl.col("code_number")).alias("day_code")
ONCE = Constants(
    *(pl.lit(value=True).alias(name) for name in ("day_code_first", "code_first")),
    pl.lit(None, dtype=pl.Int64).alias("repeats_line"),
    pl.lit(value=False).alias("code_again"),
)
SAME = ("session", "day_code", *ALIKE, "billed")
ASKED = [*SAME, "line"]
AGAIN = (
    pl.col("units").sum().over("day_code"),
    pl.col("day_code").is_first_distinct().alias("day_code_first"),
    pl.struct("session", "day_code").is_first_distinct().alias("code_first"),
    pl.when(pl.col("billed") & ~pl.struct(SAME).is_first_distinct())
    .then(pl.col("line").cast(pl.Int64).first().over(SAME))
    .alias("repeats"),
)


def with_repeats(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds day_code, day_code_units, day_code_first, code_first and repeats_line (the earlier line repeated).

    `day_code` is one number for a code on a visit's day. Almost every code stands on one line, so only the
    lines whose code stands on several are looked at.
    """
    lines = lines.with_columns(DAY_CODE)
    if len(lines) <= FEW and lines["day_code"].n_unique() == len(lines):
        return ONCE.on(lines.hstack([lines["units"].alias("day_code_units")]))
    again = _again(lines["day_code"], Runs(lines["day"]).longest)
    at = again.arg_true()
    if not len(at):
        return ONCE.on(lines.hstack([lines["units"].alias("day_code_units")]))
    found = lines[ASKED][at].select(AGAIN)
    return lines.with_columns(
        lines["units"].clone().scatter(at, found["units"]).alias("day_code_units"),
        *(
            pl.repeat(value=True, n=len(lines), eager=True).scatter(at, found[name]).alias(name)
            for name in ("day_code_first", "code_first")
        ),
        pl.repeat(None, n=len(lines), dtype=pl.Int64, eager=True)
        .scatter(at, found["repeats"])
        .alias("repeats_line"),
        again.alias("code_again"),
    )


def _again(day_codes: pl.Series, longest: int) -> pl.Series:
    """Which of them stand more than once. `longest`: the most lines of a day, and they stand together."""
    if longest > FEW:
        return day_codes.is_duplicated()
    numbers = day_codes.to_numpy()
    again = np.zeros(len(numbers), bool)
    for apart in range(1, longest):
        same = numbers[apart:] == numbers[:-apart]
        again[apart:] |= same
        again[:-apart] |= same
    return pl.Series("day_code", again)


SEVERAL = (
    pl.col("code_again") & pl.col("timed") & pl.col("billed") & pl.col("repeats_line").is_null()
).alias("several")


def split_codes(lines: pl.DataFrame) -> pl.DataFrame:
    """Timed codes billed on several lines that CQ/CO does not tell apart: session, split_codes."""
    marked = pl.col("has_cq") | pl.col("has_co")
    return (
        lines.select("session", "code", marked.alias("marked"), SEVERAL)
        .filter("several")
        .group_by("session", "code", "marked", maintain_order=True)
        .agg(pl.len().alias("count"))
        .filter(pl.col("count") > 1)
        .group_by("session", maintain_order=True)
        .agg(pl.col("code").unique(maintain_order=True).str.join(", ").alias("split_codes"))
    )


def overlaps(lines: pl.DataFrame) -> pl.DataFrame:
    """Sessions with clock times on one-on-one or group services: session, has_times, overlap_words."""
    timed = (
        lines.select("session", "code", "start_minute", "stop_minute", "hands_on_time")
        .filter(pl.col("hands_on_time") & (pl.col("stop_minute") > pl.col("start_minute")))
        .sort("session", "start_minute", maintain_order=True)
        .with_row_index("_row")
    )
    # The stop and the row in one number, so that the latest stop so far also tells whose it is.
    stop = pl.col("stop_minute").cast(pl.Int64) * ROWS + pl.col("_row")
    latest = stop.cum_max().shift(1).over("session")
    earlier_stop, before = latest // ROWS, pl.col("code").gather(latest % ROWS)
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
    asked = ("visit_id", "service_date", "patient_id", "code", "units", "discipline", "incomplete")
    told = lines.select(asked).filter(
        pl.col("patient_id").is_not_null() & ~pl.col("incomplete").fill_null(value=False),
    )
    line = pl.concat_str(
        "code", pl.col("units").cast(pl.String), pl.col("discipline").fill_null("-"), separator="|"
    )
    return (
        told.group_by("visit_id", "service_date", "patient_id", maintain_order=True)
        .agg(line.sort().str.join(" ").alias("_lines"))
        .with_columns(
            pl.concat_str("patient_id", pl.col("service_date").cast(pl.String), "_lines", separator="~")
        )
        .select("visit_id", "service_date", pl.col("patient_id").hash(seed=7).alias("print"))
    )


def repeated_visits(prints: pl.DataFrame) -> pl.DataFrame:
    """Visits that repeat an earlier one: visit_id, service_date, repeats_visit."""
    return (
        prints.with_columns(pl.col("visit_id").first().over("print").alias("repeats_visit"))
        .filter(pl.col("repeats_visit") != pl.col("visit_id"))
        .select("visit_id", "service_date", "repeats_visit")
    )
