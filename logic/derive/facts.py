"""What the rule book says of each line: its code, its payer, the limit and the edits in force that day.

A million lines hold only some hundred different questions, so each is answered once and handed back to its lines.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from logic.derive.lookups import REPEATABLE_IN_HOSPITAL
from logic.derive.memory import Memory
from logic.derive.periods import period
from logic.visit import START_STOP, by_the_clock
from logic.who_counts import ASSISTANTS, NOT_THERAPY, PHYSICIANS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.derive.lookups import Lookups
    from logic.derive.memory import Question

ASKED = {
    "code": pl.String,
    "payer": pl.String,
    "setting": pl.String,
    "code_period": pl.UInt16,
    "limit_period": pl.UInt16,
    "edit_period": pl.UInt16,
}
PERIODS = ("code_period", "limit_period", "edit_period")
FLAGS = (
    "timed",
    "hands_on_time",
    "one_unit_a_day",
    "in_rule_book",
    "status_disputed",
    "limits_cover",
    "in_family",
    "full_unit_only",
)


def with_facts(lines: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Adds the columns of the code, payer, limit and pair-edit look-ups, `billed` and `code_number`.

    counted_minutes: the minutes told, or by the clock (`clocked`) where none are.
    """
    questions = _questions(lookups)
    lines = lines.with_columns(questions.keys)
    facts = questions.memory.facts(lines.select(*ASKED), questions.packed)
    return lines.drop(PERIODS).hstack(facts).with_columns(COUNTED)


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

    def answer(questions: Sequence[Question]) -> pl.DataFrame:
        return _answers(pl.DataFrame(questions, schema=ASKED, orient="row"), lookups).drop(*ASKED)

    return Questions(keys, packed, Memory(answer))


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
    over = (
        (pl.col("service_date") < pl.col("valid_from")) | (pl.col("service_date") > pl.col("valid_to"))
    ).fill_null(value=False)
    return (pl.col("timed") & ~nobody & ~over).alias("timed")


COUNTED = _counted()


def _packed(key: pl.Expr, *parts: tuple[pl.Expr, int]) -> pl.Expr:
    """Small numbers as one: the first, and each further one with how many values it can have."""
    key = key.cast(pl.UInt64)
    for part, size in parts:
        key = key * size + part.cast(pl.UInt64)
    return key


def _answers(questions: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Each question, in order, with everything that the look-ups answer."""
    hospital = pl.col("setting") == "outpatient_hospital"
    return (
        questions.lazy()
        .join(lookups.codes.lazy(), on=["code", "code_period"], how="left", maintain_order="left")
        .join(lookups.payers.lazy(), on="payer", how="left", maintain_order="left")
        .join(
            lookups.limits.lazy(), on=["code", "setting", "limit_period"], how="left", maintain_order="left"
        )
        .join(
            lookups.edit_tables.lazy(),
            on=["payer", "setting", "edit_period"],
            how="left",
            maintain_order="left",
        )
        .join(lookups.families.lazy(), on=["edit_period", "code"], how="left", maintain_order="left")
        .join(lookups.full_unit.lazy(), on=["payer", "code"], how="left", maintain_order="left")
        .with_columns(
            pl.col(*FLAGS).fill_null(value=False),
            pl.coalesce("count_code", "code").alias("count_code"),
        )
        .with_columns(
            pl.when(hospital)
            .then(pl.lit("an outpatient hospital"))
            .otherwise(pl.lit("a practitioner"))
            .alias("setting_words"),
            (hospital & pl.col("code").is_in(REPEATABLE_IN_HOSPITAL)).alias("may_repeat_here"),
            _status_why_not(),
            _limit_why_not(),
            pl.when(pl.col("replaced_by").is_not_null())
            .then(pl.format("It was replaced by {}.", "replaced_by"))
            .otherwise(pl.lit("The rule book names no successor."))
            .alias("replaced_words"),
        )
        .collect()
    )


def _status_why_not() -> pl.Expr:
    follows = pl.col("status_follow")
    gap = pl.col("in_rule_book") & pl.col("medicare_status").is_null()
    return (
        pl.when((follows == "unknown") & pl.col("status_disputed"))
        .then(pl.format("the rule book does not know whether {} pays for {}", "payer_label", "code"))
        .when((follows == "medicare") & gap)
        .then(pl.format("the rule book has no Medicare status of {} for DAY", "code"))
        .alias("status_why_not")
    )


def _limit_why_not() -> pl.Expr:
    follows = pl.col("limits_follow")
    return (
        pl.when(follows == "unknown")
        .then(pl.format("the rule book does not know the unit limits of {}", "payer_label"))
        .when(
            (follows == "mue") & pl.col("limit").is_null() & ~pl.col("limits_cover") & pl.col("in_rule_book")
        )
        .then(pl.lit("no unit-limit edition in the rule book covers DAY"))
        .when((follows == "mue") & pl.col("limit").is_null())
        .then(pl.format("{} has no limit in the table that the rule book holds", "code"))
        .alias("limit_why_not")
    )
