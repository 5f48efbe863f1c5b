"""What can go wrong with the store, told so that a person can act on it."""

from __future__ import annotations


class StoreError(Exception):
    """The store cannot do what was asked: what is wrong and how to mend it, one sentence each."""

    def __init__(self, wrong: str, fix: str) -> None:
        super().__init__(f"{wrong} {fix}")
        self.wrong = wrong
        self.fix = fix


class NameTakenError(StoreError):
    """Another learner has that name, written with other capitals perhaps."""


class UnknownLearnerError(StoreError):
    """The learner was deleted, perhaps in another window."""

    def __init__(self) -> None:
        super().__init__("This learner is no longer here.", "Choose a name again.")
