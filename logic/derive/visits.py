"""One row a visit, day and discipline: totals, and what was told once for all its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from logic.derive import counting, repeats

if TYPE_CHECKING:
    from datetime import date

    from logic.derive.lookups import Lookups

HANDS_ON = ("97124", "97140")
YEAR_DAYS = 365  # a limit of a year is a calendar year, leap day or not

TOLD_ONCE = (
    "visit_id",
    "service_date",
    "day",
    "payer",
    "payer_label",
    "setting",
    "setting_words",
    "discipline",
    "method",
    "edits_follow",
    "edits_cover",
    "daily_cap",
    "cap_counts",
    "split_lines_refused",
    "filing_days",
    "visit_dx_count",
    "first_dx",
)
# The 90 days run from the last recertification; before one, from the first treatment.
CERTIFYING = ("recertified_on", "first_treatment_on", "plan_certified_on")
FIRST_TOLD = (
    "total_minutes",
    "place_of_service",
    "submitted_on",
    "treatment_days_since_report",
    "first_treatment_on",
    "plan_certified_on",
    "recertified_on",
    "note_interventions",
    "note_timed_minutes",
    "note_total_minutes",
    "note_signature",
    "note_massage_details",
    "note_skilled_need",
    "plan_of_care",
)


def visits(lines: pl.DataFrame, codes: pl.DataFrame, lookups: Lookups, today: date) -> pl.DataFrame:
    """The frame of visits; `session` is its row number. Minutes and units are of timed codes, dollars allowed."""
    billed = pl.col("billed")
    therapy = billed & (pl.col("therapy") == "always")
    told = [name for name in FIRST_TOLD if lines[name].null_count() < len(lines)]
    frame = lines.group_by("session", maintain_order=True).agg(
        pl.col(*TOLD_ONCE).first(),
        pl.col(told).drop_nulls().first() if told else pl.lit(None).alias("_none"),
        pl.col("timed").any().alias("has_timed"),
        billed.any().alias("any_billed"),
        therapy.any().alias("any_therapy_billed"),
        (billed & (pl.col("code") == "97124")).any().alias("massage_billed"),
        (billed & pl.col("code").is_in(HANDS_ON)).any().alias("hands_on_billed"),
        (billed & ~pl.col("modifiers_told")).any().alias("modifiers_missing"),
        pl.col("dx").is_not_null().any().alias("dx_told"),
        (pl.col("treated_by").is_not_null() | ~therapy).all().alias("who_told"),
        pl.col("patient_id").is_not_null().any().alias("patient_told"),
        pl.col("units").filter(pl.col("timed") & billed).sum().alias("_timed_billed"),
        pl.col("units").filter(billed).sum().alias("_all_billed"),
        pl.col("code").filter(pl.col("timed") & pl.col("minutes").is_null()).unique(maintain_order=True)
        .str.join(", ").alias("missing_codes"),
    )
    missing = [name for name in FIRST_TOLD if name not in told]
    frame = frame.with_columns(pl.lit(None, dtype=lines.schema[name]).alias(name) for name in missing)
    for part in (counting.by_session(codes), *_rare(lines)):
        frame = frame.join(part, on="session", how="left", maintain_order="left")
    return _answers(_day_facts(frame, lines), lookups, today)


def _rare(lines: pl.DataFrame) -> tuple[pl.DataFrame, ...]:
    nothing = pl.DataFrame(schema={"session": pl.UInt32})
    split, times = nothing.with_columns(split_codes=pl.lit(None, dtype=pl.String)), nothing.with_columns(
        has_times=pl.lit(None, dtype=pl.Boolean),
        overlap_words=pl.lit(None, dtype=pl.String),
    )
    if not lines["day_code_first"].all():
        split = repeats.split_codes(lines)
    if lines["start_minute"].null_count() < len(lines):
        times = repeats.overlaps(lines)
    return split, times


def _day_facts(frame: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Adds day_codes and edits_why_not: pair edits are a matter of the whole day, whatever the discipline."""
    outside = pl.col("billed") & ~pl.col("in_family")
    days = lines.group_by("day", maintain_order=True).agg(
        pl.col("code_number").filter(pl.col("billed")).n_unique().alias("day_codes"),
        pl.col("code").filter(outside).unique(maintain_order=True).str.join(", ").alias("_outside"),
    )
    frame = frame.join(days, on="day", how="left", maintain_order="left")
    follows = pl.col("edits_follow")
    return frame.with_columns(
        pl.when(follows == "unknown")
        .then(pl.format("the rule book does not know which pair edits {} uses", "payer_label"))
        .when((follows == "ncci") & ~pl.col("edits_cover"))
        .then(pl.format("no pair-edit edition in the rule book covers {}", "service_date"))
        .when((follows == "ncci") & (pl.col("_outside") != ""))
        .then(pl.format("the pair edits of {} are not in the rule book", "_outside"))
        .alias("edits_why_not"),
    ).drop("_outside")


def _answers(frame: pl.DataFrame, lookups: Lookups, today: date) -> pl.DataFrame:
    certified = [pl.when(pl.col(name) <= pl.col("service_date")).then(name) for name in CERTIFYING]
    by_days = pl.col("service_date") + pl.duration(days=pl.col("filing_days"))
    places = lookups.places
    return frame.with_columns(
        pl.col("has_timed", "minutes_missing", "minutes_implausible", "has_times").fill_null(value=False),
        pl.lit(today).alias("today"),
        (pl.col("plan_certified_on") - pl.col("first_treatment_on")).dt.total_days().alias("days_to_certify"),
        (pl.col("service_date") - pl.coalesce(certified)).dt.total_days().alias("days_since_certified"),
        (pl.col("submitted_on") - pl.col("service_date")).dt.total_days().alias("days_to_file"),
        pl.when(pl.col("filing_days") == YEAR_DAYS)
        .then(pl.col("service_date").dt.offset_by("1y"))
        .otherwise(by_days)
        .alias("file_by"),
        pl.when(pl.col("cap_counts") == "timed")
        .then("_timed_billed")
        .otherwise("_all_billed")
        .alias("capped_units"),
        pl.col("place_of_service").is_in(list(places)).alias("place_known"),
        pl.col("place_of_service").replace_strict(places, default=None, return_dtype=pl.String).alias("place_therapy"),
    ).drop("_timed_billed", "_all_billed")
