"""The documented technique, and whether it belongs to the billed code."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from logic.derive.columns import Constants, beside
from logic.derive.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from logic.derive.lookups import Lookups
    from logic.derive.memory import Question
    from logic.rulebook.models import Technique

SEPARATORS = re.compile(r"[,;/+&]| and ")


def facts_of(text: str, lookups: Lookups) -> list[Technique] | None:
    """What the vocabulary says of the techniques in a text; None where a word is not in it."""
    whole = lookups.techniques.get(_plain(text))
    if whole is not None:
        return [whole]
    found = []
    for part in SEPARATORS.split(text.lower()):
        if not part.strip():
            continue
        fact = lookups.techniques.get(_plain(part))
        if fact is None:
            return None
        found.append(fact)
    return found or None


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("-", " ").split())


SCHEMA = pl.Schema(
    {
        "technique_codes": pl.String(),
        "technique_fits": pl.Boolean(),
        "technique_fits_all": pl.Boolean(),
        "technique_to_confirm": pl.Boolean(),
    },
)
UNTOLD = Constants(
    pl.lit(None, dtype=pl.String).alias("technique_codes"),
    *(pl.lit(value=False).alias(name) for name in SCHEMA.names()[1:]),
)


def with_techniques(lines: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Adds technique_codes ("97140 or 97124", null if not in the vocabulary) and what `SCHEMA` names besides."""
    if lines["technique"].null_count() == len(lines):
        return UNTOLD.on(lines)
    return beside(lines, _memory(lookups).facts(lines[["technique", "code"]]))


@lru_cache(maxsize=4)
def _memory(lookups: Lookups) -> Memory:
    def answer(questions: Sequence[Question]) -> pl.DataFrame:
        rows = [_meaning(text, code, lookups) for text, code in questions]
        return pl.DataFrame(rows, SCHEMA, orient="row")

    return Memory(answer)


def _meaning(text: str | None, code: str, lookups: Lookups) -> tuple[str | None, bool, bool, bool]:
    """The facts of a technique beside a code."""
    known = None if text is None else facts_of(text, lookups)
    if not known:
        return None, False, False, False
    codes = {one for fact in known for one in fact.codes}
    fits_all = all(code in fact.codes for fact in known)
    return " or ".join(sorted(codes)), code in codes, fits_all, any(fact.to_confirm for fact in known)
