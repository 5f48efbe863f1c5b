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
MOST_OF_A_NUMBER: Final = 50
"""A claim number on more claims than this is no number of a claim; only claims of the answer's day are looked at."""
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
    """The submission of each entry: of the same claim and day, and most alike.

    Alike means, in this order: the same patient; sent before the answer (a file made anew may tell a later day); not
    the claim that replaces the one whose payer's number it has; the same frequency, charge, provider and payer; and
    the last one sent.
    """
    sent = (
        submissions.lazy()
        .filter(pl.col("claim_id").is_not_null())
        .select(
            "submission",
            "claim_id",
            "submitted_on",
            "replaces",
            pl.col("service_date").alias("first_day"),
            pl.col("last_date").alias("last_day"),
            pl.col("frequency").fill_null("1").alias("sent_as"),
            *(
                pl.col(name).alias(f"sent_{name}")
                for name in ("charge", "payer_name", "provider", "patient_id")
            ),
        )
        .collect()
    )
    asked = entries.select(
        *ENTRY, "claim_id", "patient_id", "service_date", "paid_on", "frequency", "charge", "payer_name",
        "payer_claim", "provider",
    )  # fmt: skip
    same_day = _most_alike(
        asked.join(sent, left_on=["claim_id", "service_date"], right_on=["claim_id", "first_day"])
    )
    # Of several days, or without a day; a number that stands on very many claims tells nothing.
    few = sent.filter(pl.len().over("claim_id") <= MOST_OF_A_NUMBER)
    others = asked.join(same_day, on=list(ENTRY), how="anti").join(few, on="claim_id")
    days = pl.col("service_date").is_between("first_day", pl.max_horizontal("first_day", "last_day"))
    return pl.concat([same_day, _most_alike(others.filter(days.fill_null(value=True)))])


def _most_alike(pairs: pl.DataFrame) -> pl.DataFrame:
    """The one submission of each entry, of those that it may be about."""
    same = {
        f"same_{name}": (pl.col(name) == pl.col(f"sent_{name}")).fill_null(value=False)
        for name in ("patient_id", "provider")
    }
    words = pl.col("payer_name", "sent_payer_name").str.to_lowercase()
    alike = pairs.with_columns(words).with_columns(
        sent_before=(pl.col("submitted_on") <= pl.col("paid_on")).fill_null(value=True),
        # The payer's number in a replacement is that of the claim before it.
        not_itself=(pl.col("replaces") != pl.col("payer_claim")).fill_null(value=True),
        same_frequency=(pl.col("frequency") == pl.col("sent_as")).fill_null(value=False),
        same_charge=(pl.col("charge").abs() == pl.col("sent_charge")).fill_null(value=False),
        same_payer=(pl.col("payer_name") == pl.col("sent_payer_name")).fill_null(value=False),
        **same,
    )
    order = [
        *("same_patient_id", "sent_before", "not_itself", "same_frequency", "same_charge", "same_provider"),
        *("same_payer", "submitted_on", "submission"),
    ]
    return (
        alike.sort(order, descending=True, nulls_last=True)
        .unique(ENTRY, keep="first", maintain_order=True)
        .select(*ENTRY, "submission")
    )
