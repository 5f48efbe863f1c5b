"""One row a visit, day and discipline: totals, and what was told once for all its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from logic.derive import counting, repeats, same_day
from logic.derive.identify import mixed
from logic.derive.spread import spread

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
    "setting_told",
    "discipline",
    "method",
    "edits_follow",
    "edits_cover",
    "daily_cap",
    "cap_counts",
    "cap_except",
    "split_lines_refused",
    "filing_days",
    "visit_dx_count",
    "first_dx",
)
ANY_LINE = (
    "has_timed",
    "any_billed",
    "any_therapy_billed",
    "massage_billed",
    "hands_on_billed",
    "modifiers_missing",
    "patient_told",
    "incomplete",
    "at_limit",
    "clocked",
)
RARE = {
    "split_codes": pl.String(),
    "has_times": pl.Boolean(),
    "overlap_words": pl.String(),
    "missing_codes": pl.String(),
    "mixed_words": pl.String(),
    "again_visit": pl.String(),
    "again_codes": pl.String(),
    "again_timed": pl.Boolean(),
    "again_same": pl.Boolean(),
}

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


def visits(lines: pl.DataFrame, lookups: Lookups, today: date) -> pl.DataFrame:
    """The frame of visits; `session` is its row number. Minutes and units are of timed codes, dollars allowed."""
    told = [name for name in FIRST_TOLD if lines[name].null_count() < len(lines)]
    schema = lines.schema
    frame = (
        lines.lazy()
        .select("session", *_flags(), *_sums(), *(pl.col(name) for name in told))
        .with_columns(pl.col("session").set_sorted())
        .group_by("session", maintain_order=True)
        .agg(
            pl.col(*ANY_LINE).any(),
            pl.col("who_told", "dx_told").all(),
            pl.col("_timed_billed", "_all_billed").sum(),
            *(pl.col(name).drop_nulls().first() for name in told),
        )
        .with_columns(pl.lit(None, dtype=schema[name]).alias(name) for name in FIRST_TOLD if name not in told)
        .collect()
    )
    starts = lines["session"].is_first_distinct().arg_true()
    frame = frame.hstack(lines.select(TOLD_ONCE)[starts])
    length = len(frame)
    frame = frame.hstack(counting.by_session(lines, length))
    for part in _rare(lines):
        frame = frame.hstack(spread(part.drop("session"), part["session"], length))
    days = _days(lines)
    frame = frame.hstack(days.drop("day")[frame["day"]])
    missing = [name for name in RARE if name not in frame.columns]
    nothing = (pl.lit(None, dtype=RARE[name]).alias(name) for name in missing)
    return _answers(frame.lazy().with_columns(nothing), lookups, today, told).collect()


def _flags() -> tuple[pl.Expr | str, ...]:
    """What is true of a visit when it is true of one of its lines; `who_told` when of all."""
    billed = pl.col("billed")
    therapy = billed & (pl.col("therapy") == "always").fill_null(value=False)
    return (
        pl.col("timed").alias("has_timed"),
        billed.alias("any_billed"),
        therapy.alias("any_therapy_billed"),
        (billed & (pl.col("code") == "97124")).alias("massage_billed"),
        (billed & pl.col("code").is_in(HANDS_ON)).alias("hands_on_billed"),
        (billed & ~pl.col("modifiers_told")).alias("modifiers_missing"),
        (pl.col("dx").is_not_null() | ~billed).alias("dx_told"),
        pl.col("patient_id").is_not_null().alias("patient_told"),
        "incomplete",
        (pl.col("timed") & pl.col("clocked")).alias("clocked"),
        (pl.col("timed") & pl.col("more_than_limit")).fill_null(value=False).alias("at_limit"),
        (pl.col("treated_by").is_not_null() | ~therapy).alias("who_told"),
    )


def _sums() -> tuple[pl.Expr, ...]:
    billed_units = pl.when("billed").then("units").otherwise(0)
    return (
        pl.when("timed").then(billed_units).otherwise(0).alias("_timed_billed"),
        billed_units.alias("_all_billed"),
    )


def _rare(lines: pl.DataFrame) -> list[pl.DataFrame]:
    """What few visits have: codes split over lines, clock times, no minutes, two payers, another visit that day."""
    found = []
    if (two := mixed(lines)) is not None:
        found.append(two)
    if lines["again_visit"].null_count() < len(lines):
        found.append(same_day.by_session(lines))
    if lines["code_again"].any():
        found.append(repeats.split_codes(lines))
    if lines["start_minute"].null_count() < len(lines):
        found.append(repeats.overlaps(lines))
    lacking = lines.select("session", "code", pl.col("timed") & pl.col("counted_minutes").is_null()).filter(
        "timed"
    )
    if not lacking.is_empty():
        codes = pl.col("code").unique(maintain_order=True).str.join(", ").alias("missing_codes")
        found.append(lacking.group_by("session", maintain_order=True).agg(codes))
    return found


def _days(lines: pl.DataFrame) -> pl.DataFrame:
    """A row a day: day_codes (different codes billed) and codes_outside (billed codes that no pair-edit edition knows).

    Pair edits are a matter of the whole day, whatever the discipline.
    """
    once = pl.col("billed")
    if lines["code_again"].any():
        once = once & ~(pl.col("code_again") & ~pl.struct("day_code", "billed").is_first_distinct())
    days = (
        lines.lazy()
        .select(pl.col("day").set_sorted(), once.cast(pl.UInt32).alias("day_codes"))
        .group_by("day", maintain_order=True)
        .agg(pl.col("day_codes").sum())
    )
    outside = lines.select("day", "code", pl.col("billed") & ~pl.col("in_family")).filter("billed")
    if outside.is_empty():
        return days.with_columns(pl.lit(None, dtype=pl.String).alias("codes_outside")).collect()
    codes = pl.col("code").unique(maintain_order=True).str.join(", ").alias("codes_outside")
    named = outside.lazy().group_by("day").agg(codes)
    return days.join(named, on="day", how="left", maintain_order="left").collect()


def _edits_gap() -> pl.Expr:
    """Why the day's pair edits are not all known: the payer's, the edition, or a code; null where they are."""
    follows = pl.col("edits_follow")
    return (
        pl.when(follows == "unknown")
        .then(pl.lit("payer"))
        .when((follows == "ncci") & ~pl.col("edits_cover"))
        .then(pl.lit("edition"))
        .when((follows == "ncci") & pl.col("codes_outside").is_not_null())
        .then(pl.lit("code"))
        .alias("edits_gap")
    )


def _places(told: list[str], lookups: Lookups) -> tuple[pl.Expr, pl.Expr]:
    """Whether the place of service is in the CMS list, and how usual it is for therapy."""
    if "place_of_service" not in told:
        return pl.lit(None, dtype=pl.Boolean).alias("place_known"), pl.lit(None, dtype=pl.String).alias(
            "place_therapy"
        )
    kind = pl.col("place_of_service").replace_strict(lookups.places, default=None, return_dtype=pl.String)
    return kind.is_not_null().alias("place_known"), kind.alias("place_therapy")


def _cap_excepted(told: list[str]) -> pl.Expr:
    """Whether the payer's daily cap leaves out the place of this visit."""
    if "place_of_service" not in told:
        return pl.lit(value=False)
    return pl.col("cap_except").str.contains(pl.col("place_of_service"), literal=True).fill_null(value=False)


def _answers(frame: pl.LazyFrame, lookups: Lookups, today: date, told: list[str]) -> pl.LazyFrame:
    certified = [pl.when(pl.col(name) <= pl.col("service_date")).then(name) for name in CERTIFYING]
    by_days = pl.col("service_date") + pl.duration(days=pl.col("filing_days"))
    return frame.with_columns(
        pl.col("minutes_missing", "minutes_implausible", "has_times").fill_null(value=False),
        pl.col("day_codes").fill_null(0),
        _edits_gap(),
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
        .sum()
        .over("day")
        .alias("capped_units"),
        # A daily cap is one for all disciplines of the day; its first visit speaks for it.
        pl.when(pl.col("day").is_first_distinct() & ~_cap_excepted(told))
        .then("daily_cap")
        .alias("daily_cap"),
        *_places(told, lookups),
    ).drop("_timed_billed", "_all_billed")
