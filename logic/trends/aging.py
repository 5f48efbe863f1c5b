"""Claims without an answer by age: which to ask the payer about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.calculators.facts import plural
from logic.trends.settling import settling

if TYPE_CHECKING:
    from logic.trends.view import TrendFrames

EDGES: Final = (30, 60, 90, 120)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Open claims of an age: from so many days to so many (None: and older), how many, cents of charge.

    late: how many of them are further from the visit than nine of ten claims were at their answer.
    """

    label: str
    from_days: int
    to_days: int | None
    count: int
    charge: int
    late: int


@dataclass(frozen=True, slots=True)
class Aging:
    """The buckets, youngest first, and how many are `late`: older than nine of ten claims were at their answer.

    usual: those days. oldest: days of the oldest. not_remitted: no remittance is in the files at all, so that
    "open" only says that no answer was brought in.
    """

    buckets: tuple[Bucket, ...]
    late: int
    late_charge: int
    usual: int | None
    oldest: int | None
    not_remitted: bool
    finding: str


def aging(frames: TrendFrames) -> Aging:
    """Count claims in force without an answer by days since they were sent (or the visit, where that is not told)."""
    sent = pl.coalesce("submitted_on", "service_date")
    still = (
        frames.claims.lazy()
        .filter(pl.col("status").cast(pl.String) == "open")
        .select(
            "charge",
            days=(pl.lit(frames.day) - sent).dt.total_days(),
            since_visit=(pl.lit(frames.day) - pl.col("service_date")).dt.total_days(),
        )
        .collect()
    )
    rule = settling(frames)
    old = pl.col("since_visit") > rule.days if rule.days is not None else pl.lit(value=False)
    starts = (0, *(edge + 1 for edge in EDGES))
    buckets = []
    for start, end in zip(starts, (*EDGES, None), strict=True):
        here = still.filter(
            (pl.col("days") >= start if start else pl.lit(value=True))
            & (pl.col("days") <= end if end is not None else pl.lit(value=True))
        )
        label = f"{start} to {end} days" if end is not None else f"over {EDGES[-1]} days"
        buckets.append(
            Bucket(label, start, end, here.height, int(here["charge"].sum()), here.filter(old).height)
        )
    late = still.filter(old)
    oldest = still["days"].max()
    return Aging(
        tuple(buckets),
        late.height,
        int(late["charge"].sum()),
        rule.days,
        int(oldest) if isinstance(oldest, int) else None,
        not frames.remitted,
        _finding(frames, still, late, rule.days),
    )


def _finding(frames: TrendFrames, still: pl.DataFrame, late: pl.DataFrame, usual: int | None) -> str:
    if still.is_empty():
        return "Every claim in view has an answer."
    if not frames.remitted:
        return (
            f"No remittance (835) is in these files, so no claim shows an answer: {still.height:,} look open."
        )
    if usual is None:
        have = "has" if still.height == 1 else "have"
        return f"{plural(still.height, 'claim')} {have} no answer in these files; the payments here are of others."
    if late.is_empty():
        waits = "waits" if still.height == 1 else "wait"
        return f"{plural(still.height, 'claim')} {waits} for an answer, none longer than usual."
    dollars = int(late["charge"].sum()) / 100
    return (
        f"{late.height:,} of {plural(still.height, 'open claim')} (${dollars:,.0f} charged) "
        f"{'is' if late.height == 1 else 'are'} more than {usual} days past "
        "the visit, when nine of ten have their answer. Ask the payer."
    )
