"""The words of a pasted line: codes, techniques, minutes, units, modifiers, diagnoses, times."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from logic.rulebook.problems import did_you_mean

if TYPE_CHECKING:
    from logic.rulebook import RuleBook

Kind = Literal["head", "minutes", "units", "bare", "modifier", "dx", "times", "fraction", "word"]
DISTINCT = "distinct"

_NUMBERS = re.compile(
    r"""
      (?P<times>(?P<start>\d{1,2}:\d{2}(?:\s*[ap]\.?m\.?)?)\s*(?:-|–|to)\s*
               (?P<stop>\d{1,2}:\d{2}(?:\s*[ap]\.?m\.?)?))
    | (?P<fraction>\d+[.]\d+(?:\s*(?:min(?:ute)?s?|m|units?|u|hours?|hrs?|h)\b)?)
    | (?P<hours>(?P<h>\d{1,2})\s*(?:hours?|hrs?|h)\s*(?:(?P<hm>\d{1,2})\s*(?:min(?:ute)?s?|m)?)?)(?![a-z0-9])
    | (?P<minutes>(?P<m>\d{1,5})\s*(?:min(?:ute)?s?\.?|m|['′]))(?![a-z0-9])
    | (?P<units>(?P<u>\d{1,4})\s*(?:units?|u)(?![a-z0-9])
               |(?:x|×|\*)\s*(?P<x>\d{1,4})(?:\s*(?:units?|u))?(?![a-z0-9])(?!\s*(?:m|min(?:ute)?s?)\b))
    | (?P<coded>(?P<code>\d{5}|[a-z]\d{4})(?P<mods>(?:-[a-z0-9]{2})+)(?![a-z0-9]))
    | (?P<marked>(?:modifiers?|mod)[\s:]*(?P<mod>[a-z0-9]{2})(?![a-z0-9]))
    | (?P<dx>[a-z]\d[0-9a-z]\.[0-9a-z]{1,4})(?![a-z0-9])
    | (?P<word>[a-z0-9][a-z0-9'/&-]*)
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_FILLERS = frozenset(
    {"of", "for", "and", "with", "at", "the", "a", "to", "modifier", "mod", "dx", "code", "cpt", "did", "x"}
)
_LONGEST_PHRASE = 6


@dataclass(frozen=True, slots=True)
class Head:
    """What names a service: a code, or a technique with the codes it may belong to."""

    text: str
    codes: tuple[str, ...]
    is_code: bool


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number and what it is."""

    kind: Kind
    text: str
    number: int = 0
    head: Head | None = None
    times: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Vocabulary:
    """What the rule book gives; modifiers: all, those described in full, and those that set services apart (59, X)."""

    codes: frozenset[str]
    techniques: dict[str, tuple[str, ...]]
    labels: dict[str, tuple[str, ...]]
    modifiers: frozenset[str]
    in_full: frozenset[str]
    distinct: frozenset[str]

    @staticmethod
    @lru_cache(maxsize=4)
    def of(book: RuleBook) -> Vocabulary:
        """The vocabulary of a book; a book is made once and read often."""
        techniques: dict[str, tuple[str, ...]] = {}
        for entry in book.techniques:
            for name in (entry.technique, *entry.aliases):
                techniques[_plain(name)] = tuple(entry.codes)
        labels: dict[str, tuple[str, ...]] = {}
        for code in book.codes.values():
            label = _plain(code.label)
            labels[label] = (*labels.get(label, ()), code.code)
        return Vocabulary(
            frozenset(book.codes),
            techniques,
            labels,
            frozenset(book.modifiers) | book.other_modifiers,
            frozenset(book.modifiers),
            frozenset(code for code, modifier in book.modifiers.items() if modifier.group == DISTINCT),
        )

    def head(self, phrase: str) -> Head | None:
        """The service a phrase names, or None."""
        if found := self.techniques.get(phrase) or self.labels.get(phrase):
            return Head(phrase, found, is_code=False)
        return None

    def short(self, word: str) -> Head | None:
        """The service whose label alone begins with the word: "manual" is manual therapy."""
        found = [codes for label, codes in self.labels.items() if label.split()[0] == word]
        return Head(word, found[0], is_code=False) if len(found) == 1 and len(word) > 2 else None

    def near(self, words: str) -> str:
        """What to type instead."""
        hint = did_you_mean(words.lower(), [*self.techniques, *self.codes, *self.labels])
        return hint if hint.startswith("Did") else "Type the five-character code."


def _plain(phrase: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9'/&-]+", " ", phrase.lower()).split())


def tokens(text: str, vocabulary: Vocabulary) -> list[Token]:
    """Cut a text into tokens; phrases of the vocabulary first, longest first."""
    raw = list(_NUMBERS.finditer(text))
    found: list[Token] = []
    at = 0
    while at < len(raw):
        taken, token = _phrase(raw, at, vocabulary)
        if token is None:
            found.extend(_single(raw[at], vocabulary))
        else:
            found.append(token)
        at += taken or 1
    return found


def _phrase(raw: list[re.Match[str]], at: int, vocabulary: Vocabulary) -> tuple[int, Token | None]:
    for length in range(min(_LONGEST_PHRASE, len(raw) - at), 0, -1):
        words = raw[at : at + length]
        if any(not match["word"] and not match["marked"] for match in words):
            continue
        phrase = " ".join(_plain(match[0]) for match in words)
        if head := vocabulary.head(phrase):
            return length, Token("head", phrase, head=head)
    return 0, None


def _single(match: re.Match[str], vocabulary: Vocabulary) -> list[Token]:
    if match["coded"]:
        code = match["code"].upper()
        modifiers = [Token("modifier", modifier) for modifier in match["mods"].split("-") if modifier]
        return [Token("head", match["code"], head=Head(code, (code,), is_code=True)), *modifiers]
    token = _number(match) or _word(match[0].strip("-/&'"), vocabulary)
    return [token] if token else []


def _number(match: re.Match[str]) -> Token | None:  # noqa: PLR0911 - a table
    text = match[0]
    if match["times"]:
        return Token("times", text, times=(match["start"], match["stop"]))
    if match["fraction"]:
        return Token("fraction", text)
    if match["hours"]:
        return Token("minutes", text, 60 * int(match["h"]) + int(match["hm"] or 0))
    if match["minutes"]:
        return Token("minutes", text, int(match["m"]))
    if match["units"]:
        return Token("units", text, int(match["u"] or match["x"]))
    if match["marked"]:
        return Token("modifier", match["mod"])
    if match["dx"]:
        return Token("dx", text)
    return None


def _word(text: str, vocabulary: Vocabulary) -> Token | None:
    word = text.upper()
    if word in vocabulary.codes or re.fullmatch(r"\d{5}|[A-Z]\d{4}", word):
        return Token("head", text, head=Head(word, (word,), is_code=True))
    if text.isdigit() and len(text) <= 4:
        return Token("bare", text, int(text))
    if len(word) == 2 and word in vocabulary.modifiers:
        return Token("modifier", text)
    if not word or text.lower() in _FILLERS:
        return None
    if head := vocabulary.short(text.lower()):
        return Token("head", text, head=head)
    return Token("word", text)
