"""The same claim or payment in two files: which import tells it, and what is set aside in the others.

The first import wins. Nothing is deleted for it: when that import is undone, the other tells the claim. Three things
are not "the same" to the letter, and are one claim all the same:

- a claim that a file broke off in, and the whole of it in another file: the whole one is told;
- a visit in two tables, changed between: the later table is told, for it was exported later;
- a visit in a table and its claim in an 837P, under one number and day: the claim is told, completed by the table
  where that tells more (`completing`); whichever half is taken back, the other one is told as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.claims.drafts import FIRST_PAYER, ORIGINAL, TABLE
from logic.claims.frames import SUBMISSIONS
from logic.intake.x12 import parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from logic.claims.record import ImportRecord

PAYMENTS: Final = "payments"
PAYMENTS_SCHEMA: Final = pl.Schema(
    {
        "entry": pl.UInt32(),
        "payment": pl.String(),  # by its content; of the same content the first of a file, the second …
        "about": pl.String(),  # by what it pays: check, claim and status
        "incomplete": pl.Boolean(),
    }
)
_COLUMN: Final = {"submissions": "submission", "findings": "submission", "lines": "visit_id"}
_OF_A_PAIR: Final = {name: pl.String() for name in ("submission", "billed", "told", "partner")}
_BY_ENTRY: Final = frozenset({"remit_lines", "adjustments"})
_PROVIDER: Final = "provider_adjustments"
_CLAIM: Final = ("claim_id", "service_date")
_OF_A_CLAIM: Final = {
    name: SUBMISSIONS[name]
    for name in ("submission", *_CLAIM, "frequency", "source", "payer_order", "incomplete")
}
_OF_AN_ADJUSTMENT: Final = dict(parts.PROVIDER_ADJUSTMENTS)


@dataclass(frozen=True, slots=True)
class Hidden:
    """What of one import another one tells: submissions, entries of payments, rows of provider adjustments.

    partners: imports that this one completes claims with, or by; where such a claim is told.
    """

    submissions: pl.Series
    entries: pl.Series
    provider_rows: pl.Series
    partners: frozenset[str] = frozenset()

    def without(self, kind: str, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The rows of a kind that this import tells."""
        if kind in _COLUMN and len(self.submissions):
            return frame.filter(~pl.col(_COLUMN[kind]).is_in(self.submissions.implode()))
        if kind in _BY_ENTRY and len(self.entries):
            return frame.filter(~pl.col("entry").is_in(self.entries.implode()))
        if kind == _PROVIDER and len(self.provider_rows):
            rows = pl.col("at").is_in(self.provider_rows.implode())
            return frame.with_row_index("at").filter(~rows).drop("at")
        return frame


def hidden(root: Path, records: Sequence[ImportRecord]) -> dict[str, Hidden]:
    """Of each import, what another one tells."""
    names = [record.id for record in records]
    claims = _all(root, names, "submissions", _OF_A_CLAIM)
    pairs = _all(root, names, "completed_submissions", _OF_A_PAIR, least=1)
    submissions = _hidden_submissions(claims)
    told = _told_pairs(claims, submissions, pairs)
    submissions = pl.concat([submissions, _hidden_by_pairs(claims, pairs, told)])
    entries = _hidden_payments(_all(root, names, PAYMENTS, PAYMENTS_SCHEMA))
    rows = _hidden_rows(_all(root, names, _PROVIDER, _OF_AN_ADJUSTMENT))
    return {
        name: Hidden(
            submissions.filter(number=number)["submission"],
            entries.filter(number=number)["entry"],
            rows.filter(number=number)["at"],
            frozenset(told.filter(number=number)["partner"]),
        )
        for number, name in enumerate(names)
    }


def _all(
    root: Path, names: Sequence[str], kind: str, schema: Mapping[str, pl.DataType], least: int = 2
) -> pl.DataFrame:
    """These columns of every import, with its number and where each row stands in it; of fewer than `least` nothing."""
    found = [
        pl.scan_parquet(path, schema=dict(schema), missing_columns="insert", extra_columns="ignore")
        .collect()
        .with_row_index("at")
        .with_columns(pl.lit(number, dtype=pl.UInt32).alias("number"))
        for number, name in enumerate(names)
        if (path := root / name / f"{kind}.parquet").exists()
    ]
    if len(found) >= least:
        return pl.concat(found)
    return pl.DataFrame(schema={"at": pl.UInt32(), **schema, "number": pl.UInt32()})  # nothing to share


def _hidden_submissions(claims: pl.DataFrame) -> pl.DataFrame:
    told = claims.filter("incomplete", pl.col("claim_id").is_not_null())
    half = told.join(
        claims.filter(~pl.col("incomplete")), on=[*_CLAIM, "frequency", "source", "payer_order"], how="semi",
        nulls_equal=True,
    )  # fmt: skip
    rest = claims.join(half, on=["number", "at"], how="anti", maintain_order="left")
    earlier = pl.col("number") > pl.col("number").min().over("submission")
    known = pl.col("claim_id").is_not_null()
    of_table = pl.col("source") == TABLE
    changed = known & of_table & (pl.col("submission") != pl.col("submission").last().over(*_CLAIM, "source"))
    again = rest.sort("number", "at").filter(earlier | changed)
    return pl.concat([half, again], how="diagonal").select("number", "submission")


def _told_pairs(claims: pl.DataFrame, aside: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The completed claims both of whose halves would be told, each once."""
    names = claims.join(aside, on=["number", "submission"], how="anti").select("submission")
    return (
        pairs.join(names, left_on="billed", right_on="submission", how="semi", maintain_order="left")
        .join(names, left_on="told", right_on="submission", how="semi", maintain_order="left")
        .unique("submission", keep="first", maintain_order=True)
    )


def _hidden_by_pairs(claims: pl.DataFrame, pairs: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Halves of completed claims, completed claims that lack a half, and visits whose claim is told uncompleted."""
    of_table = pl.col("source") == TABLE
    billed = claims.filter(
        ~of_table,
        pl.col("frequency").fill_null(ORIGINAL) == ORIGINAL,
        pl.col("payer_order").fill_null(FIRST_PAYER) == FIRST_PAYER,
    )
    again = claims.filter(
        pl.col("submission").is_in(told["billed"].implode())
        | (of_table & pl.col("submission").is_in(told["told"].implode()))
    )
    visits = claims.filter(of_table).join(billed, on=list(_CLAIM), how="semi")
    halves = pairs.join(told, on=["number", "submission"], how="anti")
    return pl.concat([frame.select("number", "submission") for frame in (again, visits, halves)])


def _hidden_payments(payments: pl.DataFrame) -> pl.DataFrame:
    half = payments.filter("incomplete").join(payments.filter(~pl.col("incomplete")), on="about", how="semi")
    rest = payments.join(half, on=["number", "at"], how="anti", maintain_order="left")
    again = rest.filter(pl.col("number") > pl.col("number").min().over("payment"))
    return pl.concat([half, again], how="diagonal").select("number", "entry")


def _hidden_rows(adjustments: pl.DataFrame) -> pl.DataFrame:
    """Provider adjustments have no number of their own: the first of the same is the same, the second the second."""
    same = list(_OF_AN_ADJUSTMENT)
    counted = adjustments.with_columns(pl.int_range(pl.len()).over("number", *same).alias("copy"))
    return counted.filter(pl.col("number") > pl.col("number").min().over("copy", *same)).select(
        "number", "at"
    )
