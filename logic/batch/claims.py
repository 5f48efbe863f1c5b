"""The claims that a batch speaks of: each as it stands now, with its lines' charges and what was found on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection

VOID: Final = "8"
CORRECTIONS: Final = ("7", VOID)
ERROR, LOOK, NOTE = "error", "look", "note"
KINDS: Final = (ERROR, LOOK, NOTE)
"""What a finding asks for: an error to mend, a thing to look at, proof in the note. In the order of their weight."""
KIND: Final = pl.Enum(KINDS)
LINES: Final = 1 << 20
"""More lines than any claim has."""


class Source(Protocol):
    """What a batch asks of the library (`logic.claims`)."""

    def submissions(self) -> pl.LazyFrame:
        """Claims as sent, `logic.claims.frames.SUBMISSIONS`."""

    def findings(self) -> pl.LazyFrame:
        """What was found on them, `FINDINGS`."""

    def lines(self) -> pl.LazyFrame:
        """Their canonical service lines, `LINES`."""

    def coverage(self) -> pl.DataFrame:
        """How often each rule was in each state, `COVERAGE`."""

    def beside(self) -> pl.DataFrame:
        """Claims that a table completes, each with the import of the claims that it was checked beside."""


@dataclass(frozen=True)
class Batch:
    """The claims that stand, of some imports or of all.

    claims: `SUBMISSIONS`, a row each; its place from 0 is the `claim` of the other frames. findings: claim,
    service_date, lines, rule, family and kind (`KINDS`), a row each. charges: claim, service_date, line, code, charge
    (cents), a row a line. coverage: `COVERAGE` of the imports, earlier versions with them. replaced: earlier versions
    that a corrected claim or a void took the place of. voids: what took claims back. imports: None means all.
    """

    claims: pl.DataFrame
    findings: pl.DataFrame
    charges: pl.DataFrame
    coverage: pl.DataFrame
    replaced: int = 0
    voids: int = 0
    imports: frozenset[str] | None = None

    @cached_property
    def concerned(self) -> pl.DataFrame:
        """A row for each finding and line that it speaks of: finding, claim, spot, rule, family, kind, code, charge.

        A finding without lines speaks of all that the claim has on that day. spot: a number for each line.
        """
        found = self.findings.with_row_index("finding")
        whole = (pl.col("lines").list.len() == 0).fill_null(value=True)
        told = ("finding", "claim", "rule", "family", "kind")
        some = found.filter(~whole).select(*told, pl.col("lines").alias("line")).explode("line")
        every = found.filter(whole).select(*told, "service_date")
        charges = self.charges.select(spot().alias("spot"), "claim", "service_date", "code", "charge")
        rows = [
            some.select(*told, spot().alias("spot")).join(
                charges.select("spot", "code", "charge"), on="spot", how="left"
            ),
            every.join(charges, on=["claim", "service_date"], how="left").select(
                *told, "spot", "code", "charge"
            ),
        ]
        return pl.concat(rows)


def spot() -> pl.Expr:
    """One number for a line of a claim."""
    return pl.col("claim").cast(pl.UInt64) * LINES + pl.col("line")


def kind_of() -> pl.Expr:
    """The kind of a finding by its state and its severity."""
    return (
        pl.when(pl.col("state") != "fail")
        .then(pl.lit(NOTE, dtype=KIND))
        .when(pl.col("severity") == "error")
        .then(pl.lit(ERROR, dtype=KIND))
        .otherwise(pl.lit(LOOK, dtype=KIND))
        .alias("kind")
    )


def batch_of(library: Source, imports: Collection[str] | None = None) -> Batch:
    """The claims of these imports that stand; None: of the whole library."""

    def mine(frame: pl.LazyFrame) -> pl.LazyFrame:
        return frame if imports is None else frame.filter(pl.col("import_id").is_in(list(imports)))

    claims, replaced, voids = standing(mine(library.submissions()).collect())
    # From here on a claim is a number: a million keys of 24 letters are slow to bring together.
    places = claims.lazy().select("submission", pl.int_range(pl.len(), dtype=pl.UInt32).alias("claim"))
    findings = (
        mine(library.findings())
        .select(
            "submission",
            "service_date",
            "lines",
            pl.col("rule", "family").cast(pl.Categorical()),
            kind_of(),
        )
        .join(places, on="submission")
        .drop("submission")
    )
    charges = (
        mine(library.lines())
        .select(
            pl.col("visit_id").alias("submission"),
            "service_date",
            "line",
            pl.col("code").cast(pl.Categorical()),
            # What was documented and not billed is charged nothing, and says so by its 0 units.
            pl.coalesce(
                (pl.col("charge") * 100).round().cast(pl.Int64),
                pl.when(pl.col("units") == 0).then(pl.lit(0, dtype=pl.Int64)),
            ).alias("charge"),
        )
        .join(places, on="submission")
        .drop("submission")
    )
    coverage = library.coverage()
    if imports is not None:
        coverage = coverage.filter(pl.col("import_id").is_in(list(imports)))
    return Batch(
        claims,
        findings.collect(),
        charges.collect(),
        coverage,
        replaced,
        voids,
        None if imports is None else frozenset(imports),
    )


def standing(submissions: pl.DataFrame) -> tuple[pl.DataFrame, int, int]:
    """The claims that stand, how many earlier versions were replaced, and how many claims were taken back.

    A claim of frequency 7 takes the place of what was sent before it under the same number; one of frequency 8
    takes it back, and neither stands (NUBC claim frequency codes, as X12 837P CLM05-3 carries them).
    """
    corrected = pl.col("frequency").is_in(CORRECTIONS).fill_null(value=False)
    if submissions.is_empty() or not submissions.select(corrected.any()).item():
        return submissions, 0, 0
    # Sent on the same day, a correction comes after what it corrects.
    ranked = submissions.with_row_index("at").sort("submitted_on", corrected, "at", nulls_last=False)
    ranked = ranked.with_columns(
        pl.int_range(pl.len()).over("claim_id").alias("turn"), corrected.alias("corrects")
    )
    last = pl.col("turn").filter("corrects").max().over("claim_id")
    voided = (pl.col("frequency") == VOID).fill_null(value=False)
    gone = (pl.col("claim_id").is_not_null() & (pl.col("turn") < last)).fill_null(value=False)
    told = ranked.with_columns(gone.alias("gone"), voided.alias("void"))
    stands = told.filter(~pl.col("gone") & ~pl.col("void"))
    voids = told.filter(~pl.col("gone") & pl.col("void")).height
    replaced = told.height - stands.height - voids
    return stands.sort("at").select(submissions.columns), replaced, voids
