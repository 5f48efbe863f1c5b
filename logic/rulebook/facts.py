"""Every fact of a content folder with the place where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from logic.rulebook.base import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from logic.rulebook.problems import Path
    from logic.rulebook.reading import Entry, Folder


@dataclass(frozen=True, slots=True)
class Placed:
    """A fact, in which file and at which key it stands, and the name of what it belongs to."""

    fact: Fact
    file: str
    path: Path
    owner: str = ""


def facts(item: object, path: Path) -> Iterator[tuple[Path, Fact]]:
    """Walk a piece of content and give each fact in it with its key."""
    if isinstance(item, Fact):
        yield path, item
    for key, one in _parts(item):
        yield from facts(one, (*path, key))


def _parts(item: object) -> Iterator[tuple[str | int, object]]:
    """What stands inside: only what can hold a fact is followed."""
    if isinstance(item, BaseModel):
        for name, field in type(item).model_fields.items():
            value = getattr(item, name)
            if isinstance(value, BaseModel | tuple):
                yield field.alias or name, value
    elif isinstance(item, tuple) and item and isinstance(item[0], BaseModel):
        yield from enumerate(item)


def placed_facts(folder: Folder) -> list[Placed]:
    """Give every fact of a folder with its place, except those inside rule pages."""
    entries: list[Entry[Any]] = [
        *folder.codes,
        *folder.payers,
        *folder.pair_edits,
        *folder.unit_limits,
        *folder.amounts,
        *folder.single.values(),
    ]
    return [
        Placed(fact, entry.file, path, _owner(entry.item))
        for entry in entries
        for path, fact in facts(entry.item, entry.path)
    ]


def _owner(item: object) -> str:
    """The name of a piece of content: a code, a payer's id, an edition, a table of amounts."""
    names = ("code", "id") if not hasattr(item, "rows") else ("table",)
    return next((str(getattr(item, name)) for name in (*names, "edition") if getattr(item, name, None)), "")
