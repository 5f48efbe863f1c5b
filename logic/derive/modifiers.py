"""What a line's modifiers say, worked out once for each different set of modifiers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

from logic.derive.columns import beside
from logic.derive.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.derive.lookups import Lookups
    from logic.derive.memory import Question

THERAPY = {"GP": "pt", "GO": "ot", "GN": "slp"}
LIABILITY = {"GA", "GX", "GY", "GZ"}
SHAPE = re.compile(r"[A-Z0-9]{2}")

SCHEMA = pl.Schema(
    {
        "modifier_count": pl.Int32,
        "therapy_count": pl.Int32,
        "therapy_modifiers": pl.String,
        "therapy_discipline": pl.String,
        "assistant_modifiers": pl.String,
        "distinct_modifier": pl.String,
        "has_distinct": pl.Boolean,
        "has_liability": pl.Boolean,
        "contradiction": pl.String,
        "malformed_modifier": pl.String,
        "unknown_modifier": pl.String,
        "unfit_modifier": pl.String,
        "why_unfit": pl.String,
        "telehealth_modifier": pl.String,
        "why_telehealth": pl.String,
    }
    | {
        f"has_{code}": pl.Boolean
        for code in ("gp", "go", "gn", "cq", "co", "kx", "ga", "gx", "gy", "gz", "at")
    },
)


def meaning(modifiers: Sequence[str], lookups: Lookups) -> dict[str, Any]:
    """The facts of one set of modifiers, in the order that they stand on the line."""
    book = lookups.book
    held = set(modifiers)
    therapy = [code for code in THERAPY if code in held]
    distinct = [code for code in modifiers if code in lookups.distinct_modifiers]
    malformed = [code for code in modifiers if not SHAPE.fullmatch(code)]
    unfit = [code for code in modifiers if code in lookups.unfit_modifiers]
    afar = [code for code in modifiers if code in lookups.telehealth_modifiers]
    unheard = [code for code in modifiers if code not in lookups.known_modifiers and code not in malformed]
    clash = next((pair for pair in book.contradictions if set(pair.together) <= held), None)
    return {
        "modifier_count": len(modifiers),
        "therapy_count": len(therapy),
        "therapy_modifiers": " and ".join(therapy) or None,
        "therapy_discipline": THERAPY[therapy[0]] if len(therapy) == 1 else None,
        "assistant_modifiers": " and ".join(code for code in ("CQ", "CO") if code in held) or None,
        "distinct_modifier": " and ".join(distinct) or None,
        "has_distinct": bool(distinct),
        "has_liability": bool(held & LIABILITY),
        "contradiction": f"{' and '.join(clash.together)}: {clash.why}" if clash else None,
        "malformed_modifier": ", ".join(malformed) or None,
        "unknown_modifier": ", ".join(unheard) or None,
        "unfit_modifier": ", ".join(unfit) or None,
        "why_unfit": lookups.unfit_modifiers[unfit[0]] if unfit else None,
        "telehealth_modifier": ", ".join(afar) or None,
        "why_telehealth": lookups.telehealth_modifiers[afar[0]] if afar else None,
    } | {
        f"has_{code.lower()}": code in held
        for code in ("GP", "GO", "GN", "CQ", "CO", "KX", "GA", "GX", "GY", "GZ", "AT")
    }


OWN = (
    pl.col("modifiers").list.join(" ").alias("modifier_text"),
    pl.col("modifiers").is_not_null().alias("modifiers_told"),
)


def with_modifiers(lines: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Adds `modifier_text`, `modifiers_told` and the columns of `SCHEMA`."""
    lines = lines.with_columns(OWN)
    return beside(lines, _memory(lookups).facts(lines[["modifier_text"]]))


@lru_cache(maxsize=4)
def _memory(lookups: Lookups) -> Memory:
    def answer(questions: Sequence[Question]) -> pl.DataFrame:
        return pl.DataFrame([meaning((text or "").split(), lookups) for (text,) in questions], schema=SCHEMA)

    return Memory(answer)
