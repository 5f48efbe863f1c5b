"""Where a fact was read, when, and whether a person still has to confirm it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from pages.parts.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from logic.rulebook import Edition, RuleBook
    from logic.rulebook.models import Source

TO_CONFIRM: Final = ":orange-badge[to confirm]"
TO_CONFIRM_MEANS: Final = (
    "To confirm: we recall this or read it second-hand, and have not read it in the publisher's own text. "
    "Check it before you rely on it."
)
SEEN: Final = {
    "full": "read in full",
    "part": "read in part",
    "recalled": "recalled, not read",
}


def confirm_badge(to_confirm: bool) -> str:
    """Give the badge as Markdown where the fact is to confirm; else nothing."""
    return f" {TO_CONFIRM}" if to_confirm else ""


def cite(source: Source, *, link: bool = True) -> str:
    """Give one source as a Markdown line: publisher, title, section, edition, how much was read and when."""
    parts = [plain(source.publisher)]
    title = plain(source.title)
    parts.append(f"[{title}]({source.url})" if source.url and link else title)
    parts += [plain(part) for part in (source.section, source.edition) if part]
    read = SEEN[source.seen]
    if source.read_on:
        read += f", {source.read_on.isoformat()}"
    # What was only recalled must look like it, in words.
    mark = TO_CONFIRM if source.seen == "recalled" else ""
    return f"{', '.join(parts)} ({read}) {mark}".strip()


def cited(book: RuleBook, ids: Iterable[str]) -> str:
    """Give sources as a Markdown list, each once."""
    return "\n".join(f"- {cite(book.sources[each])}" for each in dict.fromkeys(ids) if each in book.sources)


def line(book: RuleBook, ids: Sequence[str], *, to_confirm: bool = False) -> None:
    """Show the small line under a fact: where it was read, and the badge if it is to confirm."""
    text = line_text(book, ids, to_confirm=to_confirm)
    if text:
        # Not st.caption: its paler text takes a link and a badge below the contrast that reading needs.
        st.markdown(text, help=TO_CONFIRM_MEANS if TO_CONFIRM in text else None)


def line_text(book: RuleBook, ids: Sequence[str], *, to_confirm: bool = False) -> str:
    """Give the small line under a fact as Markdown, for a place that shows many of them in one piece."""
    known = [book.sources[each] for each in dict.fromkeys(ids) if each in book.sources]
    if not known:
        return ""
    word = "Source" if len(known) == 1 else "Sources"
    return f":small[{word}: {'; '.join(cite(each) for each in known)}{confirm_badge(to_confirm)}]"


def overdue(editions: Iterable[Edition], day: date) -> list[Edition]:
    """Give the editions that should have been looked at again by now."""
    return [each for each in editions if each.overdue(day)]


def review_words(edition: Edition, day: date) -> str:
    """Say as Markdown when an edition is due for review; in amber and in words once that day is past."""
    if edition.review_by is None:
        return "no date set"
    when = edition.review_by.isoformat()
    if not edition.overdue(day):
        return when
    days = (day - edition.review_by).days
    return f":orange-badge[overdue] since {when} ({days} {'day' if days == 1 else 'days'})"


def late_words(book: RuleBook, table: str, edition: str, day: date) -> str:
    """Give an amber badge as Markdown if the edition that answered should have been looked at again; else nothing."""
    late = [each for each in overdue(book.editions(), day) if (each.table, each.edition) == (table, edition)]
    if not late or late[0].review_by is None:
        return ""
    return f" :orange-badge[review overdue since {late[0].review_by.isoformat()}]"
