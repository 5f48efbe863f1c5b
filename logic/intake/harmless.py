"""May a value be shown, or could it be somebody's name, number or address? By its shape alone; in doubt it may not."""

from __future__ import annotations

import re
from typing import Final

from logic.problems import shown

NOT_SHOWN: Final = "(not shown: it may be private)"
_EMAIL = re.compile(r"[^\s@]@[^\s@]+\.[A-Za-z]{2,}")
_SSN = re.compile(r"(?<!\d)\d{3}[- ]\d{2}[- ]\d{4}(?!\d)", re.ASCII)
_PHONE = re.compile(
    r"(?<!\d)(?:\+?1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?!\d)|(?<!\d)\+\d{10,14}(?!\d)",
    re.ASCII,
)
_STREET = re.compile(
    r"\d\s+(?:\w+\.?\s+){1,4}"
    r"(?:st|street|ave|avenue|rd|road|dr|drive|ln|lane|blvd|boulevard|ct|court|way|pl|place|hwy|highway|ter|cir|circle)\b"
    r"|\bp\.?\s?o\.?\s+box\s+\d|\b(?:apt|suite|unit)\.?\s+#?\w+$",
    re.IGNORECASE,
)
_OLD_DAY = re.compile(
    r"(?<!\d)(?:19\d\d[-/.]?\d{1,2}[-/.]?\d{1,2}|\d{1,2}[-/. ][\w]{1,9}[-/. ]19\d\d)(?!\d)", re.ASCII
)
_KEY = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9-]{8,}", re.ASCII)
_LONG_NUMBER = re.compile(r"\d{9,11}", re.ASCII)
_WORD = re.compile(r"[^\W\d_]{2,}(?:['’-][^\W\d_]+)*\.?")


def surely_private(text: str) -> bool:
    """Whether an e-mail, phone, social-security number, street or a day of the last century stands in the text."""
    return any(pattern.search(text) for pattern in (_EMAIL, _SSN, _PHONE, _STREET, _OLD_DAY))


def harmless(text: str) -> str:
    """The value as it may be shown beside what is wrong with it, or that it is not shown.

    Shown are numbers, dates of this century, codes, formulas, and a single word in small letters; two words, a
    word with a capital, and long keys could be somebody's.
    """
    bare = text.strip()
    if not bare or _could_be_somebodys(bare):
        return NOT_SHOWN if bare else ""
    return shown(text)


def _could_be_somebodys(text: str) -> bool:
    if surely_private(text) or _LONG_NUMBER.fullmatch(text) or _KEY.fullmatch(text):
        return True
    if text[0] in "=+-@#<":  # a formula or a program's own mark
        return False
    words = _WORD.findall(text)
    return len(words) > 1 or any(word != word.lower() and len(word) > 2 for word in words)
