"""The same claim or payment in two files: which import tells it, and what is set aside in the others.

The first import wins. Nothing is deleted for it: when that import is undone, the other tells the claim.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from logic.claims.record import ImportRecord

PAYMENTS: Final = "payments"
PAYMENTS_SCHEMA: Final = pl.Schema({"entry": pl.UInt32(), "payment": pl.String()})
"""By what a payment is known again: of the same content, the first of a file, the second …"""
_COLUMN: Final = {"submissions": "submission", "findings": "submission", "lines": "visit_id"}
_BY_ENTRY: Final = frozenset({"remit_lines", "adjustments"})


@dataclass(frozen=True, slots=True)
class Hidden:
    """What of one import another one tells: submissions, and entries of payments."""

    submissions: pl.Series
    entries: pl.Series

    def without(self, kind: str, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The rows of a kind that this import tells."""
        if kind in _COLUMN and len(self.submissions):
            return frame.filter(~pl.col(_COLUMN[kind]).is_in(self.submissions.implode()))
        if kind in _BY_ENTRY and len(self.entries):
            return frame.filter(~pl.col("entry").is_in(self.entries.implode()))
        return frame


def hidden(root: Path, records: Sequence[ImportRecord]) -> dict[str, Hidden]:
    """Of each import, what an earlier one tells."""
    submissions = _told_before(root, records, "submissions", "submission", "submission")
    entries = _told_before(root, records, PAYMENTS, "payment", "entry")
    return {record.id: Hidden(submissions[record.id], entries[record.id]) for record in records}


def _told_before(
    root: Path, records: Sequence[ImportRecord], kind: str, known_by: str, wanted: str
) -> dict[str, pl.Series]:
    """Of each import the `wanted` column of the rows that an earlier import has, by `known_by`."""
    before: list[pl.Series] = []
    found: dict[str, pl.Series] = {}
    for record in records:
        path = root / record.id / f"{kind}.parquet"
        if not path.exists():
            found[record.id] = pl.Series(wanted, [], dtype=pl.String if wanted != "entry" else pl.UInt32)
            continue
        rows = pl.read_parquet(path, columns=list(dict.fromkeys((known_by, wanted))))
        again = rows[known_by].is_in(pl.concat(before).implode()) if before else None
        found[record.id] = rows[wanted].clear() if again is None else rows.filter(again)[wanted]
        before.append(rows[known_by])
    return found
