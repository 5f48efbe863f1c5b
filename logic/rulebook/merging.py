"""Lay a practice's own content over the shipped one; what is overridden is always listed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from logic.rulebook.editions import Override, overlap, without

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from logic.rulebook.reading import Entry, Folder
    from logic.rulebook.tables import Amount, Rate, Rvu

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Amounts:
    """Dated amounts, each in the order of its days."""

    kx_threshold: tuple[Amount, ...] = ()
    medical_review: tuple[Amount, ...] = ()
    conversion_factor: tuple[Amount, ...] = ()
    rates: tuple[Rate, ...] = ()
    rvu: tuple[Rvu, ...] = ()


def merge(
    folders: Sequence[Folder], kind: str, id_name: str, overrides: list[Override]
) -> dict[str, Entry[Any]]:
    """Give the entries of a kind by id: a practice's own replaces the shipped one, and is listed."""
    merged: dict[str, Entry[Any]] = {}
    for folder in folders:
        for entry in getattr(folder, kind):
            name = str(getattr(entry.item, id_name))
            before = merged.get(name)
            if before is not None and before.own == entry.own:
                wrong = f"{name!r} stands already in {before.file}"
                folder.problem(entry.file, (*entry.path, id_name), wrong, "Keep one of them, or rename one.")
                continue
            if before is not None:
                says = f"{name} is replaced by the practice's own"
                overrides.append(Override(kind, name, entry.file, before.file, says))
            merged[name] = entry
    return merged


def merge_amounts(folders: Sequence[Folder], overrides: list[Override]) -> Amounts:
    """Give all amounts; a practice's own row takes its days out of the shipped rows."""
    kept: dict[tuple[str, str], list[tuple[Any, Entry[Any]]]] = defaultdict(list)
    for folder in folders:
        for entry in folder.amounts:
            for number, row in enumerate(entry.item.rows):
                key = (entry.item.table, getattr(row, "code", getattr(row, "name", "")))
                kept[key] = list(_lay_over(kept[key], (row, entry), number, folder, overrides))
    tables: dict[str, list[Any]] = defaultdict(list)
    for (table, _), rows in sorted(kept.items(), key=lambda pair: pair[0]):
        tables[table] += sorted((row for row, _ in rows), key=lambda row: row.from_)
    return Amounts(
        kx_threshold=tuple(tables["kx_threshold"]),
        medical_review=tuple(tables["medical_review"]),
        conversion_factor=tuple(tables["conversion_factor"]),
        rates=tuple(tables["payment_rates"]),
        rvu=tuple(tables["rvu"]),
    )


def _lay_over(
    before: Iterable[tuple[Any, Entry[Any]]],
    new: tuple[Any, Entry[Any]],
    number: int,
    folder: Folder,
    overrides: list[Override],
) -> Iterable[tuple[Any, Entry[Any]]]:
    """The rows of one key with a new one; shipped rows give way to a practice's own."""
    row, entry = new
    window = (row.from_, row.to)
    for old, origin in before:
        if not overlap((old.from_, old.to), window):
            yield old, origin
        elif origin.own == entry.own:
            wrong = f"the days overlap those of the row from {old.from_} in {origin.file}"
            right = "Let one end on the day before the other begins."
            folder.problem(entry.file, ("rows", number), wrong, right)
            yield old, origin
        else:
            name = getattr(row, "code", getattr(row, "name", entry.item.table))
            until = f" to {row.to}" if row.to else ""
            says = f"{name} from {row.from_}{until}"
            overrides.append(Override(entry.item.table, name, entry.file, origin.file, says))
            for start, end in without((old.from_, old.to), window):
                yield old.model_copy(update={"from_": start, "to": end}), origin
    yield row, entry
