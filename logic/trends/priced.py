"""What Medicare allowed beside what its fee schedule gives: claims of which every line was allowed and told.

Other payers pay by contracts that no file tells, so they are not looked at. Neither is a patient's day with more than
one claim, because one practice expense is paid in full for the whole day, nor a claim with a refused line.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.calculators.payment import ASSISTANT, BilledLine, payment

if TYPE_CHECKING:
    from datetime import date

    from logic.rulebook import RuleBook
    from logic.rulebook.base import Period

MEDICARE: Final = "medicare"
PRICED: Final = pl.Schema(
    {
        "claim": pl.UInt32(),
        "submission": pl.String(),
        "service_date": pl.Date(),
        "payer_name": pl.String(),
        "provider": pl.String(),
        "discipline": pl.String(),
        "codes": pl.String(),
        "allowed": pl.Int64(),
        "schedule": pl.Int64(),
    }
)


def priced(
    refused: pl.DataFrame, answered: pl.DataFrame, claims: pl.DataFrame, book: RuleBook
) -> pl.DataFrame:
    """Give the claims that can be compared, with cents allowed and cents of the national fee schedule.

    Args:
        refused: of `logic.trends.reasons`.
        answered: of `logic.trends.answers`.
        claims: submissions with `claim`, `codes` as text and `alone` (no other visit of the patient's day).
        book: the amounts by date.

    """
    alone = (
        claims.filter(
            (pl.col("payer") == MEDICARE) & (pl.col("setting").fill_null("practitioner") == "practitioner")
        )
        .filter("alone")
        .select("submission", "claim", "payer_name", "provider", "discipline", "codes")
    )
    entries = (
        answered.filter((pl.col("kind") == "answer") & (pl.col("result") == "paid"))
        .select("import_id", "entry", "submission", "paid_on")
        .unique("submission", keep="last", maintain_order=True)
        .join(alone, on="submission", maintain_order="left")
    )
    modifiers = pl.col("modifiers").list
    lines = (
        refused.select("import_id", "entry", "line", "code", "modifiers", "units", "allowed", "service_date")
        .join(entries, on=["import_id", "entry"])
        .with_columns(
            assistant=pl.when(modifiers.contains("CQ"))
            .then(pl.lit("CQ"))
            .when(modifiers.contains("CO"))
            .then(pl.lit("CO"))
        )
        .sort("claim", "line")
    )
    claim = lines.group_by("claim", maintain_order=True).agg(
        pl.col("submission", "payer_name", "provider", "discipline", "codes").first(),
        pl.col("service_date").min(),
        pl.col("service_date").n_unique().alias("days"),
        pl.col("allowed").sum(),
        (pl.col("allowed").is_null() | (pl.col("allowed") <= 0) | pl.col("units").is_null())
        .any()
        .alias("untold"),
        pl.concat_str("code", "units", pl.col("assistant").fill_null("-"), separator=":")
        .str.join(" ")
        .alias("billed"),
    )
    told = claim.filter(~pl.col("untold") & (pl.col("days") == 1) & pl.col("service_date").is_not_null())
    starts = pl.Series(_starts(book), dtype=pl.Date)
    told = told.with_columns(period=starts.search_sorted(told["service_date"], side="right"))
    bundles = told.group_by("period", "billed").agg(pl.col("service_date").min().alias("day"))
    amounts = [_schedule(billed, day, book) for billed, day in bundles.select("billed", "day").iter_rows()]
    return (
        told.join(bundles.with_columns(schedule=pl.Series(amounts, dtype=pl.Int64)), on=["period", "billed"])
        .filter(pl.col("schedule").is_not_null())
        .select(PRICED.names())
        .cast(PRICED)
        .sort("claim")
    )


def _starts(book: RuleBook) -> list[date]:
    """The days on which some amount begins or ends; between two of them all stay as they are."""
    facts: list[Period] = [*book.amounts.conversion_factor, *book.amounts.rates, *book.amounts.rvu]
    begins = {fact.from_ for fact in facts}
    ends = {fact.to + timedelta(days=1) for fact in facts if fact.to is not None}
    return sorted(begins | ends)


def _schedule(billed: str, day: date, book: RuleBook) -> int | None:
    """Cents of the fee schedule for ``97110:2:- 97140:1:CQ``; None where a line has no amount."""
    lines = []
    for each in billed.split():
        code, units, assistant = each.split(":")
        lines.append(BilledLine(code, int(units), assistant if assistant in ASSISTANT else None))
    estimate = payment(lines, day, book)
    return None if estimate.partial or not estimate.allowed else int(estimate.allowed * 100)
