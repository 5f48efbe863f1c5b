"""Read lists of learning content, and check what they name: sources, rules, each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from logic.rulebook.problems import did_you_mean
from logic.rulebook.reading import Folder, read_file, validated

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from logic.rulebook.base import Fact
    from logic.rulebook.problems import Path


class Named(Protocol):
    """Anything with an id of its own."""

    @property
    def id(self) -> str:
        """The id, unique among its kind."""
        ...


T = TypeVar("T", bound=Named)


def read_list(folder: Folder, name: str, model: type[T]) -> dict[str, T]:
    """Give the items of a file by id, in the file's order; an id that stands twice is a problem."""
    file, data = read_file(folder, folder.root / name)
    return by_id(folder, file, (), validated(folder, file, tuple[model, ...], data) or ())  # type: ignore[valid-type]


def by_id(folder: Folder, file: str, path: Path, items: Iterable[T]) -> dict[str, T]:
    """Give items by id; an id that stands twice is a problem of the file at that path."""
    found: dict[str, T] = {}
    for at, item in enumerate(items):
        if item.id in found:
            wrong = f"the id {item.id!r} stands twice"
            folder.problem(file, (*path, at, "id"), wrong, "Give each an id of its own.")
        found[item.id] = item
    return found


def known(folder: Folder, name: str, path: Path, words: Collection[str], among: Collection[str]) -> None:
    """Note each word that names nothing."""
    for word in words:
        if word not in among:
            wrong = f"{word!r} does not exist"
            folder.problem(f"{folder.label}/{name}", path, wrong, did_you_mean(word, among))


def cited(folder: Folder, name: str, path: Path, fact: Fact, sources: Collection[str]) -> None:
    """Note a statement without a source, and each source that does not exist."""
    known(folder, name, (*path, "source"), fact.source, sources)
    if fact.told and not fact.source:
        right = "Add source: with an id of content/sources."
        folder.problem(f"{folder.label}/{name}", path, "a statement without a source", right)


def problem(folder: Folder, name: str, path: tuple[Any, ...], wrong: str, right: str) -> None:
    """Note something else that is wrong in a file of that name."""
    folder.problem(f"{folder.label}/{name}", path, wrong, right)
