"""Work that is done in order, one piece at a time, while its pieces are still being read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Future

Piece = TypeVar("Piece")


def in_turn(
    do: Callable[[Piece], None], pieces: Iterable[Piece], between: Callable[[], None] = lambda: None
) -> None:
    """Do something with each piece in a thread of its own while the next one is made in this one.

    between: called here after each piece. Two pieces are in memory at most. Errors: whatever `do`, `between` or the
    making of the pieces raises; what is begun is ended before that.
    """
    with ThreadPoolExecutor(1) as beside:
        doing: Future[None] | None = None
        for piece in pieces:
            if doing is not None:
                doing.result()
            doing = beside.submit(do, piece)
            del piece
            between()
        if doing is not None:
            doing.result()
