from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from logic.rulebook import CONTENT, ContentError, Problem, RuleBook, load_rulebook

PIECES = (
    "sources",
    "codes",
    "payers",
    "pair_edits",
    "unit_limits",
    "amounts",
    "modifiers.yaml",
    "techniques.yaml",
    "diagnoses.yaml",
    "places_of_service.yaml",
)


@dataclass
class Sandbox:
    """A copy of the content with one rule page, beside an empty home, to break on purpose."""

    content: Path
    home: Path

    def write(self, name: str, text: str) -> None:
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def own(self, name: str, text: str) -> Path:
        path = self.home / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def replace(self, name: str, old: str, new: str, count: int = 1) -> None:
        path = self.content / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}: mend the test"
        path.write_text(text.replace(old, new, count), encoding="utf-8")

    def load(self) -> RuleBook:
        return load_rulebook(self.home, self.content)

    def problems(self) -> list[Problem]:
        with pytest.raises(ContentError) as caught:
            self.load()
        return list(caught.value.problems)

    def problem(self) -> Problem:
        """The one problem that is expected."""
        found = self.problems()
        assert len(found) == 1, "\n".join(map(str, found))
        return found[0]


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    content = tmp_path / "content"
    content.mkdir()
    for piece in PIECES:
        source = CONTENT / piece
        if source.is_dir():
            shutil.copytree(source, content / piece)
        else:
            shutil.copy(source, content / piece)
    (content / "rules").mkdir()
    shutil.copy(CONTENT / "rules" / "U101.md", content / "rules" / "U101.md")
    return Sandbox(content, tmp_path / "home")
