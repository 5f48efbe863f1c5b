"""Source marks in a text, as small numbers that lead to the list of sources at its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from logic.learning.lesson import MARK
from logic.learning.lesson import TO_CONFIRM as CONFIRM_MARK
from pages.parts import sources
from pages.parts.text import prose

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from logic.rulebook import RuleBook

ANCHOR: Final = "sources"


def numbered(text: str, ids: Sequence[str], book: RuleBook) -> str:
    """Give Markdown for the screen: ``[cms-100-04-ch5]`` becomes a link ``[1]`` to the list of sources."""

    def link(found: re.Match[str]) -> str:
        source = book.sources[found[1]]
        title = f"{source.publisher}: {source.title}".replace('"', "'")
        return f':small[[\\[{ids.index(found[1]) + 1}\\]](#{ANCHOR} "{title}")]'

    return prose(MARK.sub(link, text)).replace(CONFIRM_MARK, sources.TO_CONFIRM)


def listing(ids: Sequence[str], book: RuleBook) -> None:
    """Show the sources with their numbers and dates, where the links lead."""
    st.header("Where this comes from", anchor=ANCHOR)
    st.markdown(
        "\n".join(f"{at}. {sources.cite(book.sources[each])}" for at, each in enumerate(ids, start=1))
    )
