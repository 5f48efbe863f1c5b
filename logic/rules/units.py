"""Units by time. CMS Pub. 100-04 ch. 5 sec. 20.2 (total time) and the per-code midpoint rule.

These expressions accept or refuse what was billed; `logic.calculators.units` constructs the answer.
Neither calls the other, and a test holds them equal.
"""

from __future__ import annotations

import polars as pl

from logic.derive.pairs import KEPT_OPEN
from logic.explain import places, unit_words
from logic.rules.rule import ALWAYS, Rule, col

MINUTES_IN_A_DAY = 1440

counted = col("has_timed") & ~col("minutes_missing") & ~col("minutes_implausible") & ~col("incomplete")
by_total_time = counted & (col("method") == "cms")
by_midpoint = (
    col("timed")
    & col("code_first")
    & (col("method") == "midpoint")
    & col("code_minutes").is_not_null()
    & ~col("minutes_implausible")
    & ~col("incomplete")
)
# A limit or a cap may keep the rest of the minutes from being billed.
capped = col("at_limit") | (col("capped_units") >= col("daily_cap")).fill_null(value=False)
too_few = (col("timed_units") + col("waived_units") < col("units_due")) & ~capped
KEPT = (
    "{} stands at 0 units, because a pair edit holds it against a code that is billed. Only if the note shows a "
    "separate service, and a modifier can release the pair, do its minutes support a unit of their own."
)
ASK_THE_NOTE = (
    "Read the note. If it shows that {} was a separate service and the edit can be released, bill it with the "
    "modifier that says so, and count again. If it does not, leave it at 0 units: nothing is missing"
)
ASK_FOR_MINUTES = (
    "Enter the minutes of treatment, without rest and set-up. If they are all that the clock says, bill {}; if they "
    "are fewer, count again"
)
# Start and stop tell the most that the minutes can be.
by_clock = pl.lit("Minutes were taken from start and stop, and rest or set-up in between does not count.")
below_midpoint = (col("code_units") < col("midpoint_due")) & ~col("more_than_limit")
midpoint_facts = {
    "code_minutes": col("code_minutes"),
    "code_units": col("code_units"),
    "code_units_due": col("midpoint_due"),
}
total_facts = {
    "timed_minutes": col("timed_minutes"),
    "units_due": col("units_due") - col("waived_units"),
    "units_billed": col("timed_units"),
}

parts_words = pl.format(
    "{} by the therapist, {} by the assistant, {} together",
    *(col(name).fill_null(0) for name in ("therapist_minutes", "assistant_minutes", "together_minutes")),
)

RULES = (
    Rule(
        "U101",
        "visit",
        rests_on=("counting",),
        applies=by_total_time,
        fails=col("timed_units") + col("waived_units") > col("units_due"),
        facts=total_facts,
        explain=unit_words.too_many,
    ),
    Rule(
        "U102",
        "visit",
        rests_on=("counting",),
        applies=by_total_time,
        fails=too_few & ~col("clocked"),
        unproven=too_few | (col("kept_open") & (col("timed_units") < col("units_due")) & ~capped),
        facts=total_facts
        | {
            "open_words": pl.when(too_few).then(by_clock).otherwise(pl.format(KEPT, "kept_words")),
            "open_fix": pl.when(too_few)
            .then(pl.format(ASK_FOR_MINUTES, "split_words"))
            .otherwise(pl.format(ASK_THE_NOTE, "kept_words")),
        },
        explain=unit_words.too_few,
    ),
    Rule(
        "U103",
        "visit",
        rests_on=("counting",),
        applies=by_total_time & (col("timed_units") + col("waived_units") == col("units_due")),
        fails=~col("split_accepted") & ~col("clocked"),
        unproven=~col("split_accepted") | col("kept_claims"),
        facts=total_facts
        | {
            "open_words": pl.when(~col("split_accepted"))
            .then(by_clock)
            .otherwise(pl.format(KEPT, "kept_words")),
            "open_fix": pl.when(~col("split_accepted"))
            .then(pl.format(ASK_FOR_MINUTES, "split_words"))
            .otherwise(pl.format(ASK_THE_NOTE, "kept_words")),
        },
        explain=unit_words.wrong_code,
    ),
    Rule(
        "U104",
        "line",
        rests_on=("counting",),
        applies=by_midpoint,
        fails=col("code_units") > col("midpoint_due"),
        facts=midpoint_facts,
    ),
    Rule(
        "U105",
        "line",
        rests_on=("counting",),
        applies=by_midpoint,
        fails=below_midpoint & ~col("waived") & ~col("clocked"),
        unproven=below_midpoint & (col("kept_out").is_in(KEPT_OPEN) | (col("clocked") & ~col("waived"))),
        facts=midpoint_facts
        | {
            "open_words": pl.when(col("waived"))
            .then(pl.format(KEPT, pl.format("{} ({} minutes)", "code", "code_minutes")))
            .otherwise(by_clock),
            "open_fix": pl.when(col("waived"))
            .then(pl.format(ASK_THE_NOTE, "code"))
            .otherwise(pl.format(ASK_FOR_MINUTES, pl.format("{} unit(s) of {}", "midpoint_due", "code"))),
        },
    ),
    Rule(
        "U106",
        "line",
        applies=col("one_unit_a_day") & col("day_code_first"),
        fails=(col("day_code_units") > 1) & ~col("may_repeat_here"),
        unproven=(col("day_code_units") > 1) & col("may_repeat_here"),
        facts={"code_units": col("day_code_units")},
    ),
    Rule(
        "U107",
        "visit",
        applies=col("minutes_missing"),
        undecided=ALWAYS,
        facts={"missing_codes": col("missing_codes")},
        explain=places.without_minutes,
    ),
    Rule(
        "U108",
        "visit",
        applies=counted & (col("method") == "unknown"),
        undecided=ALWAYS,
        explain=unit_words.both_methods,
    ),
    Rule(
        "U109",
        "line",
        applies=col("minutes").is_not_null(),
        fails=(col("minutes") < 0) | (col("minutes") > MINUTES_IN_A_DAY),
    ),
    Rule(
        "U110",
        "visit",
        applies=counted & col("total_minutes").is_not_null(),
        fails=(col("timed_minutes") > col("total_minutes")) & ~col("clocked"),
        unproven=col("timed_minutes") > col("total_minutes"),
        facts={"timed_minutes": col("timed_minutes"), "total_minutes": col("total_minutes")},
    ),
    Rule(
        "U111",
        "visit",
        applies=col("has_times"),
        fails=col("overlap_words").is_not_null(),
        facts={"overlap_words": col("overlap_words")},
        explain=places.overlapping,
    ),
    Rule(
        "U112",
        "line",
        applies=col("start_stop_minutes").is_not_null(),
        fails=(col("start_stop_minutes") < 0)
        | (col("start_stop_minutes") < col("minutes")).fill_null(value=False),
        facts={"start_stop_minutes": col("start_stop_minutes")},
    ),
    Rule(
        "U113",
        "visit",
        rests_on=("split_lines",),
        applies=col("has_timed") & (col("split_lines_refused") == "yes"),
        fails=col("split_codes").is_not_null(),
        undecided=col("split_codes").is_not_null() & col("modifiers_missing"),
        facts={"split_codes": col("split_codes")},
        explain=places.split,
    ),
    Rule(
        "U116",
        "visit",
        applies=col("has_timed") & ~col("line_implausible"),
        fails=col("timed_minutes") > MINUTES_IN_A_DAY,
        facts={"timed_minutes": col("timed_minutes")},
    ),
    Rule(
        "U117",
        "line",
        applies=col("parts_told") & col("minutes").is_between(0, MINUTES_IN_A_DAY),
        fails=col("parts_clash"),
        facts={"parts_words": parts_words},
    ),
    Rule(
        "U118",
        "visit",
        applies=col("mixed_words").is_not_null(),
        undecided=ALWAYS,
        facts={"mixed_words": col("mixed_words")},
    ),
    Rule("U115", "visit", applies=col("incomplete"), undecided=ALWAYS),
    Rule(
        "U114",
        "visit",
        rests_on=("daily_cap",),
        applies=col("daily_cap").is_not_null(),
        fails=col("capped_units") > col("daily_cap"),
        facts={"capped_units": col("capped_units"), "daily_cap": col("daily_cap")},
    ),
)
