"""A visit whose units follow a wrong rule has that rule named beside the findings, with its lesson."""

from __future__ import annotations

import pytest
from checks import CHECK, EXAMPLES
from screens import links, opened, words

pytestmark = pytest.mark.usefixtures("one_day")


def test_the_biggest_code_takes_all_is_named_with_its_lesson() -> None:
    # 33 and 7 minutes billed 3 and 0: right total, all of it on the biggest code (Medicare manual, example 3).
    at = opened(CHECK)
    at.button(key=EXAMPLES["wrong code"]).click().run()

    assert not at.exception
    assert "as if by" in words(at)
    assert any("left-overs-and-ties" in str(link.query_string) for link in links(at))


def test_a_visit_without_a_unit_error_names_nothing() -> None:
    at = opened(CHECK)
    at.button(key=EXAMPLES["clean"]).click().run()

    assert "as if by" not in words(at)
