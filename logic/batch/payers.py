"""Of which payers a rule of theirs is not known, so that nothing can be said of their claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from logic.batch.claims import Batch
    from logic.rulebook import RuleBook


def edits_unknown(batch: Batch, book: RuleBook) -> tuple[tuple[str, ...], int]:
    """The payers whose pair edits the rule book does not know, by name, most claims first, and how many claims.

    Only claims with more than one code count: a single code meets no other.
    """
    unknown = [name for name, payer in book.payers.items() if not payer.pair_edits.told]
    several = batch.claims.filter(
        pl.col("payer").is_in(unknown), pl.col("codes").list.unique().list.len() > 1
    )
    named = several.group_by(pl.col("payer_name").fill_null(pl.col("payer"))).len()
    rows = sorted(named.iter_rows(), key=lambda row: (-row[1], row[0]))
    return tuple(name for name, _ in rows), several.height
