"""Which lines a rule about a whole visit speaks of, looked up only where it has something to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from logic.derive.derived import Derived


def without_minutes(hits: pl.DataFrame, derived: Derived) -> pl.DataFrame:
    """U107: the timed lines that tell no minutes."""
    return _pointing(
        hits, _lines(hits, derived).filter(pl.col("timed") & pl.col("counted_minutes").is_null())
    )


def overlapping(hits: pl.DataFrame, derived: Derived) -> pl.DataFrame:
    """U111: the lines whose times overlap with another's."""
    timed = (
        _lines(hits, derived)
        .filter(pl.col("hands_on_time") & (pl.col("stop_minute") > pl.col("start_minute")))
        .select("session", "line", "code", "start_minute", "stop_minute")
    )
    met = (
        timed.join(timed, on="session", suffix="_there")
        .filter(
            (pl.col("line") != pl.col("line_there"))
            & (pl.col("start_minute") < pl.col("stop_minute_there"))
            & (pl.col("start_minute_there") < pl.col("stop_minute"))
        )
        .select("session", "line", "code")
        .unique(maintain_order=True)
    )
    return _pointing(hits, met)


def split(hits: pl.DataFrame, derived: Derived) -> pl.DataFrame:
    """U113: the lines of a code that stands on several, and that CQ or CO does not tell apart."""
    marked = (pl.col("has_cq") | pl.col("has_co")).alias("marked")
    several = (
        _lines(hits, derived)
        .filter(pl.col("code_again") & pl.col("timed") & pl.col("billed") & pl.col("repeats_line").is_null())
        .with_columns(marked)
        .filter(pl.len().over("session", "code", "marked") > 1)
    )
    return _pointing(hits, several)


def _lines(hits: pl.DataFrame, derived: Derived) -> pl.LazyFrame:
    return derived.lines.lazy().filter(pl.col("session").is_in(hits["session"].implode()))


def _pointing(hits: pl.DataFrame, lines: pl.LazyFrame) -> pl.DataFrame:
    """The hits with `lines`, and `line` and `code` where it is one."""
    alone = pl.len() == 1
    found = lines.group_by("session").agg(
        pl.col("line").cast(pl.Int64).sort().alias("lines"),
        pl.when(alone).then(pl.col("line").cast(pl.Int64).first()).alias("line"),
        pl.when(pl.col("code").n_unique() == 1).then(pl.col("code").first()).alias("code"),
    )
    return hits.lazy().join(found, on="session", how="left", maintain_order="left").collect()
