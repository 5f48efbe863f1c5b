"""One entry of the rule book on the screen; each kind has its own way of being shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.reference import code_page, fact_pages, payer_page, rule_page, shelf, table_pages

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from logic.learning.models import Word
    from logic.rulebook import RuleBook
    from pages.reference.shelf import Entry


def show(entry: Entry, book: RuleBook, day: date, glossary: Mapping[str, Word]) -> None:
    """Show an entry."""
    if entry.kind == "rule":
        rule_page.show(book.rules[entry.show], book)
    elif entry.kind == "code":
        code_page.show(book.codes[entry.show], book, day)
    elif entry.kind == "payer":
        payer_page.show(book.payers[entry.show], book)
    elif entry.kind == "modifier":
        fact_pages.modifier(book.modifiers[entry.show], book)
    elif entry.kind == "source":
        fact_pages.source(book.sources[entry.show], book)
    elif entry.kind == "word":
        fact_pages.word(glossary[entry.show.removeprefix(shelf.WORD)], book)
    elif entry.kind == "table":
        table_pages.show(entry, book)
    else:
        fact = next(each for each in book.techniques if each.technique == entry.name)
        fact_pages.technique(fact, book)
