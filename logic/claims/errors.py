"""What can go wrong with the library, in words for a person."""

from __future__ import annotations


class LibraryError(Exception):
    """The folder of the imports cannot be used: what is wrong, and how to mend it, one sentence each."""

    def __init__(self, wrong: str, fix: str) -> None:
        super().__init__(f"{wrong} {fix}")
        self.wrong = wrong
        self.fix = fix


class AlreadyThereError(Exception):
    """An import of this very content stands in the library."""


class BusyError(Exception):
    """Another process or session is importing this very content now."""


class CancelledError(Exception):
    """Whoever asked for the work does not want it any more."""
