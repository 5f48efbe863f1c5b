"""Decide which edition answers when: a newer one closes the older, a practice's own rows come first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from logic.rulebook.base import SETTINGS, Setting
from logic.rulebook.editions import (
    ONE_DAY,
    LimitEdition,
    Override,
    PairEdit,
    PairEdition,
    UnitLimit,
    Window,
    overlap,
    without,
)
from logic.rulebook.tables import EditionFile, LimitEditionFile, PairEditionFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from logic.rulebook.reading import Entry, Folder

E = TypeVar("E", bound=EditionFile)
R = TypeVar("R", PairEdit, UnitLimit)
Where = tuple[str, Setting]  # the file of an edition, and the setting


@dataclass(frozen=True)
class _Part(Generic[E, R]):
    """An edition with its days, and its rows in the settings in which it has these days."""

    entry: Entry[E]
    window: Window
    rows: Mapping[Setting, tuple[R, ...]]

    def told(self) -> dict[str, Any]:
        """What every resolved edition tells."""
        item = self.entry.item
        start, end = self.window
        return {
            "table": item.table,
            "label": item.label,
            "edition": item.edition,
            "from_": start,
            "to": end,
            "review_by": item.review_by,
            "source": item.source,
            "to_confirm": item.to_confirm,
            "note": item.note,
            "settings": tuple(self.rows),
            "file": self.entry.file,
        }


def resolve_pairs(folders: Sequence[Folder], overrides: list[Override]) -> tuple[PairEdition, ...]:
    """Give the pair editions with their days; problems go to the folder that made them."""
    entries = [entry for folder in folders for entry in folder.pair_edits]
    parts = _resolve(entries, folders, overrides, _pair_rows)
    return tuple(
        PairEdition(
            **part.told(),
            family=frozenset(part.entry.item.family),
            withdrawn=part.entry.item.withdrawn,
            by_setting=part.rows,
        )
        for part in parts
    )


def resolve_limits(folders: Sequence[Folder], overrides: list[Override]) -> tuple[LimitEdition, ...]:
    """Give the limit editions with their days; problems go to the folder that made them."""
    entries = [entry for folder in folders for entry in folder.unit_limits]
    parts = _resolve(entries, folders, overrides, _limit_rows)
    return tuple(
        LimitEdition(**part.told(), limits=part.entry.item.limits, by_setting=part.rows) for part in parts
    )


def _resolve(
    entries: Sequence[Entry[E]],
    folders: Sequence[Folder],
    overrides: list[Override],
    rows_of: Callable[[E, Setting, Window], list[R]],
) -> Iterator[_Part[E, R]]:
    published: list[Entry[E]] = [entry for entry in entries if entry.item.table != "own"]
    own: list[Entry[E]] = [entry for entry in entries if entry.item.table == "own"]
    windows: dict[Where, Window] = {}
    for setting in SETTINGS:
        here = [entry for entry in published if setting in entry.item.settings]
        windows |= _windows(here, setting, folders, overrides)
        windows |= {
            (entry.file, setting): (entry.item.from_, entry.item.to)
            for entry in own
            if setting in entry.item.settings
        }
    items = {entry.file: entry.item for entry in entries}
    rows = {where: rows_of(items[where[0]], where[1], window) for where, window in windows.items()}
    _own_first(own, published, rows, folders, overrides)
    for entry in (*published, *own):
        yield from _parts(entry, windows, rows)


def _windows(
    entries: Sequence[Entry[E]], setting: Setting, folders: Sequence[Folder], overrides: list[Override]
) -> dict[Where, Window]:
    """The days of each published edition in one setting: a newer edition closes the older."""
    found: dict[Where, Window] = {}
    ordered = sorted(entries, key=lambda entry: (entry.item.from_, entry.own))
    for number, entry in enumerate(ordered):
        start, end = entry.item.from_, entry.item.to
        later = ordered[number + 1] if number + 1 < len(ordered) else None
        if later is None or (end is not None and end < later.item.from_):
            found[entry.file, setting] = (start, end)
            continue
        same_day = later.item.from_ == start
        if entry.own == later.own and (same_day or end is not None):
            wrong = f"overlaps the edition {later.item.edition} of {later.file} ({setting})"
            right = f"End it before {later.item.from_}, or leave 'to' empty: the newer one then closes it."
            _folder(entry, folders).problem(entry.file, ("from",) if same_day else ("to",), wrong, right)
        if later.own and not entry.own:
            did = "replaced" if same_day else f"closed on {later.item.from_ - ONE_DAY}"
            says = f"{entry.item.edition} ({setting}) is {did} by {later.item.edition}"
            overrides.append(Override(entry.item.table, entry.item.edition, later.file, entry.file, says))
        if not same_day:
            found[entry.file, setting] = (start, later.item.from_ - ONE_DAY)
    return found


def _own_first(
    own: Sequence[Entry[E]],
    published: Sequence[Entry[E]],
    rows: dict[Where, list[R]],
    folders: Sequence[Folder],
    overrides: list[Override],
) -> None:
    """Take the days of a practice's own rows out of the published rows with the same key."""
    taken: dict[tuple[Setting, frozenset[str]], list[tuple[Window, str]]] = defaultdict(list)
    for entry in own:
        for setting in entry.item.settings:
            for row in rows[entry.file, setting]:
                for window, file in taken[setting, row.key]:
                    if overlap(window, (row.from_, row.to)):
                        wrong = f"{row.name} ({setting}) has another own row for the same days in {file}"
                        _folder(entry, folders).problem(entry.file, ("from",), wrong, "Keep one of them.")
                taken[setting, row.key].append(((row.from_, row.to), entry.file))
            rows[entry.file, setting] = [row for row in rows[entry.file, setting] if not row.lifted]
    for entry in published:
        for setting in entry.item.settings:
            if (entry.file, setting) in rows:
                cut = [
                    piece
                    for row in rows[entry.file, setting]
                    for piece in _cut(row, taken.get((setting, row.key), ()), entry.file, overrides)
                ]
                rows[entry.file, setting] = cut


def _cut(row: R, holes: Sequence[tuple[Window, str]], file: str, overrides: list[Override]) -> Iterator[R]:
    """The row on the days that no own row takes."""
    if not holes:
        yield row
        return
    pieces: list[Window] = [(row.from_, row.to)]
    for hole, own_file in holes:
        if any(overlap(piece, hole) for piece in pieces):
            says = f"{row.name} ({row.setting}) from {hole[0]}"
            overrides.append(Override(row.table, row.name, own_file, file, says))
        pieces = [left for piece in pieces for left in without(piece, hole)]
    for start, end in pieces:
        yield replace(row, from_=start, to=end)


def _folder(entry: Entry[E], folders: Sequence[Folder]) -> Folder:
    return next(folder for folder in folders if folder.own == entry.own)


def _parts(
    entry: Entry[E], windows: Mapping[Where, Window], rows: Mapping[Where, list[R]]
) -> Iterator[_Part[E, R]]:
    """One part for all settings of an edition, or one for each where their days differ."""
    groups: dict[Window, dict[Setting, tuple[R, ...]]] = defaultdict(dict)
    for setting in entry.item.settings:
        where = (entry.file, setting)
        if where in windows:
            groups[windows[where]][setting] = tuple(rows[where])
    for window, mine in groups.items():
        yield _Part(entry, window, mine)


def _pair_rows(item: PairEditionFile, setting: Setting, window: Window) -> list[PairEdit]:
    """The edits of a setting: its own block, over the practitioner block where both are in the file."""
    indicators: dict[tuple[str, str], str] = {}
    blocks = SETTINGS if setting == SETTINGS[1] and SETTINGS[0] in item.settings else (setting,)
    for block in blocks:
        for column1, by_indicator in item.edits.get(block, {}).items():
            for indicator, column2s in by_indicator.items():
                indicators |= {(column1, column2): indicator for column2 in column2s}
    start, end = window

    def row(
        pair: tuple[str, str], indicator: str, days: Window = (start, end), rationale: str = ""
    ) -> PairEdit:
        return PairEdit(
            setting,
            *pair,
            indicator,
            *days,
            item.edition,
            item.source,
            item.to_confirm,
            rationale,
            item.table,
        )

    lifted = {"none"} if item.table == "own" else set()
    rows = [row(pair, how) for pair, how in indicators.items() if how in {"0", "1"} | lifted]
    for edit in item.dated:
        days = (edit.from_ or start, edit.to)
        if edit.setting == setting and edit.indicator != "9" and overlap(days, window):
            last = min((day for day in (edit.to, end) if day is not None), default=None)
            pair = (edit.column1, edit.column2)
            rows.append(row(pair, edit.indicator, (max(days[0], start), last), edit.rationale))
    return rows


def _limit_rows(item: LimitEditionFile, setting: Setting, window: Window) -> list[UnitLimit]:
    rows = []
    start, end = window
    for code, limit in item.limits.items():
        in_hospital = setting == "outpatient_hospital"
        units = limit.outpatient_hospital if in_hospital else limit.practitioner
        mai = (limit.mai_outpatient_hospital if in_hospital else None) or limit.mai
        if units is not None:
            told = (item.source, item.to_confirm, limit.note)
            rows.append(UnitLimit(setting, code, units, mai, start, end, item.edition, *told, item.table))
    return rows
