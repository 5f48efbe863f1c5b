"""What the calculators ask of a rule book, and the errors they raise.

The calculators take any object of these shapes, so that a test can hand them three codes and the app the
whole book. Properties, not attributes: the real book is frozen.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

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

    @property
    def further(self) -> Mapping[str, str]:
        """Code → the code that reports its further units (97129 → 97130), where there is one."""
        ...


class DatedFact(Protocol):
    """Something the book holds for a period, that may still be to confirm."""

    @property
    def to_confirm(self) -> bool:
        """Whether the fact was recalled and not read."""
        ...


class AmountFact(DatedFact, Protocol):
    """Dollars in force on a date."""

    @property
    def amount(self) -> float:
        """The dollars."""
        ...


class RateFact(DatedFact, Protocol):
    """A share in force on a date."""

    @property
    def value(self) -> float:
        """The share, 0 to 1."""
        ...


class RvuFact(DatedFact, Protocol):
    """Relative value units of one code on a date."""

    @property
    def status(self) -> str:
        """``active``, ``bundled``, ``invalid`` …."""
        ...

    @property
    def work(self) -> float:
        """Work."""
        ...

    @property
    def pe_nonfacility(self) -> float | None:
        """Practice expense outside a facility."""
        ...

    @property
    def pe_facility(self) -> float | None:
        """Practice expense in a facility."""
        ...

    @property
    def malpractice(self) -> float:
        """Malpractice."""
        ...

    @property
    def mppr(self) -> bool:
        """Whether the multiple-procedure cut of practice expense applies."""
        ...


class AmountBook(Protocol):
    """A rule book that knows dated amounts; None means it does not know that date."""

    def rvu(self, code: str, on: date) -> RvuFact | None:
        """Give the code's relative value units."""
        ...

    def conversion_factor(self, on: date) -> AmountFact | None:
        """Give dollars per relative value unit."""
        ...

    def rate(self, name: str, on: date) -> RateFact | None:
        """Give one of the payment rates."""
        ...

    def kx_threshold(self, on: date) -> AmountFact | None:
        """Give the yearly KX threshold."""
        ...

    def medical_review(self, on: date) -> AmountFact | None:
        """Give the yearly amount from which a claim may be picked for medical review."""
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
        swapped = [other for other in known if sorted(other) == sorted(code)]
        begun = [other for other in known if len(code) > 2 and other.startswith(code)]
        alike = get_close_matches(code, list(known), n=9, cutoff=0.75)
        alike.sort(key=lambda other: other[:3] != code[:3])
        self.suggestions = tuple(dict.fromkeys((*swapped, *begun, *alike)))[:3]
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


def counted(number: int, word: str, one: str, many: str) -> str:
    """A number with what it does: ``1 row was not read``, ``2 rows were not read``."""
    return f"{plural(number, word)} {one if number == 1 else many}"


def known_code(code: object, book: CodeBook) -> str:
    """Give the code as the rule book writes it (spaces off, capitals on).

    Raises:
        UnknownCode: the book has no such code.

    """
    tidy = str(code).strip().upper()
    if tidy not in book.codes:
        raise UnknownCode(tidy, book.codes)
    return tidy
