"""A rule's page: front matter, fixed headings, and example visits that are also its tests."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, ValidationError

from logic.rulebook.base import Family, Flag, Model, Severity, SourceIds, Text, Whole
from logic.rulebook.page_text import fence, front_matter, head_and_rows, sections, sentence
from logic.rulebook.problems import Problem, from_validation
from logic.rulebook.strict_yaml import YamlError, load

HEADINGS = ("What it checks", "Why it matters", "Examples", "How to fix", "Limits")
ExpectedState = Literal["pass", "fail", "needs documentation", "not checked", "does not apply"]
FINDING_STATES = frozenset({"fail", "needs documentation", "not checked"})


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
    fix_not_checked: str = ""
    fix_needs_documentation: str = ""
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
    cut = head_and_rows(text, file)
    if isinstance(cut, Problem):
        return None, [cut]
    head_text, rows, first = cut
    problems: list[Problem] = []
    head = front_matter(head_text, file, FrontMatter, problems)
    texts, starts = sections(rows, first, file, HEADINGS, problems)
    begin, stop = starts.get("Examples", (0, 0))
    examples = _examples(rows, begin, stop, file, problems)
    if "Examples" in texts:
        problems += _both_sides(examples, file, begin)
    if head is None:
        return None, problems
    values = {name: getattr(head, name) for name in FrontMatter.model_fields}
    return RulePage.model_construct(**values, sections=texts, examples=tuple(examples)), problems


def _examples(rows: list[str], begin: int, stop: int, file: str, problems: list[Problem]) -> list[Example]:
    found: list[Example] = []
    intro: list[str] = []
    at = begin
    while at < stop:
        block = fence(rows, at, stop, problems, file=file, heading="Examples")
        if block is None:
            intro.append(rows[at].strip())
            at += 1
            continue
        word, close = block
        if word == "visit":
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
        problems.append(Problem(file, key, error.wrong, sentence(error.right), offset + error.line))
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
