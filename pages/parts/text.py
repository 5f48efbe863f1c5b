"""Sentences on their way to the screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MONEY = re.compile(r"(?<!\\)\$")
_MARKS = re.compile(r"([\\`*_{}\[\]<>#$~|])|:(?=[a-z])")
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=\w)(?=@\w)", re.IGNORECASE)
_JOINER = "\u2060"  # takes no room and is not read out; a backslash does not stop Markdown from making links


def plain(text: object) -> str:
    """Give text that Markdown shows as it stands: a dollar sign is a dollar sign, an address is no link."""
    return _MARKS.sub(lambda found: "\\" + found[0], _ADDRESS.sub(_JOINER, str(text)))


def prose(text: str) -> str:
    """Give Markdown of ours for the screen: a dollar sign in it is money, never a formula."""
    return _MONEY.sub(r"\\$", text)


def count(number: int, word: str, many: str | None = None) -> str:
    """``1 unit``, ``2 units``, ``3 entries``."""
    return f"{number:,} {word if number == 1 else many or word + 's'}"


def as_clause(title: str) -> str:
    """A title after a colon: its first letter small, unless the first word is an abbreviation such as CQ or KX."""
    first = title.partition(" ")[0]
    return title if first.rstrip(",").isupper() and len(first) > 1 else title[:1].lower() + title[1:]


def listed(words: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def table(head: Sequence[str], rows: Sequence[Sequence[object]], right: Sequence[int] = ()) -> str:
    """Give a Markdown table, a real table to a screen reader; cells must be Markdown already.

    Args:
        head: the headings.
        rows: the cells.
        right: the columns, from 0, that hold numbers and stand to the right.

    """
    marks = ["---:" if at in right else "---" for at in range(len(head))]
    lines = [head, marks, *([str(cell).replace("\n", " ") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
