"""One row a visit, day and discipline: totals, and what was told once for all its lines."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from logic.columns import SCHEMA
from logic.derive import counting, repeats, same_day
from logic.derive.columns import Constants, beside, starts, without
from logic.derive.identify import mixed
from logic.derive.runs import Runs
from logic.derive.spread import spread

if TYPE_CHECKING:
    from datetime import date

    from logic.derive.lookups import Lookups

HANDS_ON = ("97124", "97140")
YEAR_DAYS = 365  # a limit of a year is a calendar year, leap day or not

TOLD_ONCE = [
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
]
ANY_LINE = [
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
]
EVERY_LINE = ["who_told", "dx_told"]
SUMMED = ["_timed_billed", "_all_billed"]
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
    "some_edit_known": pl.Boolean(),
}
NOT_HERE = {name: pl.lit(None, dtype=dtype).alias(name) for name, dtype in RARE.items()}

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


BILLED = pl.col("billed")
THERAPY = BILLED & (pl.col("therapy") == "always").fill_null(value=False)
BILLED_UNITS = pl.when(BILLED).then("units").otherwise(0)
# What is true of a visit when it is true of one of its lines, or of every line.
OF_A_LINE = (
    "session",
    pl.col("timed").alias("has_timed"),
    BILLED.alias("any_billed"),
    THERAPY.alias("any_therapy_billed"),
    (BILLED & (pl.col("code") == "97124")).alias("massage_billed"),
    (BILLED & pl.col("code").is_in(HANDS_ON)).alias("hands_on_billed"),
    (BILLED & ~pl.col("modifiers_told")).alias("modifiers_missing"),
    (pl.col("dx").is_not_null() | ~BILLED).alias("dx_told"),
    pl.col("patient_id").is_not_null().alias("patient_told"),
    "incomplete",
    (pl.col("timed") & pl.col("clocked")).alias("clocked"),
    (pl.col("timed") & pl.col("more_than_limit")).fill_null(value=False).alias("at_limit"),
    (pl.col("treated_by").is_not_null() | ~THERAPY).alias("who_told"),
    pl.when("timed").then(BILLED_UNITS).otherwise(0).alias("_timed_billed"),
    BILLED_UNITS.alias("_all_billed"),
)
NEVER_TOLD = {name: pl.lit(None, dtype=SCHEMA[name]).alias(name) for name in FIRST_TOLD}


def visits(lines: pl.DataFrame, lookups: Lookups, today: date) -> pl.DataFrame:
    """The frame of visits; `session` is its row number. Minutes and units are of timed codes, dollars allowed."""
    told = [name for name in FIRST_TOLD if lines[name].null_count() < len(lines)]
    own, runs = lines.select(*OF_A_LINE, *told), Runs(lines["session"])
    length = len(runs)
    frame = beside(
        lines[["session"]][runs.starts],
        runs.any(own[ANY_LINE]),
        runs.all(own[EVERY_LINE]),
        runs.sum(own[SUMMED]),
        pl.DataFrame([runs.first(own[name]) for name in told]),
    )
    parts = [
        lines[TOLD_ONCE][runs.starts],
        counting.by_session(lines, length),
        *(spread(without(part, ["session"]), part["session"], length) for part in _rare(lines)),
    ]
    parts.append(without(_days(lines)[parts[0]["day"]], ["day"]))
    frame = beside(frame, *parts)
    nothing = [NEVER_TOLD[name] for name in FIRST_TOLD if name not in told]
    nothing += [NOT_HERE[name] for name in RARE if name not in frame.columns]
    return _answers(frame.with_columns(nothing), lookups, today, told)


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
    if lines["counted_minutes"].null_count():
        lacking = lines.select("session", "code", LACKS).filter("lacks")
        if not lacking.is_empty():
            found.append(lacking.group_by("session", maintain_order=True).agg(MISSING_CODES))
    return found


LACKS = (pl.col("timed") & pl.col("counted_minutes").is_null()).alias("lacks")
# An edit of the payer's own, where it is not known which others it uses.
OWN_EDIT = BILLED & pl.col("in_any_edit") & (pl.col("edits_follow") == "unknown")
OUTSIDE = (BILLED & ~pl.col("in_family")).alias("outside")
ONCE = BILLED & pl.struct("day_code", "billed").is_first_distinct()
MISSING_CODES = pl.col("code").unique(maintain_order=True).str.join(", ").alias("missing_codes")
CODES_OUTSIDE = pl.col("code").unique(maintain_order=True).str.join(", ").alias("codes_outside")
NONE_OUTSIDE = Constants(pl.lit(None, dtype=pl.String).alias("codes_outside"))


def _days(lines: pl.DataFrame) -> pl.DataFrame:
    """A row a day: day_codes (different codes billed) and codes_outside (billed codes that no pair-edit edition knows).

    some_edit_known, where it is so: two of them are an edit of the payer's own, and its others are not known.
    Pair edits are a matter of the whole day, whatever the discipline.
    """
    days = pl.DataFrame({"day": lines["day"].unique(maintain_order=True)})
    once, again = lines["billed"].clone(), lines["code_again"].arg_true()
    if len(again):
        once.scatter(again, lines[["day_code", "billed"]][again].select(ONCE).to_series())
    if len(days):
        codes = np.add.reduceat(once.to_numpy(), starts(lines["day"]), dtype=np.uint32)
    days = days.with_columns(pl.Series("day_codes", codes if len(days) else [], pl.UInt32))
    if lines["in_any_edit"].any() and lines.select(OWN_EDIT.any()).item():
        known = lines.select("day", OWN_EDIT.alias("some_edit_known")).filter("some_edit_known").unique()
        days = days.join(known, on="day", how="left", maintain_order="left")
    if not (lines["billed"] & ~lines["in_family"]).any():
        return NONE_OUTSIDE.on(days)
    outside = lines.select("day", "code", OUTSIDE).filter("outside")
    named = outside.group_by("day", maintain_order=True).agg(CODES_OUTSIDE)
    return beside(days, spread(without(named, ["day"]), named["day"], len(days)))


ONLY_PAIR_KNOWN = pl.col("some_edit_known").fill_null(value=False) & (pl.col("day_codes") == 2)


def _edits_gap() -> pl.Expr:
    """Why the day's pair edits are not all known: the payer's, the edition, or a code; null where they are."""
    follows = pl.col("edits_follow")
    return (
        pl.when((follows == "unknown") & ~ONLY_PAIR_KNOWN)
        .then(pl.lit("payer"))
        .when((follows == "ncci") & ~pl.col("edits_cover"))
        .then(pl.lit("edition"))
        .when((follows == "ncci") & pl.col("codes_outside").is_not_null())
        .then(pl.lit("code"))
        .alias("edits_gap")
    )


@lru_cache(maxsize=4)
def _places(lookups: Lookups) -> tuple[pl.Expr, pl.Expr]:
    """Whether the place of service is in the CMS list, and how usual it is for therapy."""
    kind = pl.col("place_of_service").replace_strict(lookups.places, default=None, return_dtype=pl.String)
    return kind.is_not_null().alias("place_known"), kind.alias("place_therapy")


# Whether the payer's daily cap leaves out the place of this visit.
CAP_EXCEPTED = (
    pl.col("cap_except").str.contains(pl.col("place_of_service"), literal=True).fill_null(value=False)
)
NO_PLACE = (
    pl.lit(None, dtype=pl.Boolean).alias("place_known"),
    pl.lit(None, dtype=pl.String).alias("place_therapy"),
)
FILE_BY = (
    pl.when(pl.col("filing_days") == YEAR_DAYS)
    .then(pl.col("service_date").dt.offset_by("1y"))
    .otherwise(pl.col("service_date") + pl.duration(days=pl.col("filing_days")))
    .alias("file_by")
)
NOT_FILED = (
    pl.lit(None, dtype=pl.Date).alias("file_by"),
    pl.lit(None, dtype=pl.Int64).alias("days_to_file"),
)
CERTIFIED = pl.coalesce(pl.when(pl.col(name) <= pl.col("service_date")).then(name) for name in CERTIFYING)
CAPPED = pl.when(pl.col("cap_counts") == "timed").then("_timed_billed").otherwise("_all_billed")
ANSWERS = (
    pl.col("minutes_missing", "minutes_implausible", "has_times").fill_null(value=False),
    pl.col("day_codes").fill_null(0),
    _edits_gap(),
    (_edits_gap().is_null() & (pl.col("edits_follow") == "ncci")).alias("edits_known"),
)
PLAN_DAYS = (
    (pl.col("plan_certified_on") - pl.col("first_treatment_on")).dt.total_days().alias("days_to_certify"),
    (pl.col("service_date") - CERTIFIED).dt.total_days().alias("days_since_certified"),
)
NO_PLAN_DAYS = tuple(
    pl.lit(None, dtype=pl.Int64).alias(name) for name in ("days_to_certify", "days_since_certified")
)
FILED = (
    FILE_BY,
    (pl.col("submitted_on") - pl.col("service_date")).dt.total_days().alias("days_to_file"),
)
# A daily cap is one for all disciplines of the day; its first visit speaks for it.
CAPPED_DAY = CAPPED.sum().over("day")


def _answers(frame: pl.DataFrame, lookups: Lookups, today: date, told: list[str]) -> pl.DataFrame:
    """What the visit's own columns answer."""
    shared = not frame.is_empty() and frame["day"][-1] + 1 < len(frame)
    speaks = pl.col("day").is_first_distinct() if shared else pl.lit(value=True)
    if "place_of_service" in told:
        speaks &= ~CAP_EXCEPTED
    not_planned = not any(name in told for name in CERTIFYING)
    answered = frame.with_columns(
        *ANSWERS,
        pl.lit(today).alias("today"),
        *(FILED if "submitted_on" in told else NOT_FILED),
        *(NO_PLAN_DAYS if not_planned else PLAN_DAYS),
        (CAPPED_DAY if shared else CAPPED).alias("capped_units"),
        pl.when(speaks).then("daily_cap").alias("daily_cap"),
        *(_places(lookups) if "place_of_service" in told else NO_PLACE),
    )
    return without(answered, ("_timed_billed", "_all_billed"))
