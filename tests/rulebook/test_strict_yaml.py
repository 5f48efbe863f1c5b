from __future__ import annotations

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from logic.rulebook.strict_yaml import YamlError, lines, load


@pytest.mark.parametrize(
    "text",
    [
        "on",
        "no",
        "yes",
        "off",
        "012",
        "08",
        "1_000",
        "12:30:00",
        "1:20",
        "1e3",
        "0x1F",
        "2026-3-2",
        "+1",
        "True",
    ],
)
def test_a_word_that_yaml_1_1_would_change_stays_text(text: str) -> None:
    assert load(f"key: {text}") == {"key": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("-7", -7),
        ("0", 0),
        ("0.50", 0.5),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("2026-03-02", date(2026, 3, 2)),
        ('"97124"', "97124"),
        ("'true'", "true"),
        ('"2026-03-02"', "2026-03-02"),
        ("[a, 1]", ["a", 1]),
        ("{a: b}", {"a": "b"}),
    ],
)
def test_a_plain_value_is_what_yaml_1_2_says(text: str, value: object) -> None:
    assert load(f"key: {text}") == {"key": value}


def test_text_that_holds_nothing_is_none() -> None:
    assert load("") is None
    assert load("# only a comment\n") is None


@pytest.mark.parametrize(
    ("text", "line", "wrong"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "the key 'a' stands twice"),
        ("a:\n  - {x: 1, x: 2}\n", 2, "the key 'x' stands twice"),
        ("a: 1\nb: 2026-02-30\n", 2, "2026-02-30 is not a day of the calendar"),
        ("a: &one 1\nb: 2\n", 1, "an anchor (&) or a tag (!)"),
        ("a: 1\nb: *one\n", 2, "an alias (*)"),
        ("a: !!str 1\n", 1, "an anchor (&) or a tag (!)"),
        ("a: 1\n---\nb: 2\n", 2, "a second document begins"),
        ("[a]: 1\n", 1, "a key that is a list or a mapping"),
        ("a: 1\n\tb: 2\n", 2, "found a tab"),
        ("a: [1, 2\n", 2, "did not find expected"),
        ('a: 1\nb: "\x01"\n', 2, "a character that YAML does not allow"),
        ("[" * 2000, 1, ""),
    ],
)
def test_what_is_not_allowed_is_told_with_its_line(text: str, line: int, wrong: str) -> None:
    with pytest.raises(YamlError) as caught:
        load(text)
    assert wrong in caught.value.wrong
    assert caught.value.right
    if wrong:
        assert caught.value.line == line


def test_lines_are_told_by_path() -> None:
    assert lines("a: 1\nb:\n  - c: 2\n  - {d: 3}\n") == {
        ("a",): 1,
        ("b",): 2,
        ("b", 0): 3,
        ("b", 0, "c"): 3,
        ("b", 1): 4,
        ("b", 1, "d"): 4,
    }


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(codec="ascii", min_codepoint=32)),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcxyz", min_size=1), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(PLAIN)
def test_what_the_ordinary_dumper_writes_is_read_back(value: object) -> None:
    text = yaml.safe_dump(
        {"key": value}, default_style='"' if isinstance(value, str) else None, sort_keys=False
    )
    if "&id" not in text and "!!" not in text:
        assert load(text) == {"key": value}
