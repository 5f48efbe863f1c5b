"""The unit calculator's answer in words: the splits, and what a person takes along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pages.parts.text import count, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from logic.calculators.units import BothMethods, UnitResult

NAMES: Final = {"cms": "Medicare total-time rule", "midpoint": "Per-code midpoint rule"}
MOST_SPLITS: Final = 6


def others(result: UnitResult) -> list[str]:
    """Say what stands beside the preferred split: the other ways of a tie, and what is not counted by time."""
    lines = []
    if result.split_count == 2:
        lines.append(f"or {in_words(result.splits[1])}: your choice")
    elif result.split_count > 2:
        lines.append(f"or {count(result.split_count - 1, 'other split')}: your choice")
    if result.untimed:
        lines.append(f"and, not by time, {in_words(result.untimed)}")
    return lines


def in_words(split_: Mapping[str, int]) -> str:
    """``97110 × 2, 97140 × 1``."""
    return ", ".join(f"{code} × {units}" for code, units in split_.items())


def text(result: BothMethods) -> str:
    """Give both answers as somebody would paste them, every valid split of each."""
    lines = []
    for each in (result.cms, result.midpoint):
        ways = [in_words(one) or "no timed unit" for one in each.splits[:MOST_SPLITS]]
        lines.append(f"{NAMES[each.method]}: {listed(ways, 'or')}")
    return "\n".join(lines)


def table_of(result: BothMethods) -> list[list[str]]:
    """Give both answers as a table, headings first."""
    rows = [["method", "split", "code", "minutes", "units"]]
    for each in (result.cms, result.midpoint):
        minutes = {row.code: str(row.minutes) for row in each.rows}
        for number, one in enumerate(each.splits, start=1):
            units = {**one, **each.untimed}
            rows += [
                [NAMES[each.method], str(number), code, minutes.get(code, ""), str(units.get(code, 0))]
                for code in dict.fromkeys((*minutes, *one, *each.untimed))
            ]
    return rows
