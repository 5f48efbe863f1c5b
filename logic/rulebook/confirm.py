"""What a person still has to confirm: facts that were recalled, or read only in part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from logic.rulebook.problems import path_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from logic.rulebook.base import Fact
    from logic.rulebook.facts import Placed
    from logic.rulebook.pages import RulePage
    from logic.rulebook.reading import Entry

_NAMES = ("code", "technique", "prefix", "name", "edition", "table", "id", "says", "together")


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """A fact to confirm: its table, which one, from which day (dated rows), where it stands, and our note."""

    table: str
    id: str
    since: date | None
    file: str
    key: str
    source: tuple[str, ...]
    note: str


def to_confirm(placed: Iterable[Placed], rules: Iterable[Entry[RulePage]]) -> list[ToConfirm]:
    """Give what is to confirm, in the order of the files."""
    found = [
        ToConfirm(
            _table(one.file),
            _name(one),
            _since(one.fact),
            one.file,
            path_text(one.path),
            one.fact.source,
            one.fact.note,
        )
        for one in placed
        if one.fact.to_confirm
    ]
    found += [
        ToConfirm("rules", entry.item.code, None, entry.file, "", entry.item.sources, entry.item.note)
        for entry in rules
        if entry.item.to_confirm
    ]
    return found


def _table(file: str) -> str:
    parts = file.split("/")
    at = len(parts) - 1 - parts[::-1].index("content") if "content" in parts else 0
    return parts[at + 1].removesuffix(".yaml")


def _name(one: Placed) -> str:
    own = _own_name(one.fact)
    if not one.owner or own == one.owner:
        return own or one.owner
    return f"{one.owner} {own}".strip()


def _own_name(fact: Fact) -> str:
    value = next((getattr(fact, key) for key in _NAMES if getattr(fact, key, None)), "")
    return "+".join(value) if isinstance(value, tuple) else str(value)


def _since(fact: Fact) -> date | None:
    """The first day of a dated row; an edition is known by its name."""
    return None if hasattr(fact, "review_by") else getattr(fact, "from_", None)
