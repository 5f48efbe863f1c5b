from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from logic.learning.course import load_course
from logic.rulebook import RuleBook, load_rulebook
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


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("kind: units", "kind: unit", r"\[0\].kind: 'unit' does not exist.*'units'"),
        ("how_many: 2", "how_manny: 2", r"asks.how_manny: unknown key 'how_manny'.*'how_many'"),
        ("97124", "97142", r"asks.codes\[\d\]: '97142' does not exist"),
        ("payers: [medicare]", "payers: [medicair]", r"payers: 'medicair' does not exist.*'medicare'"),
        ("concept: total-time", "concept: total", r"concept: 'total' does not exist"),
        ("difficulty: 1", "difficulty: 4", r"difficulty: 4: "),
    ],
)
def test_a_wrong_blueprint_stops_at_start_up(own: Path, was: str, becomes: str, told: str) -> None:
    file = own / "blueprints" / "units.yaml"
    lines = file.read_text("utf-8").splitlines()
    at = next(place for place, line in enumerate(lines) if was in line and not line.startswith("#"))
    lines[at] = lines[at].replace(was, becomes, 1)
    file.write_text("\n".join(lines), "utf-8")

    with pytest.raises(ContentError, match=rf"blueprints/units.yaml, line \d+, .*{told}"):
        load_course(load_rulebook(), own)


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("concepts.yaml", "lesson: midpoint-rule"),
        ("article_claims.yaml", "lesson: total-time-rule"),
        ("glossary.yaml", "lesson: unit-limits"),
        ("denials.yaml", "lesson: unit-limits"),
    ],
)
def test_a_lesson_that_is_not_there_is_named(own: Path, book: RuleBook, name: str, before: str) -> None:
    file = own / name
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, f"{before}s", 1), "utf-8")

    with pytest.raises(ContentError, match=rf"{name}.*'{before.removeprefix('lesson: ')}s' does not exist"):
        load_course(book, own)
