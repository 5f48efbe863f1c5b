"""Denials or errors by week or month, with what may be said of them as a trend.

Only settled periods set the limits and are judged, and with fewer than ten nothing is called a trend.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

from logic.trends.control_chart import FEWEST_POINTS, ControlChart, control_chart
from logic.trends.once import once
from logic.trends.runs import Runs, runs
from logic.trends.settling import Settling, settling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.trends.view import TrendFrames

What = Literal["denials", "errors"]
Every = Literal["month", "week"]
NAMED: Final = {"denials": "Initial denials", "errors": "Errors found by the check"}
GAP: Final = timedelta(days=365)
OF: Final = {"denials": "answered claims", "errors": "claims"}


@dataclass(frozen=True, slots=True)
class Period:
    """A week or month of visits: `count` of `size` first claims; `waiting` ones have no answer yet.

    For denials `size` is the claims with an answer. settled: see `logic.trends.settling`; a period that is not over
    is never settled.
    """

    label: str
    first: date
    last: date
    count: int
    size: int
    waiting: int
    settled: bool

    @property
    def rate(self) -> float | None:
        """The share; None without cases."""
        return self.count / self.size if self.size else None


@dataclass(frozen=True, slots=True)
class Trend:
    """The periods in order, the control chart and runs of the settled ones, and the sentence that they allow.

    chart and runs are None without any case. enough: ten settled periods with cases. undated: claims that tell no
    day and so are in no period. unread: claims that are not counted for errors, because a line could not be read.
    """

    what: What
    every: Every
    periods: tuple[Period, ...]
    settling: Settling
    chart: ControlChart | None
    runs: Runs | None
    finding: str
    undated: int = 0
    unread: int = 0

    @property
    def judged(self) -> tuple[Period, ...]:
        """Settled periods with cases."""
        return tuple(period for period in self.periods if period.settled and period.size)

    @property
    def enough(self) -> bool:
        """Whether a trend may be spoken of."""
        return len(self.judged) >= FEWEST_POINTS


@once
def months(
    frames: TrendFrames,
    what: What = "denials",
    every: Every = "month",
    category: str | None = None,
    named: str = "",
) -> Trend:
    """Give the trend of denials (first claims with a line denied in their first answer) or of errors found.

    Args:
        frames: what is looked at.
        what: denials by payers, or errors (state fail) that the check finds.
        every: weeks begin on Monday and are named as in ISO 8601.
        category: only claims denied for it, or with an error of it.
        named: what the finding calls them; "Initial denials" or "Errors found by the check" if left out.

    """
    rule = settling(frames)
    periods = tuple(_periods(_counted(frames, what, category, every), frames.day, rule, what, every))
    judged = [period for period in periods if period.settled and period.size]
    shown = [period for period in periods if period.size]
    chart = (
        control_chart(
            "p",
            [period.label for period in shown],
            [period.count for period in shown],
            [period.size for period in shown],
            limits_from=len(judged),
        )
        if judged
        else None
    )
    series = runs([period.count / period.size for period in judged]) if judged else None
    finding = _finding(frames, what, every, named or NAMED[what], judged, chart, series)
    counted = _claims(frames, what)
    undated = counted["service_date"].null_count()
    unread = frames.firsts.height - counted.height
    return Trend(what, every, periods, rule, chart, series, finding, undated, unread)


def _claims(frames: TrendFrames, what: What) -> pl.DataFrame:
    """The first claims that are counted: for errors only those of which it is known whether they have one."""
    return frames.judged if what == "errors" else frames.firsts


def _counted(frames: TrendFrames, what: What, category: str | None, every: Every) -> pl.DataFrame:
    """Cases by first day of the period."""
    first = _claims(frames, what).lazy().filter(pl.col("service_date").is_not_null())
    answered = pl.col("first_pass").is_not_null()
    if what == "denials" and category is None:
        hit = ~pl.col("first_pass")
    else:
        source = frames.denied.filter("initial") if what == "denials" else frames.findings
        if what == "errors":
            source = source.filter(pl.col("state").cast(pl.String) == "fail")
        if category is not None:
            source = source.filter(pl.col("category").cast(pl.String) == category)
        hit = pl.col("claim").is_in(source["claim"].unique().drop_nulls().implode())
    return (
        first.select(
            period=pl.col("service_date").dt.truncate("1mo" if every == "month" else "1w"),
            counts=answered if what == "denials" else pl.lit(value=True),
            hit=hit,
            waiting=~answered,
        )
        .group_by("period")
        .agg(
            (pl.col("hit") & pl.col("counts")).sum().alias("count"),
            pl.col("counts").sum().alias("size"),
            pl.col("waiting").sum(),
        )
        .sort("period")
        .collect()
    )


def _periods(table: pl.DataFrame, day: date, rule: Settling, what: What, every: Every) -> list[Period]:
    """The periods from the first to the last, those without claims too, but for gaps of more than a year."""
    rows = {row[0]: row[1:] for row in table.iter_rows()}
    made = []
    first = min(rows, default=None)
    while first is not None and first <= max(rows):
        if first not in rows and (later := min(start for start in rows if start > first)) > first + GAP:
            first = later
        after = _after(first, every)
        last = after - timedelta(days=1)
        count, size, waiting = rows.get(first, (0, 0, 0))
        settled = last < day and (what == "errors" or rule.settled(last, day))
        made.append(Period(label(first, every), first, last, count, size, waiting, settled))
        first = after
    return made


def _after(first: date, every: Every) -> date:
    if every == "week":
        return first + timedelta(days=7)
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


def label(first: date, every: Every) -> str:
    """The name of the period that begins on that day: 2026-03, or 2026-W10."""
    if every == "month":
        return f"{first:%Y-%m}"
    year, week, _ = first.isocalendar()
    return f"{year}-W{week:02d}"


def _finding(  # noqa: PLR0917 - everything that the sentence may speak of
    frames: TrendFrames,
    what: What,
    every: Every,
    named: str,
    judged: Sequence[Period],
    chart: ControlChart | None,
    series: Runs | None,
) -> str:
    if what == "denials" and not frames.remitted:
        return "No remittance (835) is in these files, so nothing is known of denials."
    if not judged or chart is None or series is None:
        return f"No {every} is settled yet, so nothing is said of a trend."
    rate = f"{sum(p.count for p in judged) / sum(p.size for p in judged):.1%} of {OF[what]}"
    if len(judged) < FEWEST_POINTS:
        number = f"{len(judged)} settled {every}{'s' if len(judged) > 1 else ''}"
        return f"{named}: {rate} in {number}. Under {FEWEST_POINTS} nothing is called a trend."
    if series.shifted:
        half = len(judged) // 2
        before, after = _rate(judged[:half]), _rate(judged[-half:])
        way = "fell" if after < before else "rose" if after > before else "moved"
        return (
            f"{named} {way} by more than chance makes: {before:.1%} of {OF[what]} in the first {half} settled "
            f"{every}s, {after:.1%} in the last {half}."
        )
    settled = {period.label for period in judged}
    outside = [point for point in chart.outside if point.label in settled]
    if outside:
        told = ", ".join(f"{point.label} ({point.rate:.1%})" for point in outside[:3])
        more = f" and {len(outside) - 3} more" if len(outside) > 3 else ""
        return f"{named}: {rate}, steady but for {told}{more}, further out than chance makes."
    return f"{named}: {rate} over {len(judged)} settled {every}s, with no change that is more than chance."


def _rate(periods: Sequence[Period]) -> float:
    return sum(period.count for period in periods) / sum(period.size for period in periods)
