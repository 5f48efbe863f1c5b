"""What the unit rules say beyond their numbers: every valid split, and which line cannot be right.

The judge has decided already; this asks the calculator for the words, once for each different visit.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from logic.calculators import units as calculator
from logic.derive.pairs import KEPT_PERHAPS
from logic.who_counts import PERSONS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

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
        "kept_words": pl.String(),
        "cms_words": pl.String(),
        "midpoint_words": pl.String(),
        "methods_agree": pl.String(),
    },
)
Words = dict[str, Any]


class Visit(NamedTuple):
    """The timed services of a visit as they were billed. `kept_out`: as `logic.derive.pairs` has it.

    `left_out`: minutes outside the count, each in words.
    """

    codes: tuple[str, ...]
    minutes: tuple[int, ...]
    units: tuple[int, ...]
    lines: tuple[tuple[int, ...], ...]
    kept_out: tuple[int, ...]
    left_out: tuple[str, ...] = ()

    @property
    def waived(self) -> frozenset[str]:
        """The services that are rightly not billed beside another."""
        return frozenset(compress(self.codes, self.kept_out))

    @property
    def second(self) -> frozenset[str]:
        """Those of them that are column 2 of the edit."""
        return frozenset(
            code for code, how in zip(self.codes, self.kept_out, strict=True) if 0 < how <= KEPT_PERHAPS
        )

    @property
    def billed(self) -> dict[str, int]:
        """Units of each code."""
        return dict(zip(self.codes, self.units, strict=True))

    def timed(self) -> dict[str, int]:
        """Minutes of each code."""
        return dict(zip(self.codes, self.minutes, strict=True))

    def places(self, chosen: Collection[str]) -> list[int]:
        """The lines of those codes."""
        return [
            line for code, own in zip(self.codes, self.lines, strict=True) if code in chosen for line in own
        ]


def too_many(hits: pl.DataFrame, derived: Derived) -> pl.DataFrame:
    """U101: the lines with more units than any valid split gives them."""
    return _with_words(hits, derived, _over)


def too_few(hits: pl.DataFrame, derived: Derived) -> pl.DataFrame:
    """U102: the lines with fewer units than every valid split gives them."""
    return _with_words(hits, derived, _under)


def wrong_code(hits: pl.DataFrame, derived: Derived) -> pl.DataFrame:
    """U103: the code with too many units, and the one with too few; or the one that an edit perhaps keeps out."""
    kept = hits["split_accepted"]
    told = [
        _with_words(hits.filter(chosen), derived, tell)
        for chosen, tell in ((kept, _kept_only), (~kept, _misplaced))
        if chosen.any()
    ]
    return told[0] if len(told) == 1 else pl.concat(told).sort("session")


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
    visits = (
        derived.lines.lazy()
        .select(
            "session",
            "code",
            pl.col("counted_minutes").alias("minutes"),
            "units",
            "line",
            "kept_out",
            "timed",
        )
        .filter(pl.col("timed") & pl.col("session").is_in(hits["session"].implode()))
        .group_by("session", "code", maintain_order=True)
        .agg(
            pl.col("minutes").sum(),
            pl.col("units").sum(),
            pl.col("line").cast(pl.Int64),
            pl.col("kept_out").min(),
        )
        .group_by("session", maintain_order=True)
        .agg("code", "minutes", "units", "line", "kept_out")
        .collect()
    )
    book = derived.lookups.book
    told = cache_of(tell, book)
    left_out = _left_out(hits, derived)
    different: dict[Visit, int] = {}
    # Column by column, for rows that hold lists are slow to get.
    sessions, codes, minutes, units, lines, kept = (column.to_list() for column in visits.iter_columns())
    same = map(
        Visit,
        map(tuple, codes),
        map(tuple, minutes),
        map(tuple, units),
        (tuple(map(tuple, own)) for own in lines),
        map(tuple, kept),
        (left_out.get(session, ()) for session in sessions),
    )
    which = [different.setdefault(visit, len(different)) for visit in same]
    said = [told(visit) for visit in different]
    words = pl.DataFrame({name: [one.get(name) for one in said] for name in SCHEMA}, schema=SCHEMA)
    facts = words[which].insert_column(0, pl.Series("session", sessions, dtype=pl.UInt32))
    return hits.join(facts, on="session", how="left", maintain_order="left")


def _left_out(hits: pl.DataFrame, derived: Derived) -> dict[int, tuple[str, ...]]:
    """Minutes of timed codes that earn no unit, by session: "left out: 97124 15 by an aide"."""
    told = (
        derived.lines.lazy()
        .filter((pl.col("kind") == "timed") & ~pl.col("timed") & (pl.col("counted_minutes") > 0))
        .filter(pl.col("session").is_in(hits["session"].implode()))
        .group_by("session", "code", "treated_by", maintain_order=True)
        .agg(
            pl.col("counted_minutes").sum(),
            (pl.col("service_date") > pl.col("valid_to")).any().alias("ended"),
        )
        .collect()
    )
    found: dict[int, tuple[str, ...]] = {}
    for session, code, who, minutes, ended in told.iter_rows():
        by = "not in force that day" if ended or who not in PERSONS else f"by {PERSONS[who]}"
        found[session] = (*found.get(session, ()), f"left out: {code} {minutes} {by}")
    return found


@lru_cache(maxsize=16)
def cache_of(tell: Callable[[Visit, RuleBook], Words], book: RuleBook) -> Callable[[Visit], Words]:
    """`tell` for one book, remembering visits that it has seen."""

    @lru_cache(maxsize=20_000)
    def told(visit: Visit) -> Words:
        return tell(visit, book)

    return told


def _splits(
    visit: Visit, answer: UnitResult, without: frozenset[str] | None = None
) -> tuple[dict[str, int], ...]:
    """The valid splits as they can be billed: without the units of services that a pair edit keeps out."""
    gone = visit.waived if without is None else without
    if not gone:
        return answer.splits
    billable = [{code: units for code, units in split.items() if code not in gone} for split in answer.splits]
    return tuple(split for place, split in enumerate(billable) if split not in billable[:place])


def _common(visit: Visit, splits: tuple[dict[str, int], ...]) -> Words:
    billed = {code: count for code, count in visit.billed.items() if count}
    told = [
        f"{code} {count}" + (" kept out by a pair edit" if code in visit.second else "")
        for code, count in visit.timed().items()
    ]
    return {
        "split_words": split_words(splits),
        "minutes_words": "; ".join([", ".join(told), *visit.left_out]),
        "units_billed_words": split_words((billed,)),
        "kept_words": _kept(visit),
    }


def _kept(visit: Visit) -> str:
    """The services that a pair edit keeps off the claim: "97124 (15 minutes)"."""
    return " and ".join(
        f"{code} ({count} minutes)" for code, count in visit.timed().items() if code in visit.waived
    )


def _pointing(visit: Visit, chosen: list[str]) -> Words:
    """Where to look: one line if it is one, else all of them."""
    places = visit.places(chosen)
    return {
        "lines": places,
        "line": places[0] if len(places) == 1 else None,
        "code": chosen[0] if len(chosen) == 1 else None,
    }


def _bounds(visit: Visit, splits: tuple[dict[str, int], ...]) -> tuple[dict[str, int], dict[str, int]]:
    """The fewest and the most units that any valid split gives each code."""
    least = {code: min(split.get(code, 0) for split in splits) for code in visit.codes}
    most = {code: max(split.get(code, 0) for split in splits) for code in visit.codes}
    return least, most


def _over(visit: Visit, book: RuleBook) -> Words:
    splits = _splits(visit, calculator.cms(visit.timed(), book))
    least, most = _bounds(visit, splits)
    over = [code for code, units in visit.billed.items() if units > most[code]]
    may_be = [code for code, units in visit.billed.items() if units > least[code]]
    return _common(visit, splits) | _pointing(visit, over or may_be)


def _under(visit: Visit, book: RuleBook) -> Words:
    splits = _splits(visit, calculator.cms(visit.timed(), book))
    least, most = _bounds(visit, splits)
    under = [code for code, units in visit.billed.items() if units < least[code]]
    may_be = [code for code, units in visit.billed.items() if units < most[code]]
    kept = [code for code in visit.codes if code in visit.waived]
    return _common(visit, splits) | _pointing(visit, under or may_be or kept)


def _misplaced(visit: Visit, book: RuleBook) -> Words:
    answer = calculator.cms(visit.timed(), book)
    splits, billed = _splits(visit, answer, visit.second), visit.billed
    nearest = min(
        splits,
        key=lambda split: sum(abs(units - split.get(code, 0)) for code, units in billed.items()),
    )
    over = [code for code, units in billed.items() if units > nearest.get(code, 0)]
    under = [code for code, units in nearest.items() if units > billed.get(code, 0)]
    left = {row.code: row.left_over for row in answer.rows}
    compared = [f"{code} has {left.get(code, 0)} minute(s) left over" for code in (*over, *under)]
    return (
        _common(visit, splits)
        | _pointing(visit, over)
        | {
            "lines": visit.places({*over, *under}),
            "over_code": " and ".join(over),
            "under_code": " and ".join(under),
            "over_words": ", ".join(compared),
        }
    )


def _kept_only(visit: Visit, _: RuleBook) -> Words:
    billed = {code: count for code, count in visit.billed.items() if count}
    return _common(visit, (billed,)) | _pointing(
        visit, [code for code in visit.codes if code in visit.waived]
    )


def _two_answers(visit: Visit, book: RuleBook) -> Words:
    pooled, alone = calculator.cms(visit.timed(), book), calculator.midpoint(visit.timed(), book)
    billed = {code: count for code, count in visit.billed.items() if count}
    answers = {"total-time rule": pooled, "midpoint rule": alone}
    fits = [name for name, answer in answers.items() if billed in answer.splits]
    verdict = {
        0: "what is billed fits neither rule",
        1: f"what is billed fits only the {''.join(fits)}",
        2: "what is billed fits both rules",
    }[len(fits)]
    return _common(visit, pooled.splits) | {
        "cms_words": split_words(pooled.splits),
        "midpoint_words": split_words(alone.splits),
        "methods_agree": verdict,
    }
