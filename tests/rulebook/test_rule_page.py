from __future__ import annotations

from datetime import date

import pytest

from logic.rulebook.pages import HEADINGS, read_page

PAGE = """---
code: U999
name: some-fault
title: A fault
family: units
severity: error
scope: visit
says: "{units_due} unit(s)"
fix: "Bill {units_due}."
sources: [cms-100-04-ch5]
since: "1.0"
---
## What it checks
One thing.
```text
## not a heading
```
## Why it matters
It does.
## Examples
Twenty-two minutes
support one unit:
```visit
payer: medicare
service_date: 2026-03-02
lines:
  - {code: "97124", minutes: 22, units: 2}
expect: {state: fail, line: 1, says: "1 unit"}
```
Twenty-three support two:
```visit
lines: [{code: "97124", minutes: 23, units: 2}]
expect: pass
```
## How to fix
Count again.
## Limits
None.
"""


def test_a_page_is_read_whole() -> None:
    page, problems = read_page(PAGE, "U999.md")
    assert problems == []
    assert page is not None
    assert (page.code, page.family, page.scope, page.sources) == (
        "U999",
        "units",
        "visit",
        ("cms-100-04-ch5",),
    )
    assert tuple(page.sections) == HEADINGS
    assert page.sections["What it checks"] == "One thing.\n```text\n## not a heading\n```"
    first, second = page.examples
    assert first.intro == "Twenty-two minutes support one unit:"
    assert first.visit["service_date"] == date(2026, 3, 2)
    assert first.visit["lines"] == [{"code": "97124", "minutes": 22, "units": 2}]
    assert (first.expect.state, first.expect.line, first.expect.says) == ("fail", 1, "1 unit")
    assert first.finds
    assert (second.expect.state, second.expect.line, second.finds) == ("pass", None, False)


def test_line_ends_of_windows_change_nothing() -> None:
    assert read_page(PAGE.replace("\n", "\r\n"), "U999.md") == read_page(PAGE, "U999.md")


@pytest.mark.parametrize(
    ("old", "new", "wrong", "right"),
    [
        ("---\ncode", "code", "the page has no front matter", "---"),
        (
            "severity: error",
            "severity: serious",
            "'serious' is not one of the words for severity",
            "error, note, warning",
        ),
        (
            "family: units",
            "family: unit",
            "'unit' is not one of the words for family",
            "Did you mean 'units'?",
        ),
        ("severity: error", "sevrity: error", "unknown key 'sevrity'", "Did you mean 'severity'?"),
        ("title: A fault\n", "", "the key 'title' is missing", "Add title"),
        ("code: U999", "code: u999", "'u999' does not have the right shape", "must match"),
        ("sources: [cms-100-04-ch5]", "sources: []", "too short", "Add what belongs there"),
        ("fix:", "says:", "the key 'says' stands twice", "Keep one"),
        (
            "## Why it matters",
            "## Why it mater",
            "a heading that no page has",
            "Did you mean 'Why it matters'?",
        ),
        ("## Limits\nNone.\n", "", "the heading is missing", "Write '## Limits'"),
        ("## Limits\nNone.\n", "## Limits\n", "the heading has no text", "Write '## Limits'"),
        ("## Limits", "## How to fix", "the heading stands twice", "Keep one"),
        ("expect: pass", "expect: fail", "no example that passes", "Add a visit that passes"),
        ("{state: fail, line: 1,", "{state: pass, line: 1,", "no example that the rule finds", "Add a visit"),
        (
            "expect: pass",
            "expect: passes",
            "'passes' is not one of the words for state",
            "Did you mean 'pass'?",
        ),
        ("expect: pass", "expects: pass", "an example without lines or expect", "expect"),
        ("Twenty-three support two:\n", "", "an example without a sentence before it", "Write the sentence"),
        ("minutes: 23,", "minutes: 23, minutes: 24,", "the key 'minutes' stands twice", "Keep one"),
        ("expect: pass\n```", "expect: pass", "a ``` block has no end", "Close it"),
    ],
)
def test_a_broken_page_is_told(old: str, new: str, wrong: str, right: str) -> None:
    assert old in PAGE
    _, problems = read_page(PAGE.replace(old, new, 1), "U999.md")
    assert any(wrong in one.wrong and right in one.right for one in problems), [str(one) for one in problems]
    assert all(one.file == "U999.md" for one in problems)


def test_headings_out_of_order_are_told() -> None:
    swapped = PAGE.replace("## Limits\nNone.\n", "").replace(
        "## How to fix", "## Limits\nNone.\n## How to fix"
    )
    _, problems = read_page(swapped, "U999.md")
    assert [one.wrong for one in problems] == ["the headings are not in their order"]


def test_the_line_of_a_broken_key_is_its_line_in_the_page() -> None:
    _, problems = read_page(PAGE.replace("severity: error", "severity: serious"), "U999.md")
    assert problems[0].line == 6
    _, problems = read_page(PAGE.replace("minutes: 23,", "minutes: 23, minutes: 24,"), "U999.md")
    assert PAGE.split("\n")[problems[0].line - 1].startswith("lines: [")  # type: ignore[operator]
