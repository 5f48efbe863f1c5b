"""Three ways to count, written apart, agree: every assignment tried, the calculator's splits, the unit rules.

The rules run as they do on any file. A split depends on the minutes only through their full 15s and what is left
over, so every multiset of left-overs with every billed vector around it stands for every visit; then the minutes
themselves, 1 to 60, one multiset after the other.
"""

from __future__ import annotations

import sys
from datetime import date
from itertools import combinations_with_replacement, product
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from logic import states
from logic.bench.true_units import valid_splits
from logic.calculators.units import cms
from logic.check import check
from logic.rulebook import load_rulebook

if TYPE_CHECKING:
    from collections.abc import Iterator

BOOK = load_rulebook()
DAY = date(2026, 3, 2)
CODES = ("97110", "97112", "97124", "97530")
FULL = (1, 0, 2, 3)  # full 15s beside the left-overs: not the same for each code
QUARTER, MOST_MINUTES, PIECE = 15, 60, 100_000
RULES = ("U101", "U102", "U103")


def accepted(minutes: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Whether the check accepts each visit: a row a visit, a column a code."""
    visits, size = minutes.shape
    lines = pl.DataFrame(
        {
            "visit_id": np.repeat(np.arange(visits), size),
            "line": np.tile(np.arange(1, size + 1), visits),
            "code": np.tile(np.array(CODES[:size]), visits),
            "minutes": minutes.ravel(),
            "units": units.ravel(),
        },
    ).with_columns(
        pl.col("visit_id").cast(pl.String),
        pl.lit(DAY).alias("service_date"),
        pl.lit("medicare").alias("payer"),
        pl.lit("pt").alias("discipline"),
        pl.lit(["GP"]).alias("modifiers"),
    )
    judged = check(lines, BOOK, DAY).judged
    assert not judged.broken
    assert judged.derived.visits.height == visits
    counted = judged.visits.select(pl.max_horizontal(*RULES) == states.FAIL).to_series()
    ran = judged.visits.select(
        (pl.col("U101") != states.DOES_NOT_APPLY) & (pl.col("U102") != states.DOES_NOT_APPLY)
    )
    assert ran.to_series().all()
    return ~counted.to_numpy()


def brute_force(left: tuple[int, ...], full: tuple[int, ...]) -> set[tuple[int, ...]]:
    """Every valid split of one visit, as units of each code."""
    minutes = {code: QUARTER * f + rest for code, f, rest in zip(CODES, full, left, strict=False)}
    return {tuple(split[code] for code in minutes) for split in valid_splits(minutes)}


def calculated(left: tuple[int, ...], full: tuple[int, ...]) -> set[tuple[int, ...]]:
    minutes = {code: QUARTER * f + rest for code, f, rest in zip(CODES, full, left, strict=False)}
    return {tuple(split.get(code, 0) for code in minutes) for split in cms(minutes, BOOK).splits}


def left_overs(size: int) -> list[tuple[int, ...]]:
    return list(combinations_with_replacement(range(QUARTER), size))


def pieces(rows: int, step: int) -> Iterator[slice]:
    return (slice(first, first + step) for first in range(0, rows, step))


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_the_calculator_gives_what_trying_everything_gives(size: int) -> None:
    for full in {FULL[:size], FULL[:size][::-1], (0,) * size}:
        for left in left_overs(size):
            assert calculated(left, full) == brute_force(left, full), (left, full)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_the_rules_accept_that_and_nothing_else(size: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Every billed vector from one unit short of each code's full 15s to two beyond."""
    full = FULL[:size]
    cases = left_overs(size)
    billed = list(product(*(range(max(f - 1, 0), f + 3) for f in full)))
    units = np.array(billed)
    tried = valid = 0
    for part in pieces(len(cases), max(1, PIECE // len(billed))):
        some = cases[part]
        wanted = np.array(
            [[vector in right for vector in billed] for right in (brute_force(c, full) for c in some)]
        )
        minutes = np.array(some) + QUARTER * np.array(full)
        given = accepted(np.repeat(minutes, len(billed), axis=0), np.tile(units, (len(some), 1)))
        wrong = np.flatnonzero(given != wanted.ravel())
        assert not len(wrong), (minutes[wrong[0] // len(billed)], units[wrong[0] % len(billed)])
        tried += given.size
        valid += int(wanted.sum())
    with capsys.disabled():
        sys.stdout.write(
            f"\n{size} code(s): {len(cases):,} left-overs, {tried:,} billed vectors, {valid:,} valid"
        )


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_every_multiset_of_minutes(size: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Each visit with every valid split, with a wrong one of the same total, and with any wrong one."""
    masks = [np.array(mask) for mask in product((0, 1), repeat=size)]
    table = np.zeros((QUARTER**size, len(masks)), dtype=bool)
    for left in product(range(QUARTER), repeat=size):
        splits = brute_force(left, (0,) * size)
        table[np.ravel_multi_index(left, (QUARTER,) * size)] = [tuple(mask) in splits for mask in masks]
    every = np.fromiter(
        (m for multiset in combinations_with_replacement(range(1, MOST_MINUTES + 1), size) for m in multiset),
        dtype=np.int64,
    ).reshape(-1, size)
    random = np.random.default_rng(size)
    units_more = np.array(masks)
    right = wrong = 0
    for part in pieces(len(every), PIECE):
        minutes = every[part]
        valid = table[np.ravel_multi_index(tuple((minutes % QUARTER).T), (QUARTER,) * size)]
        visit, mask = np.nonzero(valid)
        right += compared(minutes[visit], units_more[mask], wanted=True)
        due = units_more.sum(axis=1)
        same_total = ~valid & (due == due[valid.argmax(axis=1)][:, None])
        for pool in (same_total, ~valid):
            draw = random.random(valid.shape) * pool
            there = draw.max(axis=1) > 0
            wrong += compared(minutes[there], units_more[draw.argmax(axis=1)[there]], wanted=False)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{size} code(s): {len(every):,} multisets of minutes, {right:,} valid splits, {wrong:,} others"
        )


def compared(minutes: np.ndarray, more: np.ndarray, *, wanted: bool) -> int:
    """The check of visits whose units are their full 15s and so many more; how many there were."""
    if not len(minutes):
        return 0
    units = minutes // QUARTER + more
    wrong = np.flatnonzero(accepted(minutes, units) != wanted)
    assert not len(wrong), (minutes[wrong[0]], units[wrong[0]], wanted)
    return len(minutes)
