from __future__ import annotations

from datetime import date

import pytest
from screens import links, opened, words

from logic.rulebook import load_rulebook
from pages.parts import sources


def test_three_doors_stand_open() -> None:
    at = opened()

    assert [each.value for each in at.header][:3] == ["New biller", "Provider", "Team lead"]
    assert not at.exception


def test_every_calculator_is_one_step_away() -> None:
    pages = {each.page for each in links(opened())}

    assert {"units", "assistants", "payment", "threshold"} <= pages


def test_nothing_is_promised_for_later() -> None:
    assert "coming soon" not in words(opened()).casefold()


def test_the_editions_are_named_with_their_dates() -> None:
    shown = words(opened())
    book = load_rulebook()

    for edition in book.editions():
        assert edition.edition in shown


@pytest.mark.parametrize(("day", "late"), [(date(2024, 9, 1), False), (date(2100, 1, 1), True)])
def test_an_edition_turns_amber_in_words_after_its_review_date(day: date, late: bool) -> None:
    edition = next(each for each in load_rulebook().editions() if each.table == "ncci")

    said = sources.review_words(edition, day)

    assert ("overdue" in said) is late
    assert ("orange-badge" in said) is late
