"""Units of a code that the minutes give to an assistant (CQ, CO): worked out by the assistant calculator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from logic.calculators.assistants import assistant_due, over_a_tenth
from logic.derive.columns import Constants, beside, without
from logic.derive.memory import Memory
from logic.derive.spread import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.derive.memory import Question

ASSISTANT_ROLES = ("pta", "ota")
THERAPIST_ROLES = ("pt", "ot", "slp")
WANTED = {"pt": "CQ", "ot": "CO"}
THERAPY = {"pt": "GP", "ot": "GO", "slp": "GN"}
WORDS = {"pt": "physical therapy", "ot": "occupational therapy", "slp": "speech-language pathology"}


def _parts() -> tuple[pl.Expr, ...]:
    """parts_told and parts_clash: whether therapist's, assistant's and joint minutes can be true.

    None is below zero, together they are no more than the line's minutes, and all of them when all are told.
    """
    names = ("therapist_minutes", "assistant_minutes", "together_minutes")
    told = pl.any_horizontal(pl.col(name).is_not_null() for name in names)
    every = pl.all_horizontal(pl.col(name).is_not_null() for name in names)
    total = pl.sum_horizontal(names)
    below = pl.any_horizontal((pl.col(name) < 0).fill_null(value=False) for name in names)
    clash = below | (total > pl.col("minutes")) | (every & (total != pl.col("minutes")))
    return (
        told.alias("parts_told"),
        (told & clash.fill_null(value=False)).alias("parts_clash"),
    )


ROLE = pl.col("treated_by")
ALONE = pl.col("assistant_minutes").is_null() & pl.col("together_minutes").is_null()
TOGETHER = pl.col("together_minutes").fill_null(0)
MARKED = pl.col("has_cq") | pl.col("has_co")
CODE = ("session", "count_code")
OWN = (
    *_parts(),
    pl.when(ALONE & ROLE.is_in(ASSISTANT_ROLES) & pl.col("therapist_minutes").is_null())
    .then("minutes")
    .when(ALONE & ROLE.is_in(THERAPIST_ROLES))
    .then(0)
    .otherwise("assistant_minutes")
    .alias("_assistant"),
)
TOLD_OF = ("treated_by", "therapist_minutes", "assistant_minutes", "together_minutes")
NO_PARTS = Constants(*(pl.lit(value=False).alias(name) for name in ("parts_told", "parts_clash")))
UNTOLD = Constants(
    pl.lit(value=False).alias("assistant_told"),
    *(
        pl.lit(None, dtype=pl.Int32).alias(name)
        for name in ("assistant_due", "assistant_units", "code_assistant_minutes", "code_therapist_minutes")
    ),
)
SHARE = (
    *CODE,
    "timed",
    "units",
    "_assistant",
    TOGETHER.alias("_together"),
    pl.coalesce("therapist_minutes", pl.col("minutes") - pl.col("_assistant") - TOGETHER).alias("_therapist"),
    MARKED.alias("_marked"),
)
OF_A_CODE = (
    *(
        pl.when(pl.col(name).is_null().any().over(CODE))
        .then(None)
        .otherwise(pl.col(name).sum().over(CODE))
        .alias(name)
        for name in ("_therapist", "_assistant", "_together")
    ),
    pl.col("units").sum().over(CODE).alias("_units"),
    pl.col("timed"),
    pl.when("_marked").then("units").otherwise(0).sum().over(CODE).cast(pl.Int32).alias("assistant_units"),
)


def _wanted(questions: Sequence[Question]) -> pl.DataFrame:
    """What a discipline's lines carry, and its name: wanted_assistant_modifier, wanted_modifier, discipline_words."""
    rows = [(WANTED.get(plan), THERAPY.get(plan), WORDS.get(plan)) for (plan,) in questions]
    names = ("wanted_assistant_modifier", "wanted_modifier", "discipline_words")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


DISCIPLINES = Memory(_wanted)


def with_assistants(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds assistant_told, assistant_due, assistant_units and the minutes of each by code of the session.

    Minutes count as told where an assistant's are given, or where one assistant or one therapist alone treated.
    """
    lines = beside(lines, DISCIPLINES.facts(lines[["discipline"]]))
    if all(lines[name].null_count() == len(lines) for name in TOLD_OF):
        return UNTOLD.on(NO_PARTS.on(lines))
    lines = lines.with_columns(OWN)
    if lines["_assistant"].null_count() == len(lines):
        return UNTOLD.on(without(lines, ["_assistant"]))
    at = lines["_assistant"].is_not_null().arg_true()
    due = _shares(lines.select(SHARE)[at])
    return beside(without(lines, ["_assistant"]), spread(due, at, len(lines))).with_columns(
        pl.col("assistant_due").is_not_null().alias("assistant_told")
    )


def _shares(lines: pl.DataFrame) -> pl.DataFrame:
    """Whose minutes a line's code has, and the units that go to the assistant; a row a line."""
    shape = ["_therapist", "_assistant", "_together", "_units", "timed"]
    codes = lines.select(OF_A_CODE)
    shapes = codes.select(shape).unique().drop_nulls()
    dues = pl.Series("assistant_due", [_due(*row) for row in shapes.iter_rows()], dtype=pl.Int32)
    return codes.join(shapes.with_columns(dues), on=shape, how="left", maintain_order="left").select(
        "assistant_units",
        "assistant_due",
        pl.col("_assistant").alias("code_assistant_minutes"),
        (pl.col("_therapist") + pl.col("_together")).alias("code_therapist_minutes"),
    )


def _due(therapist: int, assistant: int, together: int, units: int, timed: bool) -> int:
    """Units that belong to the assistant: of a timed code by its units, of any other by the whole service."""
    if timed:
        return assistant_due(therapist, assistant, together, units)[0]
    return units if over_a_tenth(assistant, therapist + assistant + together) else 0
