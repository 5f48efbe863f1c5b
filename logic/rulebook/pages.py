"""A rule's page: front matter, fixed headings, and example visits that are also its tests."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field, ValidationError

from logic.rulebook.base import Family, Flag, Model, Severity, SourceIds, Text, Whole
from logic.rulebook.problems import Problem, did_you_mean, from_validation
from logic.rulebook.strict_yaml import YamlError, load
from logic.rulebook.strict_yaml import lines as yaml_lines

HEADINGS = ("What it checks", "Why it matters", "Examples", "How to fix", "Limits")
ExpectedState = Literal["pass", "fail", "needs documentation", "not checked", "does not apply"]
FINDING_STATES = frozenset({"fail", "needs documentation", "not checked"})
_FENCE = re.compile(r"^```(\S*)\s*$")


class Expect(Model):
    """What the rule says of an example: its state, and where told its line and exact sentence."""

    state: ExpectedState
    line: Whole | None = None
    says: str | None = None


class Example(Model):
    """An example visit as a person types it, the sentence before it, and what this rule says of it."""

    intro: str
    visit: dict[str, Any]
    expect: Expect

    @property
    def finds(self) -> bool:
        """Whether the rule has something to say here."""
        return self.expect.state in FINDING_STATES


class FrontMatter(Model):
    """The head of a page, between its two lines of dashes."""

    code: str = Field(pattern=r"^[A-Z][0-9]{3}$")
    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str
    family: Family
    severity: Severity
    scope: Literal["visit", "line"]
    says: str
    fix: str
    not_checked: str = ""
    needs_documentation: str = ""
    denial: str = ""
    asks: str = ""
    asks_help: str = ""
    sources: SourceIds = Field(min_length=1)
    to_confirm: Flag = False
    note: str = ""
    since: Text


class RulePage(FrontMatter):
    """A whole page: its head, each heading's Markdown, and its examples."""

    sections: dict[str, str]
    examples: tuple[Example, ...]


def read_page(text: str, file: str) -> tuple[RulePage | None, list[Problem]]:
    """Give the page and everything that is wrong with it; no page where the head cannot be read."""
    rows = text.replace("\r\n", "\n").split("\n")
    end = next((at for at, row in enumerate(rows) if at and row.rstrip() == "---"), None)
    if rows[0].rstrip() != "---" or end is None:
        right = "Begin the file with a line ---, then the keys, then a line ---."
        return None, [Problem(file, "", "the page has no front matter", right, 1)]
    problems: list[Problem] = []
    head = _front_matter("\n".join(rows[1:end]), file, problems)
    sections, starts = _sections(rows, end + 1, file, problems)
    begin, stop = starts.get("Examples", (0, 0))
    examples = _examples(rows, begin, stop, file, problems)
    if "Examples" in sections:
        problems += _both_sides(examples, file, begin)
    if head is None:
        return None, problems
    values = {name: getattr(head, name) for name in FrontMatter.model_fields}
    return RulePage.model_construct(**values, sections=sections, examples=tuple(examples)), problems


def _front_matter(text: str, file: str, problems: list[Problem]) -> FrontMatter | None:
    try:
        return FrontMatter.model_validate(load(text))
    except YamlError as error:
        problems.append(Problem(file, "front matter", error.wrong, _sentence(error.right), error.line + 1))
    except ValidationError as error:
        places = yaml_lines(text)
        for path, problem in from_validation(error, file, FrontMatter):
            line = places.get(path, 0) + 1
            problems.append(Problem(file, problem.key, problem.wrong, problem.right, line))
    return None


def _sections(
    rows: list[str], first: int, file: str, problems: list[Problem]
) -> tuple[dict[str, str], dict[str, tuple[int, int]]]:
    """Cut the page at its second-level headings; code fences are not looked into."""
    marks: list[tuple[str, int]] = []
    fenced = False
    for at in range(first, len(rows)):
        if rows[at].startswith("```"):
            fenced = not fenced
        elif not fenced and rows[at].startswith("## "):
            marks.append((rows[at][3:].strip(), at))
    sections: dict[str, str] = {}
    spans: dict[str, tuple[int, int]] = {}
    for number, (heading, at) in enumerate(marks):
        stop = marks[number + 1][1] if number + 1 < len(marks) else len(rows)
        if heading not in HEADINGS:
            right = did_you_mean(heading, HEADINGS)
            problems.append(Problem(file, f"## {heading}", "a heading that no page has", right, at + 1))
        elif heading in sections:
            problems.append(Problem(file, f"## {heading}", "the heading stands twice", "Keep one.", at + 1))
        else:
            sections[heading] = "\n".join(rows[at + 1 : stop]).strip()
            spans[heading] = (at + 1, stop)
    for heading in HEADINGS:
        if not sections.get(heading):
            wrong = "the heading has no text" if heading in sections else "the heading is missing"
            problems.append(Problem(file, f"## {heading}", wrong, f"Write '## {heading}' and its text."))
    order = [heading for heading, _ in marks if heading in HEADINGS]
    if order != sorted(order, key=HEADINGS.index):
        right = f"Order: {', '.join(HEADINGS)}."
        problems.append(Problem(file, "", "the headings are not in their order", right))
    return sections, spans


def _examples(rows: list[str], begin: int, stop: int, file: str, problems: list[Problem]) -> list[Example]:
    found: list[Example] = []
    intro: list[str] = []
    at = begin
    while at < stop:
        fence = _FENCE.match(rows[at])
        if fence is None:
            intro.append(rows[at].strip())
            at += 1
            continue
        close = next((row for row in range(at + 1, stop) if rows[row].rstrip() == "```"), stop)
        if close == stop:
            problems.append(Problem(file, "Examples", "a ``` block has no end", "Close it with ```.", at + 1))
        if fence[1] == "visit":
            text = "\n".join(rows[at + 1 : close])
            example = _example(text, " ".join(filter(None, intro)), file, at + 1, problems)
            found += [example] if example else []
        intro, at = [], close + 1
    return found


def _example(text: str, intro: str, file: str, offset: int, problems: list[Problem]) -> Example | None:
    key = "Examples"
    try:
        visit = load(text)
    except YamlError as error:
        problems.append(Problem(file, key, error.wrong, _sentence(error.right), offset + error.line))
        return None
    if not isinstance(visit, dict) or "expect" not in visit or not isinstance(visit.get("lines"), list):
        right = "Write the visit's keys, lines: [...] and expect: ..."
        problems.append(Problem(file, key, "an example without lines or expect", right, offset))
        return None
    if not intro:
        right = "Write the sentence that tells what the example shows."
        problems.append(Problem(file, key, "an example without a sentence before it", right, offset))
    expect = visit.pop("expect")
    try:
        parsed = Expect.model_validate({"state": expect} if isinstance(expect, str) else expect)
    except ValidationError as error:
        for path, problem in from_validation(error, file, Expect):
            where = ".".join(("Examples", "expect", *map(str, path)))
            problems.append(Problem(file, where, problem.wrong, problem.right, offset))
        return None
    return Example.model_construct(intro=intro, visit=visit, expect=parsed)


def _both_sides(examples: list[Example], file: str, line: int) -> list[Problem]:
    problems = []
    if not any(example.finds for example in examples):
        right = "Add a visit that the rule finds (fail, needs documentation or not checked)."
        problems.append(Problem(file, "Examples", "no example that the rule finds", right, line))
    if all(example.finds for example in examples):
        right = "Add a visit that passes (or to which the rule does not apply)."
        problems.append(Problem(file, "Examples", "no example that passes", right, line))
    return problems


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
