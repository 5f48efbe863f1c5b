"""Which kind of error meets whom: claims with the error of claims, by provider, by payer, or by both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

from logic.trends.titles import titles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.denials import Denials
    from logic.trends.view import TrendFrames

FEWEST: Final = 30
"""Claims below which a cell says nothing."""
BETWEEN: Final = "\n"
Across = Literal["provider", "payer", "both"]
Of = Literal["denials", "findings"]
Column = tuple[str, str]
"""Payer and provider; one of them is empty where it is summed over."""
_SHOWN: Final[Mapping[Across, tuple[str, ...]]] = {
    "provider": ("provider",),
    "payer": ("payer_name",),
    "both": ("payer_name", "provider"),
}


@dataclass(frozen=True, slots=True)
class Cells:
    """Kinds of error down (most claims first), columns across by name; `found` of `claims` have the error."""

    kinds: tuple[str, ...]
    columns: tuple[Column, ...]
    found: Mapping[tuple[str, Column], int]
    claims: Mapping[Column, int]

    def rate(self, kind: str, column: Column) -> float | None:
        """Claims in a hundred; None where there are too few to say."""
        size = self.claims.get(column, 0)
        return None if size < FEWEST else 100 * self.found.get((kind, column), 0) / size


def cells(frames: TrendFrames, denials: Denials, of: Of, across: Across) -> Cells:
    """Count first claims with each kind of error.

    denials: what payers refused in the first answer, of first claims that have an answer. findings: what our rules
    find wrong (not what only asks for the note), of all first claims.
    """
    by = _SHOWN[across]
    claims = frames.claims.filter(pl.col("first"))
    if of == "denials":
        claims = claims.filter(pl.col("first_result").is_not_null())
        errors = frames.denied.filter(pl.col("initial"))
    else:
        errors = frames.findings.filter(pl.col("state") == "fail", pl.col("first"))
    # Who sent a claim is told by the claim: a payer may answer in another name.
    sent = claims.select(
        "submission", pl.concat_str([_words(name) for name in by], separator=BETWEEN).alias("column")
    )
    sizes = sent.group_by("column").len()
    counts = (
        errors.select("submission", pl.col("category").cast(pl.String))
        .unique()
        .join(sent, on="submission")
        .group_by("category", "column")
        .len()
    )
    size = {_column(name, across): many for name, many in sizes.iter_rows()}
    told = titles(denials)
    found = {
        (told.get(category, category), _column(name, across)): many
        for category, name, many in counts.iter_rows()
    }
    weight: dict[str, int] = {}
    for (kind, _), many in found.items():
        weight[kind] = weight.get(kind, 0) + many
    kinds = tuple(sorted(weight, key=lambda kind: (-weight[kind], kind)))
    return Cells(kinds, tuple(sorted(size)), found, size)


def _words(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String).fill_null("not told")


def _column(name: str, across: Across) -> Column:
    if across == "provider":
        return "", name
    payer, _, provider = name.partition(BETWEEN)
    return payer, provider
