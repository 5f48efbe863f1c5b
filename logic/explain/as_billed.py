"""Timed services as they were billed: visits that were billed alike are put into words once."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, compress
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from logic.derive.memory import FEW
from logic.derive.pairs import KEPT_PERHAPS
from logic.derive.spread import spread
from logic.who_counts import PERSONS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from logic.derive.derived import Derived
    from logic.rulebook import RuleBook

SCHEMA = pl.Schema(
    {
        "lines": pl.List(pl.Int64()),
        "line": pl.Int64(),
        "code": pl.String(),
        "minutes_words": pl.String(),
        "split_words": pl.String(),
        "over_code": pl.String(),
        "under_code": pl.String(),
        "over_words": pl.String(),
        "units_billed_words": pl.String(),
        "kept_words": pl.String(),
        "cms_words": pl.String(),
        "midpoint_words": pl.String(),
        "methods_agree": pl.String(),
    },
)
Words = dict[str, Any]
AS_BILLED = ("code", "minutes", "units", "line", "kept_out", "left_out")
OF_A_LINE = ("code", pl.col("counted_minutes").alias("minutes"), "units", "line", "kept_out")
OF_A_CODE = (
    pl.col("minutes").sum(),
    pl.col("units").sum(),
    pl.col("line").cast(pl.Int64),
    pl.col("kept_out").min(),
)


class Visit(NamedTuple):
    """The timed services of a visit as they were billed. `kept_out`: as `logic.derive.pairs` has it.

    `left_out`: minutes outside the count, each in words.
    """

    codes: tuple[str, ...]
    minutes: tuple[int, ...]
    units: tuple[int, ...]
    lines: tuple[tuple[int, ...], ...]
    kept_out: tuple[int, ...]
    left_out: tuple[str, ...] = ()

    @property
    def waived(self) -> frozenset[str]:
        """The services that are rightly not billed beside another."""
        return frozenset(compress(self.codes, self.kept_out))

    @property
    def second(self) -> frozenset[str]:
        """Those of them that are column 2 of the edit."""
        return frozenset(
            code for code, how in zip(self.codes, self.kept_out, strict=True) if 0 < how <= KEPT_PERHAPS
        )

    @property
    def billed(self) -> dict[str, int]:
        """Units of each code."""
        return dict(zip(self.codes, self.units, strict=True))

    def timed(self) -> dict[str, int]:
        """Minutes of each code."""
        return dict(zip(self.codes, self.minutes, strict=True))

    def places(self, chosen: Collection[str]) -> list[int]:
        """The lines of those codes."""
        return [
            line for code, own in zip(self.codes, self.lines, strict=True) if code in chosen for line in own
        ]


def with_words(
    hits: pl.DataFrame, derived: Derived, tell: Callable[[Visit, RuleBook], Words]
) -> pl.DataFrame:
    """The hits with the columns of `SCHEMA`; visits that were billed alike are put into words once."""
    visits = _as_billed(hits, derived)
    alike = visits.group_by(AS_BILLED, maintain_order=True).agg("session")
    told = cache_of(tell, derived.lookups.book)
    # Column by column, for rows that hold lists are slow to get.
    codes, minutes, units, lines, kept, left_out = (alike[name].to_list() for name in AS_BILLED)
    different = map(
        Visit,
        map(tuple, codes),
        map(tuple, minutes),
        map(tuple, units),
        (tuple(map(tuple, own)) for own in lines),
        map(tuple, kept),
        map(tuple, left_out),
    )
    words = _frame([told(visit) for visit in different])
    return hits.join(
        words.hstack([alike["session"]]).explode("session"), on="session", how="left", maintain_order="left"
    )


def _as_billed(hits: pl.DataFrame, derived: Derived) -> pl.DataFrame:
    """The timed services of the hits, a row a session: session, and lists named as `AS_BILLED`."""
    visits = (
        derived.lines.lazy()
        .select("session", "timed", *OF_A_LINE)
        .filter(pl.col("timed") & pl.col("session").is_in(hits["session"].implode()))
        .group_by("session", "code", maintain_order=True)
        .agg(OF_A_CODE)
        .group_by("session", maintain_order=True)
        .agg("code", "minutes", "units", "line", "kept_out")
        .collect()
    )
    left_out = _left_out(hits, derived)
    if left_out.is_empty():
        return visits.with_columns(pl.lit([], dtype=pl.List(pl.String)).alias("left_out"))
    return visits.join(left_out, on="session", how="left", maintain_order="left").with_columns(
        pl.col("left_out").fill_null([])
    )


def _frame(said: Sequence[Words]) -> pl.DataFrame:
    """A row for each, columns as `SCHEMA`."""
    columns: dict[str, Any] = {name: [one.get(name) for one in said] for name in SCHEMA}
    if len(said) > FEW and "lines" in said[0]:
        columns["lines"] = _lists(columns["lines"])
    return pl.DataFrame(columns, schema=SCHEMA)


def _lists(lists: Sequence[Sequence[int]]) -> pl.Series:
    """The same as a column, made at once: Polars makes each list of a column on its own."""
    at = np.repeat(np.arange(len(lists), dtype=np.uint32), [len(one) for one in lists])
    flat = pl.DataFrame({"at": at, "own": pl.Series(list(chain.from_iterable(lists)), dtype=pl.Int64)})
    own = flat.group_by("at", maintain_order=True).agg("own")
    return spread(own, own["at"], len(lists))["own"].fill_null([])


def _left_out(hits: pl.DataFrame, derived: Derived) -> pl.DataFrame:
    """Minutes of timed codes that earn no unit: session, left_out (a list: "left out: 97124 15 by an aide")."""
    told = (
        derived.lines.lazy()
        .filter((pl.col("kind") == "timed") & ~pl.col("timed") & (pl.col("counted_minutes") > 0))
        .filter(pl.col("session").is_in(hits["session"].implode()))
        .group_by("session", "code", "treated_by", maintain_order=True)
        .agg(
            pl.col("counted_minutes").sum(),
            (pl.col("service_date") > pl.col("valid_to")).any().alias("ended"),
        )
        .collect()
    )
    words = [
        f"left out: {code} {minutes} "
        + ("not in force that day" if ended or who not in PERSONS else f"by {PERSONS[who]}")
        for _, code, who, minutes, ended in told.iter_rows()
    ]
    said = pl.Series("left_out", words, pl.String)
    return told.select("session").hstack([said]).group_by("session", maintain_order=True).agg("left_out")


@lru_cache(maxsize=16)
def cache_of(tell: Callable[[Visit, RuleBook], Words], book: RuleBook) -> Callable[[Visit], Words]:
    """`tell` for one book, remembering visits that it has seen."""

    @lru_cache(maxsize=20_000)
    def told(visit: Visit) -> Words:
        return tell(visit, book)

    return told
