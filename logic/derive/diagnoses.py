"""What a line's diagnoses and pointers say, worked out once for each different list and month.

ICD-10-CM lists change on the first day of a month, so the month stands for its days.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from logic.derive.columns import beside, without
from logic.derive.memory import FEW, Memory
from logic.derive.spread import spread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from logic.derive.lookups import Lookups
    from logic.derive.memory import Question

SHAPE = re.compile(r"[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?")
WEAK = {"weak_dx": pl.String}
MORE_SPECIFIC = "the more specific code that the record supports"
POINTER_LETTERS = "ABCDEFGHIJKL"

SCHEMA = pl.Schema(
    {
        "bad_dx": pl.String,
        "retired_dx": pl.String,
        "dx_instead": pl.String,
        "unknown_dx": pl.String,
        "dx_why_not": pl.String,
        "dx_known": pl.Boolean,
    },
)


def dotted(code: str) -> str:
    """The diagnosis as people write it, with its dot: M5450 is M54.50."""
    bare = code.replace(".", "").upper()
    return bare if len(bare) <= 3 else f"{bare[:3]}.{bare[3:]}"


OWN = (
    pl.col("dx").list.join(" ").alias("dx_text"),
    pl.col("dx").list.len().cast(pl.Int32).alias("dx_count"),
    pl.col("service_date").dt.month_start().alias("month"),
    pl.col("pointers").is_not_null().alias("pointers_told"),
    pl.col("pointers").list.len().cast(pl.Int32).alias("pointer_count"),
)


def with_diagnoses(lines: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Adds the columns of `OWN` and `SCHEMA`, visit_dx_count, first_dx, bad_pointer and weak_dx.

    The visit's diagnoses are the distinct ones of its lines, in order of appearance. A line without pointers is
    linked to its own diagnoses.
    """
    lines = lines.with_columns(OWN)
    lists = _visit_lists(lines)[lines["session"]]
    pointed = _pointed(lines, lists)
    memories = _memories(lookups)
    facts = (
        memories.lists.facts(lines[["dx_text", "month"]]),
        lists[["visit_dx_count", "first_dx"]],
        pointed[["bad_pointer"]],
        memories.links.facts(pointed[["linked_dx"]]),
    )
    return beside(without(lines, ("dx_text", "month")), *facts)


class Memories(NamedTuple):
    """What lists of diagnoses say in a month, and what the diagnoses that a line is linked to say."""

    lists: Memory
    links: Memory


@lru_cache(maxsize=4)
def _memories(lookups: Lookups) -> Memories:
    def lists(questions: Sequence[Question]) -> pl.DataFrame:
        return pl.DataFrame([_meaning(text or "", month, lookups) for text, month in questions], SCHEMA)

    def links(questions: Sequence[Question]) -> pl.DataFrame:
        return pl.DataFrame({"weak_dx": [_weak(text or "", lookups) for (text,) in questions]}, WEAK)

    return Memories(Memory(lists), Memory(links))


def _meaning(text: str, month: date, lookups: Lookups) -> dict[str, Any]:
    """The facts of one list of diagnoses in one month."""
    codes = text.split()
    shaped = [code for code in codes if SHAPE.fullmatch(code)]
    status = dict(zip(shaped, lookups.book.icd.status_many([(code, month) for code in shaped]), strict=True))
    diagnoses = lookups.book.diagnoses
    told = {code: status.get(code, "malformed") for code in codes}
    retired = [code for code, state in told.items() if state == "not billable"]
    unknown = [code for code, state in told.items() if state == "unknown"]
    successors = {fact.code: " or ".join(fact.use_instead) for fact in diagnoses.retired}
    instead = [successors.get(dotted(code)) or MORE_SPECIFIC for code in retired]
    if len(retired) > 1:
        instead = [f"{words} for {dotted(code)}" for words, code in zip(instead, retired, strict=True)]
    return {
        "bad_dx": ", ".join(code for code, state in told.items() if state == "malformed") or None,
        "retired_dx": ", ".join(map(dotted, retired)) or None,
        "dx_instead": "; ".join(instead) or None,
        "unknown_dx": ", ".join(map(dotted, unknown)) or None,
        "dx_why_not": f"the diagnosis list in the rule book does not answer for {month:%B %Y}"
        if unknown
        else None,
        "dx_known": any(state in {"billable", "not billable"} for state in told.values()),
    }


def _weak(text: str, lookups: Lookups) -> str | None:
    """The diagnoses that a line is linked to, where none of them makes massage plausible."""
    plausible = tuple(fact.prefix for fact in lookups.book.diagnoses.plausible_for_97124)
    vague = tuple(fact.prefix for fact in lookups.book.diagnoses.weak_for_97124)
    codes = [dotted(code) for code in text.split() if SHAPE.fullmatch(code)]
    if any(code.startswith(plausible) and not code.startswith(vague) for code in codes):
        return None
    return ", ".join(codes) or None


NEW_LIST = pl.any_horizontal(
    pl.col(name).ne_missing(pl.col(name).shift()) for name in ("session", "dx_text", "dx_count")
)


def _visit_lists(lines: pl.DataFrame) -> pl.DataFrame:
    """A row a session: visit_dx, visit_dx_count, first_dx."""
    told = lines[["session", "dx", "dx_text", "dx_count"]]
    lists = (
        (told if len(told) <= FEW else told.filter(NEW_LIST))[["session", "dx"]]
        .explode("dx", empty_as_null=True, keep_nulls=True)
        .drop_nulls()
        .unique(maintain_order=True)
        .group_by("session", maintain_order=True)
        .agg(pl.col("dx").alias("visit_dx"))
    )
    sessions = 0 if lines.is_empty() else lines["session"][-1] + 1
    return spread(lists[["visit_dx"]], lists["session"], sessions).with_columns(VISIT_LIST)


VISIT_LIST = (
    pl.col("visit_dx").list.len().cast(pl.Int32).fill_null(0).alias("visit_dx_count"),
    pl.col("visit_dx").list.first().alias("first_dx"),
)
NO_POINTER = (pl.col("dx_text").alias("linked_dx"), pl.lit(None, dtype=pl.String).alias("bad_pointer"))
PLACE = pl.col("pointers").list.eval(
    pl.element()
    .replace({letter: str(place) for place, letter in enumerate(POINTER_LETTERS, start=1)})
    .cast(pl.Int32, strict=False)
)
REACHED = pl.col("visit_dx").list.gather(pl.col("place").list.eval(pl.element() - 1), null_on_oob=True)
LINKED = (
    pl.when(pl.col("pointer_count") > 0)
    .then(REACHED.list.eval(pl.element().drop_nulls()).list.join(" "))
    .otherwise("dx_text")
    .alias("linked_dx")
)


def _pointed(lines: pl.DataFrame, lists: pl.DataFrame) -> pl.DataFrame:
    """A row a line: linked_dx, the diagnoses that it is linked to, and bad_pointer, the pointers to none."""
    if lines["pointers"].null_count() == len(lines):
        return lines.select(NO_POINTER)
    pointed = (
        lines.select("pointers", "pointer_count", "dx_text", PLACE.alias("place"))
        .hstack(lists)
        .with_row_index("at")
    )
    bad = (
        pointed.lazy()
        .filter(pl.col("pointer_count") > 0)
        .select("at", "pointers", "place", "visit_dx_count")
        .explode("pointers", "place", empty_as_null=True, keep_nulls=True)
        .filter(~pl.col("place").is_between(1, pl.col("visit_dx_count")).fill_null(value=False))
        .group_by("at", maintain_order=True)
        .agg(pl.col("pointers").str.join(", ").alias("bad_pointer"))
        .collect()
    )
    return pointed.select(LINKED).hstack(spread(bad.drop("at"), bad["at"], len(lines)))
