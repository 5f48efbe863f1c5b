"""The path of each visit's claim, in three steps that all take: first answer, what came then, how it stands."""

from __future__ import annotations

from typing import Final

import polars as pl

FIRST: Final = ("paid", "partly denied", "denied", "no answer yet")
THEN: Final = ("nothing more", "sent again", "answered again", "voided", "taken back")
END: Final = ("paid", "partly denied", "denied", "open", "voided", "reversed")


def with_paths(journey: pl.DataFrame) -> pl.DataFrame:
    """Add path_first, path_then and path_end to first claims (null for what follows them).

    path_then: sent again beats the rest; answered again: one more answer on the same claim. path_end: the status
    of the last claim of the chain that is no void.
    """
    last = (
        journey.filter(pl.col("frequency").fill_null("1") != "8")
        .sort("chain", "place")
        .group_by("chain", maintain_order=True)
        .agg(pl.col("status").last().alias("ends"))
    )
    first_only = pl.col("first").fill_null(value=False)
    again = (pl.col("last_answer_on") > pl.col("first_answer_on")).fill_null(value=False)
    then = (
        pl.when("sent_again")
        .then(pl.lit("sent again"))
        .when(pl.col("status") == "voided")
        .then(pl.lit("voided"))
        .when(pl.col("status") == "reversed")
        .then(pl.lit("taken back"))
        .when(again)
        .then(pl.lit("answered again"))
        .otherwise(pl.lit("nothing more"))
    )
    return (
        journey.join(last, on="chain", how="left", maintain_order="left")
        .with_columns(
            path_first=pl.when(first_only).then(pl.col("first_result").fill_null("no answer yet")),
            path_then=pl.when(first_only).then(then),
            path_end=pl.when(first_only).then("ends"),
        )
        .drop("ends")
    )
