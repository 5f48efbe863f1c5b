"""What the calculators ask of a rule book, and the errors they raise.

The calculators take any object of these shapes, so that a test can hand them three codes and the app the
whole book. Properties, not attributes: the real book is frozen.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMED = "timed"
OTHER_TIME = "other_time"
MINUTES_IN_A_DAY = 1440


class CodeFact(Protocol):
    """One procedure code, as far as counting needs it."""

    @property
    def kind(self) -> str:
        """``timed``, ``untimed``, ``evaluation``, ``manipulation`` or ``other_time``."""
        ...

    @property
    def continues(self) -> str | None:
        """The code whose further units this one reports (97130 continues 97129), or None."""
        ...


class CodeBook(Protocol):
    """A rule book that knows codes."""

    @property
    def codes(self) -> Mapping[str, CodeFact]:
        """Code → its facts."""
        ...


class CalculatorError(ValueError):
    """Input that cannot be calculated: what is wrong and how to put it right."""

    def __init__(self, wrong: str, fix: str) -> None:
        """Keep both sentences; ``str()`` gives them together."""
        super().__init__(f"{wrong} {fix}")
        self.wrong = wrong
        self.fix = fix


class UnknownCode(CalculatorError):  # noqa: N818 - reads as what it is, and pages name it
    """A code the rule book does not hold: never guessed to be timed or untimed."""

    def __init__(self, code: str, known: Mapping[str, object]) -> None:
        """``known`` is searched for codes that look alike."""
        self.code = code
        self.suggestions = tuple(get_close_matches(code, list(known), n=3, cutoff=0.75))
        fix = (
            f"Did you mean {join_words(self.suggestions, 'or')}?"
            if self.suggestions
            else "Check the five characters, or add the code to the rule book."
        )
        super().__init__(f"{code} is not in the rule book, so its minutes cannot be counted.", fix)


class BadMinutes(CalculatorError):  # noqa: N818 - as above
    """Minutes that no visit can have."""


def join_words(words: tuple[str, ...] | list[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def plural(number: int, word: str) -> str:
    """``1 unit``, ``2 units``, ``1,440 minutes``."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def known_code(code: object, book: CodeBook) -> str:
    """Give the code as the rule book writes it (spaces off, capitals on).

    Raises:
        UnknownCode: the book has no such code.

    """
    tidy = str(code).strip().upper()
    if tidy not in book.codes:
        raise UnknownCode(tidy, book.codes)
    return tidy
