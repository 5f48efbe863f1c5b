"""Only whole visits go on: a visit that lost a row is left out, and said to be."""

from __future__ import annotations

import polars as pl

from logic.problems import Problem, shown

MOST_NAMED = 1_000
MOST_ROWS_NAMED = 6


def whole_visits(
    frame: pl.DataFrame,
    torn: dict[str, int],
    heading: str,
) -> tuple[pl.DataFrame, list[str], list[Problem]]:
    """The lines of whole visits, the visits left out, and a problem for each of those with other rows.

    frame: visit_id, row, bad … with the bad rows. torn: visits that lost a row elsewhere -> that row.
    """
    lost = dict(torn)
    if frame["bad"].any():
        for visit, row in frame.filter("bad").select("visit_id", "row").drop_nulls().iter_rows():
            lost.setdefault(visit, row)
    frame_good = frame.filter(~pl.col("bad")) if lost or frame["bad"].any() else frame
    if not lost:
        return frame_good.drop("bad"), [], []
    outside = pl.col("visit_id").is_in(list(lost))
    rest = frame_good.filter(outside).group_by("visit_id", maintain_order=True).agg("row")
    problems = [
        Problem(
            lost[visit],
            heading,
            shown(visit),
            f"Visit {shown(visit)} is left out: row {lost[visit]} cannot be read, and the rest of it "
            f"({_rows(rows)}) must not be judged as if it were whole.",
            f"Mend row {lost[visit]} and check again.",
        )
        for visit, rows in rest.head(MOST_NAMED).iter_rows()
    ]
    if rest.height > MOST_NAMED:
        more = (
            f"{rest.height - MOST_NAMED:,} more visits are left out because one of their rows cannot be read."
        )
        problems.append(Problem(None, heading, None, more, "Mend the rows named above and check again."))
    return frame_good.filter(~outside).drop("bad"), list(lost), problems


def _rows(rows: list[int]) -> str:
    named = ", ".join(str(row) for row in rows[:MOST_ROWS_NAMED])
    more = f" and {len(rows) - MOST_ROWS_NAMED:,} more" if len(rows) > MOST_ROWS_NAMED else ""
    return f"row {named}" if len(rows) == 1 else f"rows {named}{more}"
