"""ICD-10-CM codes and the pointers to them. The link to 97124 is plausibility, never a failure."""

from __future__ import annotations

from logic.rules.rule import ALWAYS, Rule, col

MOST_DIAGNOSES, MOST_POINTERS = 12, 4

told = col("billed") & (col("dx_count") > 0)
pointed = col("billed") & col("pointers_told")

RULES = (
    Rule(
        "X601",
        "visit",
        applies=col("any_billed"),
        fails=col("visit_dx_count") == 0,
        undecided=(col("visit_dx_count") == 0) & (~col("dx_told") | col("incomplete")),
    ),
    Rule("X602", "line", applies=told, fails=col("bad_dx").is_not_null(), facts={"bad_dx": col("bad_dx")}),
    Rule(
        "X603",
        "line",
        applies=told & col("dx_known"),
        fails=col("retired_dx").is_not_null(),
        facts={"bad_dx": col("retired_dx"), "dx_instead": col("dx_instead")},
    ),
    Rule(
        "X604",
        "line",
        applies=told & col("unknown_dx").is_not_null(),
        undecided=ALWAYS,
        facts={"unknown_dx": col("unknown_dx"), "why_not": col("dx_why_not")},
    ),
    Rule("X605", "line", applies=pointed, fails=col("pointer_count") == 0),
    Rule(
        "X606",
        "line",
        applies=pointed & (col("pointer_count") > 0) & (col("visit_dx_count") > 0),
        fails=col("bad_pointer").is_not_null(),
        facts={"bad_pointer": col("bad_pointer"), "dx_count": col("visit_dx_count")},
    ),
    Rule(
        "X607",
        "line",
        applies=pointed & (col("pointer_count") > 0),
        fails=col("pointer_count") > MOST_POINTERS,
        facts={"pointer_count": col("pointer_count")},
    ),
    Rule(
        "X608",
        "line",
        applies=told & (col("code") == "97124"),
        unproven=col("weak_dx").is_not_null(),
        facts={"weak_dx": col("weak_dx")},
    ),
    Rule(
        "X609",
        "visit",
        applies=col("first_dx").is_not_null(),
        unproven=col("first_dx").str.starts_with("Z"),
        facts={"first_dx": col("first_dx")},
    ),
    Rule(
        "X610",
        "visit",
        applies=col("visit_dx_count") > 0,
        fails=col("visit_dx_count") > MOST_DIAGNOSES,
        facts={"dx_count": col("visit_dx_count")},
    ),
)
