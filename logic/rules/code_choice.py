"""The right code for what was done, payable by this payer on this date."""

from __future__ import annotations

import polars as pl

from logic.rules.rule import ALWAYS, Rule, col, dated

follows = col("billed") & (col("status_follow") == "medicare") & col("medicare_status").is_not_null()

RULES = (
    Rule(
        "C501",
        "line",
        applies=col("technique").is_not_null() & (col("technique") != ""),
        fails=~col("technique_fits"),
        unproven=~col("technique_fits_all"),
        undecided=col("technique_codes").is_null(),
        unsure=col("technique_to_confirm"),
        facts={"technique": col("technique"), "right_codes": col("technique_codes")},
    ),
    Rule(
        "C502", "line", rests_on=("code_status",), applies=follows, fails=col("medicare_status") == "bundled"
    ),
    Rule(
        "C503",
        "line",
        rests_on=("code_status",),
        applies=follows,
        fails=col("medicare_status") == "invalid",
        facts={"use_instead": col("use_instead").replace("", "none that the rule book knows")},
    ),
    Rule(
        "C504",
        "line",
        applies=col("billed") & col("in_rule_book"),
        fails=(col("service_date") < col("valid_from")).fill_null(value=False)
        | (col("service_date") > col("valid_to")).fill_null(value=False),
        facts={
            "life_words": pl.when(col("service_date") > col("valid_to"))
            .then(pl.format("ended on {}", "valid_to"))
            .otherwise(pl.format("begins on {}", "valid_from")),
            "replaced_words": pl.when(col("service_date") < col("valid_from"))
            .then(pl.lit("It was not yet in force on that day."))
            .otherwise("replaced_words"),
        },
    ),
    Rule(
        "C505",
        "line",
        rests_on=("code_status",),
        applies=follows,
        fails=(col("medicare_status") == "noncovered") & ~col("has_gy"),
    ),
    Rule("C506", "line", applies=col("billed") & ~col("in_rule_book"), undecided=ALWAYS),
    Rule(
        "C507",
        "line",
        applies=col("billed") & col("status_why_not").is_not_null(),
        undecided=ALWAYS,
        facts={"why_not": dated("status_why_not")},
    ),
)
