"""What is said of a visit among many is what is said of it alone: many are told by other ways than few."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
from polars.testing import assert_frame_equal

from logic.bench.visits import frame, valid_visits
from logic.check import check
from logic.derive.memory import FEW

if TYPE_CHECKING:
    from logic.rulebook import RuleBook

TODAY = date(2026, 11, 23)
# Rules whose words come from the calculator, each visit's own.
BY_THE_CALCULATOR = ("U101", "U108")


def test_findings_of_many_visits_are_those_of_each_alone(book: RuleBook) -> None:
    lines = frame(valid_visits(280, 5)).with_columns(half=pl.col("visit_id").rle_id() % 2)
    wanted = lines.with_columns(
        pl.when(pl.col("half") == 1).then(pl.lit("unknown")).otherwise(pl.lit("medicare")).alias("payer"),
        pl.when(pl.col("half") == 1).then("units").otherwise(pl.col("units") + 1).alias("units"),
    ).drop("half")
    together = check(wanted, book, TODAY).findings
    alone = pl.concat(
        check(own, book, TODAY).findings for own in wanted.partition_by("visit_id", maintain_order=True)
    )
    many = together["rule"].value_counts().filter(pl.col("count") > FEW)["rule"].cast(pl.String)
    assert set(BY_THE_CALCULATOR) <= set(many)
    order = ["visit_id", "rule", "line", "message", pl.col("lines").list.first()]
    assert_frame_equal(
        together.drop("session").sort(order), alone.drop("session").sort(order), categorical_as_str=True
    )
