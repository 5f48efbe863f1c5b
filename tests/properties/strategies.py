"""Service lines for hypothesis: sensible visits, and anything at all that the table can hold."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import polars as pl
from hypothesis import strategies as st

from logic.bench.error_kinds import ERROR_KINDS
from logic.bench.errors import copied
from logic.bench.visits import Visit, valid_visit
from logic.columns import COLUMNS, SCHEMA
from logic.rulebook import load_rulebook

TODAY = date(2026, 11, 23)
BOOK = load_rulebook()
TIMED = sorted(code for code, fact in BOOK.codes.items() if fact.kind == "timed" and not fact.continues)
UNTIMED = sorted(code for code, fact in BOOK.codes.items() if fact.kind != "timed")
ALL_CODES = sorted(BOOK.codes)
ODD_CODES = ["", "00000", "99999", "ABCDE", "97124 ", "é", "97124\n", "{code}", "G028"]
MODIFIERS = [*sorted(BOOK.modifiers), "5", "ZZ", "", "GP GO", "{x}", "gp"]
DIAGNOSES = ["M54.50", "M5450", "M54.5", "Z47.1", "R52", "", "54.5", "M54.50X", "not one", "{dx}", "m54.50"]
PAYERS = [*sorted(BOOK.payers), "nobody", ""]


def seeds() -> st.SearchStrategy[int]:
    return st.integers(0, 2**32)


@st.composite
def visits(draw: st.DrawFn, least: int = 1, most: int = 6) -> list[Visit]:
    """Invented visits, valid or with one error."""
    random = Random(draw(seeds()))
    made = []
    for number in range(draw(st.integers(least, most))):
        visit = valid_visit(random, number)
        if random.random() < 0.5:
            spoiled = copied(visit)
            if random.choice(ERROR_KINDS).put(spoiled, random) is not None:
                visit = spoiled
        made.append(visit)
    return made


def _days() -> st.SearchStrategy[date]:
    usual = st.integers(-400, 900).map(lambda days: TODAY - timedelta(days=days))
    return st.one_of(usual, st.dates(date(1900, 1, 1), date(2200, 1, 1)))


def _cells(name: str) -> st.SearchStrategy[Any]:
    """Anything that may stand in a column."""
    special: dict[str, st.SearchStrategy[Any]] = {
        "visit_id": st.sampled_from(["A", "B", "C", "", " ", "{visit_id}"]),
        "code": st.sampled_from([*ALL_CODES, *ODD_CODES]),
        "payer": st.sampled_from(PAYERS),
        "units": st.one_of(st.integers(-2, 9), _numbers("units")),
        "modifiers": st.lists(st.sampled_from(MODIFIERS), max_size=7),
        "dx": st.lists(st.sampled_from(DIAGNOSES), max_size=14),
        "pointers": st.lists(st.sampled_from([*"ABCLMZ", "1", "12", "13", "0", "-1", ""]), max_size=6),
        "technique": st.sampled_from(
            ["effleurage", "joint mobilization", "zzz", "", " and ", "a, b; c/d & {e}"]
        ),
        "place_of_service": st.sampled_from(["11", "02", "10", "98", "", "é"]),
        "line": st.integers(0, 2**32 - 1),
        "row": st.integers(0, 2**32 - 1),
        "minutes": st.one_of(st.integers(-5, 90), _numbers("minutes")),
    }
    if name in special:
        return special[name]
    if COLUMNS[name].choices:
        return st.sampled_from([*COLUMNS[name].choices, "", "other"])
    return _cells_of(name, SCHEMA[name])


def _numbers(name: str) -> st.SearchStrategy[int]:
    """Any number that a reader lets into the column."""
    return st.integers(-COLUMNS[name].most, COLUMNS[name].most)


def _cells_of(name: str, kind: pl.DataType) -> st.SearchStrategy[Any]:
    if kind == pl.Date:
        return _days()
    if kind == pl.Boolean:
        return st.booleans()
    if kind.is_float():
        return st.one_of(st.floats(-1e6, 1e7), st.sampled_from([0.0, -0.0, float("inf"), float("nan")]))
    if kind.is_integer():
        return st.one_of(st.integers(-5, 200), _numbers(name))
    return st.text(max_size=8)


REQUIRED = ("visit_id", "service_date", "code", "units")


@st.composite
def garbage(draw: st.DrawFn) -> pl.DataFrame:
    """A canonical table of anything its types can hold; only what is required is always told."""
    told = draw(st.sets(st.sampled_from([name for name in SCHEMA if name not in REQUIRED])))
    rows = draw(
        st.lists(
            st.fixed_dictionaries(
                {name: _cells(name) for name in REQUIRED}
                | {name: st.none() | _cells(name) for name in sorted(told)},
            ),
            max_size=8,
        ),
    )
    schema = {name: kind for name, kind in SCHEMA.items() if name in told or name in REQUIRED}
    return pl.DataFrame(rows, schema=schema, orient="row")


def timed_minutes() -> st.SearchStrategy[dict[str, int]]:
    return st.dictionaries(st.sampled_from(TIMED), st.integers(1, 130), min_size=1, max_size=6)
