from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from logic.learning.course import load_course
from logic.learning.glossary import named, sentences, words_in
from logic.learning.models import Word
from logic.rulebook import RuleBook
from logic.rulebook.loading import CONTENT
from logic.rulebook.problems import ContentError


@pytest.fixture(scope="module")
def words(book: RuleBook) -> dict[str, Word]:
    return dict(load_course(book).glossary)


def test_the_words_stand_from_a_to_z(words: dict[str, Word]) -> None:
    shown = [word.word.casefold() for word in words.values()]

    assert shown == sorted(shown)


def test_each_is_explained_in_two_sentences_at_most(words: dict[str, Word]) -> None:
    assert [word.id for word in words.values() if not 1 <= sentences(word.says) <= 2] == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One.", 1),
        ("One. Two!", 2),
        ("It costs $2.50. And more?", 2),
        ("See sec. 20. Then 8 to 22.", 3),
        ("None", 0),
    ],
)
def test_sentences_are_counted(text: str, count: int) -> None:
    assert sentences(text) == count


@pytest.mark.parametrize("asked", ["pair edit", "PAIR EDITS", "pair-edit", "ptp"])
def test_a_word_is_found_by_any_spelling(words: dict[str, Word], asked: str) -> None:
    found = named(words, asked)

    assert found
    assert found.id == "pair-edit"


def test_an_unknown_word_is_none(words: dict[str, Word]) -> None:
    assert named(words, "mobilize") is None


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Pair edits have an indicator.", ["pair-edit", "indicator"]),
        ("A pair edit, again a pair edit.", ["pair-edit"]),
        # A word in small letters is no modifier: "go" is not GO.
        ("Let it go, then bill GO.", ["gp-go-gn"]),
        ("go", []),
        # The longest spelling counts: no "modifier" inside "X modifiers".
        ("Use the X modifiers.", ["x-modifiers"]),
        ("untimed", ["untimed-code"]),
        ("97124 is 15 minutes", []),
    ],
)
def test_the_words_of_a_text_come_in_its_order(words: dict[str, Word], text: str, ids: list[str]) -> None:
    assert [word.id for word in words_in(text, words.values())] == ids


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("word: KX,", "word: ABN,", "'abn' is also a spelling of abn"),
        (
            'says: "What the patient pays in a year',
            'says: "One. Two. Three. What the patient',
            "has 4 sentences",
        ),
        ("source: cms-abn", "source: cms-abm", "'cms-abm' does not exist"),
    ],
)
def test_a_spoiled_word_is_named(tmp_path: Path, book: RuleBook, before: str, after: str, said: str) -> None:
    own = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    file = own / "glossary.yaml"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")

    with pytest.raises(ContentError, match=said):
        load_course(book, own)
