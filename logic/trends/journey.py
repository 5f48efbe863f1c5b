"""The way of each claim: sent, answered, paid, denied, sent again or taken back; one row for each submission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from logic.trends.chains import VOID, chains

if TYPE_CHECKING:
    from logic.trends.answers import Frame

OPEN: Final = "open"
STATUSES: Final = (OPEN, "paid", "partly denied", "denied", "reversed", "replaced", "voided")
"""open: no answer in the library. reversed: the last answer was taken back and no other came. paid: nothing of it is
refused. replaced and voided: a later claim stands in its place, or none."""


def journey(submissions: Frame, answers: pl.DataFrame) -> pl.DataFrame:
    """Give the columns of the submissions and what became of them.

    chain: shared by an original and what replaces it; place: its number in it; first: an original, the first sent.
    status: of `STATUSES`. first_result and result: of the first answer, and of the last that stands ("paid",
    "partly denied", "denied"; null without). first_answer_on, last_answer_on, days_to_answer (from sending to the
    first answer). first_pass: a first claim whose first answer refused nothing (null: not first, or no answer yet).
    paid, allowed, owes (patient's part), denied (still refused), denied_first, in cents.
    appealed: denied, then answered once more without a new claim (an appeal or the payer's own review: the files do
    not tell which). corrected: denied and sent again. resolved_on: the first answer after which nothing is refused.
    """
    sent = submissions.lazy().collect()
    told = answers.filter(pl.col("submission").is_not_null())
    linked = sent.join(chains(sent, answers), on="submission", how="left")
    joined = linked.join(_answered(told), on="submission", how="left")
    void = pl.col("frequency").fill_null("1") == VOID
    gone = void | (pl.col("voided") & pl.col("sent_again").not_())
    status = (
        pl.when(gone)
        .then(pl.lit("voided"))
        .when("sent_again")
        .then(pl.lit("replaced"))
        .when(pl.col("result").is_not_null())
        .then(pl.col("result"))
        .when(pl.col("first_answer_on").is_not_null() | pl.col("reversed").fill_null(value=False))
        .then(pl.lit("reversed"))
        .otherwise(pl.lit(OPEN))
    )
    days = (pl.col("first_answer_on") - pl.col("submitted_on")).dt.total_days()
    return joined.with_columns(
        status=status,
        days_to_answer=pl.when(days >= 0).then(days).cast(pl.Int32),
        first_pass=pl.when(pl.col("first") & pl.col("first_result").is_not_null()).then(
            pl.col("first_result") == "paid"
        ),
        appealed=pl.col("appealed").fill_null(value=False),
        corrected=pl.col("sent_again")
        & pl.col("first_result").is_in(["denied", "partly denied"]).fill_null(value=False),
        **{name: pl.col(name).fill_null(0) for name in ("paid", "allowed", "owes", "denied", "denied_first")},
    ).drop("voided", "reversed")


def _answered(answers: pl.DataFrame) -> pl.DataFrame:
    """What the answers of each submission come to. `answers` stand in order of time."""
    several = pl.col("submission").is_duplicated()
    once = _once_answered(answers.filter(~several))
    return pl.concat([once, _often_answered(answers.filter(several)).select(once.columns)])


def _once_answered(answers: pl.DataFrame) -> pl.DataFrame:
    """Of submissions with one answer, as most have; the same as `_often_answered`, without grouping."""
    first = pl.col("kind").is_in(["answer", "taken back"])
    stands, counts = pl.col("kind") == "answer", pl.col("kind").is_in(["answer", "further payer"])
    refused = pl.col("result") != "paid"
    return answers.select(
        "submission",
        first_answer_on=pl.when(first).then("paid_on"),
        last_answer_on=pl.when(first).then("paid_on"),
        first_result=pl.when(first).then("result"),
        result=pl.when(stands).then("result"),
        denied_first=pl.when(first).then("denied"),
        denied=pl.when(stands).then("denied"),
        allowed=pl.when(stands).then("allowed"),
        owes=pl.when(counts).then("owes"),
        paid=pl.when(counts).then("paid").otherwise(0),
        reversed=pl.col("kind") == "reversal",
        appealed=pl.lit(value=False),
        first_denied_on=pl.when(first & refused).then("paid_on"),
        resolved_on=pl.when(stands & ~refused).then("paid_on"),
    )


def _often_answered(answers: pl.DataFrame) -> pl.DataFrame:
    first = pl.col("kind").is_in(["answer", "taken back"])
    stands = pl.col("kind") == "answer"
    counts = pl.col("kind").is_in(["answer", "further payer"])
    refused = pl.col("result") != "paid"
    of_one = answers.lazy().group_by("submission", maintain_order=True)
    return of_one.agg(
        first_answer_on=pl.col("paid_on").filter(first).first(),
        last_answer_on=pl.col("paid_on").filter(first).last(),
        first_result=pl.col("result").filter(first).first(),
        result=pl.col("result").filter(stands).last(),
        denied_first=pl.col("denied").filter(first).first(),
        denied=pl.col("denied").filter(stands).last(),
        allowed=pl.col("allowed").filter(stands).last(),
        owes=pl.col("owes").filter(counts).last(),
        paid=pl.col("paid").filter(counts).sum(),
        reversed=(pl.col("kind") == "reversal").any(),
        appealed=(
            refused.filter(first).first()
            & (pl.col("paid_on").filter(first).last() > pl.col("paid_on").filter(first).first())
            & (pl.col("denied").filter(first).last() < pl.col("denied").filter(first).first())
        ),
        first_denied_on=pl.col("paid_on").filter(first & refused).first(),
        resolved_on=pl.when(stands & ~refused).then("paid_on").min(),
    ).collect()
