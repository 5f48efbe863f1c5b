"""A batch in one sentence and its numbers: what the lead reads first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from logic.batch.claims import ERROR, KINDS, LOOK
from logic.batch.coverage import Coverage, coverage
from logic.batch.risk import Risk, risk

if TYPE_CHECKING:
    from datetime import date

    from logic.batch.claims import Batch


@dataclass(frozen=True)
class Summary:
    """Claims by their heaviest finding: wrong (an error), look (something to look at), note (the note must show it).

    clean: nothing found and everything that decides was checked; open: nothing found, but something that decides
    was not checked. The five add up to `claims`.
    """

    claims: int
    lines: int
    first_day: date | None
    last_day: date | None
    wrong: int
    look: int
    note: int
    clean: int
    open: int
    replaced: int
    voids: int
    risk: Risk
    coverage: Coverage

    def sentence(self) -> str:
        """The answer in one sentence."""
        if not self.claims:
            return "No claim stands in what was chosen."
        if self.wrong:
            told = f"{self.wrong:,} of {_claims(self.claims)} {'has' if self.wrong == 1 else 'have'} an error"
            first = f"{told} that a payer would likely deny or take back"
        elif self.look or self.note:
            first = f"No error was found on {_claims(self.claims)}; {self.look + self.note:,} need a look"
        else:
            first = f"Nothing was found on {_claims(self.claims)} in what was checked"
        parts = [first]
        if self.wrong:
            amount = self.risk.kinds[ERROR]
            if amount.unknown == amount.lines:
                parts.append("their charges are not told")
            else:
                least = "at least " if amount.unknown else ""
                parts.append(f"{least}{dollars(amount.cents)} at risk")
        share = self.coverage.share
        if share is not None:
            parts.append(f"{percent(share)} of the questions could be answered")
        return "; ".join(parts) + "."


def summary(batch: Batch) -> Summary:
    """The numbers of a batch."""
    heaviest = batch.findings.group_by("claim").agg(pl.col("kind").to_physical().min()).group_by("kind").len()
    many = {KINDS[at]: count for at, count in heaviest.iter_rows()}
    wrong, look, note = many.get(ERROR, 0), many.get(LOOK, 0), many.get(KINDS[2], 0)
    verdicts = batch.claims["verdict"]
    unknown = int((verdicts == "not checked").sum())
    total = batch.claims.height
    return Summary(
        claims=total,
        lines=batch.charges.height,
        first_day=_day(batch.claims["service_date"].min()),
        last_day=_day(batch.claims["last_date"].max() or batch.claims["service_date"].max()),
        wrong=wrong,
        look=look,
        note=note,
        clean=total - wrong - look - note - unknown,
        open=unknown,
        replaced=batch.replaced,
        voids=batch.voids,
        risk=risk(batch),
        coverage=coverage(batch),
    )


def dollars(cents: int) -> str:
    """``$4,120`` from a thousand dollars on, ``$65.50`` below."""
    sign, cents = ("-" if cents < 0 else ""), abs(cents)
    return f"{sign}${round(cents / 100):,}" if cents >= 100_000 else f"{sign}${cents / 100:,.2f}"


def percent(share: float) -> str:
    """``62%``; what is not all is never said to be all, nor what is something nothing."""
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{share:.0%}"


def _claims(number: int) -> str:
    return "1 claim" if number == 1 else f"{number:,} claims"


def _day(value: object) -> date | None:
    from datetime import date  # noqa: PLC0415

    return value if isinstance(value, date) else None
