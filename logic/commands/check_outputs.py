"""What `check` prints: JSON for programs, or text for people."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, Self

import typer

from logic.calculators.facts import plural
from logic.commands.terminal import as_json, complain, complain_about, say
from logic.states import DECIDING_FAMILIES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from types import TracebackType

    from logic.check import Checked
    from logic.commands.checking import Counts
    from logic.rulebook import RuleBook
    from logic.verdict import Finding, Verdict

PRINTED_AT_ONCE = 20_000
"""Lines checked at once where every verdict becomes sentences: keeps a long file's memory small."""
MOST_VISITS_IN_TEXT = 200
FINDING_KEYS = ("rule", "family", "state", "severity", "line", "code", "message", "fix", "sources")
VISIT_KEYS = ("visit_id", "verdict", "findings", "checked", "not_checked")


class Output(Protocol):
    """Takes the batches of a run as they come."""

    lines_per_batch: int

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of everything."""

    def batch(self, file: str, checked: Checked) -> Callable[[], None]:
        """Makes ready what the rules made of some lines of a file, maybe beside others; what comes back writes it."""

    def finish(self, counts: Counts) -> None:
        """Everything was read."""


def editions(book: RuleBook, day: dt.date) -> list[dict[str, Any]]:
    """The editions of the rule book as the JSON of `check` holds them."""
    return [
        {
            "table": one.table,
            "edition": one.edition,
            "from": one.from_.isoformat() if one.from_ else None,
            "review_by": one.review_by.isoformat() if one.review_by else None,
            "overdue": one.overdue(day),
            "source": list(one.source),
        }
        for one in book.editions()
    ]


class _Plain:
    lines_per_batch = PRINTED_AT_ONCE

    def __init__(self, book: RuleBook, day: dt.date) -> None:
        self.book, self.day = book, day

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


class JsonOutput(_Plain):
    """One JSON object, written as the batches come; the counts and problems stand at its end."""

    def __enter__(self) -> Self:
        self._first = True
        typer.echo('{"visits": [', nl=False)
        return self

    def batch(self, file: str, checked: Checked) -> Callable[[], None]:  # noqa: ARG002 - every output takes it
        """The verdicts of a batch; which file they are of is not part of the contract."""
        return partial(self._write, [_told(verdict) for verdict in checked.verdicts()])

    def _write(self, visits: list[str]) -> None:
        for visit in visits:
            typer.echo(("" if self._first else ", ") + visit, nl=False)
            self._first = False

    def finish(self, counts: Counts) -> None:
        """Editions, problems and counts."""
        rest = {
            "editions": editions(self.book, self.day),
            "problems": [problem.to_dict(file) for file, problem in counts.problems],
            "notes": [note.to_dict(file) for file, note in counts.notes],
            "rows_read": counts.rows_read,
            "rows_checked": counts.rows_checked,
        }
        typer.echo("], " + as_json(rest)[1:])
        tell_columns(counts)


def _told(verdict: Verdict) -> str:
    told = verdict.to_dict()
    visit = {key: told[key] for key in VISIT_KEYS}
    visit["findings"] = [{key: one[key] for key in FINDING_KEYS} for one in told["findings"]]
    return as_json(visit)


class TextOutput(_Plain):
    """Verdicts and findings for people; of many visits, those with a finding come first to the limit."""

    def __enter__(self) -> Self:
        self._told = 0
        return self

    def batch(self, file: str, checked: Checked) -> Callable[[], None]:  # noqa: ARG002
        """The verdicts of a batch, as many as a person reads."""
        enough = self._told >= MOST_VISITS_IN_TEXT
        return partial(self._write, [] if enough else checked.verdicts()[:MOST_VISITS_IN_TEXT])

    def _write(self, verdicts: list[Verdict]) -> None:
        for verdict in verdicts[: MOST_VISITS_IN_TEXT - self._told]:
            _tell_visit(verdict)
            self._told += 1

    def finish(self, counts: Counts) -> None:
        """Counts, editions past their day, problems."""
        if counts.visits > self._told:
            say(f"… and {counts.visits - self._told:,} more visits. --out FILE writes every finding.")
            say()
        tell_counts(counts, self.book, self.day)


def tell_counts(counts: Counts, book: RuleBook, day: dt.date) -> None:
    """The end of a run for a person: what was read, what was found, what could not be used."""
    say(
        f"{plural(counts.rows_read, 'row')} read, {counts.rows_checked:,} checked, {plural(counts.visits, 'visit')}:"
    )
    for verdict in ("fail", "needs documentation", "not checked", "pass"):
        if count := counts.verdicts.get(verdict, 0):
            say(f"  {verdict}: {count:,}")
    for edition in book.editions():
        if edition.overdue(day):
            say(f"  {edition.label} {edition.edition} is past its review day {edition.review_by}.")
    tell_columns(counts)
    complain_about(counts.notes)
    complain_about(counts.problems)
    if counts.problems:
        complain(f"{plural(len(counts.problems), 'problem')} in the input; what is touched was not checked.")


def tell_columns(counts: Counts) -> None:
    """Columns that were not read, on standard error."""
    for file, names in counts.dropped.items():
        complain(f"{file}: not read, for they look like private data: {', '.join(names)}.")
    for file, names in counts.unknown.items():
        complain(f"{file}: not read, for they are not known: {', '.join(names)}.")


def _tell_visit(verdict: Verdict) -> None:
    say(
        f"Visit {verdict.visit_id}: {verdict.verdict} ({verdict.checked} checked, {verdict.not_checked} not checked)"
    )
    aside: dict[str, list[str]] = {}
    for finding in verdict.findings:
        if finding.state == "not checked" and finding.family not in DECIDING_FAMILIES:
            aside.setdefault(finding.family, []).append(finding.rule)
            continue
        say(f"  {_place(finding)}{finding.state.upper()}  {finding.message}  [{finding.rule}]")
        if finding.fix and finding.state != "not checked":
            say(f"      {finding.fix}")
    if aside:
        told = "; ".join(f"{family}: {', '.join(rules)}" for family, rules in aside.items())
        say(f"  not told, so not checked: {told}")
    say()


def _place(finding: Finding) -> str:
    if finding.line is None:
        return ""
    return f"line {finding.line}, {finding.code}: " if finding.code else f"line {finding.line}: "
