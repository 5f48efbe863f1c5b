"""One visit is judged row by row, a long file by Polars: the same expressions, and the same states."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from logic.bench.visits import frame, valid_visits
from logic.derive.derive import derive
from logic.judge import rules_of
from logic.rules.few import FewRows, UnknownError
from logic.rules.rule import Rule, col
from logic.visit import canonical, visit_lines

if TYPE_CHECKING:
    from logic.rulebook import RuleBook
    from logic.rules.rule import Scope

TODAY = date(2026, 11, 23)


def by_polars(rows: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """The states as Polars works them out."""
    return rows.select(rule.state() for rule in rules_of(scope))


@pytest.fixture(scope="module")
def derived(book: RuleBook) -> dict[Scope, pl.DataFrame]:
    """Every example of every rule's page, and fifty visits as they are billed."""
    visits = [canonical(frame([visit])) for visit in valid_visits(50, 7)]
    visits += [visit_lines(each.visit)[0] for page in book.rules.values() for each in page.examples]
    told = [derive(lines, book, TODAY) for lines in visits]
    return {
        "line": pl.concat([each.lines for each in told], how="diagonal_relaxed"),
        "visit": pl.concat([each.visits for each in told], how="diagonal_relaxed"),
    }


@pytest.mark.parametrize("scope", ["line", "visit"])
def test_row_by_row_gives_the_states_of_polars(scope: Scope, derived: dict[Scope, pl.DataFrame]) -> None:
    rows = derived[scope]
    assert len(rows) > 400
    assert_frame_equal(FewRows(rules_of(scope)).states(rows), by_polars(rows, scope))


@pytest.mark.parametrize("scope", ["line", "visit"])
@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_not_told(scope: Scope, seed: int, derived: dict[Scope, pl.DataFrame]) -> None:
    """Values taken away at random, and put beside others than their own: nulls count as Polars counts them."""
    rows, random = derived[scope], Random(seed)
    mixed = rows.select(
        pl.col(name).shuffle(random.randrange(1000)) if random.random() < 0.5 else pl.col(name)
        for name in rows.columns
    )
    gone = [pl.Series([random.random() < 0.3 for _ in range(len(rows))]) for _ in range(7)]
    mixed = mixed.with_columns(
        pl.when(random.choice(gone)).then(None).otherwise(pl.col(name)).alias(name) for name in rows.columns
    )

    assert_frame_equal(FewRows(rules_of(scope)).states(mixed), by_polars(mixed, scope))


def test_what_it_does_not_know_is_left_to_polars() -> None:
    strange = Rule("U999", "line", applies=col("units").sqrt() > 1)
    with pytest.raises(UnknownError):
        FewRows([strange])
