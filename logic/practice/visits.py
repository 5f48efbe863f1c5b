"""Draw the minutes of a little visit: codes that may stand together, with the minutes that a blueprint wants."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date
    from random import Random

    from logic.calculators.unit_results import Method, UnitResult
    from logic.rulebook import RuleBook
    from logic.rulebook.payers import Payer

Trait = Literal["tie", "no-tie", "unbilled", "pooled", "methods-differ", "short", "near-edge", "many"]
"""What a visit can be wanted to show."""

EDGES = (7, 8, 14, 15, 16, 22, 23, 29, 30, 31, 37, 38)
DRAWS = 60
PLANS = {"pt": "Physical therapy", "ot": "Occupational therapy"}


def plan_words(payer: Payer, discipline: str) -> str:
    """What the visit is called in a note: a chiropractors' network has no physical therapy."""
    return "Chiropractic office" if payer.who_may_bill.chiropractor.allowed == "yes" else PLANS[discipline]


def codes_together(  # noqa: PLR0917 - what is drawn, and what it must go with
    random: Random, pool: Sequence[str], how_many: int, day: date, book: RuleBook, others: Sequence[str] = ()
) -> list[str] | None:
    """So many codes of the pool that no pair edit keeps apart, from each other and from the others."""
    alive = [code for code in pool if book.code_on(code, day) is not None]
    for _ in range(DRAWS):
        drawn = random.sample(alive, min(how_many, len(alive)))
        if len(drawn) == how_many and not _any_edit([*drawn, *others], day, book):
            return drawn
    return None


def _any_edit(codes: Sequence[str], day: date, book: RuleBook) -> bool:
    return any(book.pair_edit(a, b, day) is not None for a, b in combinations(codes, 2))


def draw_minutes(random: Random, codes: Sequence[str], fewest: int, most: int) -> dict[str, int]:
    """Minutes of each code; one time in four all near an edge, where ties and mistakes live."""
    edges = [edge for edge in EDGES if fewest <= edge <= most]
    near = bool(edges) and random.random() < 0.25
    return {code: random.choice(edges) if near else random.randint(fewest, most) for code in codes}


def shows(trait: Trait, result: UnitResult, other: UnitResult) -> bool:
    """Whether a visit, counted by the payer's rule and by the other one, shows that trait."""
    return _SHOWS[trait](result, other)


def may_show(traits: Collection[Trait], minutes: Mapping[str, int], method: Method) -> bool:
    """Whether a visit may show the traits: a quick look before the calculators are asked, who decide."""
    left = sorted((count % 15 for count in minutes.values()), reverse=True)
    total = sum(minutes.values())
    to_give = (total + 7) // 15 - sum(count // 15 for count in minutes.values())
    tied = 0 < to_give < len(left) and left[to_give - 1] == left[to_give]
    by_total = method == "cms"
    looks = {
        "tie": by_total and tied,
        "no-tie": not (by_total and tied),
        "unbilled": min(minutes.values()) < 15,
        "pooled": by_total and to_give > 0 and left[to_give - 1] < 8,
        "methods-differ": sum(rest >= 8 for rest in left) != to_give,
        "short": min(minutes.values()) < 8,
        "near-edge": (total + 7) % 15 in {0, 1, 13, 14},
        "many": total >= 68,
    }
    return all(looks[trait] for trait in traits)


def _pooled(result: UnitResult, _: UnitResult) -> bool:
    """A left-over of fewer than 8 minutes earns a unit."""
    return any(row.units > row.full and row.left_over < 8 for row in result.rows)


def _unbilled(result: UnitResult, _: UnitResult) -> bool:
    return any(not any(split.get(row.code) for split in result.splits) for row in result.rows)


_SHOWS: Mapping[Trait, Callable[[UnitResult, UnitResult], bool]] = {
    "tie": lambda result, _: result.split_count > 1,
    "no-tie": lambda result, _: result.split_count == 1,
    "unbilled": _unbilled,
    "pooled": _pooled,
    "methods-differ": lambda result, other: other.best not in result.splits,
    "short": lambda result, _: any(row.minutes < 8 for row in result.rows),
    "near-edge": lambda result, _: (result.timed_minutes + 7) % 15 in {0, 1, 13, 14},
    "many": lambda result, _: result.timed_units >= 5,
}


def within_limits(units: Mapping[str, int], day: date, payer: str, book: RuleBook) -> bool:
    """Whether the day's units stay inside the published limits and the payer's daily maximum."""
    for code, count in units.items():
        limit = book.unit_limit(code, day)
        if limit is not None and count > limit.units:
            return False
    cap = book.payers[payer].daily_cap
    return cap is None or sum(units.values()) <= cap.units
