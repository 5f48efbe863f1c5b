from __future__ import annotations

import ast
from pathlib import Path

import pytest

from logic.learning.course import load_course
from logic.learning.glossary import named
from logic.rulebook import load_rulebook

PAGES = Path(__file__).resolve().parents[2] / "pages"
WORDS = load_course(load_rulebook()).glossary


def asked() -> list[tuple[str, str]]:
    """Every word that a page asks a hover for, and the page."""
    found = []
    for path in sorted(PAGES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "help_for":
                words = [node.args[0]] if isinstance(node.args[0], ast.Constant) else []
                found += [(str(word.value), path.name) for word in words]
    return found


@pytest.mark.parametrize(("word", "page"), asked())
def test_every_hover_has_its_word(word: str, page: str) -> None:
    found = named(WORDS, word)

    assert found, page
    assert found.says


def test_pages_do_ask() -> None:
    assert len(asked()) >= 8
