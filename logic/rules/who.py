"""Whose work may be billed as therapy. CMS Pub. 100-02 ch. 15 sec. 220, 230; 42 USC 1395y(a)(20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from logic.rules.rule import ALWAYS, Rule, col

if TYPE_CHECKING:
    import polars as pl

therapy = col("billed") & (col("therapy") == "always")
ASSISTANTS = ("pta", "ota")
PHYSICIANS = ("md", "np", "pa", "dc")


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
)
