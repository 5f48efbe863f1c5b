"""What the rule book says of each line: its code, its payer, the limit and the edits in force that day.

A million lines hold only some hundred different questions, so each is answered once and handed back to its lines.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from logic.derive.book_answers import Answers
from logic.derive.columns import beside, without
from logic.derive.memory import Memory
from logic.derive.periods import period
from logic.visit import START_STOP, by_the_clock
from logic.who_counts import ASSISTANTS, NOT_THERAPY, PHYSICIANS

if TYPE_CHECKING:
    from logic.derive.lookups import Lookups

ASKED = ["code", "payer", "setting", "code_period", "limit_period", "edit_period"]
PERIODS = ("code_period", "limit_period", "edit_period")


def with_facts(lines: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Adds the columns of the code, payer, limit and pair-edit look-ups, `billed` and `code_number`.

    counted_minutes: the minutes told, or by the clock (`clocked`) where none are.
    """
    questions = _questions(lookups)
    lines = lines.with_columns(questions.keys)
    facts = questions.memory.facts(lines[ASKED], questions.packed)
    counted = COUNTED_UNTOLD if lines["treated_by"].null_count() == len(lines) else COUNTED
    return beside(without(lines, PERIODS), facts).with_columns(counted)


class Questions(NamedTuple):
    """How a rule book is asked: the `keys` of a line, all `packed` into one number, and the answers so far."""

    keys: tuple[pl.Expr, ...]
    packed: pl.Expr
    memory: Memory


@lru_cache(maxsize=4)
def _questions(lookups: Lookups) -> Questions:
    known = lookups.payers["payer"]
    breaks = (lookups.code_breaks, lookups.limit_breaks, lookups.edit_breaks)
    payer, code_number = pl.col("payer"), pl.col("code").cast(pl.Categorical).to_physical()
    keys = (
        pl.when(payer.is_in(known.implode())).then(payer).otherwise(pl.lit("unknown")).alias("payer"),
        pl.col("setting").is_not_null().alias("setting_told"),
        pl.col("setting").fill_null("practitioner"),
        (pl.col("units") > 0).alias("billed"),
        code_number.alias("code_number"),
        START_STOP.alias("start_stop_minutes"),
        by_the_clock().alias("clocked"),
        pl.when(by_the_clock()).then(START_STOP).otherwise("minutes").alias("counted_minutes"),
        *(period(days).alias(name) for name, days in zip(PERIODS, breaks, strict=True)),
    )
    packed = _packed(
        code_number,
        (payer.cast(pl.Enum(known)).to_physical(), len(known)),
        (pl.col("setting") == "outpatient_hospital", 2),
        *((pl.col(name), len(days) + 1) for name, days in zip(PERIODS, breaks, strict=True)),
    )

    return Questions(keys, packed, Memory(Answers(lookups).facts))


OVER = (
    (pl.col("service_date") < pl.col("valid_from")) | (pl.col("service_date") > pl.col("valid_to"))
).fill_null(value=False)


def _counted() -> pl.Expr:
    """Timed, and given by somebody whose time the payer counts, by a code in force that day.

    Source: CMS Pub. 100-02 ch. 15 sec. 220, 230: an aide's or a massage therapist's minutes are no therapy.
    """
    who = pl.col("treated_by")
    nobody = pl.any_horizontal(
        *((who == role) & (pl.col(f"{kind}_allowed") == "no") for role, kind in NOT_THERAPY.items()),
        who.is_in(ASSISTANTS)
        & pl.col("billed_by").is_in(PHYSICIANS)
        & (pl.col("assistant_incident_to_allowed") == "no"),
    ).fill_null(value=False)
    return (pl.col("timed") & ~nobody & ~OVER).alias("timed")


COUNTED = _counted()
COUNTED_UNTOLD = (pl.col("timed") & ~OVER).alias("timed")


def _packed(key: pl.Expr, *parts: tuple[pl.Expr, int]) -> pl.Expr:
    """Small numbers as one: the first, and each further one with how many values it can have."""
    key = key.cast(pl.UInt64)
    for part, size in parts:
        key = key * size + part.cast(pl.UInt64)
    return key
