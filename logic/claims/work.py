"""Long work: how far it is, and whether it is still wanted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from logic.claims.errors import CancelledError

if TYPE_CHECKING:
    from collections.abc import Callable


class Work:
    """Tells `progress` what is being done and how far it is (0 to 1); raises CancelledError once `cancelled()`."""

    def __init__(
        self, progress: Callable[[str, float], None] | None, cancelled: Callable[[], bool] | None
    ) -> None:
        self._progress, self._cancelled = progress, cancelled
        self._what, self._all, self._done = "", 1, 0
        self._aside: Counter[str] = Counter()

    def begin(self, what: str, amount: int) -> None:
        """A stretch of work begins, of so many bytes or lines."""
        self._what, self._all, self._done = what, max(1, amount), 0
        self.tick(0)

    def tick(self, count: int) -> None:
        """So much more is done. Errors: CancelledError."""
        self._done += count
        if self._progress is not None:
            self._progress(self._what, min(1.0, self._done / self._all))
        self.step()

    def end(self) -> None:
        """The stretch is done, whatever it amounted to."""
        if self._progress is not None:
            self._progress(self._what, 1.0)

    def meanwhile(self, what: str, count: int) -> None:
        """So much of something is done that has to be done before `begin`'s work goes on. Errors: CancelledError."""
        self._aside[what] += count
        if self._progress is not None and not self._done:
            self._progress(what, min(1.0, self._aside[what] / self._all))
        self.step()

    def step(self) -> None:
        """A good moment to stop. Errors: CancelledError."""
        if self._cancelled is not None and self._cancelled():
            raise CancelledError
