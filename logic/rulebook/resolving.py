"""Decide which edition answers when: a newer one closes the older, a practice's own rows come first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from logic.rulebook.base import SETTINGS, Setting
from logic.rulebook.editions import (
    ONE_DAY,
    LimitEdition,
    Override,
    PairEdit,
    PairEdition,
    ResolvedEdition,
    UnitLimit,
    Window,
    overlap,
    without,
)
from logic.rulebook.tables import LimitEditionFile, PairEditionFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from logic.rulebook.reading import Entry, Folder

E = TypeVar("E", PairEditionFile, LimitEditionFile)
P = TypeVar("P", PairEdit, UnitLimit)


def resolve_pairs(folders: Sequence[Folder]) -> tuple[tuple[PairEdition, ...], list[Override]]:
    """Give the pair editions with their days; problems go to the folder that made them."""
    entries = [entry for folder in folders for entry in folder.pair_edits]
    resolved, overrides = _resolve(entries, folders, _pair_rows, PairEdition, "pair edits")
    return tuple(edition for edition in resolved if isinstance(edition, PairEdition)), overrides


def resolve_limits(folders: Sequence[Folder]) -> tuple[tuple[LimitEdition, ...], list[Override]]:
    """Give the limit editions with their days; problems go to the folder that made them."""
    entries = [entry for folder in folders for entry in folder.unit_limits]
    resolved, overrides = _resolve(entries, folders, _limit_rows, LimitEdition, "unit limits")
    return tuple(edition for edition in resolved if isinstance(edition, LimitEdition)), overrides


def _resolve(
    entries: Sequence[Entry[E]],
    folders: Sequence[Folder],
    rows_of: Callable[[E, Setting, Window], list[P]],
    made_of: type[PairEdition] | type[LimitEdition],
    kind: str,
) -> tuple[list[ResolvedEdition], list[Override]]:
    overrides: list[Override] = []
    published = [entry for entry in entries if entry.item.table != "own"]  # type: ignore[attr-defined]
    own = [entry for entry in entries if entry.item.table == "own"]  # type: ignore[attr-defined]
    windows: dict[tuple[int, Setting], Window] = {}
    for setting in SETTINGS:
        windows |= _windows([e for e in published if setting in e.item.settings], setting, folders, overrides)
    for entry in own:
        windows |= {(id(entry), s): (entry.item.from_, entry.item.to) for s in entry.item.settings}
    made = {
        (id(entry), setting): rows_of(entry.item, setting, windows[id(entry), setting])
        for entry in (*published, *own)
        for setting in entry.item.settings
        if (id(entry), setting) in windows
    }
    _put_own_first(published, own, made, folders, overrides, kind)
    return [
        edition for entry in (*published, *own) for edition in _editions(entry, windows, made, made_of)
    ], overrides


def _windows(
    entries: Sequence[Entry[E]], setting: Setting, folders: Sequence[Folder], overrides: list[Override]
) -> dict[tuple[int, Setting], Window]:
    """The days of each published edition in one setting: a newer edition closes the older."""
    found: dict[tuple[int, Setting], Window] = {}
    ordered = sorted(entries, key=lambda entry: (entry.item.from_, entry.own))
    for number, entry in enumerate(ordered):
        start, end = entry.item.from_, entry.item.to
        later = ordered[number + 1] if number + 1 < len(ordered) else None
        if later is None or (end is not None and end < later.item.from_):
            found[id(entry), setting] = (start, end)
            continue
        same_day = later.item.from_ == start
        if entry.own == later.own and (same_day or end is not None):
            wrong = f"overlaps the edition {later.item.edition} of {later.file} ({setting})"
            right = f"End it before {later.item.from_}, or leave 'to' empty: the newer one then closes it."
            _folder_of(entry, folders).problem(entry.file, ("from",) if same_day else ("to",), wrong, right)
        if later.own and not entry.own:
            did = "replaced" if same_day else f"closed on {later.item.from_ - ONE_DAY}"
            says = f"{entry.item.edition} ({setting}) is {did} by {later.item.edition}"
            table = str(getattr(entry.item, "table", ""))
            overrides.append(Override(table, entry.item.edition, later.file, entry.file, says))
        if not same_day:
            found[id(entry), setting] = (start, later.item.from_ - ONE_DAY)
    return found


def _put_own_first(
    published: Sequence[Entry[E]],
    own: Sequence[Entry[E]],
    made: dict[tuple[int, Setting], list[P]],
    folders: Sequence[Folder],
    overrides: list[Override],
    kind: str,
) -> None:
    """Take the days of a practice's own rows out of the published rows with the same key."""
    taken: dict[tuple[Setting, frozenset[str]], list[tuple[Window, str]]] = defaultdict(list)
    for entry in own:
        for setting in entry.item.settings:
            for row in made[id(entry), setting]:
                for window, file in taken[setting, _key(row)]:
                    if overlap(window, (row.from_, row.to)):
                        wrong = f"{_name(row)} ({setting}) has another own row for the same days in {file}"
                        _folder_of(entry, folders).problem(entry.file, ("from",), wrong, "Keep one of them.")
                taken[setting, _key(row)].append(((row.from_, row.to), entry.file))
    for entry in published:
        for setting in entry.item.settings:
            kept: list[P] = []
            for row in made.get((id(entry), setting), ()):
                pieces = [(row.from_, row.to)]
                for hole, file in taken.get((setting, _key(row)), ()):
                    if any(overlap(piece, hole) for piece in pieces):
                        says = f"{_name(row)} ({setting}) from {hole[0]}"
                        overrides.append(Override(kind, _name(row), file, entry.file, says))
                    pieces = [left for piece in pieces for left in without(piece, hole)]
                kept += [replace(row, from_=start, to=end) for start, end in pieces]
            made[id(entry), setting] = kept
    for entry in own:
        for setting in entry.item.settings:
            rows = made[id(entry), setting]
            made[id(entry), setting] = [row for row in rows if getattr(row, "indicator", "") != "none"]


def _key(row: PairEdit | UnitLimit) -> frozenset[str]:
    return frozenset({row.column1, row.column2} if isinstance(row, PairEdit) else {row.code})


def _name(row: PairEdit | UnitLimit) -> str:
    return f"{row.column1}+{row.column2}" if isinstance(row, PairEdit) else row.code


def _folder_of(entry: Entry[E], folders: Sequence[Folder]) -> Folder:
    return next(folder for folder in folders if folder.own == entry.own)


def _editions(
    entry: Entry[E],
    windows: Mapping[tuple[int, Setting], Window],
    made: Mapping[tuple[int, Setting], list[P]],
    made_of: type[PairEdition] | type[LimitEdition],
) -> Iterable[ResolvedEdition]:
    """One edition for all its settings, or one for each where their days differ."""
    item = entry.item
    groups: dict[Window, list[Setting]] = defaultdict(list)
    for setting in item.settings:
        if (id(entry), setting) in windows:
            groups[windows[id(entry), setting]].append(setting)
    for (start, end), settings in groups.items():
        more = (
            {"family": frozenset(item.family)}
            if isinstance(item, PairEditionFile)
            else {"limits": getattr(item, "limits", {})}
        )
        yield made_of(
            table=str(getattr(item, "table", "")),
            label=item.label,
            edition=item.edition,
            from_=start,
            to=end,
            review_by=item.review_by,
            source=item.source,
            to_confirm=item.to_confirm,
            note=item.note,
            settings=tuple(settings),
            file=entry.file,
            by_setting={setting: tuple(made[id(entry), setting]) for setting in settings},  # type: ignore[misc]
            **more,  # type: ignore[arg-type]
        )


def _pair_rows(item: PairEditionFile, setting: Setting, window: Window) -> list[PairEdit]:
    """The edits of a setting: its own block, over the practitioner block where both are in the file."""
    indicators: dict[tuple[str, str], str] = {}
    blocks = SETTINGS if setting == SETTINGS[1] and SETTINGS[0] in item.settings else (setting,)
    for block in blocks:
        for column1, by_indicator in item.edits.get(block, {}).items():
            for indicator, column2s in by_indicator.items():
                indicators |= {(column1, column2): indicator for column2 in column2s}
    told = (item.edition, item.source, item.to_confirm)
    rows = [
        PairEdit(setting, column1, column2, indicator, *window, *told, table=item.table)
        for (column1, column2), indicator in indicators.items()
        if indicator in {"0", "1"} or item.table == "own"
    ]
    for edit in item.dated:
        start, end = edit.from_ or window[0], edit.to
        if edit.setting != setting or edit.indicator == "9" or not overlap((start, end), window):
            continue
        last = min((day for day in (end, window[1]) if day is not None), default=None)
        rows.append(
            PairEdit(
                setting,
                edit.column1,
                edit.column2,
                edit.indicator,
                max(start, window[0]),
                last,
                *told,
                rationale=edit.rationale,
                table=item.table,
            )
        )
    return rows


def _limit_rows(item: LimitEditionFile, setting: Setting, window: Window) -> list[UnitLimit]:
    rows = []
    for code, limit in item.limits.items():
        units = limit.practitioner if setting == "practitioner" else limit.outpatient_hospital
        other = limit.mai_outpatient_hospital if setting == "outpatient_hospital" else None
        if units is not None:
            told = (item.edition, item.source, item.to_confirm, limit.note or item.note, item.table)
            rows.append(UnitLimit(setting, code, units, other or limit.mai, *window, *told))
    return rows
