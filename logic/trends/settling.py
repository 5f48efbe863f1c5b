"""When a period is settled: the payers have had the time in which they answer nine of ten claims.

The days to an answer are estimated by Kaplan and Meier (JASA 1958), so that claims still open count as "not yet"
instead of being left out: without them, payers look quicker than they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.trends.once import once

if TYPE_CHECKING:
    from datetime import date

    from logic.trends.view import TrendFrames

ANSWERED: Final = 0.9
"""A period is settled when this share of its claims has an answer, as this clinic's payers usually answer."""


@dataclass(frozen=True, slots=True)
class Settling:
    """days: from the visit until nine of ten claims have an answer; None where nothing was answered.

    reached: whether so many were answered at all; if not, days are those of the claims that were. says: the rule.
    """

    days: int | None
    reached: bool
    says: str

    def settled(self, last: date, day: date) -> bool:
        """Whether visits up to `last` are settled on `day`."""
        return self.days is not None and (day - last).days >= self.days


@once
def settling(frames: TrendFrames) -> Settling:
    """Give the rule for the claims in view."""
    first = frames.firsts.lazy().filter(pl.col("service_date").is_not_null())
    answered = pl.col("first_answer_on").is_not_null() & (pl.col("first_answer_on") <= frames.day)
    until = pl.when(answered).then("first_answer_on").otherwise(pl.lit(frames.day))
    days = (until - pl.col("service_date")).dt.total_days()
    table = (
        first.select(days=days, answered=answered)
        .filter(pl.col("days") >= 0)
        .group_by("days")
        .agg(pl.len().alias("left"), pl.col("answered").sum().alias("answers"))
        .sort("days")
        .collect()
    )
    if not table["answers"].sum():
        return Settling(None, reached=False, says="No claim has an answer, so no month is settled.")
    found = within(list(table.iter_rows()), ANSWERED)
    if found is not None:
        says = (
            f"{ANSWERED:.0%} of claims have an answer within {found} days of the visit, those still open counted in. "
            f"A period is settled {found} days after its last day; later ones are not judged yet."
        )
        return Settling(found, reached=True, says=says)
    told = table.filter(pl.col("answers") > 0)
    reached = told.filter(pl.col("answers").cum_sum() >= ANSWERED * pl.col("answers").sum())
    usual = int(reached["days"][0])
    says = (
        f"So many claims have no answer that nine of ten is never reached. Of those that have one, {ANSWERED:.0%} came "
        f"within {usual} days of the visit. A period is settled {usual} days after its last day; "
        "ask whether remittances are missing."
    )
    return Settling(usual, reached=False, says=says)


def within(table: list[tuple[int, int, int]], share: float) -> int | None:
    """Days until that share is answered, from rows of days, claims that leave then, and how many with an answer."""
    at_risk = sum(left for _, left, _ in table)
    unanswered = 1.0
    for days, left, answers in table:
        unanswered *= 1 - answers / at_risk
        if unanswered <= 1 - share + 1e-12:
            return days
        at_risk -= left
    return None
