"""A claim of an 837P and its visit in a table, line by line: billed is what the claim says, done what the table says.

A claim tells what was billed and no minutes; a table from the health record tells minutes, who treated and what the
note holds. What the claim says is never overwritten: where the two do not agree, that is a problem to look at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.columns import COLUMNS, SCHEMA
from logic.visit import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

BILLED: Final = (
    *("row", "visit_id", "line", "service_date", "payer", "code", "units", "modifiers", "dx", "pointers"),
    *("place_of_service", "charge", "patient_id", "provider_id", "submitted_on", "incomplete"),
)
"""What the claim tells, or what tells the claim; never taken from a table."""
FACTS: Final = tuple(name for name in SCHEMA if name not in BILLED)
COMPARED: Final = ("units", "modifiers", "charge", "dx", "payer", "place_of_service", "discipline")
OF_A_VISIT: Final = ("setting",)
"""Facts that hold for every line of a visit, also for one that the table does not have."""
PAIR: Final = ("pair", "service_date", "code")
"""Lines of a code on a day of a claim."""
NOBODY: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Matched:
    """lines: canonical, visit_id the pair's number as text, of the pairs that the table adds something to.

    differ: pair, row (of the table), column, table, claim (texts): where both tell and do not agree; column "" is a
    line that the table bills and the claim does not. unclear: pair, row, code of table lines that could belong to
    several lines of the claim. claim_only: lines of these claims that the table does not have.
    """

    lines: pl.DataFrame
    differ: pl.DataFrame
    unclear: pl.DataFrame
    claim_only: int


def matched(claims: pl.DataFrame, visits: pl.DataFrame) -> Matched:
    """Bring the lines of claims and of visits together; both canonical, with the number of their `pair` besides."""
    claims = claims.with_row_index("c").with_columns(_words("modifiers").alias("marked"))
    visits = visits.with_row_index("t").with_columns(_words("modifiers").alias("marked"))
    billed = (pl.col("units") > 0).fill_null(value=False)
    # What was given and not billed stands beside a billed line of the same code, not for it.
    meant = visits.filter(billed | ~billed.any().over(PAIR))
    spots = _spots(claims, meant)
    several = meant.join(claims.select(PAIR).unique(), on=PAIR, how="semi").join(spots, on="t", how="anti")
    added = visits.join(spots, on="t", how="anti").join(several, on="t", how="anti")
    together = claims.join(spots, on="c", how="left", maintain_order="left").join(
        visits.select("t", *(pl.col(name).alias(f"{name}_told") for name in {*FACTS, *COMPARED, "row"})),
        on="t",
        how="left",
        maintain_order="left",
    )
    gained = pl.any_horizontal(
        *(pl.col(name).is_null() & pl.col(f"{name}_told").is_not_null() for name in FACTS)
    )
    wanted = pl.concat([together.filter(gained).select("pair"), added.select("pair")]).unique()
    completed = together.with_columns(pl.coalesce(name, f"{name}_told").alias(name) for name in FACTS)
    lines = pl.concat([completed.select("pair", *SCHEMA), _not_billed(added, claims)])
    lines = lines.join(wanted, on="pair", how="semi").sort("pair", "row", "line", maintain_order=True)
    lines = lines.with_columns(
        pl.coalesce(name, pl.col(name).drop_nulls().first().over("pair")).alias(name) for name in OF_A_VISIT
    )
    more = added.filter(billed).select(
        "pair", "row", pl.lit("").alias("column"), pl.col("code").alias("table"), pl.lit("").alias("claim")
    )
    return Matched(
        canonical(lines.with_columns(pl.col("pair").cast(pl.String).alias("visit_id"))),
        pl.concat([more, *_differences(together)]).sort("row", "column"),
        several.select("pair", "row", "code").sort("row"),
        together.join(wanted, on="pair", how="semi")["t"].null_count(),
    )


def _spots(claims: pl.DataFrame, visits: pl.DataFrame) -> pl.DataFrame:
    """Which line of the table (t) tells of which line of the claim (c); only where nothing has to be guessed.

    A code that stands once on both sides is the same line. Where it stands several times, units and modifiers tell
    the lines apart, else their places if units agree on every one; else nothing does.
    """
    once = _unique(claims, visits, PAIR)
    claims, visits = _left(claims, visits, once)
    marked = _every(_unique(claims, visits, (*PAIR, "units", "marked")), claims, visits)
    claims, visits = _left(claims, visits, marked)
    placed = _unique(claims, visits, (*PAIR, "line", "units"))
    return pl.concat([once, marked, _every(placed, claims, visits)])


def _unique(claims: pl.DataFrame, visits: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """Lines whose key stands once on both sides: c, t."""
    alone = [frame.filter(pl.struct(by).is_unique()) for frame in (claims, visits)]
    return alone[0].join(alone[1], on=list(by), how="inner").select("c", "t")


def _every(found: pl.DataFrame, claims: pl.DataFrame, visits: pl.DataFrame) -> pl.DataFrame:
    """What was found of codes all of whose lines were found, on both sides."""
    missing = [
        frame.join(found, on=side, how="anti").select(PAIR) for frame, side in ((claims, "c"), (visits, "t"))
    ]
    whole = claims.join(pl.concat(missing), on=PAIR, how="anti")
    return found.join(whole, on="c", how="semi")


def _left(
    claims: pl.DataFrame, visits: pl.DataFrame, found: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    return claims.join(found, on="c", how="anti"), visits.join(found, on="t", how="anti")


def _not_billed(added: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Services that the table tells and the claim does not bill: lines of 0 units, behind those of the claim."""
    of_claim = claims.group_by("pair").agg(
        pl.col("row").max(),
        pl.col("line").max().alias("last"),
        pl.col("payer", "dx", "place_of_service", "submitted_on", "patient_id").first(),
        pl.col("incomplete").any(),
    )
    same = ("payer", "dx", "place_of_service", "submitted_on", "patient_id", "incomplete", "row")
    return (
        added.drop(same)
        .join(of_claim, on="pair", how="inner", maintain_order="left")
        .with_columns(
            (pl.col("last") + pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("pair")).alias("line"),
            *(
                pl.lit(None, dtype=SCHEMA[name]).alias(name)
                for name in ("charge", "modifiers", "pointers", "provider_id")
            ),
            pl.lit(0, dtype=SCHEMA["units"]).alias("units"),
        )
        .select("pair", *(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()))
    )


def _differences(together: pl.DataFrame) -> Iterator[pl.DataFrame]:
    lists = {name for name in COMPARED if isinstance(SCHEMA[name], pl.List)}
    for name in COMPARED:
        # Lists take long to sort, and most are the same as they stand.
        some = together.filter(pl.col(name) != pl.col(f"{name}_told")) if name in lists else together
        claim, table = (_words(each) if name in lists else pl.col(each) for each in (name, f"{name}_told"))
        told = claim.is_not_null() & table.is_not_null()
        if name == "payer":
            told &= (claim != NOBODY) & (table != NOBODY)
        elif name in lists:
            told &= table != ""
        if name == "dx":  # with its dot or without
            claim, table = (
                claim.str.replace_all(".", "", literal=True),
                table.str.replace_all(".", "", literal=True),
            )
        yield some.filter(told & (claim != table)).select(
            "pair",
            pl.col("row_told").alias("row"),
            pl.lit(COLUMNS[name].heading).alias("column"),
            table.cast(pl.String).alias("table"),
            claim.cast(pl.String).alias("claim"),
        )


def _words(name: str) -> pl.Expr:
    """A list as text, whatever the order; null where it is not told."""
    return pl.when(pl.col(name).is_not_null()).then(pl.col(name).list.sort().list.join(" "))
