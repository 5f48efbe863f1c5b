from __future__ import annotations

from typing import Any

import pytest
from screens import ASSISTANTS, links, opened, table, words

from logic.rulebook import load_rulebook
from pages.calculate import assistant_answer, assistant_entry
from tests import published


def linked(minutes: dict[str, list[int]]) -> str:
    return "_".join("-".join([code, *map(str, shares)]) for code, shares in minutes.items())


@pytest.mark.parametrize("case", published.cases("assistants"), ids=lambda case: case["id"])
def test_a_link_answers_the_published_cases(case: dict[str, Any]) -> None:
    at = opened(ASSISTANTS, who=linked(case["minutes"]), discipline=case["discipline"])

    plan, mark = {"pt": ("GP", "CQ"), "ot": ("GO", "CO")}[case["discipline"]]
    expected = []
    for code, (with_it, without) in case["due"].items():
        expected += [[code, str(without), plan]] if without else []
        expected += [[code, str(with_it), f"{plan} {mark}"]] if with_it else []
    found = [[first.split()[0], units, marks] for first, units, marks in table(at, "Claim line")]
    assert sorted(found) == sorted(expected)
    assert not at.exception


@pytest.mark.parametrize(
    ("who", "headline"),
    [
        ("97110-23-22", "1 unit with CQ, 2 without"),
        ("97110-0-38", "CQ on all 3 units"),
        ("97110-0-15", "CQ on the unit"),
        ("97110-30", "No CQ: 2 units without it"),
        ("97110-3-2", "No unit: fewer than 8 timed minutes"),
    ],
)
def test_the_finding_is_the_heading(who: str, headline: str) -> None:
    at = opened(ASSISTANTS, who=who)

    assert at.header[0].value == headline


def test_nothing_entered_invites_and_tells_the_rule() -> None:
    at = opened(ASSISTANTS)

    assert at.header[0].value == "Enter a service and who gave its minutes"
    assert "more than 10%" in words(at)


def test_a_tie_shows_the_lines_of_every_choice() -> None:
    at = opened(ASSISTANTS, who="97110-20_97124-5-15")
    shown = words(at)

    assert "Your choice" in [each.value for each in at.header]
    assert "97110 × 2 GP, 97124 × 1 GP CQ" in shown
    assert "97110 × 1 GP, 97124 × 1 GP CQ, 97124 × 1 GP" in shown or (
        "97110 × 1 GP, 97124 × 1 GP, 97124 × 1 GP CQ" in shown
    )


def test_what_is_our_reading_is_marked_to_confirm() -> None:
    assert "10% test is worked exactly" in words(opened(ASSISTANTS, who="97110-6-5"))
    assert "What is our reading" not in words(opened(ASSISTANTS, who="97110-23-22"))


def test_a_speech_plan_has_no_modifier_and_says_to_ask() -> None:
    at = opened(ASSISTANTS, who="97129-0-15", discipline="slp")

    assert at.header[0].value == "1 unit, no assistant modifier"
    assert "Ask before you bill these" in at.warning[0].value


def test_typing_changes_the_answer_and_the_address() -> None:
    at = opened(ASSISTANTS, who="97110-23-22")

    at.number_input[0].set_value(22).run()

    assert at.header[0].value == "2 units with CQ, 1 without"  # therapist 7, assistant 7: the 10% test
    assert at.query_params["who"] in ("97110-22-22", ["97110-22-22"])


def test_the_plan_of_care_changes_the_modifier_and_stands_in_the_address() -> None:
    at = opened(ASSISTANTS, who="97530-0-15")

    at.segmented_control(key="who_discipline").set_value("ot").run()

    assert table(at, "Claim line") == [["97530 Therapeutic activities", "1", "GO CO"]]
    assert at.query_params["discipline"] in ("ot", ["ot"])


@pytest.mark.parametrize("name", assistant_entry.ENTRY.examples)
def test_every_example_is_one_click_away(name: str) -> None:
    at = opened(ASSISTANTS)

    at.button(key=f"who_try_{name}").click().run()

    assert "Claim line" in words(at)
    assert not at.error


@pytest.mark.parametrize(
    "who", ["", "x", "97110", "97110-a", "97110-1-2-3-4", "97110--5", "97110-²", "_" * 50]
)
def test_a_broken_link_is_left_out_without_a_word_of_error(who: str) -> None:
    at = opened(ASSISTANTS, who=who, discipline="<b>")

    assert not at.exception
    assert not at.error


def test_an_unknown_code_is_refused_with_a_fix() -> None:
    assert "97999 is not in the rule book" in opened(ASSISTANTS, who="97999-20").error[0].value


def test_every_source_is_in_the_rule_book() -> None:
    assert set(assistant_answer.SOURCES) <= set(load_rulebook().sources)


def test_the_strip_leads_to_the_other_calculators() -> None:
    at = opened(ASSISTANTS)

    assert {"units", "assistants"} <= {each.page for each in links(at)}
