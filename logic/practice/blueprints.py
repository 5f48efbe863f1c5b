"""Blueprints: what a kind of case is made from. `logic.learning.course` reads them from content/blueprints/*.yaml."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, ValidationError

from logic.learning.models import Slug  # noqa: TC001 - pydantic reads it
from logic.practice.kinds import all_kinds
from logic.rulebook.base import Flag, Model, Whole
from logic.rulebook.problems import did_you_mean, from_validation
from logic.rulebook.reading import Folder, read_file, validated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from logic.learning.models import Concept
    from logic.rulebook import RuleBook
    from logic.rulebook.problems import Path

CODE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")


class Blueprint(Model):
    """What cases of one sort are made from; never rename an id: attempts are stored under it.

    `asks` are the parameters of its kind: a mapping in the file, the kind's own `Asks` once it is read.
    """

    id: Slug
    title: str
    kind: str
    concept: Slug
    difficulty: Annotated[Whole, Field(ge=1, le=3)]
    payers: Annotated[tuple[str, ...], Field(min_length=1)]
    asks: Any = Field(default_factory=dict)
    exam: Flag = Field(default=False, description="Whether it may stand in a test before and after.")


def read_blueprints(folder: Folder, concepts: Mapping[str, Concept], book: RuleBook) -> dict[str, Blueprint]:
    """Give the blueprints of every file by id, in the order of files; everything wrong is noted."""
    found: dict[str, Blueprint] = {}
    for path in sorted((folder.root / "blueprints").glob("*.yaml")):
        file, data = read_file(folder, path)
        for at, item in enumerate(validated(folder, file, tuple[Blueprint, ...], data) or ()):
            if item.id in found:
                wrong = f"the id {item.id!r} stands twice"
                folder.problem(file, (at, "id"), wrong, "Give each an id of its own.")
            ready = _ready(folder, file, at, item)
            for key, word, known in _unknown(ready, concepts, book):
                wrong = f"{word!r} does not exist"
                folder.problem(file, (at, *key), wrong, did_you_mean(word, known))
            found[item.id] = ready
    return found


def _ready(folder: Folder, file: str, at: int, item: Blueprint) -> Blueprint:
    """The blueprint with its parameters read by its kind."""
    kind = all_kinds().get(item.kind)
    if kind is None:
        return item
    try:
        return item.model_copy(update={"asks": kind.Asks.model_validate(item.asks)})
    except ValidationError as error:
        for path, problem in from_validation(error, file, kind.Asks):
            folder.problem(file, (at, "asks", *path), problem.wrong, problem.right)
        return item


def _unknown(
    item: Blueprint, concepts: Mapping[str, Concept], book: RuleBook
) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
    """Each word that names nothing: its key, the word, and what is known."""
    named: list[tuple[Path, str, Mapping[str, Any]]] = [
        (("kind",), item.kind, all_kinds()),
        (("concept",), item.concept, concepts),
        *((("payers",), payer, book.payers) for payer in item.payers),
    ]
    asks = item.asks.model_dump() if isinstance(item.asks, Model) else item.asks
    named += [(("asks", *key), code, book.codes) for key, code in _codes(asks)]
    return ((key, word, known) for key, word, known in named if word not in known)


def _codes(value: object, key: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text in the parameters that has the shape of a code."""
    if isinstance(value, str) and CODE.fullmatch(value):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _codes(name, key)
            yield from _codes(inner, (*key, name))
    elif isinstance(value, (list, tuple)):
        for place, inner in enumerate(value):
            yield from _codes(inner, (*key, place))
