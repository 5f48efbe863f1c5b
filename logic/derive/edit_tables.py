"""Pair edits as look-ups: which edits an edit table holds, whose table a payer follows, which codes it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from logic.derive.periods import BEGINNING, begin_days
from logic.rulebook.base import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from logic.rulebook import PairEdition, RuleBook
    from logic.rulebook.base import Setting
    from logic.rulebook.payers import Payer


class Edit(NamedTuple):
    """What a pair edit says, and the days on which it holds."""

    indicator: str
    from_: date | None
    to: date | None

    def holds(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)


def edit_breaks(book: RuleBook) -> list[date]:
    """The days on which a pair-edit edition begins or ends."""
    return sorted(begin_days(book.pair_editions))


def _edit_owner(payer: Payer) -> str:
    return payer.id if payer.pair_edits.own else payer.pair_edits.follows


def _edit_rows(edition: PairEdition, setting: Setting) -> Iterable[tuple[str, str, Edit]]:
    for row in edition.rows(setting):
        yield row.column1, row.column2, Edit(row.indicator, row.from_, row.to)


def edits(book: RuleBook) -> dict[tuple[str, str, str], tuple[Edit, ...]]:
    """Pair edits by edit table ("owner|period|setting"), column 1 and column 2."""
    found: dict[tuple[str, str, str], tuple[Edit, ...]] = {}
    owners = {_edit_owner(payer): payer for payer in book.payers.values()}
    for number, day in enumerate([BEGINNING, *edit_breaks(book)]):
        for setting in SETTINGS:
            published = [
                row
                for edition in book.pair_editions
                if edition.holds(day) and setting in edition.settings
                for row in _edit_rows(edition, setting)
            ]
            for owner, payer in owners.items():
                table = f"{owner}|{number}|{setting}"
                own = [(e.column1, e.column2, Edit(e.indicator, e.from_, e.to)) for e in payer.pair_edits.own]
                mine = {row[:2] for row in own}
                followed = published if payer.pair_edits.follows == "ncci" else []
                for column1, column2, edit in [*own, *(row for row in followed if row[:2] not in mine)]:
                    key = (table, column1, column2)
                    found[key] = (*found.get(key, ()), edit)
    return found


def edit_tables(book: RuleBook) -> pl.DataFrame:
    """A row a payer, setting and period: edit_table, and whether a published edition covers the period."""
    rows = [
        {
            "payer": payer.id,
            "setting": setting,
            "edit_period": number,
            "edit_table": f"{_edit_owner(payer)}|{number}|{setting}",
            "edits_cover": book.edits_cover(day, setting),
        }
        for payer in book.payers.values()
        for number, day in enumerate([BEGINNING, *edit_breaks(book)])
        for setting in SETTINGS
    ]
    return pl.DataFrame(rows, schema_overrides={"edit_period": pl.UInt16})


def families(book: RuleBook) -> pl.DataFrame:
    """The codes whose pairs with each other are all known in a period: edit_period, code."""
    rows = []
    for number, day in enumerate([BEGINNING, *edit_breaks(book)]):
        holding = [edition for edition in book.pair_editions if edition.table != "own" and edition.holds(day)]
        known = {code for edition in holding for code in (edition.family or book.codes)}
        rows += [(number, code, True) for code in sorted(known)]
    schema = {"edit_period": pl.UInt16, "code": pl.String, "in_family": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")
