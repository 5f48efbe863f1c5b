"""Verify the rule book and report on it: editions, days to review, what is to confirm, what is overridden."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from textwrap import wrap
from typing import TYPE_CHECKING

from logic.rulebook.loading import load_rulebook
from logic.rulebook.problems import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from logic.rulebook.book import Edition, RuleBook
    from logic.rulebook.confirm import ToConfirm
    from logic.rulebook.problems import Problem

WIDTH = 110


@dataclass(frozen=True)
class VerifyReport:
    """What `rulebook verify` tells: the book, or the problems that keep it from being read."""

    today: date
    book: RuleBook | None
    problems: tuple[Problem, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the rule book can be used."""
        return self.book is not None

    def overdue(self) -> list[Edition]:
        """The editions whose day of review has passed."""
        return [one for one in self.book.editions() if one.overdue(self.today)] if self.book else []

    def text(self) -> str:
        """The report for a terminal."""
        if self.book is None:
            return str(ContentError(self.problems))
        return "\n".join((*_counts(self.book), *_editions(self.book, self.today), *_rest(self.book)))


def verify(today: date, home: Path | None = None) -> VerifyReport:
    """Load the rule book and give the report; problems are in it, not raised."""
    try:
        return VerifyReport(today, load_rulebook(home))
    except ContentError as error:
        return VerifyReport(today, None, error.problems)


def report(today: date, home: Path | None = None) -> tuple[str, int]:
    """Give the report's text and the exit code: 0 if the rule book can be used, 1 if not."""
    found = verify(today, home)
    return found.text(), 0 if found.good else 1


def _counts(book: RuleBook) -> list[str]:
    edits = sum(len(edition.rows(setting)) for edition in book.pair_editions for setting in edition.settings)
    limits = {code for edition in book.limit_editions for code in edition.limits}
    return [
        "The rule book is sound.",
        (
            f"{len(book.rules)} rules, {len(book.codes)} codes, {len(book.payers)} payers, {edits} pair "
            f"edits (both settings), {len(limits)} codes with unit limits, {len(book.sources)} sources."
        ),
        "",
    ]


def _editions(book: RuleBook, today: date) -> list[str]:
    rows = [("table", "edition", "from", "to", "review by")]
    rows += [
        (
            one.label,
            one.edition,
            str(one.from_ or ""),
            str(one.to or "in force") if one.from_ else "",
            f"{one.review_by}  OVERDUE" if one.overdue(today) else str(one.review_by or ""),
        )
        for one in book.editions()
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    late = sum(one.overdue(today) for one in book.editions())
    told = f"Editions ({late} past their review day on {today})" if late else f"Editions on {today}"
    return [told, *(f"  {line.rstrip()}" for line in lines), ""]


def _rest(book: RuleBook) -> list[str]:
    facts = book.to_confirm()
    lines = [f"To confirm: {len(facts)} facts were recalled, or read only in part."]
    for table, count in Counter(fact.table for fact in facts).items():
        lines.append(f"  {table}: {count}")
        for alike in _alike([fact for fact in facts if fact.table == table]):
            lines += wrap(alike, WIDTH, initial_indent="    ", subsequent_indent="      ")
    lines.append("")
    if not book.overrides:
        return [*lines, f"Nothing is overridden from {book.home / 'content'}."]
    lines.append(f"Overridden or closed by {book.home / 'content'}:")
    for one in book.overrides:
        lines.append(f"  {one.kind} {one.id}: {one.says}")
        lines.append(f"    {one.file} over {one.replaces}")
    return lines


def _alike(facts: list[ToConfirm]) -> Iterator[str]:
    """One sentence for all facts with the same first day and the same note."""
    groups: dict[tuple[date | None, str], list[str]] = defaultdict(list)
    for fact in facts:
        key = f" ({fact.key})" if fact.table == "payers" and fact.key else ""
        groups[fact.since, fact.note].append(fact.id + key)
    for (since, note), names in groups.items():
        told = ", ".join(dict.fromkeys(names)) + (f", from {since}" if since else "")
        yield f"{told}: {note}" if note else told


if __name__ == "__main__":
    words, code = report(datetime.now(UTC).date())
    print(words)  # noqa: T201  (this is a command)
    raise SystemExit(code)
