"""What stands in a row of a calculator: its fields, how a code is listed, and what an address says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pages.parts import links

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from logic.rulebook import RuleBook

Value = int | str | None
Line = tuple[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a row beside the code: a whole number, or one of the choices; the first choice is "none".

    ``word``: the word of the glossary that explains it.
    """

    name: str
    label: str
    width: int
    choices: tuple[str, ...] = ()
    word: str = ""

    def read(self, text: str) -> Value:
        """Give the value of a part of an address.

        Raises:
            ValueError: neither a number nor one of the choices.

        """
        if self.choices:
            return self.choices[self.choices.index(text)]
        if not text.isdecimal() or len(text) > 4:  # isdecimal, not isdigit: int() refuses superscripts
            raise ValueError(text)
        return int(text)


@dataclass(frozen=True, slots=True)
class Paste:
    """The box for a typed line: what it shows while empty, its help, and which values a read line gives."""

    placeholder: str
    help: str
    values: Callable[[Mapping[str, Any]], tuple[Value, ...]]


def parsed(text: str, fields: Sequence[Field]) -> list[Line]:
    """Read the address's text; what is no row of these fields is left out."""
    found: list[Line] = []
    for code, parts in links.rows_from_text(text):
        if not 0 < len(parts) <= len(fields):
            continue
        try:
            values = tuple(field.read(part) for field, part in zip(fields, parts, strict=False))
        except ValueError:
            continue
        found.append((code, values))
    return found


def code_label(code: str, book: RuleBook) -> str:
    """``97124 · Massage``; untimed codes say so."""
    fact = book.codes.get(code)
    if fact is None:
        return code
    kind = {"timed": "", "other_time": ", its own time rule"}.get(fact.kind, ", not by time")
    return f"{code} · {fact.label}{kind}"
