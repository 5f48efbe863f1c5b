"""The claims of an 837P and the visits of a table that stand under one number and day, in two imports."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from logic.claims.drafts import ORIGINAL, to_be_checked
from logic.intake.privacy import hashed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OF_A_CLAIM: Final = ("submission", "claim_id", "patient_id", "service_date", "frequency", "payer_order")
AT_ONCE: Final = 20_000
"""About so many claims at once, so that memory does not grow with the file."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The folders and the ids of the import that tells what was billed and of the one that tells what was done."""

    claims: Path
    visits: Path
    claims_id: str
    visits_id: str
    partner: str


class Pairs:
    """The claims and visits of two imports under one number and day, and their lines."""

    def __init__(self, sides: Sides, known: pl.DataFrame, key: bytes) -> None:
        self.sides = sides
        self.claims, self.visits = (
            pl.read_parquet(path / "submissions.parquet", columns=list(OF_A_CLAIM))
            for path in (sides.claims, sides.visits)
        )
        of_number = ["claim_id", "service_date"]
        checked = self.claims.filter(to_be_checked(), pl.col("claim_id").is_not_null())
        # A table that tells a visit twice is told by the last, as everywhere.
        visits = self.visits.unique(of_number, keep="last", maintain_order=True)
        originals = checked.filter(pl.col("frequency") == ORIGINAL).select(of_number)
        several = originals.filter(originals.is_duplicated()).unique()
        self.unclear = visits.join(several, on=of_number, how="semi").select(visit_id="submission")
        """Visits under whose number and day several claims stand: whose they are cannot be told."""
        pairs = (
            checked.join(several, on=of_number, how="anti", maintain_order="left")
            .select(*of_number, "patient_id", billed="submission")
            .join(visits.select(*of_number, told="submission"), on=of_number, maintain_order="left")
            .join(known, on=["billed", "told"], how="anti", maintain_order="left")
        )
        names = hashed(pairs.select(pl.concat_str("billed", "told", separator="\n")).to_series(), key)
        self.pairs = pairs.with_columns(names.alias("submission")).with_row_index("pair")

    def parts(self) -> Iterator[Pairs]:
        """The same in parts, all the claims of a patient in one."""
        many = -(-self.pairs.height // AT_ONCE)
        part = pl.coalesce("patient_id", "claim_id").hash(seed=7) % many
        for number in range(many):
            some = copy(self)
            some.pairs = self.pairs if many == 1 else self.pairs.filter(part == number)
            yield some

    def lines(self, side: str) -> pl.DataFrame:
        """The lines of one side, with the number of their pair."""
        folder = self.sides.claims if side == "billed" else self.sides.visits
        wanted = self.pairs.select("pair", visit_id=side)
        return _lines(folder).join(wanted.lazy(), on="visit_id", maintain_order="left").collect()

    def unclear_rows(self) -> list[int]:
        """The first rows of the visits whose claim cannot be told."""
        mine = _lines(self.sides.visits).join(self.unclear.lazy(), on="visit_id", how="semi")
        return mine.group_by("visit_id").agg(pl.col("row").min()).collect()["row"].sort().to_list()

    def world(self) -> pl.DataFrame:
        """The lines of the claims, and of the other claims of their patients' days in their file."""
        mine = _lines(self.sides.claims)
        wanted = self.pairs.lazy().select(visit_id="billed").unique()
        of_day = ["patient_id", "service_date"]
        days = mine.join(wanted, on="visit_id", how="semi").select(of_day).drop_nulls().unique()
        beside = mine.join(days, on=of_day, how="semi").select("visit_id").unique()
        names = pl.concat([wanted, beside]).unique()
        return mine.join(names, on="visit_id", how="semi", maintain_order="left").collect()

    def billed(self) -> pl.DataFrame:
        """The claims, as the 837P tells them."""
        wanted = self.pairs.lazy().select(submission="billed").unique()
        every = pl.scan_parquet(self.sides.claims / "submissions.parquet")
        return every.join(wanted, on="submission", how="semi", maintain_order="left").collect()


def _lines(folder: Path) -> pl.LazyFrame:
    return pl.scan_parquet(folder / "lines.parquet").drop("import_id")
