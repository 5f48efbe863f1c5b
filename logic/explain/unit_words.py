"""What the unit rules say beyond their numbers: every valid split, and which line cannot be right.

The judge has decided already; this asks the calculator for the words, once for each different visit.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

from logic.calculators import units as calculator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from logic.calculators.units import UnitResult
    from logic.derive.derived import Derived
    from logic.rulebook import RuleBook

SCHEMA = pl.Schema(
    {
        "lines": pl.List(pl.Int64()),
        "line": pl.Int64(),
        "code": pl.String(),
        "minutes_words": pl.String(),
        "split_words": pl.String(),
        "over_code": pl.String(),
        "under_code": pl.String(),
        "over_words": pl.String(),
        "units_billed_words": pl.String(),
        "cms_words": pl.String(),
        "midpoint_words": pl.String(),
        "methods_agree": pl.String(),
    },
)
Words = dict[str, Any]
Visit = tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...], tuple[tuple[int, ...], ...]]


def too_many(hits: pl.DataFrame, derived: Derived) -> pl.DataFrame:
    """U101: the lines with more units than any valid split gives them."""
    return _with_words(hits, derived, _over)


def too_few(hits: pl.DataFrame, derived: Derived) -> pl.DataFrame:
    """U102: the lines with fewer units than every valid split gives them."""
    return _with_words(hits, derived, _under)


def wrong_code(hits: pl.DataFrame, derived: Derived) -> pl.DataFrame:
    """U103: the code with too many units, and the one with too few."""
    return _with_words(hits, derived, _misplaced)


def both_methods(hits: pl.DataFrame, derived: Derived) -> pl.DataFrame:
    """U108: what each counting method gives."""
    return _with_words(hits, derived, _two_answers)


def split_words(splits: tuple[dict[str, int], ...]) -> str:
    """Splits in words: "2 units of 97110 and 1 unit of 97140, or …"."""
    told = [
        " and ".join(
            f"{units} {'unit' if units == 1 else 'units'} of {code}" for code, units in split.items()
        )
        for split in splits
    ]
    return ", or ".join(text or "no timed unit" for text in told)


def _with_words(
    hits: pl.DataFrame, derived: Derived, tell: Callable[[Visit, RuleBook], Words]
) -> pl.DataFrame:
    """The hits with the columns of `SCHEMA`."""
    timed = derived.lines.filter(pl.col("timed")).join(hits.select("session"), on="session", how="semi")
    codes = timed.group_by("session", "code", maintain_order=True).agg(
        pl.col("minutes").sum(),
        pl.col("units").sum(),
        pl.col("line").cast(pl.Int64),
    )
    visits = codes.group_by("session", maintain_order=True).agg("code", "minutes", "units", "line")
    book = derived.lookups.book
    told = cache_of(tell, book)
    rows = []
    for session, code, minutes, units, lines in visits.iter_rows():
        visit = (tuple(code), tuple(minutes), tuple(units), tuple(map(tuple, lines)))
        rows.append({"session": session, **told(visit)})
    facts = pl.DataFrame(rows, schema={"session": pl.UInt32(), **SCHEMA})
    return hits.join(facts, on="session", how="left", maintain_order="left")


@lru_cache(maxsize=16)
def cache_of(tell: Callable[[Visit, RuleBook], Words], book: RuleBook) -> Callable[[Visit], Words]:
    """`tell` for one book, remembering visits that it has seen."""

    @lru_cache(maxsize=20_000)
    def told(visit: Visit) -> Words:
        return tell(visit, book)

    return told


def _answer(visit: Visit, book: RuleBook) -> UnitResult:
    codes, minutes, _, _ = visit
    return calculator.cms(dict(zip(codes, minutes, strict=True)), book)


def _common(visit: Visit, splits: tuple[dict[str, int], ...]) -> Words:
    codes, minutes, units, _ = visit
    billed = {code: count for code, count in zip(codes, units, strict=True) if count}
    return {
        "split_words": split_words(splits),
        "minutes_words": ", ".join(f"{code} {count}" for code, count in zip(codes, minutes, strict=True)),
        "units_billed_words": split_words((billed,)),
    }


def _pointing(visit: Visit, chosen: list[str]) -> Words:
    """Where to look: one line if it is one, else all of them."""
    codes, _, _, lines = visit
    places = [line for code, own in zip(codes, lines, strict=True) if code in chosen for line in own]
    return {
        "lines": places,
        "line": places[0] if len(places) == 1 else None,
        "code": chosen[0] if len(chosen) == 1 else None,
    }


def _bounds(visit: Visit, splits: tuple[dict[str, int], ...]) -> tuple[dict[str, int], dict[str, int]]:
    """The fewest and the most units that any valid split gives each code."""
    least = {code: min(split.get(code, 0) for split in splits) for code in visit[0]}
    most = {code: max(split.get(code, 0) for split in splits) for code in visit[0]}
    return least, most


def _over(visit: Visit, book: RuleBook) -> Words:
    splits = _answer(visit, book).splits
    least, most = _bounds(visit, splits)
    billed = dict(zip(visit[0], visit[2], strict=True))
    over = [code for code in visit[0] if billed[code] > most[code]]
    return _common(visit, splits) | _pointing(visit, over or [c for c in visit[0] if billed[c] > least[c]])


def _under(visit: Visit, book: RuleBook) -> Words:
    splits = _answer(visit, book).splits
    least, most = _bounds(visit, splits)
    billed = dict(zip(visit[0], visit[2], strict=True))
    under = [code for code in visit[0] if billed[code] < least[code]]
    return _common(visit, splits) | _pointing(visit, under or [c for c in visit[0] if billed[c] < most[c]])


def _misplaced(visit: Visit, book: RuleBook) -> Words:
    answer = _answer(visit, book)
    billed = dict(zip(visit[0], visit[2], strict=True))
    nearest = min(
        answer.splits,
        key=lambda split: sum(abs(units - split.get(code, 0)) for code, units in billed.items()),
    )
    over = [code for code in visit[0] if billed[code] > nearest.get(code, 0)]
    under = [code for code in visit[0] if billed[code] < nearest.get(code, 0)]
    left = {row.code: row.left_over for row in answer.rows}
    compared = [f"{code} has {left.get(code, 0)} minute(s) left over" for code in (*over, *under)]
    found = _common(visit, answer.splits) | _pointing(visit, over)
    places = [
        line for code, own in zip(visit[0], visit[3], strict=True) if code in {*over, *under} for line in own
    ]
    return found | {
        "lines": places,
        "over_code": " and ".join(over),
        "under_code": " and ".join(under),
        "over_words": ", ".join(compared),
    }


def _two_answers(visit: Visit, book: RuleBook) -> Words:
    codes, minutes, units, _ = visit
    told: Mapping[str, int] = dict(zip(codes, minutes, strict=True))
    pooled, alone = calculator.cms(told, book), calculator.midpoint(told, book)
    billed = {code: count for code, count in zip(codes, units, strict=True) if count}
    fits = [
        name
        for name, answer in (("total time", pooled), ("each code alone", alone))
        if billed in answer.splits
    ]
    verdict = {
        0: "what is billed fits neither method",
        1: f"what is billed fits only the {fits[0] if fits else ''} method",
        2: "what is billed fits both methods",
    }[len(fits)]
    return _common(visit, pooled.splits) | {
        "cms_words": split_words(pooled.splits),
        "midpoint_words": split_words(alone.splits),
        "methods_agree": verdict,
    }
