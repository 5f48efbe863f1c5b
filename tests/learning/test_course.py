from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from logic.learning.course import load_course
from logic.rulebook import load_rulebook
from logic.rulebook.loading import CONTENT
from logic.rulebook.problems import ContentError


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the content that a test may spoil."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def test_the_shipped_course_is_sound() -> None:
    course = load_course(load_rulebook())

    assert "which-code" in course.concepts


def test_a_concept_that_needs_one_that_is_not_there_is_named(own: Path) -> None:
    file = own / "concepts.yaml"
    file.write_text(file.read_text("utf-8").replace("needs: [total-time]", "needs: [totl-time]", 1), "utf-8")

    with pytest.raises(ContentError, match=r"concepts.yaml.*'totl-time' does not exist.*'total-time'"):
        load_course(load_rulebook(), own)


def test_an_id_that_stands_twice_is_named(own: Path) -> None:
    file = own / "concepts.yaml"
    file.write_text(file.read_text("utf-8").replace("- id: ties", "- id: left-overs", 1), "utf-8")

    with pytest.raises(ContentError, match="stands twice"):
        load_course(load_rulebook(), own)
