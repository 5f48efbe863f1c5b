"""Whose work may be billed as therapy. CMS Pub. 100-02 ch. 15 sec. 220, 230; 42 USC 1395y(a)(20)."""

from __future__ import annotations

import polars as pl

from logic.rules.rule import ALWAYS, Rule, col
from logic.who_counts import ASSISTANTS, PERSONS, PHYSICIANS

therapy = col("billed") & (col("therapy") == "always")
ADJUSTERS = ("dc",)

DISCIPLINE_WORDS = {
    "pt": "physical therapy",
    "ot": "occupational therapy",
    "slp": "speech-language pathology",
}
PLAN_WORDS = {
    "pt": "a physical therapy",
    "ot": "an occupational therapy",
    "slp": "a speech-language pathology",
}
TRAINED = {"pt": "pt", "pta": "pt", "ot": "ot", "ota": "ot", "slp": "slp"}

evaluation = col("billed") & (col("kind") == "evaluation")
of_the_code = col("code_disciplines")
trained = col("treated_by").replace_strict(TRAINED, default=None, return_dtype=pl.String)
by_an_assistant = (
    pl.when(col("treated_by").is_in(ASSISTANTS))
    .then((col("therapist_minutes").fill_null(0) + col("together_minutes").fill_null(0)) == 0)
    .otherwise(
        (col("assistant_minutes") >= col("minutes")).fill_null(value=False) & col("treated_by").is_null()
    )
)


def fits(discipline: pl.Expr) -> pl.Expr:
    """Whether the code belongs to the discipline; true where either is not told."""
    return of_the_code.str.contains(discipline, literal=True).fill_null(value=True) | (of_the_code == "")


def treated(code: str, who: pl.Expr, kind: str, *, carved_out: bool = False) -> Rule:
    """The rule for one kind of person: the payer's `<kind>_allowed` is yes, no or unknown."""
    allowed = f"{kind}_allowed"
    fails = col(allowed) == "no"
    if carved_out:
        fails = fails & ~col("has_gy")
    return Rule(
        code,
        "line",
        applies=therapy & who,
        fails=fails,
        undecided=col(allowed) == "unknown",
        rests_on=(f"who_may_bill.{kind}",),
    )


RULES = (
    Rule("W800", "visit", applies=col("any_therapy_billed") & ~col("who_told"), undecided=ALWAYS),
    treated("W801", col("treated_by") == "lmt", "massage_therapist"),
    treated("W802", col("treated_by") == "aide", "aide"),
    treated("W803", col("treated_by") == "dc", "chiropractor", carved_out=True),
    treated(
        "W804",
        col("treated_by").is_in(ASSISTANTS) & col("billed_by").is_in(PHYSICIANS),
        "assistant_incident_to",
    ),
    treated("W805", col("treated_by") == "atc", "athletic_trainer"),
    Rule(
        "W806",
        "line",
        applies=evaluation & (col("treated_by").is_not_null() | (col("assistant_minutes") > 0)),
        fails=by_an_assistant,
        unproven=col("assistant_minutes") > 0,
    ),
    Rule(
        "W807",
        "line",
        applies=evaluation & (col("discipline").is_not_null() | trained.is_not_null()),
        fails=~fits(col("discipline")) | ~fits(trained),
        facts={
            "code_discipline": of_the_code.replace(DISCIPLINE_WORDS),
            "line_discipline": pl.when(~fits(col("discipline")))
            .then(pl.format("stands on {} plan", col("discipline").replace(PLAN_WORDS)))
            .otherwise(pl.format("was given by {}", col("treated_by").replace(PERSONS))),
        },
    ),
    Rule(
        "W808",
        "line",
        rests_on=("who_may_bill.therapist_manipulation",),
        applies=col("billed")
        & (col("kind") == "manipulation")
        & col("treated_by").is_in([who for who in PERSONS if who not in ADJUSTERS]),
        fails=col("therapist_manipulation_allowed") == "no",
        undecided=col("therapist_manipulation_allowed") == "unknown",
        facts={"person": col("treated_by").replace(PERSONS)},
    ),
)
