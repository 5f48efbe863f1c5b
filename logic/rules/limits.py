"""Medically unlikely edits: the most units of a code that Medicare takes for one patient and day."""

from __future__ import annotations

from logic.rules.rule import ALWAYS, Rule, col, dated

ABSOLUTE, BENCHMARK = 2, 3

counted = col("day_code_first") & (col("day_code_units") > 0)
not_paid_at_all = col("medicare_status").is_in(["bundled", "invalid", "noncovered"]).fill_null(value=False)
known = counted & (col("limits_follow") == "mue") & col("limit").is_not_null() & ~not_paid_at_all
facts = {"code_units": col("day_code_units"), "limit": col("limit"), "setting_words": col("setting_words")}

RULES = (
    Rule(
        "L301",
        "line",
        rests_on=("unit_limits",),
        applies=known & (col("limit_mai") == ABSOLUTE),
        fails=col("day_code_units") > col("limit"),
        facts=facts,
    ),
    Rule(
        "L302",
        "line",
        rests_on=("unit_limits",),
        applies=known & (col("limit_mai") == BENCHMARK),
        fails=col("day_code_units") > col("limit"),
        facts=facts,
    ),
    Rule(
        "L303",
        "line",
        applies=counted & col("limit_why_not").is_not_null(),
        undecided=ALWAYS,
        facts={"why_not": dated("limit_why_not")},
    ),
)
