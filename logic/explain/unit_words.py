"""What the unit rules say beyond their numbers: every valid split, and which line cannot be right.

The judge has decided already; this asks the calculator for the words, once for each different visit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from logic.calculators import units as calculator
from logic.calculators.facts import join_words
from logic.explain.as_billed import with_words

if TYPE_CHECKING:
    from logic.calculators.units import UnitResult
    from logic.derive.derived import Derived
    from logic.explain.as_billed import Visit, Words
    from logic.rulebook import RuleBook


def too_many(hits: pl.DataFrame, derived: Derived) -> pl.DataFrame:
    """U101: the lines with more units than any valid split gives them."""
    return with_words(hits, derived, _over)


def too_few(hits: pl.DataFrame, derived: Derived) -> pl.DataFrame:
    """U102: the lines with fewer units than every valid split gives them."""
    return with_words(hits, derived, _under)


def wrong_code(hits: pl.DataFrame, derived: Derived) -> pl.DataFrame:
    """U103: the code with too many units, and the one with too few; or the one that an edit perhaps keeps out."""
    kept = hits["split_accepted"]
    told = [
        with_words(hits.filter(chosen), derived, tell)
        for chosen, tell in ((kept, _kept_only), (~kept, _misplaced))
        if chosen.any()
    ]
    return told[0] if len(told) == 1 else pl.concat(told).sort("session")


def both_methods(hits: pl.DataFrame, derived: Derived) -> pl.DataFrame:
    """U108: what each counting method gives."""
    return with_words(hits, derived, _two_answers)


def split_words(splits: tuple[dict[str, int], ...]) -> str:
    """Splits in words: "2 units of 97110 and 1 unit of 97140, or …"."""
    told = [
        join_words(
            [f"{units} {'unit' if units == 1 else 'units'} of {code}" for code, units in split.items()]
        )
        for split in splits
    ]
    return ", or ".join(text or "no timed unit" for text in told)


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
    second = visit.second
    told = [
        f"{code} {count}" + (" kept out by a pair edit" if code in second else "")
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
    waived = visit.waived
    return " and ".join(
        f"{code} ({count} minutes)" for code, count in visit.timed().items() if code in waived
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
