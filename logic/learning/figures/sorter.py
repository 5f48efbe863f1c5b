"""Things to sort into bins that the lesson itself names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from logic.learning.sorting import Sortable
from logic.rulebook.base import Flag, Model, SourceIds
from logic.rulebook.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from logic.rulebook import RuleBook


class Item(Model):
    """One thing to sort, the bin it belongs in, and the sentence told afterwards."""

    item: str
    bin: str
    because: str
    source: SourceIds = Field(min_length=1)
    to_confirm: Flag = False


class Starts(Model):
    """What is asked of each thing, the bins in their order, and the things."""

    ask: str
    bins: tuple[str, ...] = Field(min_length=2, max_length=5)
    items: tuple[Item, ...] = Field(min_length=2)


def wrong(starts: Starts, _book: RuleBook) -> Iterator[tuple[str, str]]:
    """Name things in a bin that is not there."""
    for each in starts.items:
        if each.bin not in starts.bins:
            yield (
                f"{each.item!r} belongs in {each.bin!r}, which is no bin",
                did_you_mean(each.bin, starts.bins),
            )


def cited(starts: Starts) -> tuple[str, ...]:
    """Give the sources of all things."""
    return tuple(source for each in starts.items for source in each.source)


def sortables(starts: Starts, _book: RuleBook) -> tuple[Sortable, ...]:
    """Give what is to be sorted."""
    return tuple(
        Sortable(each.item, (each.bin,), each.because, each.source, each.to_confirm) for each in starts.items
    )
