from __future__ import annotations

import re
import stat
import tomllib
from pathlib import Path

import pytest

from logic.columns import COLUMNS
from logic.rulebook import load_rulebook
from pages.parts import links

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
RAN_BY_THE_PROGRAM = {"row", "incomplete"}  # filled by the program, never by a person


def test_the_readme_publishes_every_column_and_no_other() -> None:
    told = re.findall(r"^\| `(\w+)` \| (yes)? *\| (.*?) \|", README, flags=re.MULTILINE)
    columns = [each for each in COLUMNS.values() if each.name not in RAN_BY_THE_PROGRAM]

    assert [(name, bool(yes)) for name, yes, _ in told] == [(each.heading, each.required) for each in columns]
    for (_, _, says), column in zip(told, columns, strict=True):
        assert says.startswith(column.help)


def test_ci_runs_the_readmes_test_command() -> None:
    ci = (ROOT / ".ci" / "run").read_text("utf-8")
    command = re.search(r"\.venv/bin/python -m pytest[^\n`]*", README)

    assert command
    assert command[0] in ci
    assert "UNITWISE_REQUIRE_BROWSER=1" in ci
    assert (ROOT / ".ci" / "run").stat().st_mode & stat.S_IXUSR


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_files_that_the_documents_point_to_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")

    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (ROOT / target).is_file(), target


def test_the_changelog_names_every_rule_of_the_book() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    spans = re.findall(r"([A-Z])(\d{3}) to [A-Z](\d{3})", text)
    named = {
        f"{letter}{number:03d}"
        for letter, first, last in spans
        for number in range(int(first), int(last) + 1)
    } | set(re.findall(r"\b[A-Z]\d{3}\b", text))

    assert set(load_rulebook().rules) <= named


def test_the_requirements_are_pinned_exactly() -> None:
    for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines():
        named = line.partition(" #")[0]
        if named and not named.startswith("#"):
            assert re.fullmatch(r"[A-Za-z0-9_.\-]+(\[\w+\])?==[\w.]+", named), line


def test_nothing_in_pages_can_be_opened_without_the_app() -> None:
    assert list((ROOT / "pages").glob("*.py")) == []


def test_every_page_of_the_navigation_exists() -> None:
    for path in (links.START, links.CHECK, links.UNITS, links.RULES):
        assert (ROOT / path).is_file()


def test_the_theme_keeps_its_promises() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))

    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["address"] == "127.0.0.1"
    assert config["runner"]["postScriptGC"] is False
    for mode in ("light", "dark"):
        # With fewer than ten, Plotly drops the whole palette without a word.
        assert len(config["theme"][mode]["chartCategoricalColors"]) == 10
    for face in config["theme"]["fontFaces"]:
        assert (ROOT / face["url"].removeprefix("app/")).is_file()
