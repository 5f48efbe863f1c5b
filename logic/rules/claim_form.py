"""Dates, place of service and repeats on the claim itself."""

from __future__ import annotations

import polars as pl

from logic.rules.rule import ALWAYS, Rule, col

HOSPITAL_PLACES = ("19", "22")  # a hospital's outpatient department, off and on campus
# Total time is added up for the day, not for the visit.
together = col("again_timed") & (col("method") == "cms")
same_code = col("again_codes").is_not_null()
miscounted = col("day_count").is_in(["over", "wrong code"]).fill_null(value=False)
day_words = pl.format(
    "together they have {} timed minute(s), which support {} unit(s), and {}",
    "day_minutes",
    "day_due",
    pl.when(col("day_count") == "wrong code")
    .then(pl.lit("by the minutes of the day one of the billed units belongs to another code"))
    .otherwise(pl.format("{} unit(s) are billed", "day_units")),
)

RULES = (
    Rule(
        "F901",
        "visit",
        applies=col("service_date").is_not_null(),
        fails=col("service_date") > col("today"),
        facts={"today": col("today")},
    ),
    Rule(
        "F902",
        "visit",
        rests_on=("timely_filing",),
        applies=col("days_to_file").is_not_null(),
        fails=col("submitted_on") > col("file_by"),
        undecided=col("filing_days").is_null(),
        facts={"days_to_file": col("days_to_file"), "filing_days": col("filing_days")},
    ),
    Rule(
        "F903",
        "visit",
        applies=col("place_of_service").is_not_null() & (col("place_of_service") != ""),
        fails=~col("place_known"),
        unproven=(col("place_therapy") == "telehealth") & col("hands_on_billed"),
        facts={"place_of_service": col("place_of_service")},
    ),
    Rule(
        "F904",
        "line",
        applies=col("billed"),
        fails=col("repeats_line").is_not_null(),
        undecided=col("repeats_line").is_not_null() & ~col("modifiers_told"),
        facts={"partner_line": col("repeats_line")},
    ),
    Rule(
        "F905",
        "visit",
        applies=col("patient_told"),
        fails=col("repeats_visit").is_not_null(),
        facts={"other_visit": col("repeats_visit")},
    ),
    Rule(
        "F907",
        "visit",
        applies=col("again_visit").is_not_null(),
        fails=col("again_same").eq_missing(other=True) & (same_code | (together & miscounted)),
        unproven=same_code | (together & ~col("day_count").eq_missing(pl.lit("right"))),
        facts={
            "other_visit": col("again_visit"),
            "same_words": pl.when(together & miscounted)
            .then(day_words)
            .when(same_code)
            .then(pl.format("both bill {}", "again_codes"))
            .otherwise(pl.lit("both have timed services")),
            "who_words": pl.when(col("again_same") & (col("day_count") == "under"))
            .then(pl.format("One practitioner bills both, so they are counted together: {}.", day_words))
            .when("again_same")
            .then(
                pl.lit(
                    "One practitioner bills both, so the day's timed minutes are counted together; "
                    "both notes are needed to do it."
                )
            )
            .otherwise(
                pl.lit(
                    "If one practitioner gave both, the day's timed minutes are counted together and a code "
                    "stands on one line; the notes, or a biller's key, must show which."
                )
            ),
        },
    ),
    Rule(
        "F908",
        "visit",
        applies=col("place_of_service").is_in(HOSPITAL_PLACES) & ~col("setting_told"),
        undecided=ALWAYS,
        facts={"place_of_service": col("place_of_service")},
    ),
    Rule("F906", "line", applies=col("units").is_not_null(), fails=col("units") < 0),
)
