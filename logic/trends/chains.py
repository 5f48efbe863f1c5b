"""Which submissions are one claim's: the original, what replaces it, what voids it."""

from __future__ import annotations

from typing import Final

import polars as pl

REPLACEMENTS: Final = ("6", "7")
"""Frequencies of a corrected claim: 7 replaces the whole, 6 adjusts it."""
VOID: Final = "8"
CHANGES: Final = (*REPLACEMENTS, VOID)


def chains(submissions: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """Give submission, chain, place in it (from 1) and whether it is the chain's first of its own right.

    One chain: the same claim number, patient, discipline and first day; some systems give all claims of a patient
    one number. A replacement or void with another day or number joins the claim whose payer's number it names, else
    the latest earlier claim of the same number.
    """
    base = pl.concat_str(
        pl.coalesce("claim_id", "submission"),
        *(
            pl.col(name).cast(pl.String).fill_null("")
            for name in ("service_date", "patient_id", "discipline")
        ),
        separator="|",
    )
    sent = submissions.select(
        "submission",
        "claim_id",
        "replaces",
        "submitted_on",
        pl.col("frequency").fill_null("1"),
        base.alias("chain"),
    )
    sent = sent.with_columns(chain=pl.col("chain").replace(_joined(sent, answers)))
    # Most claims are alone in their chain; only the others need to be put in order.
    several = pl.col("chain").is_duplicated()
    is_void, changes = pl.col("frequency") == VOID, pl.col("frequency").is_in(CHANGES)
    alone = sent.filter(~several).select(
        "submission",
        "chain",
        place=pl.lit(1, dtype=pl.Int64),
        first=~changes,
        voided=is_void,
        sent_again=pl.lit(value=False),
    )
    order = ["submitted_on", "frequency", "submission"]
    later_claims = (~is_void).cast(pl.UInt32).reverse().cum_sum().reverse().over("chain")
    placed = (
        sent.filter(several)
        .sort(*order, nulls_last=False)
        .select(
            "submission",
            "chain",
            place=pl.int_range(1, pl.len() + 1).over("chain"),
            changes=changes,
            # The last claim before a void is voided; so is the void itself, which asks for no payment.
            voided=is_void.cast(pl.UInt8).reverse().cum_max().reverse().over("chain").eq(1),
            sent_again=(later_claims > 1) & ~is_void,
        )
        .with_columns(first=(pl.col("place") == 1) & ~pl.col("changes"))
    )
    return pl.concat([alone, placed.select(alone.columns)])


def _joined(sent: pl.DataFrame, answers: pl.DataFrame) -> dict[str, str]:
    """Chains that belong to another one, each with the one that it joins in the end; a few, so one by one."""
    changes = sent.filter(pl.col("frequency").is_in(CHANGES))
    if changes.is_empty():
        return {}
    owners = (
        answers.filter(pl.col("submission").is_not_null() & pl.col("payer_claim").is_not_null())
        .select("payer_claim", "submission")
        .unique("payer_claim", keep="first", maintain_order=True)
        .join(sent.select("submission", pl.col("chain").alias("owner")), on="submission")
        .select("payer_claim", "owner")
    )
    by_number = changes.join(owners, left_on="replaces", right_on="payer_claim", how="left")
    originals = set(sent.filter(~pl.col("frequency").is_in(CHANGES))["chain"])
    alone = by_number.filter(pl.col("owner").is_null() & ~pl.col("chain").is_in(list(originals)))
    earlier = (
        alone.select("submission", "claim_id", "chain", "submitted_on")
        .join(
            sent.filter(~pl.col("frequency").is_in(CHANGES)).select(
                "claim_id", pl.col("chain").alias("owner"), pl.col("submitted_on").alias("before")
            ),
            on="claim_id",
        )
        .filter((pl.col("before") <= pl.col("submitted_on")).fill_null(value=True))
        .sort("before", "owner", nulls_last=False)
        .unique("chain", keep="last", maintain_order=True)
    )
    found = pl.concat(
        [
            by_number.filter(pl.col("owner").is_not_null()).select("chain", "owner"),
            earlier.select("chain", "owner"),
        ]
    )
    parent = {chain: owner for chain, owner in found.iter_rows() if chain != owner}

    def root(chain: str) -> str:
        seen = {chain}
        while (above := parent.get(chain)) is not None and above not in seen:
            seen.add(above)
            chain = above
        return chain if above is None else min(seen)

    return {chain: root(chain) for chain in parent}
