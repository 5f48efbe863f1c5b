"""What the rule book holds, as entries that can be listed, searched and linked to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from logic.learning.models import Word
    from logic.rulebook import RuleBook

KINDS: Final = {
    "rule": "Rules",
    "code": "Codes",
    "technique": "Techniques",
    "modifier": "Modifiers",
    "payer": "Payers",
    "table": "Amounts and lists",
    "word": "Words",
    "source": "Sources",
}

WORD: Final = "word-"

# Tables that are one page each: address → title, and words to find it by.
TABLES: Final = {
    "kx-threshold": ("Medicare's yearly therapy threshold (KX)", "cap limit amount dollars kx"),
    "medical-review": ("Medicare's targeted medical review threshold", "amount dollars 3000 audit"),
    "conversion-factor": ("Medicare's conversion factor", "dollars rvu payment fee schedule"),
    "payment-rates": (
        "Shares and cuts of Medicare's payment",
        "mppr sequestration coinsurance assistant 85 percent",
    ),
    "retired-diagnoses": ("Diagnosis codes that are no longer billable", "icd-10 m54.5 invalid retired"),
    "diagnoses-for-massage": (
        "Diagnoses that speak for massage, or hardly",
        "icd-10 97124 plausible weak link",
    ),
    "places-of-service": ("Places of service", "pos office home hospital 11 12"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to look up.

    `show` is what the address carries, `also` other names of the same thing, `words` all that a search looks into.
    """

    kind: str
    show: str
    name: str
    title: str
    words: str
    to_confirm: bool = False
    also: tuple[str, ...] = ()


def entries(book: RuleBook, words: Iterable[Word]) -> list[Entry]:
    """Give everything that has a page of its own, in the order of the kinds; the words are the glossary's."""
    return [
        *_rules(book),
        *_codes(book),
        *_techniques(book),
        *_modifiers(book),
        *_payers(book),
        *_tables(),
        *_words(words),
        *_sources(book),
    ]


def find(shelf: list[Entry], query: str) -> list[Entry]:
    """Give the entries that hold every word of the query, the nearest first; all of them for an empty query."""
    asked = query.casefold().split()
    if not asked:
        return list(shelf)
    whole = " ".join(asked)

    def nearness(entry: Entry) -> tuple[int, int]:
        name, title = entry.name.casefold(), entry.title.casefold()
        if entry.kind == "source":  # what a source says stands in the entries that cite it
            return (4, 0)
        if whole in {name, title, *entry.also}:
            return (0, 0)
        if name.startswith(whole) or title.startswith(whole):
            return (1, len(title))
        return (2 if all(word in f"{name} {title}" for word in asked) else 3, 0)

    hits = [entry for entry in shelf if all(word in entry.words for word in asked)]
    return sorted(hits, key=nearness)


def named(shelf: list[Entry], show: str) -> Entry | None:
    """Give the entry that an address asks for, however its letters are cased."""
    asked = show.strip().casefold()
    return next((entry for entry in shelf if entry.show.casefold() == asked), None)


def _entry(
    kind: str,
    show: str,
    name: str,
    title: str,
    *more: str,
    to_confirm: bool = False,
    also: tuple[str, ...] = (),
) -> Entry:
    words = " ".join((name, title, kind, *also, *more)).casefold()
    return Entry(kind, show, name, title, words, to_confirm, tuple(each.casefold() for each in also))


def _rules(book: RuleBook) -> Iterator[Entry]:
    for page in book.rules.values():
        text = (
            page.name.replace("-", " "),
            page.family,
            page.denial,
            page.sections.get("What it checks", ""),
        )
        yield _entry("rule", page.code, page.code, page.title, *text, to_confirm=page.to_confirm)


def _codes(book: RuleBook) -> Iterator[Entry]:
    for fact in book.codes.values():
        techniques = " ".join(each.technique for each in book.techniques if fact.code in each.codes)
        kind = "timed" if fact.timed else "untimed"
        yield _entry(
            "code",
            fact.code,
            fact.code,
            fact.label,
            fact.covers,
            kind,
            techniques,
            to_confirm=fact.to_confirm,
        )


def _techniques(book: RuleBook) -> Iterator[Entry]:
    for fact in book.techniques:
        title = f"{fact.technique} → {' or '.join(fact.codes)}"
        show = f"technique-{fact.technique.replace(' ', '-')}"
        yield _entry(
            "technique",
            show,
            fact.technique,
            title,
            *fact.codes,
            fact.why,
            to_confirm=fact.to_confirm,
            also=fact.aliases,
        )


def _modifiers(book: RuleBook) -> Iterator[Entry]:
    for fact in book.modifiers.values():
        yield _entry(
            "modifier", fact.code, fact.code, fact.label, fact.says, fact.group, to_confirm=fact.to_confirm
        )


def _payers(book: RuleBook) -> Iterator[Entry]:
    for fact in book.payers.values():
        yield _entry(
            "payer", fact.id, fact.label, fact.about, fact.id, to_confirm=fact.to_confirm, also=fact.aliases
        )


def _tables() -> Iterator[Entry]:
    for show, (title, words) in TABLES.items():
        yield _entry("table", show, title, "", words)


def _words(words: Iterable[Word]) -> Iterator[Entry]:
    for word in words:
        text = (*word.also, word.says, word.more)
        yield _entry(
            "word", word_address(word), word.word, "", *text, to_confirm=word.to_confirm, also=word.also
        )


def word_address(word: Word) -> str:
    """Give what the address of a word carries; its own name could be that of a modifier."""
    return f"{WORD}{word.id}"


def _sources(book: RuleBook) -> Iterator[Entry]:
    for fact in book.sources.values():
        recalled = fact.seen == "recalled"
        yield _entry(
            "source",
            fact.id,
            fact.publisher,
            fact.title,
            fact.id,
            fact.section,
            fact.edition,
            to_confirm=recalled,
        )
