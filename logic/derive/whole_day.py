"""A day's visits by one practitioner, counted together.

CMS adds up the timed minutes of a patient's day and discipline, not of a visit. Source: Pub. 100-04 ch. 5 sec. 20.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from logic.derive.columns import Constants

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = ["visit_id", "service_date", "discipline"]
WHOLE = ["patient_id", "service_date", "discipline"]
COLUMNS = {
    "day_minutes": pl.Int32(),
    "day_units": pl.Int32(),
    "day_due": pl.Int32(),
    "day_count": pl.String(),
}
NOT_ASKED = Constants(*(pl.lit(None, dtype=kind).alias(name) for name, kind in COLUMNS.items()))
ONLY_ONE = pl.col("discipline").drop_nulls().n_unique().over("visit_id", "service_date") == 1
DISCIPLINE = (
    pl.when(pl.col("discipline").is_null() & ONLY_ONE)
    .then(pl.col("discipline").drop_nulls().first().over("visit_id", "service_date"))
    .otherwise("discipline")
    .alias("discipline")
)
FIRST_OF_ITS_PRINT = pl.col("print").is_null() | (
    pl.col("visit_id") == pl.col("visit_id").first().over("print")
)
ONE_KEY = (pl.col("provider_id").is_not_null().all() & (pl.col("provider_id").n_unique() == 1)).over(WHOLE)
UNCLEAR = pl.any_horizontal(
    pl.col("minutes_missing", "minutes_implausible", "incomplete", "clocked", "kept_open", "kept_claims"),
    pl.col("mixed_words").is_not_null(),
)
due = pl.col("units_due") - pl.col("waived_units")
COUNTED = (
    pl.col("timed_minutes").alias("day_minutes"),
    pl.col("timed_units").alias("day_units"),
    due.alias("day_due"),
    pl.when(UNCLEAR | (pl.col("method") != "cms"))
    .then(None)
    .when(pl.col("timed_units") > due)
    .then(pl.lit("over"))
    .when((pl.col("timed_units") < due) & ~pl.col("at_limit"))
    .then(pl.lit("under"))
    .when(pl.col("split_accepted") | pl.col("at_limit"))
    .then(pl.lit("right"))
    .otherwise(pl.lit("wrong code"))
    .alias("day_count"),
)


def with_whole_day(
    frame: pl.DataFrame, others: pl.DataFrame | None, count: Callable[[pl.DataFrame], pl.DataFrame]
) -> pl.DataFrame:
    """Adds to a visit that shares its day what the day's minutes support: day_minutes, _units, _due and _count.

    day_count: "right", "over", "under", "wrong code" (the total is right); null where it cannot be told, as when one
    visit's biller is not told. `others`: as `same_day.other_lines`, with what their modifiers say. `count`
    gives the frame of visits of some lines.
    """
    if others is None or frame["again_same"].null_count() == len(frame):
        return NOT_ASKED.on(frame)
    asked = frame["again_same"].fill_null(value=False) & frame["again_timed"].fill_null(value=False)
    if not asked.any():
        return NOT_ASKED.on(frame)
    days = frame.filter(asked).select("service_date").unique()
    told = (
        others.join(days, on="service_date", how="semi", maintain_order="left")
        .with_columns(pl.coalesce("discipline", "therapy_discipline").alias("discipline"))
        .with_columns(DISCIPLINE)
    )
    told = told.filter(ONE_KEY).with_columns(
        pl.concat_str("patient_id", pl.col("discipline").fill_null(""), separator="\x1f").alias("whole")
    )
    whole = told.filter(FIRST_OF_ITS_PRINT).with_columns(
        pl.col("whole").alias("visit_id"), pl.lit(None, dtype=pl.String).alias("patient_id")
    )
    counted = count(whole).select(pl.col("visit_id").alias("whole"), "service_date", *COUNTED)
    found = told.select(*KEY, "whole").unique().join(counted, on=["whole", "service_date"])
    return frame.join(
        found.drop("whole"), on=KEY, how="left", nulls_equal=True, maintain_order="left"
    ).with_columns(pl.when("again_same").then(name).alias(name) for name in COLUMNS)
