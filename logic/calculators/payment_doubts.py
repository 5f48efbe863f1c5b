"""What stands against an estimate: lines that are not paid together, or more units than a day's limit."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from logic.calculators.facts import join_words, plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from logic.calculators.payment import BilledLine
    from logic.rulebook import RuleBook


def doubts(lines: Sequence[BilledLine], on: date, book: RuleBook) -> tuple[str, ...]:
    """Give, in sentences, why some lines may not be paid although the estimate counts them.

    Only pair edits and unit limits of a practitioner's claim are looked up; the check of a visit looks at more.
    """
    units: dict[str, int] = {}
    for line in lines:
        units[line.code] = units.get(line.code, 0) + line.units
    billed = [code for code, count in units.items() if count]
    found: list[str] = []
    for one, other in combinations(billed, 2):
        edit = book.pair_edit(one, other, on)
        if edit is None or edit.indicator not in {"0", "1"}:
            continue
        pair, edition = f"{edit.column1} and {edit.column2}", f"edition of {edit.edition}"
        if edit.indicator == "0":
            found.append(
                f"{pair} are never paid together on one day ({edition}): {edit.column2} is denied, and no "
                "modifier helps. The estimate counts it all the same."
            )
        else:
            found.append(
                f"{pair} are a pair edit ({edition}): {edit.column2} is denied unless the record shows "
                "separate services and a modifier says so."
            )
    if len(billed) > 1 and not book.edits_cover(on):
        found.append(
            f"No pair edits of {on.isoformat()} are in the rule book, so whether {join_words(billed)} are paid "
            "together is not known."
        )
    for code, count in units.items():
        limit = book.unit_limit(code, on)
        if limit is not None and count > limit.units:
            found.append(
                f"{code}: {plural(count, 'unit')}, and the published limit of a day is {limit.units} "
                f"(edition of {limit.edition}). Units above it may be denied."
            )
    return tuple(found)
