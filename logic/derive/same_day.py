"""Other visits of the same patient on the same day, and what they have to do with this one.

Pair edits hold for one patient, one day and one practitioner, whatever the visit is called; total time is counted
for one day and discipline. Source: CMS NCCI pair edits; CMS Pub. 100-04 ch. 5 sec. 20.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from logic.derive.columns import Constants
from logic.derive.pairs import NEVER
from logic.derive.repeats import visit_prints
from logic.derive.whole_day import DISCIPLINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from logic.derive.lookups import Lookups

DAY = ["patient_id", "service_date"]
TOLD = (
    *("visit_id", *DAY, "payer", "setting", "code", "discipline", "provider_id", "treated_by", "billed_by"),
    *("modifiers", "units", "minutes", "start_minute", "stop_minute", "separate_service", "incomplete"),
)
COLUMNS = {
    "other_visit": pl.String(),
    "across_pair": pl.Boolean(),
    "across_gap": pl.String(),
    "across_edit": pl.String(),
    "across_same": pl.Boolean(),
    "across_column1": pl.String(),
    "across_visit": pl.String(),
    "again_visit": pl.String(),
    "again_same": pl.Boolean(),
    "again_code": pl.Boolean(),
    "again_timed": pl.Boolean(),
}
ALONE = Constants(*(pl.lit(None, dtype=kind).alias(name) for name, kind in COLUMNS.items()))
ASKED = ["edit_table", "code", "code_there", "service_date"]
FOUND = {
    "edit_table": pl.String,
    "code": pl.String,
    "code_there": pl.String,
    "service_date": pl.Date,
    "indicator": pl.String,
    "pair": pl.Boolean,
    "gap": pl.String,
}


def other_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines of patients with several billed visits on a day, with a print by which repeats are known."""
    billed = lines.filter(pl.col("patient_id").is_not_null() & (pl.col("units") > 0))
    days = billed.select("visit_id", *DAY).filter(pl.col("visit_id").n_unique().over(DAY) > 1)
    several = lines.join(days.select(DAY).unique(), on=DAY, how="semi", maintain_order="left")
    return several.select(TOLD).join(
        visit_prints(several),
        on=["visit_id", "service_date"],
        how="left",
        maintain_order="left",
    )


def days_shared(keys: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Patients and days with several visits, from the `day_keys` of each batch of a long file."""
    every = pl.concat(keys).unique()
    return every.group_by(DAY).len().filter(pl.col("len") > 1).select(DAY)


def day_keys(lines: pl.DataFrame) -> pl.DataFrame:
    """Which visits a patient has on which day: patient_id, service_date, visit_id, where the patient is told."""
    return lines.filter(pl.col("patient_id").is_not_null()).select(*DAY, "visit_id").unique()


def with_same_day(lines: pl.DataFrame, others: pl.DataFrame | None, lookups: Lookups) -> pl.DataFrame:
    """Adds what the patient's other visits of the day mean for each billed line.

    other_visit: one of them. across_edit: the line is column 2 of a pair edit with a line there, "never" (indicator
    0), "open" or "released" (59/X on one of the two); across_column1 and across_visit name it. again_visit: a visit of
    the same discipline; again_code, again_timed: it bills the same code, timed codes in both. across_same and
    again_same: whether the practitioner is the same one; null where it is not told. Different ones are left out.
    across_pair: the line is either side of a pair edit with a line there; false where only another practitioner's.
    across_gap: why the pair edits with the lines there are not all known; null where they are.

    `others`: as `other_lines`, of the whole file, with what their modifiers say.
    """
    if others is None or others.is_empty():
        return ALONE.on(lines)
    met = _met(lines, others).collect()
    parts = (
        met.group_by("at", maintain_order=True).agg(pl.col("visit_id_there").first().alias("other_visit")),
        _across(met, lookups),
        _again(met, lookups),
    )
    lines = lines.with_row_index("at")
    for part in parts:
        lines = lines.join(part, on="at", how="left", maintain_order="left")
    return lines.drop("at")


def by_session(lines: pl.DataFrame) -> pl.DataFrame:
    """A row a session whose discipline has another visit that day: again_visit, _codes, _timed and _same."""
    codes = pl.col("code").filter("again_code").unique(maintain_order=True).str.join(", ").replace("", None)
    return (
        lines.filter(pl.col("again_visit").is_not_null())
        .group_by("session", maintain_order=True)
        .agg(
            pl.col("again_visit").first(),
            codes.alias("again_codes"),
            pl.col("again_timed").any(),
            pl.col("again_same").drop_nulls().first(),
        )
    )


def _met(lines: pl.DataFrame, others: pl.DataFrame) -> pl.LazyFrame:
    """Each billed line beside each billed line of the patient's other visits that day; whole repeats left out."""
    others = (
        others.with_columns(pl.coalesce("discipline", "therapy_discipline").alias("discipline"))
        .with_columns(
            DISCIPLINE
        )  # as its own visit has it: a line without GP is of the day's only discipline
        .filter(pl.col("units") > 0)
    )
    there = others.lazy().select(
        *DAY,
        pl.col("visit_id", "code", "provider_id", "billed_by", "has_distinct", "print").name.suffix("_there"),
        pl.col("discipline").alias("discipline_there"),
    )
    own = others.lazy().select("visit_id", "service_date", "print").unique()
    keys, kinds = (pl.col(name) == pl.col(f"{name}_there") for name in ("provider_id", "billed_by"))
    return (
        lines.lazy()
        .with_row_index("at")
        .filter("billed")
        .select(
            "at",
            "visit_id",
            *DAY,
            "code",
            "discipline",
            "provider_id",
            "billed_by",
            "has_distinct",
            "edit_table",
            "edits_follow",
            "edits_cover",
            "timed",
        )
        .join(own, on=["visit_id", "service_date"], how="left", maintain_order="left")
        .join(there, on=DAY)
        .filter(
            (pl.col("visit_id") != pl.col("visit_id_there"))
            & ~(pl.col("print") == pl.col("print_there")).fill_null(value=False)
        )
        # Two keys tell; without them two kinds of people are two people, and one kind tells nothing.
        .with_columns(
            pl.when(keys.is_not_null()).then(keys).when(~kinds).then(pl.lit(value=False)).alias("same")
        )
    )


def _across(met: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """What the pair edits say of each line beside those of other visits: across_pair, _gap, and the worst edit."""
    maybe_same = pl.col("same").fill_null(value=True)
    known = met.join(_pairs(met, lookups), on=ASKED)
    told = known.group_by("at").agg(
        maybe_same.filter("pair").any().alias("across_pair"),
        pl.col("pair").any().alias("_any"),
        pl.col("gap").filter(maybe_same).drop_nulls().first().alias("across_gap"),
    )
    released = pl.col("has_distinct") | pl.col("has_distinct_there")
    worst = (
        known.filter(pl.col("indicator").is_not_null() & maybe_same)
        .with_columns(
            pl.when(pl.col("indicator") == NEVER)
            .then(pl.lit("never"))
            .when(released)
            .then(pl.lit("released"))
            .otherwise(pl.lit("open"))
            .alias("across_edit"),
        )
        # "never" before "open" before "released": the alphabet happens to agree.
        .sort("at", "across_edit", pl.col("same").is_null(), maintain_order=True)
        .group_by("at", maintain_order=True)
        .agg(
            pl.col("across_edit").first(),
            pl.col("same").first().alias("across_same"),
            pl.col("code_there").first().alias("across_column1"),
            pl.col("visit_id_there").first().alias("across_visit"),
        )
    )
    return told.select("at", pl.when("_any").then("across_pair").alias("across_pair"), "across_gap").join(
        worst, on="at", how="left"
    )


def _pairs(met: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Each different pair of codes that met: its indicator as column 2, whether it is a pair either way, the gap."""
    known = set(lookups.families.select("edit_period", "code").iter_rows())
    asked = met.select(*ASKED, "edits_follow", "edits_cover").unique()
    rows = []
    for table, code, there, day, follows, cover in asked.iter_rows():
        second, first = (
            [edit for edit in lookups.edits.get((table, *pair), ()) if edit.holds(day)]
            for pair in ((there, code), (code, there))
        )
        period = int(table.split("|")[1])
        strange = [each for each in (code, there) if (period, each) not in known]
        gap = None
        if follows == "ncci" and not (second or first):
            if not cover:
                gap = f"no pair-edit edition in the rule book covers {day}"
            elif strange:
                gap = f"the pair edits of {' and '.join(dict.fromkeys(strange))} are not in the rule book"
        indicators: list[str | None] = [*sorted({edit.indicator for edit in second})] or [None]
        rows += [(table, code, there, day, each, bool(second or first), gap) for each in indicators]
    return pl.DataFrame(rows, schema=FOUND, orient="row")


def _again(met: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """The lines whose discipline has another visit that day, by the same practitioner or by one not told."""
    timed = [code for code, fact in lookups.book.codes.items() if fact.timed]
    return (
        met.filter(
            pl.col("discipline").eq_missing(pl.col("discipline_there"))
            & pl.col("same").fill_null(value=True),
        )
        .sort("at", pl.col("same").is_null(), pl.col("code") != pl.col("code_there"), maintain_order=True)
        .group_by("at", maintain_order=True)
        .agg(
            pl.col("visit_id_there").first().alias("again_visit"),
            pl.col("same").first().alias("again_same"),
            (pl.col("code") == pl.col("code_there")).any().alias("again_code"),
            (pl.col("timed") & pl.col("code_there").is_in(timed)).any().alias("again_timed"),
        )
    )
