"""Therapy, assistant, threshold, liability and other modifiers. MBPM ch. 15; 42 USC 1395m(v), 1395l(g)."""

from __future__ import annotations

from datetime import date

import polars as pl

from logic.rules.rule import ALWAYS, Rule, col, no, unknown

told = col("billed") & col("modifiers_told")
therapy = told & (col("therapy") == "always")
assistant_known = (
    therapy
    & ~col("incomplete")
    & ~col("parts_clash")
    & ~col("minutes_implausible").fill_null(value=False)
    & ~no("assistant_needed")
    & col("discipline").is_in(["pt", "ot"])
)
counted_yearly = told & (col("therapy") == "always") & ~no("threshold_needed")
threshold = counted_yearly & col("ytd_amount").is_not_null()
whose_threshold = unknown("threshold_needed")
SPINAL_MANIPULATION = ("98940", "98941", "98942")
FIRST_CQ_DAY = date(2020, 1, 1)
HANDS_ON = ("97124", "97140")  # by hand: never from afar
from_afar = col("telehealth_modifier").is_not_null() & col("code").is_in(HANDS_ON)

notice_missing = (col("has_ga") | col("has_gx")) & col("abn_on_file").eq_missing(other=False)
notice_there = col("has_gz") & col("abn_on_file").eq_missing(other=True)

g_facts = {
    "therapy_modifiers": col("therapy_modifiers"),
    "wanted_modifier": col("wanted_modifier"),
    "discipline_words": col("discipline_words"),
}
assistant_facts = {
    "assistant_modifier": col("assistant_modifiers"),
    "assistant_modifier_wanted": col("wanted_assistant_modifier"),
    "wanted_modifier": col("wanted_modifier"),
    "assistant_due_units": col("assistant_due"),
    "assistant_billed_units": col("assistant_units"),
    "assistant_minutes": col("code_assistant_minutes"),
    "therapist_minutes": col("code_therapist_minutes"),
}
threshold_facts = {
    "ytd_amount": col("ytd_words"),
    "threshold": col("threshold_words"),
    "amount_words": pl.when(col("ytd_amount").is_null())
    .then(pl.lit("the allowed amount of the year before this visit was not given"))
    .otherwise(
        pl.format(
            "the allowed amount of the year was {} before this visit, and the {} threshold is {}",
            "ytd_words",
            col("service_date").dt.year(),
            "threshold_words",
        )
    ),
    "why_not": pl.when(whose_threshold)
    .then(pl.format("The rule book does not know whether {} uses KX", "payer_label"))
    .when(col("ytd_amount").is_null())
    .then(pl.lit("We cannot tell whether the year is over its threshold"))
    .otherwise(pl.lit("We cannot tell whether this visit goes over it")),
    "year": col("service_date").dt.year(),
}

RULES = (
    Rule("M400", "visit", applies=col("modifiers_missing"), undecided=ALWAYS),
    Rule(
        "M401",
        "line",
        rests_on=("therapy_modifier",),
        applies=therapy & ~no("therapy_needed"),
        fails=col("therapy_count") == 0,
        undecided=unknown("therapy_needed") & (col("therapy_count") == 0),
        facts=g_facts,
    ),
    Rule(
        "M402",
        "line",
        applies=therapy & (col("therapy_count") > 0),
        fails=col("therapy_count") > 1,
        facts=g_facts,
    ),
    Rule(
        "M403",
        "line",
        applies=therapy & (col("therapy_count") == 1) & col("discipline_told").is_not_null(),
        fails=col("therapy_discipline") != col("discipline_told"),
        facts=g_facts,
    ),
    Rule(
        "M404",
        "line",
        applies=told & (col("has_cq") | col("has_co")),
        fails=(col("has_cq") & ~col("has_gp")) | (col("has_co") & ~col("has_go")),
        facts=assistant_facts,
    ),
    Rule("M405", "line", applies=told & (col("has_cq") | col("has_co")), fails=col("has_cq") & col("has_co")),
    Rule(
        "M406",
        "line",
        rests_on=("assistant_modifier",),
        applies=assistant_known
        & col("assistant_told")
        & ~(col("has_cq") | col("has_co"))
        & (col("kind") != "evaluation")
        & (col("service_date") >= FIRST_CQ_DAY),
        fails=col("assistant_units") < col("assistant_due"),
        undecided=unknown("assistant_needed") & (col("assistant_due") > 0),
        facts=assistant_facts,
    ),
    Rule(
        "M407",
        "line",
        rests_on=("assistant_modifier",),
        applies=assistant_known & (col("has_cq") | col("has_co")),
        fails=(col("assistant_units") > col("assistant_due")).fill_null(value=False),
        undecided=~col("assistant_told"),
        facts=assistant_facts,
    ),
    Rule(
        "M408",
        "line",
        rests_on=("threshold_modifier",),
        applies=threshold & ~col("has_kx"),
        fails=col("ytd_amount") > col("threshold"),
        undecided=col("threshold").is_null()
        | ((col("ytd_amount") <= col("threshold")) & (col("ytd_after") > col("threshold")))
        | (whose_threshold & (col("ytd_amount") > col("threshold"))),
        facts=threshold_facts,
    ),
    Rule(
        "M409",
        "line",
        rests_on=("threshold_modifier",),
        applies=counted_yearly & col("has_kx"),
        fails=col("ytd_after_most") <= col("threshold"),
        undecided=col("ytd_amount").is_null()
        | col("threshold").is_null()
        | ((col("ytd_amount") <= col("threshold")) & (col("ytd_after_most").is_null()))
        | whose_threshold,
        facts=threshold_facts,
    ),
    Rule(
        "M410",
        "line",
        applies=told & col("has_liability"),
        fails=col("contradiction").is_not_null() | notice_missing | notice_there,
        facts={
            "contradiction": pl.coalesce(
                "contradiction",
                pl.when(notice_missing).then(
                    pl.lit("GA or GX says that a signed ABN is on file, and none is")
                ),
                pl.when(notice_there).then(pl.lit("GZ says that no signed ABN is on file, and one is")),
            ),
        },
    ),
    Rule(
        "M411",
        "line",
        applies=told & (col("kind") == "timed") & (col("modifier_count") > 0),
        fails=col("unfit_modifier").is_not_null() | from_afar,
        facts={
            "unfit_modifier": pl.coalesce("unfit_modifier", "telehealth_modifier"),
            "why_unfit": pl.coalesce("why_unfit", "why_telehealth"),
        },
    ),
    Rule(
        "M412",
        "line",
        applies=told & (col("modifier_count") > 0),
        fails=col("malformed_modifier").is_not_null(),
        facts={"malformed_modifier": col("malformed_modifier")},
    ),
    Rule(
        "M413",
        "line",
        applies=told & (col("modifier_count") > 0),
        fails=col("modifier_count") > 4,  # the claim form has four places
        facts={"modifier_count": col("modifier_count")},
    ),
    Rule(
        "M414",
        "line",
        applies=told & col("unknown_modifier").is_not_null(),
        undecided=ALWAYS,
        facts={"unknown_modifier": col("unknown_modifier")},
    ),
    Rule(
        "M415",
        "line",
        rests_on=("at_on_manipulation",),
        applies=told & col("code").is_in(SPINAL_MANIPULATION) & ~no("at_needed") & ~col("has_gy"),
        fails=~col("has_at"),
        undecided=unknown("at_needed") & ~col("has_at"),
    ),
    Rule("M416", "line", applies=told & (col("code") == "97124"), unproven=col("has_gn")),
)
