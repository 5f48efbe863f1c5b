"""The templates that a rule's state is told with, and the sentences that they become."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import polars as pl

from logic import states
from logic.explain.templates import fields, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from logic.explain.found import Found
    from logic.rulebook.pages import RulePage

NO_WORDS = "This rule has something to say here, but its sentence could not be made. Look the rule up in the rule book."
COULD_NOT_RUN = "This rule could not run, so it was not checked."


@dataclass(frozen=True)
class Wording:
    """The two templates that a rule's state is told with, and the facts that they name."""

    message: str
    fix: str
    names: tuple[str, ...] = ()


WORDLESS = Wording(NO_WORDS, "")
BROKEN = Wording(COULD_NOT_RUN, "")


def wording_of(page: RulePage, state: int) -> Wording:
    """What the page says of that state."""
    message, fix = {
        states.FAIL: (page.says, page.fix),
        states.NEEDS_DOCUMENTATION: (page.needs_documentation, page.fix_needs_documentation),
        states.NOT_CHECKED: (page.not_checked, page.fix_not_checked),
    }[state]
    message, fix = message or page.says, fix or page.fix
    return Wording(message, fix, tuple(dict.fromkeys((*fields(message), *fields(fix)))))


@cache
def _rendering(wording: Wording) -> Callable[[tuple[Any, ...]], tuple[str, str]]:
    """Message and fix by the values of the facts; the batches of a long file say the same again and again."""

    @lru_cache(maxsize=1 << 13)
    def rendered(values: tuple[Any, ...]) -> tuple[str, str]:
        facts = dict(zip(wording.names, values, strict=True))
        return render(wording.message, facts), render(wording.fix, facts)

    return rendered


class Sentences:
    """Messages with their fixes by number; what one rule says in one state again has its number again."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, int, str, str], int] = {}

    def numbers(self, found: Found, values: Iterable[tuple[Any, ...]] = ((),)) -> list[int]:
        """The numbers of the messages and fixes that the facts make; `values` in the order of the wording's names."""
        place, state, known = found.place, found.state, self._numbers
        return [
            known.setdefault((place, state, *words), len(known))
            for words in map(_rendering(found.wording), values)
        ]

    def frame(self) -> pl.DataFrame:
        """Message and fix, the row of each its number."""
        texts = {
            name: [words[at] for words in self._numbers]
            for at, name in enumerate(("message", "fix"), start=2)
        }
        return pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String))
