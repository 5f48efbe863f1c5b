"""The payers' answers: one row for each claim of a remittance, with the submission that it answers.

The same remittance in two files is one answer. An answer that was reversed is marked as taken back; a reversal and
its correction net out.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from logic.trends.reversals import taken_back

ENTRY: Final = ("import_id", "entry")
REVERSAL: Final = "22"
NOT_DECIDED: Final = ("23", "25")
"""CLP02: passed on to another payer; a forecast of a payment. Neither is an answer to the claim."""
NOT_PRIMARY: Final = ("2", "3", "20", "21")
"""CLP02: settled as the second or third payer."""
Frame = pl.LazyFrame | pl.DataFrame


def answers(submissions: Frame, refused_lines: pl.DataFrame) -> pl.DataFrame:
    """Give a row for each claim of a remittance (CLP).

    kind: "answer", "taken back" (an answer that was reversed later), "reversal", "further payer" or "not decided".
    result: "paid", "partly denied" or "denied"; paid means that nothing was refused, whoever owes it.
    submission: null where the library holds no claim that this answers.
    refused_lines: of `logic.trends.reasons`.
    """
    lines = refused_lines.sort(*ENTRY, "line")
    entries = (
        lines.group_by(ENTRY, maintain_order=True)
        .agg(
            pl.col(
                "claim_id",
                "patient_id",
                "payer_claim",
                "remittance",
                "status",
                "frequency",
                "paid_on",
                "provider",
                "payer_name",
            ).first(),
            pl.col("claim_charge").first().alias("charge"),
            pl.col("claim_paid").first().alias("paid"),
            pl.col("patient_owes").first().fill_null(0).alias("owes"),
            pl.col("allowed").sum(),
            pl.col("refused").sum().alias("denied"),
            pl.col("shared").sum(),
            pl.len().alias("lines"),
            pl.col("refused").gt(0).sum().alias("lines_denied"),
            pl.col("whole").sum().alias("lines_refused"),
            pl.col("service_date").min(),
            pl.struct("code", "charge", "paid").hash().sum().alias("content"),
        )
        .pipe(_once)
        .with_columns(
            kind=pl.when(pl.col("status") == REVERSAL)
            .then(pl.lit("reversal"))
            .when(pl.col("status").is_in(NOT_DECIDED))
            .then(pl.lit("not decided"))
            .when(pl.col("status").is_in(NOT_PRIMARY))
            .then(pl.lit("further payer"))
            .otherwise(pl.lit("answer")),
            result=pl.when((pl.col("lines_refused") == pl.col("lines")) & (pl.col("denied") > 0))
            .then(pl.lit("denied"))
            .when(pl.col("denied") > 0)
            .then(pl.lit("partly denied"))
            .otherwise(pl.lit("paid")),
        )
    )
    matched = entries.join(_matches(submissions, entries), on=list(ENTRY), how="left")
    return taken_back(matched).drop("content")


def _once(entries: pl.DataFrame) -> pl.DataFrame:
    """Each answer once, though two files hold it; a payer's two equal entries in one file stay two."""
    same = ["claim_id", "payer_claim", "remittance", "status", "paid_on", "charge", "paid", "content"]
    numbered = entries.with_columns(pl.int_range(pl.len()).over("import_id", *same).alias("again"))
    return numbered.unique([*same, "again"], keep="first", maintain_order=True).drop("again")


def _matches(submissions: Frame, entries: pl.DataFrame) -> pl.DataFrame:
    """The submission of each entry: of the same claim and day, sent before, and most alike.

    Alike means, in this order: the payer's number says that it is not the replaced one (or is), the same
    frequency, the same charge, the same payer, and the last one sent.
    """
    sent = (
        submissions.lazy()
        .select(
            "submission",
            "claim_id",
            pl.col("service_date").alias("first_day"),
            pl.col("last_date").alias("last_day"),
            pl.col("submitted_on"),
            pl.col("frequency").fill_null("1").alias("sent_as"),
            pl.col("charge").alias("sent_charge"),
            pl.col("payer_name").alias("sent_to"),
            "replaces",
        )
        .filter(pl.col("claim_id").is_not_null())
    )
    pairs = (
        entries.lazy()
        .select(
            *ENTRY, "claim_id", "service_date", "paid_on", "frequency", "charge", "payer_name", "payer_claim"
        )
        .join(sent, on="claim_id")
        .filter(
            pl.col("service_date").is_null()
            | pl.col("first_day").is_null()
            | pl.col("service_date").is_between("first_day", pl.max_horizontal("first_day", "last_day"))
        )
        .filter((pl.col("submitted_on") <= pl.col("paid_on")).fill_null(value=True))
        .with_columns(
            # The payer's number in a replacement is that of the claim before it.
            not_itself=(pl.col("replaces") != pl.col("payer_claim")).fill_null(value=True),
            same_frequency=(pl.col("frequency") == pl.col("sent_as")).fill_null(value=False),
            same_charge=(pl.col("charge").abs() == pl.col("sent_charge")).fill_null(value=False),
            same_payer=(
                pl.col("payer_name").str.to_lowercase() == pl.col("sent_to").str.to_lowercase()
            ).fill_null(value=False),
        )
    )
    alike = ["not_itself", "same_frequency", "same_charge", "same_payer", "submitted_on"]
    return (
        pairs.sort(*alike, "submission", descending=True, nulls_last=True)
        .unique(ENTRY, keep="first", maintain_order=True)
        .select(*ENTRY, "submission")
        .collect()
    )
