"""Which codes of a day form an NCCI pair edit, found once for each different set of codes."""

from __future__ import annotations

from functools import lru_cache
from itertools import permutations
from typing import TYPE_CHECKING

import polars as pl

from logic.derive.columns import Constants, beside
from logic.derive.memory import FEW
from logic.derive.spread import spread

if TYPE_CHECKING:
    from datetime import date

    from logic.derive.lookups import Lookups

NEVER = "0"
EDITS = {
    "day": pl.UInt32,
    "service_date": pl.Date,
    "column1": pl.String,
    "column2": pl.String,
    "indicator": pl.String,
    "edit_from": pl.Date,
    "edit_to": pl.Date,
}
FLAGS = ("edit_never", "edit_open", "edit_released", "released_by_partner", "in_any_edit")
# kept_out of column 2: by indicator 0, by the note, perhaps; of column 1: perhaps, by the note.
KEPT_BY_RULE, KEPT_BY_NOTE, KEPT_PERHAPS, FIRST_PERHAPS, FIRST_BY_NOTE = 1, 2, 3, 4, 5
KEPT_OPEN = (KEPT_PERHAPS, FIRST_PERHAPS)
NO_EDIT = Constants(
    *(pl.lit(value=False).alias(name) for name in (*FLAGS, "waived")),
    pl.lit(0, dtype=pl.UInt8).alias("kept_out"),
    *(pl.lit(None, dtype=pl.String).alias(name) for name in ("column1", "never_column1", "distinct_here")),
    *(pl.lit(None, dtype=pl.UInt32).alias(name) for name in ("partner_line", "never_line")),
)
BILLED = [
    "day",
    "code",
    "line",
    "billed",
    "timed",
    "units",
    "has_distinct",
    "distinct_modifier",
    "separate_service",
]

own, one = pl.col("has_distinct"), pl.col("indicator") != NEVER
partner_distinct = pl.col("partner_distinct")
billed_one = one & pl.col("billed")
PARTNERS = (
    pl.col("line").first().alias("partner_line"),
    pl.col("has_distinct").any().alias("partner_distinct"),
    pl.col("distinct_modifier").drop_nulls().first().alias("partner_modifier"),
)
MET = (
    (~one & pl.col("billed")).alias("edit_never"),
    (billed_one & ~own & ~partner_distinct).alias("edit_open"),
    (billed_one & (own | partner_distinct)).alias("edit_released"),
    (billed_one & ~own & partner_distinct).alias("released_by_partner"),
    pl.coalesce("distinct_modifier", "partner_modifier").alias("distinct_here"),
)
OF_A_LINE = (
    pl.col("edit_never", "edit_open", "edit_released", "released_by_partner").any(),
    pl.col("column1").filter(one).unique(maintain_order=True).str.join(", "),
    pl.col("partner_line").filter(one).first(),
    pl.col("column1").filter(~one).unique(maintain_order=True).str.join(", ").alias("never_column1"),
    pl.col("partner_line").filter(~one).first().alias("never_line"),
    pl.col("distinct_here").drop_nulls().first(),
)

KEPT = (pl.col(FLAGS).fill_null(value=False), pl.col("kept_out").fill_null(0))
WAIVED = (pl.col("kept_out") > 0).alias("waived")


def with_pairs(lines: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Adds, for each line as column 2, the edits with what was billed that day, `kept_out` and `waived`.

    edit_never: an indicator-0 partner; edit_open: an indicator-1 partner and no 59/X on either line;
    edit_released: an indicator-1 partner with 59/X on one of the two; released_by_partner: only on column 1.
    kept_out: why a timed service, documented and not billed, is rightly left off beside a billed partner; 0 where
    nothing keeps it out. Column 2 of indicator 0 always is; any other is unless the note shows a separate service,
    so what the note shows decides, and where nobody looked it stays open. waived: kept out for any of the three.
    """
    hits = _hits(lines, lookups)
    if hits.is_empty():
        return NO_EDIT.on(lines)
    here = lines[BILLED].with_row_index("at").filter(pl.col("day").is_in(hits["day"].implode()))
    billed = here.filter("billed")
    partners = billed.group_by("day", "code").agg(PARTNERS)
    seconds = (
        hits.join(partners, left_on=["day", "column1"], right_on=["day", "code"])
        .join(here, left_on=["day", "column2"], right_on=["day", "code"])
        .with_columns(MET)
        .sort("at", "partner_line")
        .group_by("at", maintain_order=True)
        .agg(OF_A_LINE)
    )
    firsts = hits
    for column in ("column1", "column2"):
        firsts = firsts.join(billed, left_on=["day", column], right_on=["day", "code"], how="semi")
    members = pl.concat([firsts.select("day", code="column1"), firsts.select("day", code="column2")]).unique()
    found = (
        here.select("at", "day", "code")
        .join(seconds, on="at", how="left", maintain_order="left")
        .join(members.with_columns(in_any_edit=True), on=["day", "code"], how="left", maintain_order="left")
        .join(_kept_out(hits, here, billed), on="at", how="left", maintain_order="left")
        .drop("day", "code")
    )
    columns = spread(found.drop("at"), found["at"], len(lines))
    return beside(lines, columns.with_columns(KEPT).with_columns(WAIVED))


def _kept_out(hits: pl.DataFrame, here: pl.DataFrame, billed: pl.DataFrame) -> pl.DataFrame:
    """The documented lines that an edit with a billed partner keeps off the claim: at, kept_out."""
    partners = billed.group_by("day", "code").agg(
        pl.col("separate_service").drop_nulls().first().alias("_said")
    )
    idle = here.filter(pl.col("timed") & (pl.col("units") == 0)).select(
        "at", "day", "code", "separate_service"
    )
    sides = [
        hits.join(partners, left_on=["day", partner], right_on=["day", "code"])
        .join(idle, left_on=["day", own], right_on=["day", "code"])
        .select(
            "at",
            pl.lit(value=own == "column2").alias("_second"),
            (pl.col("indicator") == NEVER).alias("_never"),
            pl.coalesce("separate_service", "_said").alias("_separate"),
        )
        for own, partner in (("column2", "column1"), ("column1", "column2"))
    ]
    why = (
        pl.when(pl.col("_second") & pl.col("_never"))
        .then(KEPT_BY_RULE)
        .when(~pl.col("_never") & pl.col("_separate"))
        .then(None)
        .when(pl.col("_separate").is_not_null())
        .then(pl.when("_second").then(KEPT_BY_NOTE).otherwise(FIRST_BY_NOTE))
        .when("_second")
        .then(KEPT_PERHAPS)
        .otherwise(FIRST_PERHAPS)
    )
    return pl.concat(sides).group_by("at").agg(why.min().cast(pl.UInt8).alias("kept_out"))


CODES = ["day", "service_date", "edit_table", "code", "day_code_units", "day_code_first"]
ON_CLAIM = (pl.col("day_code_units") > 0).alias("on_claim")
HOLDS = (pl.col("edit_from") <= pl.col("service_date")).fill_null(value=True) & (
    pl.col("edit_to") >= pl.col("service_date")
).fill_null(value=True)
SIGNATURE = ("edit_table", "size", "sum_a", "sum_b")
WEIGHT = 1 + 2 * pl.col("on_claim").cast(pl.UInt64)
OF_A_DAY = (
    pl.col("edit_table").first(),
    pl.col("service_date").first(),
    pl.len().alias("size"),
    (pl.col("code").hash(1) * WEIGHT).sum().alias("sum_a"),
    (pl.col("code").hash(2) * WEIGHT).sum().alias("sum_b"),
)


def _hits(lines: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """The edits among a day's codes, one of which at least is billed: day, column1, column2, indicator.

    The other may be documented only. In a long file days with the same codes share the work.
    """
    if len(lines) <= FEW:
        found = _edits_among(lines[CODES], lookups)
    else:
        codes = lines[CODES].filter("day_code_first").with_columns(ON_CLAIM)
        days = codes.group_by("day", maintain_order=True).agg(OF_A_DAY).filter(pl.col("size") > 1)
        samples = days.unique(SIGNATURE, keep="first").select(*SIGNATURE, sample="day")
        shown = codes.filter(pl.col("day").is_in(samples["sample"].implode()))
        edits = _edits_among(shown, lookups).drop("service_date").rename({"day": "sample"})
        found = days.join(samples, on=SIGNATURE).join(edits, on="sample")
    return (found if found.is_empty() else found.filter(HOLDS)).select(
        "day", "column1", "column2", "indicator"
    )


def _edits_among(codes: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """The edits among the codes of some days, with the days that they hold from and to."""
    codes_of: dict[tuple[int, date, str], list[tuple[str, bool]]] = {}
    for day, when, table, code, units, first in codes[CODES].iter_rows():
        if first:
            codes_of.setdefault((day, when, table), []).append((code, units is not None and units > 0))
    rows = [
        (day, when, *edit)
        for (day, when, table), others in codes_of.items()
        for edit in _edits_of(lookups, table, tuple(others))
    ]
    return pl.DataFrame(rows, schema=EDITS, orient="row")


@lru_cache(maxsize=1 << 14)
def _edits_of(
    lookups: Lookups, table: str, codes: tuple[tuple[str, bool], ...]
) -> tuple[tuple[str, str, str, date | None, date | None], ...]:
    """The edits among some codes, each with whether it is billed; one of the two is."""
    return tuple(
        (column1, column2, *edit)
        for (column1, first_billed), (column2, second_billed) in permutations(codes, 2)
        if first_billed or second_billed
        for edit in lookups.edits.get((table, column1, column2), ())
    )
