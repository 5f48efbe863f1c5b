"""What is worked out of a view once, however many parts of a page ask for it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

    from logic.trends.view import TrendFrames

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


def once(
    work: Callable[Concatenate[TrendFrames, Asked], Found],
) -> Callable[Concatenate[TrendFrames, Asked], Found]:
    """Keep what `work` gives for a view as long as the view is there; its other arguments must be hashable."""
    known: WeakKeyDictionary[TrendFrames, dict[Any, Found]] = WeakKeyDictionary()

    @wraps(work)
    def kept(frames: TrendFrames, /, *args: Asked.args, **named: Asked.kwargs) -> Found:
        found = known.setdefault(frames, {})
        asked = (args, tuple(sorted(named.items())))
        if asked not in found:
            found[asked] = work(frames, *args, **named)
        return found[asked]

    return kept
