"""A page of content: front matter between two lines of dashes, then Markdown under fixed headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from logic.rulebook.problems import Problem, did_you_mean, from_validation
from logic.rulebook.strict_yaml import YamlError, load
from logic.rulebook.strict_yaml import lines as yaml_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

M = TypeVar("M", bound=BaseModel)
_FENCE = re.compile(r"^```(\S*)\s*$")


def head_and_rows(text: str, file: str) -> tuple[str, list[str], int] | Problem:
    """Give the front matter's text, all rows of the page, and the first row below the front matter."""
    rows = text.replace("\r\n", "\n").split("\n")
    end = next((at for at, row in enumerate(rows) if at and row.rstrip() == "---"), None)
    if rows[0].rstrip() != "---" or end is None:
        right = "Begin the file with a line ---, then the keys, then a line ---."
        return Problem(file, "", "the page has no front matter", right, 1)
    return "\n".join(rows[1:end]), rows, end + 1


def front_matter(text: str, file: str, model: type[M], problems: list[Problem]) -> M | None:
    """Give the head of a page as its model, or None with every problem noted by its line."""
    return fenced(text, file, model, problems, key="front matter", offset=1)


def fenced(
    text: str,
    file: str,
    model: type[M],
    problems: list[Problem],
    *,
    key: str,
    offset: int,
    prefix: str = "",
) -> M | None:
    """Give a block of YAML as its model; `offset` is the row before its first, `prefix` is put before each key."""
    try:
        return model.model_validate(load(text))
    except YamlError as error:
        problems.append(Problem(file, key, error.wrong, sentence(error.right), error.line + offset))
    except ValidationError as error:
        places = yaml_lines(text)
        for path, problem in from_validation(error, file, model):
            near = next((places[path[:n]] for n in range(len(path), 0, -1) if path[:n] in places), 0)
            where = f"{prefix}{problem.key}" if problem.key else key
            problems.append(Problem(file, where, problem.wrong, problem.right, near + offset))
    return None


def sections(
    rows: Sequence[str], first: int, file: str, headings: Sequence[str], problems: list[Problem]
) -> tuple[dict[str, str], dict[str, tuple[int, int]]]:
    """Cut the page at its second-level headings; give each one's text, and its first row and the row after it."""
    marks: list[tuple[str, int]] = []
    inside = False
    for at in range(first, len(rows)):
        if rows[at].startswith("```"):
            inside = not inside
        elif not inside and rows[at].startswith("## "):
            marks.append((rows[at][3:].strip(), at))
    texts: dict[str, str] = {}
    spans: dict[str, tuple[int, int]] = {}
    for number, (heading, at) in enumerate(marks):
        stop = marks[number + 1][1] if number + 1 < len(marks) else len(rows)
        if heading not in headings:
            right = did_you_mean(heading, headings)
            problems.append(Problem(file, f"## {heading}", "a heading that no page has", right, at + 1))
        elif heading in texts:
            problems.append(Problem(file, f"## {heading}", "the heading stands twice", "Keep one.", at + 1))
        else:
            texts[heading] = "\n".join(rows[at + 1 : stop]).strip()
            spans[heading] = (at + 1, stop)
    for heading in headings:
        if not texts.get(heading):
            wrong = "the heading has no text" if heading in texts else "the heading is missing"
            problems.append(Problem(file, f"## {heading}", wrong, f"Write '## {heading}' and its text."))
    order = [heading for heading, _ in marks if heading in headings]
    if order != sorted(order, key=list(headings).index):
        right = f"Order: {', '.join(headings)}."
        problems.append(Problem(file, "", "the headings are not in their order", right))
    return texts, spans


def fence(
    rows: Sequence[str], at: int, stop: int, problems: list[Problem], *, file: str, heading: str
) -> tuple[str, int] | None:
    """Give the word of the block that begins on this row, and the row of its end; None where none begins."""
    mark = _FENCE.match(rows[at])
    if mark is None:
        return None
    close = next((row for row in range(at + 1, stop) if rows[row].rstrip() == "```"), stop)
    if close == stop:
        problems.append(Problem(file, heading, "a ``` block has no end", "Close it with ```.", at + 1))
    return mark[1], close


def sentence(text: str) -> str:
    """``write this`` → ``Write this.``."""
    return text[:1].upper() + text[1:] + "."
