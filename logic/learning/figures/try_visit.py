"""A little visit with a few things to change, and what the rules say of it: the same judge as in the visit check."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from pydantic import Field

from logic.check import check
from logic.rulebook.base import Model, Whole
from logic.rulebook.problems import did_you_mean
from logic.visit import visit_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from logic.rulebook import RuleBook
    from logic.verdict import Finding


class Choice(Model):
    """One thing that the learner may choose, and the value that it writes into the visit."""

    text: str
    value: Any


class Change(Model):
    """One thing to change: a column of the visit or, with `line` (from 1), of one line."""

    ask: str
    key: str
    line: Whole | None = None
    choices: tuple[Choice, ...] = Field(min_length=2)


class Starts(Model):
    """A visit as rule pages write it, what may be changed, and the rules whose word is shown."""

    visit: dict[str, Any]
    changes: tuple[Change, ...] = Field(min_length=1)
    rules: tuple[str, ...] = Field(min_length=1)


def changed(starts: Starts, picks: Sequence[int]) -> dict[str, Any]:
    """Give the visit with one choice of each change written into it."""
    visit = {**starts.visit, "lines": [dict(line) for line in starts.visit["lines"]]}
    for change, pick in zip(starts.changes, picks, strict=True):
        place = visit if change.line is None else visit["lines"][change.line - 1]
        place[change.key] = change.choices[pick].value
    return visit


def said(starts: Starts, picks: Sequence[int], book: RuleBook) -> list[Finding]:
    """Give what the rules of the figure find in the visit, as of its own day; nothing where they find nothing."""
    lines, _ = visit_lines(changed(starts, picks))
    verdict = check(lines, book, lines["service_date"][0]).verdicts()[0]
    return [finding for finding in verdict.findings if finding.rule in starts.rules]


def every(starts: Starts) -> list[tuple[int, ...]]:
    """Give every combination of choices."""
    return list(product(*(range(len(change.choices)) for change in starts.changes)))


def wrong(starts: Starts, book: RuleBook) -> Iterator[tuple[str, str]]:
    """Name rules that are not there, lines that the visit does not have, and values that cannot be read."""
    for rule in starts.rules:
        if rule not in book.rules:
            yield f"{rule!r} is not a rule", did_you_mean(rule, book.rules)
    lines = starts.visit.get("lines")
    if not isinstance(lines, list) or not lines:
        yield "a visit without lines", "Write lines: with a code and units each."
        return
    for change in starts.changes:
        if change.line is not None and not 1 <= change.line <= len(lines):
            yield f"the visit has no line {change.line}", f"Its lines are 1 to {len(lines)}."
            return
    for picks in every(starts):
        _, problems = visit_lines(changed(starts, picks))
        if problems:
            yield str(problems[0].wrong), str(problems[0].fix)
            return
