"""Each rule has a page, each page its rule, and every example on a page is a test."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from logic import states
from logic.check import check
from logic.derive.derive import derive
from logic.explain.as_billed import SCHEMA as UNIT_WORDS
from logic.explain.findings import COMMON, findings
from logic.explain.templates import fields
from logic.judge import judge
from logic.rulebook import load_rulebook
from logic.rules import all_rules
from logic.verdict import FIRST_LINES, line_words
from logic.visit import visit_lines

if TYPE_CHECKING:
    from logic.rulebook.pages import Example

TODAY = date(2026, 11, 23)
BOOK = load_rulebook(home=Path(tempfile.mkdtemp()))
RULES = {rule.code: rule for rule in all_rules()}
EXAMPLES = [
    pytest.param(code, example, id=f"{code}-{place}")
    for code, page in sorted(BOOK.rules.items())
    for place, example in enumerate(page.examples, start=1)
]


def worst(column: pl.Series) -> str:
    """The state of a rule on a visit as a person would tell it: the worst of its rows."""
    order = (states.FAIL, states.NEEDS_DOCUMENTATION, states.NOT_CHECKED, states.PASS)
    seen = set(column.to_list())
    return next((states.WORDS[state] for state in order if state in seen), "does not apply")


def test_each_rule_has_a_page_and_each_page_a_rule() -> None:
    assert set(RULES) == set(BOOK.rules)


@pytest.mark.parametrize("code", sorted(RULES))
def test_page_and_rule_agree(code: str) -> None:
    """Scope is the same, and every fact that a sentence names is one that the rule tells."""
    page, rule = BOOK.rules[code], RULES[code]
    assert page.scope == rule.scope
    told = {*COMMON, *rule.facts} if rule.scope == "line" else {*COMMON[:3], *rule.facts}
    if rule.explain is not None:
        told |= set(UNIT_WORDS.names())
    messages = (page.says, page.not_checked, page.needs_documentation)
    for template in (*messages, page.fix, page.fix_not_checked, page.fix_needs_documentation):
        assert set(fields(template)) <= told, template


@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_example(code: str, example: Example) -> None:
    lines, problems = visit_lines(example.visit)
    assert not problems
    judged = judge(derive(lines, BOOK, TODAY))
    frame = judged.lines if RULES[code].scope == "line" else judged.visits

    assert worst(frame[code]) == example.expect.state
    assert not judged.broken
    if example.expect.line is None and example.expect.says is None:
        return
    found = findings(judged, BOOK).filter(rule=code)
    if example.expect.line is not None:
        assert example.expect.line in [place for places in found["lines"].to_list() for place in places]
    if example.expect.says is not None:
        assert example.expect.says in found["message"].to_list()


@pytest.mark.parametrize("code", sorted(RULES))
def test_sentences_are_whole(code: str) -> None:
    """No example's sentence has a hole in it ("not given") where the rule has found something wrong."""
    for example in BOOK.rules[code].examples:
        lines, _ = visit_lines(example.visit)
        found = findings(judge(derive(lines, BOOK, TODAY)), BOOK).filter(rule=code, state="fail")
        for message, fix in found.select("message", "fix").iter_rows():
            assert "not given" not in message, message
            assert "not given" not in fix, fix


@pytest.mark.parametrize("copies", [1, 2, 9_999])
def test_a_line_that_stands_many_times_is_one_finding_that_counts_them(copies: int) -> None:
    line = {"code": "97124", "minutes": 18, "units": 1, "modifiers": "GP"}
    lines, _ = visit_lines(
        {"service_date": "2026-03-02", "payer": "medicare", "lines": [line] * (copies + 1)}
    )

    (found,) = [each for each in check(lines, BOOK, TODAY).verdicts()[0].findings if each.rule == "F904"]

    assert found.lines == tuple(range(2, copies + 2))
    assert found.message == "97124 with 1 unit stands here just as on line 1."
    words = line_words(found.lines)
    assert len(words) <= FIRST_LINES + 1
    if copies > FIRST_LINES:
        assert words[0] == "2"
        assert words[-1] == "9,987 more"
