"""Whether a kind of denial or error became rarer after a training, and what that can and cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.calculators.facts import plural
from logic.intervals import Interval, difference
from logic.trends.funnel import FEWEST_CASES
from logic.trends.settling import settling

if TYPE_CHECKING:
    from datetime import date

    from logic.trends.months import What
    from logic.trends.view import TrendFrames

DAYS: Final = 90
CANNOT_SAY: Final = (
    "Before and after only: nobody stayed without the training at the same time, so something else may have changed.",
    "Trainings are held when numbers are bad, and very bad numbers tend to come back by themselves.",
    "Visits of one patient are alike, so the true interval is somewhat wider than this one.",
)


@dataclass(frozen=True, slots=True)
class Side:
    """First claims of the days, both included: so many with it, of so many."""

    first: date
    last: date
    count: int
    size: int

    @property
    def rate(self) -> float | None:
        """The share; None without cases."""
        return self.count / self.size if self.size else None


@dataclass(frozen=True, slots=True)
class Effect:
    """Before and after; difference is after less before, 95 % (Newcombe); None with too few claims on a side.

    waiting: days after the training whose claims are not settled yet and are left out.
    """

    what: What
    category: str
    held_on: date
    before: Side
    after: Side
    difference: Interval | None
    waiting: int
    says: str
    cannot_say: tuple[str, ...] = CANNOT_SAY


def effect(
    frames: TrendFrames, category: str, held_on: date, what: What = "denials", days: int = DAYS
) -> Effect:
    """Compare the days before a training with those after it; the day itself belongs to neither.

    For denials only settled visits count (`logic.trends.settling`), and only claims with an answer. Both sides have
    up to `days` days of visits.
    """
    until = frames.day - timedelta(days=1)
    if what == "denials":
        usual = settling(frames).days
        until = frames.day - timedelta(days=usual) if usual is not None else held_on
    wanted = held_on + timedelta(days=days)
    last = max(min(wanted, until), held_on)
    counted = frames.firsts if what == "denials" else frames.judged
    first = counted.lazy().select("claim", "service_date", "first_pass")
    if what == "denials":
        first = first.filter(pl.col("first_pass").is_not_null())
        hits = frames.denied.filter("initial")
    else:
        hits = frames.findings.filter(pl.col("state").cast(pl.String) == "fail")
    with_it = hits.filter(pl.col("category").cast(pl.String) == category)["claim"].unique().drop_nulls()

    def side(start: date, end: date) -> Side:
        here = first.filter(pl.col("service_date").is_between(start, end))
        count, size = here.select(pl.col("claim").is_in(with_it.implode()).sum(), pl.len()).collect().row(0)
        return Side(start, end, count, size)

    before = side(held_on - timedelta(days=days), held_on - timedelta(days=1))
    after = side(held_on + timedelta(days=1), last)
    enough = min(before.size, after.size) >= FEWEST_CASES
    gap = difference(after.count, after.size, before.count, before.size) if enough else None
    return Effect(
        what,
        category,
        held_on,
        before,
        after,
        gap,
        max(0, (wanted - last).days),
        _says(what, before, after, gap),
    )


def _says(what: What, before: Side, after: Side, gap: Interval | None) -> str:
    if gap is None:
        few = "after" if after.size < FEWEST_CASES else "before"
        number = after.size if few == "after" else before.size
        claims = plural(number, "settled claim" if what == "denials" else "claim")
        return f"Too early or too few to say: {claims} {few} the training, {FEWEST_CASES} are needed."
    of = "answered claims" if what == "denials" else "claims"
    told = (
        f"from {before.count / before.size:.1%} of {before.size:,} {of} to {after.count / after.size:.1%} of "
        f"{after.size:,}; the change is {gap.estimate * 100:+.1f} points, from {gap.low * 100:+.1f} to "
        f"{gap.high * 100:+.1f}"
    )
    if gap.high < 0:
        return f"Rarer after the training: {told}."
    if gap.low > 0:
        return f"More frequent after the training: {told}."
    return f"No clear change: {told}. Zero is in it."
