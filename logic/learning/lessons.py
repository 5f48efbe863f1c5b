"""Read content/lessons/NNN-id.md as strictly as the rule book: every claim cited, every count worked out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from logic.learning.figures import figures
from logic.learning.lesson import (
    HEADINGS,
    MARK,
    TO_CONFIRM,
    Block,
    Figure,
    FrontMatter,
    Lesson,
    Option,
    Question,
    Quiz,
    Words,
)
from logic.learning.placeholders import PlaceholderError, filled
from logic.learning.quizzes import QuizError, right_answer
from logic.rulebook.page_text import fence, fenced, front_matter, head_and_rows, sections
from logic.rulebook.problems import Problem, did_you_mean
from logic.rulebook.strict_yaml import YamlError, load

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from logic.rulebook import RuleBook
    from logic.rulebook.reading import Folder

NAME: Final = re.compile(r"(?P<number>[0-9]{3})-(?P<id>[a-z0-9-]+)")
CLAIMS: Final = frozenset({"The idea", "Worked example", "Remember"})
QUESTIONS: Final = 2
_LINK = re.compile(r"\]\(")


@dataclass
class _Page:
    """A lesson while it is read."""

    file: str
    book: RuleBook
    on: date
    problems: list[Problem] = field(default_factory=list)
    cited: dict[str, int] = field(default_factory=dict)  # source id → the first line that cites it

    def problem(self, key: str, wrong: str, right: str, line: int) -> None:
        self.problems.append(Problem(self.file, key, wrong, right, line))

    def cite(self, ids: Iterable[str], line: int) -> None:
        for each in ids:
            self.cited.setdefault(each, line)

    def fill(self, text: str, key: str, line: int) -> str:
        """Answer the placeholders; what is to confirm says so at the end."""
        try:
            told = filled(text, self.book, self.on)
        except PlaceholderError as error:
            self.problem(key, error.wrong, error.right, line)
            return text
        mark = f" {TO_CONFIRM}" if told.to_confirm and TO_CONFIRM not in told.text else ""
        return told.text + mark


def read_lessons(folder: Folder, book: RuleBook) -> dict[str, Lesson]:
    """Give the lessons by id, in the order of their numbers; what is wrong is noted in the folder."""
    found: dict[str, Lesson] = {}
    before: list[str] = []  # also those that cannot be read: one mistake is told once
    for path in sorted((folder.root / "lessons").glob("*")):
        file = f"{folder.label}/lessons/{path.name}"
        name = NAME.fullmatch(path.stem)
        if path.suffix != ".md" or name is None:
            right = "Name it like 050-total-time-rule.md, or move it away."
            folder.problem(file, (), "a file that is not read", right)
            continue
        lesson, problems = read_lesson(path.read_text(encoding="utf-8-sig"), file, int(name["number"]), book)
        folder.problems += problems
        earlier, before = before, [*before, name["id"]]
        if lesson is None:
            continue
        if lesson.id != name["id"]:
            wrong = f"the id {lesson.id!r} is not the file's name"
            folder.problem(file, ("id",), wrong, f"Write id: {name['id']}")
        folder.problems += [
            Problem(file, "needs", f"{need!r} is no lesson before this one", did_you_mean(need, earlier), 1)
            for need in lesson.needs
            if need not in earlier
        ]
        found[lesson.id] = lesson
    return found


def read_lesson(text: str, file: str, number: int, book: RuleBook) -> tuple[Lesson | None, list[Problem]]:
    """Give the lesson and everything that is wrong with it; no lesson where it cannot be read."""
    cut = head_and_rows(text, file)
    if isinstance(cut, Problem):
        return None, [cut]
    head_text, rows, first = cut
    problems: list[Problem] = []
    head = front_matter(head_text, file, FrontMatter, problems)
    if head is None:
        return None, problems
    page = _Page(file, book, head.reviewed, problems)
    _, spans = sections(rows, first, file, HEADINGS, problems)
    blocks = {heading: tuple(_blocks(rows, *span, heading, page)) for heading, span in spans.items()}
    _marry(head, page)
    values = {name: getattr(head, name) for name in FrontMatter.model_fields}
    lesson = Lesson.model_construct(**values, number=number, sections=blocks)
    if "Try it" in blocks and len(lesson.questions) != QUESTIONS:
        wrong = f"{len(lesson.questions)} questions"
        page.problem("## Try it", wrong, f"End the lesson with {QUESTIONS} quiz blocks.", spans["Try it"][0])
    return (None if problems else lesson), problems


def _blocks(rows: Sequence[str], begin: int, stop: int, heading: str, page: _Page) -> list[Block]:
    """Cut a section into its paragraphs, figures and questions."""
    found: list[Block | None] = []
    at = begin
    while at < stop:
        if not rows[at].strip():
            at += 1
            continue
        block = fence(rows, at, stop, page.problems, file=page.file, heading=heading)
        if block is None:
            end = next((row for row in range(at, stop) if not _goes_on(rows[row])), stop)
            words = _words("\n".join(rows[at:end]), heading, at + 1, page)
            if heading in CLAIMS and not _cited(words, found[-1] if found else None):
                right = "End it with the source's id in brackets, like [cms-100-04-ch5]."
                page.problem(f"## {heading}", "a paragraph without a source", right, at + 1)
            found.append(words)
            at = end
            continue
        word, close = block
        text = "\n".join(rows[at + 1 : close])
        if word == "figure":
            found.append(_figure(text, at + 1, page))
        elif word == "quiz":
            found.append(_question(text, at + 1, page))
        else:
            right = did_you_mean(word, ("figure", "quiz"))
            page.problem(f"## {heading}", f"a block called {word!r}", right, at + 1)
        at = close + 1
    return [each for each in found if each is not None]


def _cited(words: Words, before: Block | None) -> bool:
    """Whether a source stands with the claim; a table is cited in the sentence before it, a question claims nothing."""
    if words.text.startswith("|"):
        return isinstance(before, Words) and bool(before.marks)
    return bool(words.marks) or words.text.rstrip().endswith((":", "?"))


def _goes_on(row: str) -> bool:
    return bool(row.strip()) and not row.startswith("```")


def _words(text: str, heading: str, line: int, page: _Page) -> Words:
    key = f"## {heading}"
    words = Words(page.fill(text, key, line))
    page.cite(words.marks, line)
    if _LINK.search(text):
        right = "Name rules in `rules`, lessons in `needs`; figures link to their calculators by themselves."
        page.problem(key, "a link in the text", right, line)
    return _confirmed(words, page.book)


def _confirmed(words: Words, book: RuleBook) -> Words:
    """Mark words that rest on recalled sources alone as to confirm."""
    seen = [book.sources[mark].seen for mark in words.marks if mark in book.sources]
    if seen and all(each == "recalled" for each in seen) and TO_CONFIRM not in words.text:
        return Words(f"{words.text} {TO_CONFIRM}")
    return words


def _figure(text: str, line: int, page: _Page) -> Figure | None:
    key = "figure"
    try:
        data = load(text)
    except YamlError:
        data = None
    name = data.pop("figure", None) if isinstance(data, dict) else None
    module = figures().get(str(name))
    if module is None:
        page.problem(key, f"{name!r} is no figure", did_you_mean(name, figures()), line)
        return None
    body = "\n".join("" if row.startswith("figure:") else row for row in text.split("\n"))
    starts = fenced(body, page.file, module.Starts, page.problems, key=key, offset=line, prefix=f"{name}.")
    if starts is None:
        return None
    for wrong, right in getattr(module, "wrong", lambda *_: ())(starts, page.book):
        page.problem(f"{key} {name}", wrong, right, line)
    page.cite(getattr(module, "cited", lambda _: ())(starts), line)
    return Figure(str(name), starts)


def _question(text: str, line: int, page: _Page) -> Question | None:
    quiz = fenced(text, page.file, Quiz, page.problems, key="quiz", offset=line, prefix="quiz.")
    if quiz is None:
        return None
    page.cite(quiz.source, line)
    options = tuple(
        Option(
            answer=each.answer,
            text=page.fill(each.text, "quiz.options.text", line),
            because=page.fill(each.because, "quiz.options.because", line),
            believed=each.believed,
        )
        for each in quiz.options
    )
    for each in options:
        page.cite((*MARK.findall(each.text), *MARK.findall(each.because)), line)
    quiz = quiz.model_copy(update={"ask": page.fill(quiz.ask, "quiz.ask", line), "options": options})
    try:
        question = Question(quiz, right_answer(quiz, page.book, page.on))
    except QuizError as error:
        page.problem("quiz", error.wrong, error.right, line)
        return None
    if question.best.believed:
        right = "Name misconceptions at wrong answers only."
        page.problem("quiz.options.believed", f"{question.right!r} is the right answer", right, line)
    return question


def _marry(head: FrontMatter, page: _Page) -> None:
    """Check the head against the book, and its sources against what the text cites."""
    for rule in head.rules:
        if rule not in page.book.rules:
            page.problem("rules", f"{rule!r} is not a rule", did_you_mean(rule, page.book.rules), 1)
    for source in head.sources:
        if source not in page.book.sources:
            right = did_you_mean(source, page.book.sources)
            page.problem("sources", f"{source!r} is not in content/sources", right, 1)
        elif source not in page.cited:
            right = "Cite it where it was used, or take it out."
            page.problem("sources", f"{source!r} is cited nowhere in the text", right, 1)
    page_sources: Collection[str] = head.sources
    for source, line in page.cited.items():
        if source not in page_sources:
            right = f"Add it to sources, or correct it. {did_you_mean(source, page.book.sources)}"
            page.problem(f"[{source}]", "cites what is not among the lesson's sources", right, line)
