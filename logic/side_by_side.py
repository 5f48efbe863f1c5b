"""Long work in pieces: two are made at once, and handed over in the order that they came in."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

Piece = TypeVar("Piece")
Made = TypeVar("Made")
AT_ONCE: Final = 2
"""Much of a piece's work keeps one core busy; more than two pieces would only be more memory."""


def side_by_side(make: Callable[[Piece], Made], pieces: Iterable[Piece]) -> Iterator[Made]:
    """What `make` makes of each piece. Threads do, for Polars and numpy work without Python's lock."""
    waiting: deque[Future[Made]] = deque()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for piece in pieces:
            waiting.append(pool.submit(make, piece))
            if len(waiting) == AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
