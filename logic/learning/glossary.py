"""The glossary: words in one or two sentences, found by any of their spellings, and in a text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from logic.learning.models import Word
from logic.learning.reading import cited, problem, read_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from logic.rulebook import RuleBook
    from logic.rulebook.reading import Folder

FILE: Final = "glossary.yaml"
_SENTENCE_END: Final = re.compile(r"[.!?](?=\s+[A-Z0-9$\"]|$)")
MOST_SENTENCES: Final = 2


def read_words(folder: Folder, book: RuleBook) -> dict[str, Word]:
    """Give the words in the file's order; note a spelling of two words, and what is too long for a hover."""
    words = read_list(folder, FILE, Word)
    taken: dict[str, str] = {}
    for at, word in enumerate(words.values()):
        cited(folder, FILE, (at,), word, book.sources)
        if (count := sentences(word.says)) > MOST_SENTENCES:
            right = "Say it in two, and the rest under more:."
            problem(folder, FILE, (at, "says"), f"the explanation has {count} sentences", right)
        for spelling in spellings(word):
            if taken.setdefault(spelling, word.id) != word.id:
                wrong = f"{spelling!r} is also a spelling of {taken[spelling]}"
                problem(folder, FILE, (at, "also"), wrong, "Give each spelling to one word.")
    return words


def a_to_z(words: Mapping[str, Word]) -> dict[str, Word]:
    """Give the words by their first letters."""
    return dict(sorted(words.items(), key=lambda item: item[1].word.casefold()))


def sentences(text: str) -> int:
    """Count the sentences of a text."""
    return len(_SENTENCE_END.findall(text.strip()))


def spellings(word: Word) -> set[str]:
    """Every way to ask for a word, in small letters."""
    return {word.id, word.word.casefold(), *(each.casefold() for each in word.also)}


def named(glossary: Mapping[str, Word], asked: str) -> Word | None:
    """Give the word with that id or spelling, however its letters are cased."""
    wanted = asked.strip().casefold()
    return next((word for word in glossary.values() if wanted in spellings(word)), None)


def words_in(text: str, words: Iterable[Word]) -> tuple[Word, ...]:
    """Give the words that a text uses, each once, in the order in which they first stand there.

    Where spellings overlap, the longest counts: "pair edit" is no "edit". Short forms in capitals (KX, ABN) count
    only in capitals.
    """
    pattern, owners = _finder(tuple(words))
    found: dict[str, Word] = {}
    for hit in pattern.finditer(text):
        word = owners.get(hit[0]) or owners.get(hit[0].casefold())
        if word is not None:
            found.setdefault(word.id, word)
    return tuple(found.values())


@lru_cache(maxsize=4)
def _finder(words: tuple[Word, ...]) -> tuple[re.Pattern[str], dict[str, Word]]:
    """Give one pattern for every spelling, and whose each is; capitals stay capitals."""
    owners: dict[str, Word] = {}
    for word in words:
        for spelling in (word.word, *word.also):
            owners[spelling if spelling.isupper() else spelling.casefold()] = word
    longest = sorted(owners, key=len, reverse=True)
    exact = [re.escape(each) for each in longest if each.isupper()]
    loose = [re.escape(each) for each in longest if not each.isupper()]
    pattern = rf"(?<![\w-])(?:(?i:{'|'.join(loose)})|{'|'.join(exact)})(?![\w-])"
    return re.compile(pattern), owners
