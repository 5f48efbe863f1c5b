"""Where a claim and the table that completes it do not agree, and what could not be brought together, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from logic.claims.matching import Matched
    from logic.claims.pairs import Pairs
    from logic.intake.x12.troubles import Troubles

KEPT: Final = "What was sent is kept; look which of the two is right."


def tell_differences(result: Matched, pairs: Pairs, troubles: Troubles, *, here: bool) -> None:
    """Say where claim and table do not agree; of a claim that was corrected, only where no version agrees.

    here: the table is the file at hand, so that its rows are the rows of the problems.
    """
    versions = pairs.pairs.select("pair", "told", pl.len().over("told").alias("versions"))
    differ = (
        result.differ.join(versions, on="pair", maintain_order="left")
        .filter(pl.len().over("told", "row", "column", "table") >= pl.col("versions"))
        .unique(["told", "row", "column", "table"], keep="last", maintain_order=True)
    )
    for row, column, table, claim in differ.select("row", "column", "table", "claim").iter_rows():
        if column:
            wrong = f"The table says {table or 'nothing'}, the claim that was sent {claim or 'nothing'}."
            kind = f"another {column} in the table than on the claim"
        else:
            column, wrong = "code", f"The table bills {table}, and the claim that was sent does not."  # noqa: PLW2901
            kind = "a billed line in the table that is not on the claim"
        _add(troubles, kind, row, column, table, wrong, KEPT, here=here)
    for row, code in result.unclear.unique(["row"], maintain_order=True).select("row", "code").iter_rows():
        wrong = f"Several lines of the claim are {code}; to which of them this one belongs cannot be told."
        fix = "Its minutes were left out. Give each line the units and modifiers of its line on the claim."
        _add(troubles, "a line that may belong to several", row, "code", code, wrong, fix, here=here)


def tell_unclear(rows: list[int], troubles: Troubles, *, here: bool) -> None:
    """Say which visits (by their first row) could be those of several claims."""
    for row in rows:
        wrong = "Several claims stand under this number and day; which of them this visit is cannot be told."
        fix = "They were not completed. Give each claim a number of its own in the billing system."
        _add(troubles, "a visit of several claims", row, "visit_id", None, wrong, fix, here=here)


def _add(  # noqa: PLR0917 - as a Problem has them
    troubles: Troubles,
    kind: str,
    row: int,
    column: str,
    value: str | None,
    wrong: str,
    fix: str,
    *,
    here: bool,
) -> None:
    """A problem of a row of this file, or of the table that was imported before."""
    if here:
        troubles.add(kind, row, column, wrong, fix, value)
    else:
        troubles.add(kind, None, None, f"Row {row:,} of the table here, column {column}: {wrong}", fix)
