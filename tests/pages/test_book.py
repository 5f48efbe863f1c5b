from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from screens import opened, words

from pages.parts.text import listed, plain, table


@pytest.fixture
def broken_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    payers = tmp_path / "content" / "payers"
    payers.mkdir(parents=True)
    (payers / "mine.yaml").write_text(
        "id: mine\nlabel: Mine\nabout: A payer.\ncountng: {method: cms}\n", "utf-8"
    )
    monkeypatch.setenv("UNITWISE_HOME", str(tmp_path))
    monkeypatch.setattr("pages.parts.book.LOOK_AGAIN", 0.0)
    st.cache_resource.clear()
    return tmp_path


@pytest.mark.usefixtures("broken_home")
def test_a_broken_rule_book_is_a_page_that_says_what_to_mend() -> None:
    at = opened()
    shown = words(at)

    assert at.title[0].value == "The rule book cannot be read"
    assert "mine.yaml" in shown
    assert "countng" in shown
    assert "counting" in shown
    assert not at.exception


def test_once_mended_a_reload_is_enough(broken_home: Path) -> None:
    opened()
    (broken_home / "content" / "payers" / "mine.yaml").unlink()

    assert opened().title[0].value != "The rule book cannot be read"


def test_text_is_shown_as_it_stands() -> None:
    assert plain("$5 *a* [b](c) :red[x] 10:30") == r"\$5 \*a\* \[b\](c) \:red\[x\] 10:30"
    assert listed(["a", "b", "c"], "or") == "a, b or c"
    assert table(["A", "B"], [["x", 1]], right=(1,)) == "| A | B |\n| --- | ---: |\n| x | 1 |"
