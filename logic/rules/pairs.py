"""NCCI pair edits. CMS procedure-to-procedure tables; what the tables mean: NCCI Policy Manual ch. 11."""

from __future__ import annotations

import polars as pl

from logic.rules.rule import ALWAYS, Rule, col

known = col("edits_known")
met = col("edit_never") | col("edit_open") | col("edit_released")
facts = {
    "column1": col("column1"),
    "column2": col("code"),
    "partner_line": col("partner_line"),
    "distinct_modifier": col("distinct_here"),
}
payer_untold = (col("edits_follow") == "unknown") & col("across_edit").is_null()
opened, released = col("across_edit") == "open", col("across_edit") == "released"
stands = opened | (col("across_edit") == "never")
proven_separate = col("separate_service").eq_missing(other=True)
proven_one = released & col("separate_service").eq_missing(other=False)
pair = ("across_column1", "code")
why_not = (
    pl.when((col("edits_gap") == "payer") & col("some_edit_known").fill_null(value=False))
    .then(
        pl.format(
            "the rule book knows a pair edit of {} for this day, but not all that it uses", "payer_label"
        )
    )
    .when(col("edits_gap") == "payer")
    .then(pl.format("the rule book does not know which pair edits {} uses", "payer_label"))
    .when(col("edits_gap") == "edition")
    .then(pl.format("no pair-edit edition in the rule book covers {}", "service_date"))
    .otherwise(pl.format("the pair edits of {} are not in the rule book", "codes_outside"))
)

RULES = (
    Rule(
        "P201",
        "line",
        rests_on=("pair_edits",),
        applies=col("billed") & (met | (known & (col("day_codes") > 1))),
        fails=col("edit_never"),
        facts=facts | {"column1": col("never_column1"), "partner_line": col("never_line")},
    ),
    Rule(
        "P202",
        "line",
        rests_on=("pair_edits",),
        applies=col("billed") & (col("edit_open") | col("edit_released")) & ~col("has_gy"),
        fails=col("edit_open"),
        undecided=~col("modifiers_told"),
        facts=facts,
    ),
    Rule(
        "P203",
        "line",
        rests_on=("pair_edits",),
        applies=col("billed") & col("modifiers_told") & col("edit_released"),
        fails=col("separate_service").eq_missing(other=False),
        unproven=col("separate_service").is_null(),
        facts=facts,
    ),
    Rule(
        "P204",
        "line",
        rests_on=("pair_edits",),
        applies=known & col("billed") & col("has_distinct") & ~col("incomplete"),
        # An edit with another visit of that day is one to release as well; P207 judges it.
        fails=~col("in_any_edit") & col("across_pair").is_null(),
        undecided=~col("in_any_edit")
        & ~col("across_pair").fill_null(value=False)
        & (col("across_pair").is_not_null() | col("across_gap").is_not_null()),
        facts={
            "distinct_modifier": col("distinct_modifier"),
            "why_not": pl.when(col("across_pair").is_not_null())
            .then(
                pl.lit(
                    "another practitioner bills the code that forms a pair edit with it that day, and the payer "
                    "may take the two as one"
                )
            )
            .otherwise("across_gap"),
        },
    ),
    Rule(
        "P205",
        "line",
        rests_on=("pair_edits",),
        applies=col("billed") & col("modifiers_told") & col("edit_released"),
        fails=col("released_by_partner"),
        facts=facts,
    ),
    Rule(
        "P207",
        "line",
        rests_on=("pair_edits",),
        applies=col("billed") & col("other_visit").is_not_null() & ~col("has_gy"),
        fails=col("across_same").eq_missing(other=True) & (stands | proven_one).fill_null(value=False),
        unproven=stands | (released & ~proven_separate),
        undecided=payer_untold
        | (col("across_edit").is_null() & col("across_gap").is_not_null())
        | (opened & ~col("modifiers_told")),
        facts=facts
        | {
            "column1": col("across_column1"),
            "other_visit": pl.coalesce("across_visit", "other_visit"),
            "indicator_words": pl.when(col("across_edit") == "never")
            .then(pl.lit("no modifier releases the pair"))
            .when(released)
            .then(pl.lit("a modifier says that they were separate, and the note must show it"))
            .otherwise(pl.lit("no modifier says that they were separate")),
            "who_words": pl.when("across_same")
            .then(pl.lit("One practitioner or facility bills both."))
            .otherwise(
                pl.lit(
                    "If one practitioner or facility bills both, the edit holds; the file must tell who bills, "
                    "or the note must show it."
                )
            ),
            "release_words": pl.when(col("across_edit") == "never")
            .then(
                pl.format(
                    "No modifier releases this pair: bill {} and keep {} in the note, with 0 units", *pair
                )
            )
            .otherwise(
                pl.format(
                    "If the note shows a separate visit, XE on {} says so; if it does not, bill {} and keep {} in "
                    "the note, with 0 units",
                    "code",
                    *pair,
                )
            ),
            "why_not": pl.when(payer_untold)
            .then(pl.format("the rule book does not know which pair edits {} uses", "payer_label"))
            .when(opened)
            .then(pl.lit("the modifiers are not given"))
            .otherwise("across_gap"),
        },
    ),
    Rule(
        "P206",
        "visit",
        applies=(col("day_codes") > 1) & col("edits_gap").is_not_null(),
        undecided=ALWAYS,
        facts={"why_not": why_not},
    ),
)
