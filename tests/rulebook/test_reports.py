from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import jsonschema
import pytest

from logic.rulebook import CONTENT
from logic.rulebook.reading import AMOUNTS, LISTS, SINGLE, WHOLE
from logic.rulebook.schema import FOLDER, KINDS, schemas
from logic.rulebook.show import UnknownIdError, show
from logic.rulebook.strict_yaml import load
from logic.rulebook.verify import report, verify

if TYPE_CHECKING:
    from pathlib import Path

    from logic.rulebook import RuleBook

TODAY = date(2026, 11, 23)


def test_the_report_tells_editions_reviews_and_what_is_to_confirm(tmp_path: Path) -> None:
    text, code = report(TODAY, tmp_path)
    assert code == 0
    assert "The rule book is sound." in text
    assert "OVERDUE" in text
    assert "To confirm:" in text
    assert "Nothing is overridden" in text
    assert all(len(line) <= 140 for line in text.split("\n"))


def test_the_report_is_not_overdue_before_the_review(tmp_path: Path) -> None:
    found = verify(date(2024, 8, 1), tmp_path)
    assert found.good
    assert "ncci" not in {one.table for one in found.overdue()}
    assert "ncci" in {one.table for one in verify(TODAY, tmp_path).overdue()}


def test_the_report_of_a_broken_book_tells_why_and_exits_1(tmp_path: Path) -> None:
    (tmp_path / "content" / "payers").mkdir(parents=True)
    (tmp_path / "content" / "payers" / "mine.yaml").write_text("id: other\n", encoding="utf-8")
    text, code = report(TODAY, tmp_path)
    assert code == 1
    assert "mine.yaml" in text
    assert "the key 'label' is missing" in text
    assert verify(TODAY, tmp_path).overdue() == []


def test_the_report_lists_what_is_overridden(tmp_path: Path) -> None:
    (tmp_path / "content" / "payers").mkdir(parents=True)
    text = (CONTENT / "payers" / "medicare.yaml").read_text(encoding="utf-8")
    (tmp_path / "content" / "payers" / "medicare.yaml").write_text(text, encoding="utf-8")
    assert "payers medicare: medicare is replaced by the practice's own" in report(TODAY, tmp_path)[0]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("97124", "in 15-minute units"),
        ("97010", "Medicare, 2026-01-01 to now: bundled"),
        ("97140+97124", "column 1 97140 is paid, column 2 97124 is denied; no modifier"),
        ("97124 + 97140", "column 1 97140"),
        ("97161+97750", "a modifier that the record supports releases it"),
        ("97110+97140", "No pair edit in 2024-07-01"),
        ("97140+97530", "CMS ended it on 2019-12-31"),
        ("98940+97124", "its own: 98940 > 97124"),
        ("medicare", "counting method: cms"),
        ("u101", "What it checks"),
        ("59", "Never a time modifier"),
        ("11", "place of service"),
        ("Effleurage", "technique of 97124"),
        ("cms-100-04-ch5", "Claims Processing Manual"),
    ],
)
def test_one_thing_is_shown(book: RuleBook, name: str, told: str) -> None:
    assert told in show(book, name)


@pytest.mark.parametrize("name", ["codes", "payers", "rules", "modifiers", "sources"])
def test_everything_can_be_shown(book: RuleBook, name: str) -> None:
    for one in getattr(book, name):
        assert one in show(book, one)


@pytest.mark.parametrize(
    ("name", "hint"),
    [("medicar", "'medicare'"), ("97124+9714", "Did you mean"), ("97124+97140+97110", "two codes")],
)
def test_an_unknown_name_offers_a_near_one(book: RuleBook, name: str, hint: str) -> None:
    with pytest.raises(UnknownIdError, match=hint):
        show(book, name)


def test_the_schemas_are_those_of_the_models() -> None:
    fresh = schemas()
    stale = [name for name, text in fresh.items() if (FOLDER / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run python -m logic.rulebook.schema"
    assert sorted(path.name for path in FOLDER.glob("*.json")) == sorted(fresh)


def test_every_kind_of_file_has_its_schema() -> None:
    read = {*LISTS.values(), *WHOLE.values(), *AMOUNTS.values()}
    written = {model if isinstance(model, type) else model.__args__[0] for model in KINDS.values()}
    assert read <= written
    assert set(SINGLE) <= set(KINDS)


def test_the_content_follows_the_schemas() -> None:
    def plain(value: object) -> object:
        """JSON has no dates and no keys but text."""
        return json.loads(json.dumps(value, default=str))

    kinds = {
        "payers": "payer",
        "profiles": "profile",
        "sources": "sources",
        "codes": "codes",
        "pair_edits": "pair_edits",
    }
    for folder, kind in kinds.items():
        schema = json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8"))
        for path in (CONTENT / folder).glob("*.yaml"):
            jsonschema.validate(plain(load(path.read_text(encoding="utf-8"))), schema)
