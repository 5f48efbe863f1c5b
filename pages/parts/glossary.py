"""Words that a new biller may not know, explained where they stand: as a hover, and below a text for every reader."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.learning.glossary import read_words, spellings, words_in
from logic.rulebook import CONTENT
from logic.rulebook.reading import Folder
from pages.parts import links, sources
from pages.parts.book import changed, course, rule_book
from pages.parts.text import prose

if TYPE_CHECKING:
    from logic.learning.models import Word
    from logic.rulebook import RuleBook

MOST_SHOWN: Final = 12


def help_for(word: str) -> str:
    """Give the explanation of a word, for ``help=``; an unknown word is a mistake of ours and raises."""
    return _hovers(changed(CONTENT))[word]


@lru_cache(maxsize=2)
def _hovers(when: tuple[int, int]) -> dict[str, str]:  # noqa: ARG001 - a changed file asks for new ones
    """Give every spelling with its explanation, from the glossary alone: a calculator need not wait for the lessons."""
    folder = Folder(CONTENT, "content")
    words = read_words(folder, rule_book())
    if folder.problems:
        words = dict(course().glossary)  # says on the page what is wrong with the file, and stops
    return {spelling: prose(word.says) for word in words.values() for spelling in spellings(word)}


def words_here(text: str, book: RuleBook) -> None:
    """Offer the words that a text uses, each a button that opens its explanation.

    Markdown has no hover that a keyboard or a screen reader can reach; a button has.
    """
    found = words_in(text, course().glossary.values())[:MOST_SHOWN]
    if not found:
        return
    st.markdown(":small[Words used here: open one to have it explained.]")
    with st.container(horizontal=True, gap="small"):
        for word in found:
            with st.popover(word.word, width="content"):
                explained(word, book)
                links.to_word(word.id, "In the rule book")


def explained(word: Word, book: RuleBook) -> None:
    """Show the explanation of a word, and where it was read."""
    st.markdown(f"**{word.word}.** {prose(word.says)}{sources.confirm_badge(word.to_confirm)}")
    if word.more:
        st.markdown(prose(word.more))
    sources.line(book, word.source, to_confirm=word.to_confirm)
