"""Dates, place of service and repeats on the claim itself."""

from __future__ import annotations

from logic.rules.rule import Rule, col

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
    Rule("F906", "line", applies=col("units").is_not_null(), fails=col("units") < 0),
)
