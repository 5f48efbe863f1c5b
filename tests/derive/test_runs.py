"""What runs add up to is what a group-by adds up to."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal, assert_series_equal

from logic.derive.runs import Runs

LENGTHS = st.lists(st.integers(1, 4), max_size=8)


def runs_of(lengths: list[int]) -> pl.Series:
    """Runs of those lengths, told apart by number."""
    return pl.Series("run", [at for at, length in enumerate(lengths) for _ in range(length)], pl.UInt32)


@given(LENGTHS, st.data())
def test_flags_and_numbers_add_up_as_in_a_group_by(lengths: list[int], data: st.DataObject) -> None:
    run = runs_of(lengths)
    drawn = {
        name: data.draw(st.lists(values, min_size=len(run), max_size=len(run)))
        for name, values in (("flag", st.booleans()), ("number", st.integers(-99, 99)))
    }
    rows = pl.DataFrame([run]).with_columns(
        pl.Series("flag", drawn["flag"], pl.Boolean), pl.Series("number", drawn["number"], pl.Int32)
    )
    grouped, runs = rows.group_by("run", maintain_order=True), Runs(run)
    flag, number = rows[["flag"]], rows[["number"]]
    assert len(runs) == len(lengths)
    assert runs.longest == max(lengths, default=0)
    for made, expected in (
        (runs.any(flag), pl.col("flag").any()),
        (runs.all(flag), pl.col("flag").all()),
        (runs.sum(number), pl.col("number").sum()),
        (runs.least(number), pl.col("number").min()),
        (runs.most(number), pl.col("number").max()),
    ):
        assert_frame_equal(made, grouped.agg(expected).drop("run"))


@given(LENGTHS, st.data())
def test_the_first_of_a_run_is_its_first_that_is_told(lengths: list[int], data: st.DataObject) -> None:
    run = runs_of(lengths)
    told = st.one_of(st.none(), st.sampled_from(["11", "12"]))
    column = pl.Series(
        "place", data.draw(st.lists(told, min_size=len(run), max_size=len(run))), dtype=pl.String
    )
    grouped = pl.DataFrame([run, column]).group_by("run", maintain_order=True)
    assert_series_equal(Runs(run).first(column), grouped.agg(pl.col("place").drop_nulls().first())["place"])


@pytest.mark.parametrize("told", [[None, None, "11"], [None, "12", "11"], ["11", "12", None]])
def test_a_null_is_passed_over(told: list[str | None]) -> None:
    column = pl.Series("place", told)
    assert Runs(pl.Series([7, 7, 7])).first(column).to_list() == [next(filter(None, told))]
