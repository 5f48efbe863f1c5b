"""What a payer refused of each line, and why, from its adjustments and remarks.

Refused is what the reason codes call a denial. Contract write-off, sequestration, what another payer settled and the
patient's share refuse nothing. A code that is not in our list refuses only where nothing at all was paid or allowed;
that the patient bears it makes no payment of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from logic.denials import category

if TYPE_CHECKING:
    from logic.denials import Denials

NOT_LISTED: Final = "not in our list"
UNDECIDED: Final = "undecided"
"""Codes that fit several categories alike, and codes of none."""
PATIENT: Final = "PR"
LINE: Final = ("import_id", "entry", "line")
_CODES: Final = ("group", "carc", "told", "billed")


def refused_lines(
    remit_lines: pl.LazyFrame | pl.DataFrame, adjustments: pl.LazyFrame | pl.DataFrame, denials: Denials
) -> pl.DataFrame:
    """Give the remittance lines with what was refused of them.

    Adds: `refused` cents (0: nothing), `whole` (nothing of the line was allowed or paid), `shared` cents of the
    patient's part, and of the largest refusal `group`, `carc`, `category`, `weight`, `unprocessable`. An adjustment
    of the whole claim stands for the part of its lines that their own adjustments leave unexplained.
    """
    lines = remit_lines.lazy().collect()
    moved = adjustments.lazy().filter(pl.col("amount") > 0).collect()
    own = moved.join(lines.select(*LINE), on=list(LINE), how="semi")
    whole_claim = moved.join(own.select(*LINE), on=list(LINE), how="anti").filter(pl.col("line") == 0)
    spread = _of_the_claim(lines, own, whole_claim)
    every = pl.concat([own.select(*LINE, "group", "carc", "amount"), spread])
    # Most adjustments explain a paid line and are nothing to look at.
    explains = [each.carc for each in denials.not_denials]
    every = every.filter((pl.col("group") == PATIENT) | ~pl.col("carc").is_in(explains))
    billed = pl.coalesce("billed_code", "code").fill_null("")
    told = pl.col("remarks").list.sort().list.join(" ").fill_null("")
    every = every.join(
        lines.select(*LINE, "paid", "allowed", "remarks", billed.alias("billed")), on=list(LINE)
    ).with_columns(told=told)
    every = every.join(_readings(every.select(_CODES).unique(), denials), on=list(_CODES), how="left")
    shares = pl.col("group").eq(PATIENT) & pl.col("kind").eq("not a denial")
    none_allowed = (pl.col("paid").fill_null(0) <= 0) & (pl.col("allowed").fill_null(0) <= 0)
    every = every.with_columns(shared=pl.when(shares).then("amount").otherwise(0))
    every = every.with_columns(
        counts=pl.col("kind").eq("denial")
        | (pl.col("kind").eq(NOT_LISTED) & none_allowed & pl.col("shared").sum().over(*LINE).eq(0))
    )
    largest = (
        every.filter("counts")
        .sort(*LINE, pl.col("kind").eq("denial"), "amount", "carc", descending=[False] * 3 + [True] * 3)
        .group_by(*LINE, maintain_order=True)
        .agg(
            pl.col("amount").sum().alias("refused"),
            pl.col("group", "carc", "category", "weight", "unprocessable").first(),
        )
    )
    shared = every.group_by(*LINE).agg(pl.col("shared").sum())
    return (
        lines.join(largest, on=list(LINE), how="left")
        .join(shared, on=list(LINE), how="left")
        .with_columns(
            pl.col("shared").fill_null(0),
            pl.min_horizontal(pl.col("refused").fill_null(0), pl.col("charge").abs()).alias("refused"),
        )
        .with_columns(whole=(pl.col("refused") > 0) & none_allowed & pl.col("shared").eq(0))
    )


def _of_the_claim(lines: pl.DataFrame, own: pl.DataFrame, whole_claim: pl.DataFrame) -> pl.DataFrame:
    """Adjustments of whole claims, as far as each line's own adjustments leave its charge unexplained."""
    claim = ("import_id", "entry")
    concerned = lines.join(whole_claim.select(claim).unique(), on=list(claim), how="semi")
    explained = own.group_by(*LINE).agg(pl.col("amount").sum().alias("explained"))
    left = (
        concerned.join(explained, on=list(LINE), how="left")
        .select(
            *LINE,
            (
                pl.col("charge").fill_null(0) - pl.col("paid").fill_null(0) - pl.col("explained").fill_null(0)
            ).alias("left"),
        )
        .filter(pl.col("left") > 0)
    )
    shares = whole_claim.with_columns(share=pl.col("amount") / pl.col("amount").sum().over(*claim))
    return (
        left.join(shares.select(*claim, "group", "carc", "share"), on=list(claim))
        .with_columns(amount=(pl.col("left") * pl.col("share")).round().cast(pl.Int64))
        .select(*LINE, "group", "carc", "amount")
    )


def _readings(codes: pl.DataFrame, denials: Denials) -> pl.DataFrame:
    """What each combination of codes says; there are some hundreds of them, however many the lines."""
    rows = []
    for group, carc, told, billed in codes.iter_rows():
        reading = category(denials, group or "", carc or "", (told or "").split(), billed or "")
        one = reading.category
        name = one.id if one else UNDECIDED if reading.categories else NOT_LISTED
        rows.append(
            (
                group,
                carc,
                told,
                billed,
                reading.kind,
                name,
                one.weight if one else None,
                reading.unprocessable,
            )
        )
    schema = {
        **dict.fromkeys((*_CODES, "kind", "category", "weight"), pl.String),
        "unprocessable": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
