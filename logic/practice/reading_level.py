"""How hard a text is to read: the Flesch-Kincaid grade, with syllables counted by rule of thumb.

Source: Kincaid et al. 1975. Codes, numbers and dates count as words of one syllable: a biller reads them at a glance.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’-]*")
VOWELS = re.compile(r"[aeiouy]+")
END = re.compile(r"[.!?:;]+(?=\s|$)")


def grade(text: str, names: Collection[str] = ()) -> float:
    """The school grade that reads the text with ease; 0 for no words. A colon or semicolon ends a thought too.

    names: what stands in the text as it is called, such as a payer; each counts as one plain word.
    """
    if names:
        text = _any_of(tuple(names)).sub("this", text)
    words = WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(END.findall(text.strip())))
    per_word = sum(_syllables(word) for word in words) / len(words)
    return 0.39 * len(words) / sentences + 11.8 * per_word - 15.59


@cache
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(name) for name in names)})", re.IGNORECASE)


@lru_cache(maxsize=50_000)
def _syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; 1 for what has a digit in it."""
    if any(letter.isdigit() for letter in word):
        return 1
    plain = word.lower()
    silent = plain.endswith("e") and not plain.endswith(("le", "ee")) and len(plain) > 2
    ends_mute = plain.endswith("ed") and not plain.endswith(("ted", "ded"))
    return max(1, len(VOWELS.findall(plain)) - silent - ends_mute)
