"""Which answers were taken back: a payer reverses a payment with a second entry of the same amounts below zero."""

from __future__ import annotations

from typing import Final

import polars as pl

ENTRY: Final = ("import_id", "entry")


def taken_back(entries: pl.DataFrame) -> pl.DataFrame:
    """Mark answers whose reversal came later as "taken back"; reversals without an answer here change nothing.

    entries: as `logic.trends.answers` makes them, with kind. They come back in order of time.
    """
    ordered = entries.sort("paid_on", "entry", "import_id", nulls_last=True)
    touched = ordered.filter(pl.col("kind") == "reversal").select("claim_id").unique()
    if touched.is_empty():
        return ordered
    undone: list[tuple[str, int]] = []
    standing: dict[tuple[object, ...], list[tuple[str, int]]] = {}
    columns = ("claim_id", "charge", "paid", "kind", *ENTRY)
    for claim, charge, paid, kind, import_id, entry in (
        ordered.join(touched, on="claim_id", how="semi", maintain_order="left").select(columns).iter_rows()
    ):
        key = (claim, abs(charge or 0), abs(paid or 0))
        if kind in {"answer", "further payer"}:
            standing.setdefault(key, []).append((import_id, entry))
        elif kind == "reversal" and standing.get(key):
            undone.append(standing[key].pop())
    marks = pl.DataFrame(
        undone, schema={"import_id": ordered.schema["import_id"], "entry": pl.UInt32}, orient="row"
    ).with_columns(undone=True)
    return (
        ordered.join(marks, on=list(ENTRY), how="left", maintain_order="left")
        .with_columns(kind=pl.when(pl.col("undone")).then(pl.lit("taken back")).otherwise(pl.col("kind")))
        .drop("undone")
    )
