"""What the rule book says of each line: its code, its payer, the limit and the edits in force that day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from logic.derive.lookups import REPEATABLE_IN_HOSPITAL, edit_breaks, limit_breaks, period

if TYPE_CHECKING:
    from logic.derive.lookups import Lookups


def with_facts(lines: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Adds the columns of the code, payer, limit and pair-edit look-ups, and `billed`."""
    book = lookups.book
    known = lookups.payers["payer"].to_list()
    lines = lines.with_columns(
        pl.when(pl.col("payer").is_in(known)).then("payer").otherwise(pl.lit("unknown")).alias("payer"),
        pl.col("setting").fill_null("practitioner"),
        (pl.col("units") > 0).alias("billed"),
        period(lookups.code_breaks).alias("code_period"),
        period(limit_breaks(book)).alias("limit_period"),
        period(edit_breaks(book)).alias("edit_period"),
    )
    lines = (
        lines.join(lookups.codes, on=["code", "code_period"], how="left", maintain_order="left")
        .join(lookups.payers, on="payer", how="left", maintain_order="left")
        .join(lookups.limits, on=["code", "setting", "limit_period"], how="left", maintain_order="left")
        .join(lookups.edit_tables, on=["payer", "setting", "edit_period"], how="left", maintain_order="left")
        .join(lookups.families, on=["edit_period", "code"], how="left", maintain_order="left")
    )
    if lookups.full_unit.is_empty():
        lines = lines.with_columns(full_unit_only=pl.lit(value=False))
    else:
        lines = lines.join(lookups.full_unit, on=["payer", "code"], how="left", maintain_order="left")
    flags = (
        "timed",
        "hands_on_time",
        "one_unit_a_day",
        "in_rule_book",
        "status_disputed",
        "limits_cover",
        "in_family",
        "full_unit_only",
    )
    hospital = pl.col("setting") == "outpatient_hospital"
    return lines.with_columns(
        pl.col(*flags).fill_null(value=False),
        pl.coalesce("count_code", "code").alias("count_code"),
        pl.when(hospital)
        .then(pl.lit("an outpatient hospital"))
        .otherwise(pl.lit("a practitioner"))
        .alias("setting_words"),
        (hospital & pl.col("code").is_in(REPEATABLE_IN_HOSPITAL)).alias("may_repeat_here"),
        (pl.col("stop_minute") - pl.col("start_minute")).alias("start_stop_minutes"),
        _status_why_not(),
        _limit_why_not(),
        _life_words(),
        pl.when(pl.col("replaced_by").is_not_null())
        .then(pl.format("It was replaced by {}.", "replaced_by"))
        .otherwise(pl.lit("The rule book names no successor."))
        .alias("replaced_words"),
    )


def _status_why_not() -> pl.Expr:
    follows = pl.col("status_follow")
    gap = pl.col("in_rule_book") & pl.col("medicare_status").is_null()
    return (
        pl.when((follows == "unknown") & pl.col("status_disputed"))
        .then(pl.format("the rule book does not know whether {} pays for {}", "payer_label", "code"))
        .when((follows == "medicare") & gap)
        .then(pl.format("the rule book has no Medicare status of {} for {}", "code", "service_date"))
        .alias("status_why_not")
    )


def _limit_why_not() -> pl.Expr:
    follows = pl.col("limits_follow")
    return (
        pl.when(follows == "unknown")
        .then(pl.format("the rule book does not know the unit limits of {}", "payer_label"))
        .when((follows == "mue") & pl.col("limit").is_null() & ~pl.col("limits_cover") & pl.col("in_rule_book"))
        .then(pl.format("no unit-limit edition in the rule book covers {}", "service_date"))
        .when((follows == "mue") & pl.col("limit").is_null())
        .then(pl.format("{} has no limit in the table that the rule book holds", "code"))
        .alias("limit_why_not")
    )


def _life_words() -> pl.Expr:
    return (
        pl.when(pl.col("service_date") > pl.col("valid_to"))
        .then(pl.format("ended on {}", "valid_to"))
        .when(pl.col("service_date") < pl.col("valid_from"))
        .then(pl.format("begins on {}", "valid_from"))
        .alias("life_words")
    )
