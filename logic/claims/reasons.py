"""Why a rule was not checked, said of all claims at once: the same sentence without the day, code or amount of one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

LONGEST: Final = 160
_CODE: Final = r"(?:\d{5}|[A-Z]\d{4})"
_DIAGNOSIS: Final = r"[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?"
_TURNS: Final = (
    (re.compile(r" \(line \d+\)"), ""),
    (re.compile(r"\b\d{4}-\d\d-\d\d\b"), "that day"),
    (re.compile(r"\bvisit [0-9a-f]{24}\b"), "another visit"),
    (re.compile(rf"\b{_CODE}(?:, {_CODE})*\b"), "the code"),
    (re.compile(rf"\b{_DIAGNOSIS}(?:, {_DIAGNOSIS})*(?![\w.])"), "the diagnosis"),
    (re.compile(r"\$[\d,]+(?:\.\d\d)?"), "so much"),
    (re.compile(r"\b\d+ days\b|\b1 day\b"), "some days"),
)
_SENTENCE: Final = re.compile(r"(?<=[.?!]) (?=[A-Z])")


@lru_cache(maxsize=65536)
def of_all(message: str) -> str:
    """The reason without what belongs to one claim; of a long one the first sentence."""
    text = message if len(message) <= LONGEST else _SENTENCE.split(message, maxsplit=1)[0]
    for found, instead in _TURNS:
        text = found.sub(instead, text)
    return text[:1].upper() + text[1:]
