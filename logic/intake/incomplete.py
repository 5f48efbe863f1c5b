"""A visit that lost a row stays, marked incomplete, so that no rule judges half of it as if it were whole."""

from __future__ import annotations

import polars as pl

from logic.problems import Problem, shown

MOST_NAMED = 1_000
MOST_ROWS_NAMED = 6


def readable_lines(
    frame: pl.DataFrame,
    torn: dict[str, int],
    heading: str,
) -> tuple[pl.DataFrame, list[str], list[Problem]]:
    """The rows that could be read, the visits that lost one, and a problem for each of those with rows left.

    frame: visit_id, row, bad … with the bad rows. torn: visits that lost a row elsewhere -> that row. The rows
    that are left of such a visit have `incomplete` true.
    """
    lost = dict(torn)
    if frame["bad"].any():
        for visit, row in frame.filter("bad").select("visit_id", "row").drop_nulls().iter_rows():
            lost.setdefault(visit, row)
        frame = frame.filter(~pl.col("bad"))
    frame = frame.drop("bad")
    if not lost:
        return frame, [], []
    touched = pl.col("visit_id").is_in(list(lost))
    told = pl.col("incomplete") if "incomplete" in frame.columns else pl.lit(None, dtype=pl.Boolean)
    frame = frame.with_columns(pl.when(touched).then(statement=True).otherwise(told).alias("incomplete"))
    rest = frame.filter(touched).group_by("visit_id", maintain_order=True).agg("row")
    problems = [
        _incomplete(visit, lost[visit], rows, heading) for visit, rows in rest.head(MOST_NAMED).iter_rows()
    ]
    if rest.height > MOST_NAMED:
        more = f"{rest.height - MOST_NAMED:,} more visits are incomplete: one of their rows cannot be read."
        problems.append(Problem(None, heading, None, more, "Mend the rows named above and check again."))
    return frame, list(lost), problems


def _incomplete(visit: str, row: int, rows: list[int], heading: str) -> Problem:
    return Problem(
        row,
        heading,
        shown(visit),
        f"Visit {shown(visit)} is incomplete: row {row} cannot be read. What needs the whole visit, such as its "
        f"units, is not checked; the rest ({_rows(rows)}) is.",
        f"Mend row {row} and check again.",
    )


def _rows(rows: list[int]) -> str:
    named = ", ".join(str(row) for row in rows[:MOST_ROWS_NAMED])
    more = f" and {len(rows) - MOST_ROWS_NAMED:,} more" if len(rows) > MOST_ROWS_NAMED else ""
    return f"row {named}" if len(rows) == 1 else f"rows {named}{more}"
