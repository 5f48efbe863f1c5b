"""What a line's diagnoses and pointers say, worked out once for each different list and month.

ICD-10-CM lists change on the first day of a month, so the month stands for its days.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from datetime import date

    from logic.derive.lookups import Lookups

SHAPE = re.compile(r"[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?")
MORE_SPECIFIC = "the more specific code that the record supports"
POINTER_LETTERS = "ABCDEFGHIJKL"

SCHEMA = pl.Schema(
    {
        "dx_text": pl.String,
        "month": pl.Date,
        "bad_dx": pl.String,
        "retired_dx": pl.String,
        "dx_instead": pl.String,
        "unknown_dx": pl.String,
        "dx_why_not": pl.String,
        "dx_known": pl.Boolean,
    },
)


def dotted(code: str) -> str:
    """The diagnosis as people write it, with its dot: M5450 is M54.50."""
    bare = code.replace(".", "").upper()
    return bare if len(bare) <= 3 else f"{bare[:3]}.{bare[3:]}"


def with_diagnoses(lines: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Adds the columns of `SCHEMA` but its keys, dx_count, first_dx and what the pointers say."""
    lines = lines.with_columns(
        pl.col("dx").list.join(" ").alias("dx_text"),
        pl.col("dx").list.len().cast(pl.Int32).alias("dx_count"),
        pl.col("service_date").dt.month_start().alias("month"),
    )
    pairs = lines.select("dx_text", "month").unique().filter(pl.col("dx_text").str.len_bytes() > 0).rows()
    rows = [{"dx_text": text, "month": month, **_meaning(text, month, lookups)} for text, month in pairs]
    facts = pl.DataFrame(rows, schema=SCHEMA)
    lines = lines.join(facts, on=["dx_text", "month"], how="left", maintain_order="left").with_columns(
        pl.col("dx_known").fill_null(value=False),
    )
    return _with_weak_links(_with_pointers(lines), lookups).drop("dx_text", "month")


@lru_cache(maxsize=50_000)
def _meaning(text: str, month: date, lookups: Lookups) -> dict[str, Any]:
    """The facts of one list of diagnoses in one month."""
    codes = text.split()
    shaped = [code for code in codes if SHAPE.fullmatch(code)]
    status = dict(zip(shaped, lookups.book.icd.status_many([(code, month) for code in shaped]), strict=True))
    diagnoses = lookups.book.diagnoses
    told = {code: status.get(code, "malformed") for code in codes}
    retired = [code for code, state in told.items() if state == "not billable"]
    unknown = [code for code, state in told.items() if state == "unknown"]
    successors = {fact.code: " or ".join(fact.use_instead) for fact in diagnoses.retired}
    instead = [successors.get(dotted(code)) or MORE_SPECIFIC for code in retired]
    if len(retired) > 1:
        instead = [f"{words} for {dotted(code)}" for words, code in zip(instead, retired, strict=True)]
    return {
        "bad_dx": ", ".join(code for code, state in told.items() if state == "malformed") or None,
        "retired_dx": ", ".join(map(dotted, retired)) or None,
        "dx_instead": "; ".join(instead) or None,
        "unknown_dx": ", ".join(map(dotted, unknown)) or None,
        "dx_why_not": f"the diagnosis list in the rule book does not answer for {month:%B %Y}"
        if unknown
        else None,
        "dx_known": any(state in {"billable", "not billable"} for state in told.values()),
    }


def _with_weak_links(lines: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Adds weak_dx: the diagnoses that the line points to, where none of them makes massage plausible."""
    plausible = tuple(fact.prefix for fact in lookups.book.diagnoses.plausible_for_97124)
    vague = tuple(fact.prefix for fact in lookups.book.diagnoses.weak_for_97124)
    linked = lines["linked_dx"].unique().drop_nulls().to_list()
    weak = {}
    for text in linked:
        codes = [dotted(code) for code in text.split() if SHAPE.fullmatch(code)]
        if codes and not any(code.startswith(plausible) and not code.startswith(vague) for code in codes):
            weak[text] = ", ".join(codes)
    return lines.with_columns(
        pl.col("linked_dx").replace_strict(weak, default=None, return_dtype=pl.String).alias("weak_dx"),
    ).drop("linked_dx")


def _with_pointers(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds pointers_told, pointer_count, linked_dx and, over the session, visit_dx_count, first_dx, bad_pointer.

    The visit's diagnoses are the distinct ones of its lines, in order of appearance. A line without pointers is
    linked to its own diagnoses.
    """
    lines = lines.with_columns(
        pl.col("pointers").is_not_null().alias("pointers_told"),
        pl.col("pointers").list.len().cast(pl.Int32).alias("pointer_count"),
    )
    visits = (
        lines.select("session", "dx")
        .unique(maintain_order=True)
        .explode("dx", empty_as_null=True, keep_nulls=True)
        .group_by("session", maintain_order=True)
        .agg(pl.col("dx").drop_nulls().unique(maintain_order=True).alias("visit_dx"))
        .with_columns(
            pl.col("visit_dx").list.len().cast(pl.Int32).alias("visit_dx_count"),
            pl.col("visit_dx").list.first().alias("first_dx"),
        )
    )
    lines = lines.join(visits, on="session", how="left", maintain_order="left")
    if lines["pointers"].null_count() == len(lines):
        own = pl.col("dx_text").alias("linked_dx")
        return lines.with_columns(own, pl.lit(None, dtype=pl.String).alias("bad_pointer")).drop("visit_dx")
    number = (
        pl.element()
        .replace({letter: str(place) for place, letter in enumerate(POINTER_LETTERS, start=1)})
        .cast(pl.Int32, strict=False)
    )
    lines = lines.with_columns(pl.col("pointers").list.eval(number).alias("place"))
    inside = pl.element().is_not_null()
    reached = pl.col("visit_dx").list.gather(pl.col("place").list.eval(pl.element() - 1), null_on_oob=True)
    pointed = (
        lines.select(
            pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"), "pointers", "place", "visit_dx_count"
        )
        .filter(pl.col("pointers").list.len() > 0)
        .explode("pointers", "place", empty_as_null=True, keep_nulls=True)
        .filter(~pl.col("place").is_between(1, pl.col("visit_dx_count")).fill_null(value=False))
        .group_by("at")
        .agg(pl.col("pointers").str.join(", ").alias("bad_pointer"))
    )
    return (
        lines.with_columns(
            pl.when(pl.col("pointer_count") > 0)
            .then(reached.list.eval(pl.element().filter(inside)).list.join(" "))
            .otherwise("dx_text")
            .alias("linked_dx"),
        )
        .with_row_index("at")
        .join(pointed, on="at", how="left", maintain_order="left")
        .drop("at", "place", "visit_dx")
    )
