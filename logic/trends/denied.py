"""Each denied line once: a service that was refused three times is one denial of its charge."""

from __future__ import annotations

from typing import Final

import polars as pl

ENTRY: Final = ("import_id", "entry")
SERVICE: Final = ("chain", "service_date", "code", "occurrence")
DUPLICATE: Final = "duplicate"
"""The category of lines that the payer has already."""


def denied(refused_lines: pl.DataFrame, answers: pl.DataFrame, journey: pl.DataFrame) -> pl.DataFrame:
    """Give a row for each service that was refused, in whole or in part.

    The first refusal speaks: first_denied_on, group, carc, category, weight, unprocessable (sent back undecided),
    whole, amount (cents refused) and charge. last_denied_on: of the last one. times: how often it was refused.
    initial: in the first answer to a first claim. overturned: a later answer allows it; overturned_on. waiting: not
    overturned, but the claim was sent again and has no answer yet.
    submission, payer, provider and discipline are null where the library holds no claim for the answer.
    """
    services = _services(refused_lines, _touched(refused_lines, answers, journey), journey)
    live = services.filter(pl.col("kind").is_in(["answer", "taken back"]))
    refused = live.filter(pl.col("refused") > 0)
    paid_later = services.filter(
        (pl.col("kind") == "answer")
        & (pl.col("refused") == 0)
        & ((pl.col("paid") > 0) | (pl.col("allowed") > 0) | (pl.col("shared") > 0))
    )
    rows = refused.group_by(SERVICE, maintain_order=True).agg(
        pl.col(
            "submission", "claim_id", "patient_id", "group", "carc", "remarks", "category", "weight",
            "unprocessable", "whole", "charge", "payer", "payer_name", "provider", "discipline",
        ).first(),
        pl.col("paid_on").first().alias("first_denied_on"),
        pl.col("paid_on").last().alias("last_denied_on"),
        pl.col("refused").first().alias("amount"),
        pl.col("initial").first(),
        pl.col("kind").eq("taken back").first().alias("undone"),
        pl.len().alias("times"),
    )  # fmt: skip
    mended = (
        paid_later.select(*SERVICE, pl.col("paid_on").alias("overturned_on"))
        .join(rows.select(*SERVICE, "first_denied_on", "undone"), on=list(SERVICE), nulls_equal=True)
        # Of one day, only what took the denial back: a duplicate is often refused beside what was paid.
        .filter(
            (pl.col("overturned_on") > pl.col("first_denied_on"))
            | (pl.col("undone") & (pl.col("overturned_on") == pl.col("first_denied_on")))
        )
        .group_by(SERVICE)
        .agg(pl.col("overturned_on").min())
    )
    sent_again = journey.filter((pl.col("status") == "open") & (pl.col("place") > 1)).select("chain").unique()
    return (
        rows.drop("undone")
        .join(mended, on=list(SERVICE), how="left", nulls_equal=True)
        .with_columns(
            overturned=pl.col("overturned_on").is_not_null(),
            waiting=pl.col("overturned_on").is_null() & pl.col("chain").is_in(sent_again["chain"].implode()),
        )
    )


def _touched(refused_lines: pl.DataFrame, answers: pl.DataFrame, journey: pl.DataFrame) -> pl.DataFrame:
    """The answers of chains of which something was refused once, in order of time; the others deny nothing."""
    refused = refused_lines.filter(pl.col("refused") > 0).select(ENTRY).unique().with_columns(hit=True)
    told = answers.join(
        journey.select("submission", "chain"), on="submission", how="left", maintain_order="left"
    )
    told = told.join(refused, on=list(ENTRY), how="left", maintain_order="left")
    # Answers without a claim hang together by the claim's number; without that, each stands alone.
    key = pl.coalesce("chain", "claim_id")
    keys = told.filter("hit").select(key.alias("key"))["key"].drop_nulls().unique().implode()
    return told.filter(key.is_in(keys) | pl.col("hit")).drop("chain", "hit")


def _services(refused_lines: pl.DataFrame, answers: pl.DataFrame, journey: pl.DataFrame) -> pl.DataFrame:
    """Answered lines in order of time with the claim they belong to; `occurrence` tells lines of one code apart."""
    of_claim = journey.select(
        "submission",
        "chain",
        "first",
        "first_answer_on",
        "payer",
        pl.col("payer_name").alias("sent_to"),
        pl.col("provider").alias("sent_by"),
        "discipline",
    )
    # Answers without a claim hang together by the claim's number.
    entries = answers.select(*ENTRY, "kind", "submission", pl.int_range(pl.len()).alias("nth")).join(
        of_claim, on="submission", how="left", maintain_order="left"
    )
    lines = refused_lines.drop("submission", strict=False).join(entries, on=list(ENTRY))
    return (
        lines.sort("nth", "line")
        .with_columns(
            pl.coalesce("chain", "claim_id", pl.format("{}/{}", "import_id", "entry")).alias("chain"),
            pl.coalesce("sent_to", "payer_name").alias("payer_name"),
            pl.coalesce("sent_by", "provider").alias("provider"),
            pl.coalesce("billed_code", "code").alias("code"),
            initial=pl.col("first").fill_null(value=False) & (pl.col("paid_on") == pl.col("first_answer_on")),
        )
        .with_columns(occurrence=pl.int_range(pl.len()).over(*ENTRY, "service_date", "code"))
    )


def echoes(rows: pl.DataFrame) -> pl.DataFrame:
    """Of denied services, those refused as a duplicate of one that was refused itself under another number.

    They are that refusal once more: neither a denial of their own nor a claim of their own.
    """
    service = ["patient_id", "service_date", "code"]
    real = rows.filter((pl.col("category") != DUPLICATE) & pl.col("patient_id").is_not_null())
    known = real.group_by(service).agg(pl.col("first_denied_on").min().alias("before"))
    return (
        rows.filter(pl.col("category") == DUPLICATE)
        .join(known, on=service)
        .filter(pl.col("before") <= pl.col("first_denied_on"))
        .drop("before")
    )
