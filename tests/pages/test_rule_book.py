from __future__ import annotations

from datetime import date

import pytest
from screens import RULES, links, opened, words

from logic.learning.course import load_course
from logic.rulebook import load_rulebook
from pages.reference import shelf
from pages.reference.rule_page import WIDEST, lines_table

BOOK = load_rulebook()
WORDS = load_course(BOOK).glossary
SHELF = shelf.entries(BOOK, WORDS.values())


def test_the_list_shows_every_rule() -> None:
    labels = " ".join(each.label for each in links(opened(RULES)))

    for code in BOOK.rules:
        assert f"**{code}**" in labels


def test_every_address_is_its_own() -> None:
    shows = [each.show.casefold() for each in SHELF]

    assert len(shows) == len(set(shows))


@pytest.mark.parametrize("kind", list(shelf.KINDS))
def test_every_entry_opens(kind: str) -> None:
    at = opened(RULES)
    shown = [each for each in SHELF if each.kind == kind]
    assert shown
    for entry in shown:
        at.query_params["show"] = entry.show
        at.run()

        assert not at.exception, entry.show
        assert at.header, entry.show


def test_a_rule_page_shows_all_that_it_has() -> None:
    at = opened(RULES, show="u101")  # an address is not fussy about capitals
    page = BOOK.rules["U101"]
    shown = words(at)

    assert [each.value for each in at.subheader] == [
        "What it checks",
        "Why it matters",
        "How to fix",
        "Examples",
        "Limits",
        "Where it was read",
    ]
    assert page.title in shown
    assert "| 97124 | 22 | 2 | GP |" in shown
    for source in page.sources:
        assert BOOK.sources[source].publisher in shown


def test_what_is_to_confirm_says_so() -> None:
    code = next(code for code, page in BOOK.rules.items() if page.to_confirm)

    assert "to confirm" in words(opened(RULES, show=code))


def test_an_unknown_address_says_so_and_offers_the_search() -> None:
    at = opened(RULES, show="U999")

    assert "no entry called" in at.warning[0].value
    assert at.text_input(key="rules_query")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("97124", "97124"),
        ("cq", "CQ"),
        ("kneading", "technique-petrissage"),
        ("unitedhealthcare", "uhc-commercial"),
        ("U101", "U101"),
        ("kx", "KX"),
        ("8-minute rule", "word-total-time-rule"),
    ],
)
def test_a_search_finds_the_nearest_first(query: str, first: str) -> None:
    assert shelf.find(SHELF, query)[0].show == first


def test_the_words_stand_from_a_to_z_with_what_they_mean() -> None:
    at = opened(RULES)
    at.pills(key="rules_kind").set_value("word").run()
    letters = [each.value for each in at.header]

    assert letters == sorted(set(letters))
    assert len([each for each in links(at) if "show=word-" in each.query_string]) == len(WORDS)
    assert WORDS["pair-edit"].says in words(at)


def test_a_word_opens_by_its_address() -> None:
    at = opened(RULES, show="word-mue")

    assert at.header[0].value == "Unit limit"
    assert "MUE" in words(at)


def test_a_search_for_nothing_known_says_that_it_is_not_thereby_allowed() -> None:
    at = opened(RULES)
    at.text_input(key="rules_query").set_value("zzz $5 *").run()

    assert "Nothing found" in words(at)
    assert "never taken as allowed" in words(at)


def pair(one: str, other: str, on: date, setting: str = "practitioner") -> str:
    at = opened(RULES)
    at.segmented_control(key="rules_part").set_value("pairs").run()
    at.selectbox(key="pairs_one").set_value(one)
    at.selectbox(key="pairs_two").set_value(other)
    at.date_input(key="pairs_date").set_value(on)
    at.selectbox(key="pairs_setting").set_value(setting)
    at.run()
    assert not at.exception
    return words(at)


# CMS procedure-to-procedure tables effective 2024-07-01.
@pytest.mark.parametrize("order", [("97124", "97140"), ("97140", "97124")])
def test_massage_is_denied_beside_manual_therapy_whatever_the_modifier(order: tuple[str, str]) -> None:
    shown = pair(*order, date(2026, 3, 2))

    assert "97124 is denied when 97140 is billed" in shown
    assert "no modifier releases it" in shown


def test_the_modifier_goes_with_the_reevaluation() -> None:
    shown = pair("97124", "97164", date(2026, 3, 2))

    assert "97164 is denied when 97124 is billed" in shown
    assert "XU or 59 on 97164" in shown


def test_no_edit_says_that_no_modifier_belongs() -> None:
    shown = pair("97124", "97110", date(2026, 3, 2))

    assert "No edit between 97124 and 97110" in shown
    assert "No 59 or X modifier belongs here" in shown


def test_before_the_first_edition_nothing_is_claimed() -> None:
    shown = pair("97124", "97140", date(2020, 3, 2))

    assert "Not checked" in shown
    assert "denied" not in shown


def test_a_code_outside_the_tables_is_not_called_free() -> None:
    covered = frozenset().union(*(each.family for each in BOOK.pair_editions))
    outside = next(code for code in BOOK.codes if code not in covered)

    assert "Not checked" in pair("97110", outside, date(2026, 3, 2))


def test_the_network_with_an_edit_of_its_own_is_named() -> None:
    assert "HNS" in pair("97124", "98940", date(2026, 3, 2))


@pytest.mark.parametrize("part", ["editions", "confirm"])
def test_the_other_parts_open(part: str) -> None:
    at = opened(RULES)
    at.segmented_control(key="rules_part").set_value(part).run()

    assert not at.exception
    assert at.header


def test_lines_with_many_fields_stand_in_columns_that_a_phone_holds() -> None:
    """Seven fields beside each other break words at 390 pixels; two lines beside their headings do not."""
    names = ("code", "start", "stop", "minutes", "units", "modifiers", "technique")
    line = dict.fromkeys(names, "x") | {"code": "97124"}
    told = lines_table([line, line | {"code": "97110"}]).splitlines()

    assert told[0] == "| Line | 1 | 2 |"
    assert told[2] == "| Code | 97124 | 97110 |"
    assert len(told) == len(names) + 2


def test_no_example_is_wider_than_a_phone() -> None:
    for page in BOOK.rules.values():
        for example in page.examples:
            columns = lines_table(example.visit["lines"]).splitlines()[0].count("|") - 1
            assert columns <= WIDEST, (page.code, example.intro)


def test_lines_with_few_fields_stand_in_rows() -> None:
    assert lines_table([{"code": "97124", "minutes": 15}]).splitlines()[0] == "| Code | Minutes |"
