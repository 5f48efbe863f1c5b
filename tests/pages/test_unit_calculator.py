from __future__ import annotations

import re

import pytest
from screens import UNITS, opened, words
from streamlit.testing.v1 import AppTest

from pages.parts import links


def answers(at: AppTest) -> dict[str, str]:
    """Method → its units, as the two cards say them."""
    return dict(re.findall(r'<p class="uw-name">(.+?)</p><p class="uw-value">(.+?)</p>', words(at)))


CMS = "Medicare total-time rule"
MIDPOINT = "Per-code midpoint rule"


def test_nothing_entered_invites_and_shows_the_bands() -> None:
    at = opened(UNITS)

    assert not answers(at)
    assert "Enter a service and its minutes" in [each.value for each in at.header]
    assert "| 3 | 38 to 52 |" in words(at)


# Medicare manual, chapter 5 section 20.2, examples 1 to 4, and two derived ones for the midpoint rule.
@pytest.mark.parametrize(
    ("minutes", "cms", "midpoint"),
    [
        ("97112-24_97110-23", "3 timed units", "4 timed units"),
        ("97112-20_97110-20", "3 timed units", "2 timed units"),
        ("97110-33_97140-7", "3 timed units", "2 timed units"),
        ("97110-18_97140-13_97116-10_97035-8", "3 timed units", "4 timed units"),
        ("97112-7_97110-7_97140-7", "1 timed unit", "0 timed units"),
        ("97124-8_97110-8_97112-8", "2 timed units", "3 timed units"),
        ("G0283-15", "0 timed units", "0 timed units"),
    ],
)
def test_a_link_answers_by_both_methods(minutes: str, cms: str, midpoint: str) -> None:
    at = opened(UNITS, minutes=minutes)

    assert answers(at) == {CMS: cms, MIDPOINT: midpoint}
    assert not at.exception


def test_a_changed_number_changes_the_answer_and_the_address() -> None:
    at = opened(UNITS, minutes="97124-22")
    assert answers(at)[CMS] == "1 timed unit"

    at.number_input[0].set_value(23).run()

    assert answers(at)[CMS] == "2 timed units"
    assert at.query_params["minutes"] in ("97124-23", ["97124-23"])


def test_a_late_address_does_not_undo_what_was_typed() -> None:
    at = opened(UNITS, minutes="97124-22")
    at.number_input[0].set_value(23).run()

    at.query_params["minutes"] = "97124-22"  # what the browser still sends when it is slower than the typing
    at.number_input[0].set_value(38).run()

    assert answers(at)[CMS] == "3 timed units"


def test_a_tie_is_the_clinicians_choice_and_every_split_is_listed() -> None:
    at = opened(UNITS, minutes="97124-20_97110-20")
    shown = words(at)

    assert "Your choice" in [each.value for each in at.header]
    assert "97124 Massage × 2 and 97110 Therapeutic exercise × 1" in shown
    assert "97124 Massage × 1 and 97110 Therapeutic exercise × 2" in shown


def test_an_untimed_code_stays_out_and_says_so() -> None:
    shown = words(opened(UNITS, minutes="97110-33_97014-15"))

    assert "not by time, 97014 × 1" in shown
    assert "97014 is not timed" in shown


def test_an_unknown_code_is_refused_with_a_fix() -> None:
    at = opened(UNITS, minutes="97999-20")

    assert not answers(at)
    assert "97999 is not in the rule book" in at.error[0].value


def test_minutes_of_more_than_a_day_are_refused_and_kept() -> None:
    at = opened(UNITS, minutes="97124-1441")

    assert "more than the 1,440 minutes of a day" in at.error[0].value
    assert at.number_input[0].value == 1441


def test_one_code_in_two_rows_is_added_together() -> None:
    at = opened(UNITS, minutes="97124-10_97124-13")

    assert answers(at)[CMS] == "2 timed units"
    assert "added together" in words(at)


def test_rows_come_and_go() -> None:
    at = opened(UNITS, minutes="97124-22_97110-15")
    at.button(key="units_add").click().run()
    assert len(at.number_input) == 3

    remove = [each for each in at.button if str(each.key).startswith("units_remove_")]
    remove[0].click().run()

    assert len(at.number_input) == 2
    assert answers(at)[CMS] == "1 timed unit"
    assert at.query_params["minutes"] in ("97110-15", ["97110-15"])


def test_an_example_is_one_click_away() -> None:
    at = opened(UNITS)

    at.button(key="units_try_A small left-over").click().run()

    assert answers(at) == {CMS: "3 timed units", MIDPOINT: "2 timed units"}


def test_a_payer_whose_method_is_unknown_is_not_guessed() -> None:
    at = opened(UNITS, minutes="97110-33_97140-7")

    at.selectbox(key="units_payer").select("commercial").run()

    assert "We do not know how" in at.warning[0].value


def test_a_payer_that_wants_full_units_gets_them() -> None:
    # HNS accepts 8 minutes for 97124 and wants the full 15 for 97140.
    at = opened(UNITS, minutes="97124-8_97140-14")
    assert answers(at)[MIDPOINT] == "2 timed units"

    at.selectbox(key="units_payer").select("hns").run()

    assert answers(at)[MIDPOINT] == "1 timed unit"


def test_the_picture_is_told_in_words_and_numbers() -> None:
    at = opened(UNITS, minutes="97110-33_97140-7")
    at.session_state["units_numbers_open"] = True
    shown = words(at.run())

    assert 'role="img"' in shown
    assert "97140: 7 minutes, 0 full blocks of 15, 7 minutes left over, 1 unit" in shown
    assert "| 97110 Therapeutic exercise | 33 | 2 | 3 | 2 |" in shown


@pytest.mark.parametrize(
    "text", ["", "x", "97124", "97124-", "97124-9-9", "-5", "97124-²", "<b>-1", "97124-12345", "_" * 50]
)
def test_a_broken_link_is_left_out_without_a_word_of_error(text: str) -> None:
    assert links.from_text(text) == []
    assert not opened(UNITS, minutes=text).exception


def test_the_address_holds_codes_and_minutes_only() -> None:
    assert links.as_text({"97110": 33, "97140": 7}) == "97110-33_97140-7"
    assert links.from_text("97110-33_97140-7") == [("97110", 33), ("97140", 7)]


def test_a_pasted_line_fills_the_rows() -> None:
    at = opened(UNITS)

    at.text_input(key="units_paste").set_value("exercise 33, 97140 7 min").run()

    assert answers(at) == {CMS: "3 timed units", MIDPOINT: "2 timed units"}
    assert at.query_params["minutes"] in ("97110-33_97140-7", ["97110-33_97140-7"])


def test_what_cannot_be_read_in_a_line_is_said_and_the_rest_is_counted() -> None:
    at = opened(UNITS)

    at.text_input(key="units_paste").set_value("exercise 33, flumox 20").run()

    assert answers(at)[CMS] == "2 timed units"
    assert any("flumox" in each.value for each in [*at.markdown, *at.caption])


def test_an_edited_row_empties_the_pasted_line() -> None:
    at = opened(UNITS)
    at.text_input(key="units_paste").set_value("exercise 33").run()

    at.number_input[0].set_value(38).run()

    assert at.text_input(key="units_paste").value == ""
    assert answers(at)[CMS] == "3 timed units"


def test_nothing_private_from_a_pasted_line_reaches_the_address() -> None:
    at = opened(UNITS)

    at.text_input(key="units_paste").set_value("Jane Doe massage 18").run()

    assert "Jane" not in str(at.query_params)
    assert "Doe" not in str(at.query_params)


def walked(at: AppTest) -> str:
    """The line above the stage's picture: which step it is."""
    return next(iter(re.findall(r'<p class="uw-step">(.+?)</p>', words(at))))


def test_the_count_can_be_walked_through_stage_by_stage() -> None:
    at = opened(UNITS, minutes="97110-33_97140-7")
    assert "Step 1 of 6: <b>Minutes</b>" in walked(at)

    for _ in range(5):
        at.button(key="units_walk_next").click().run()

    assert "Step 6 of 6" in walked(at)
    assert "97140 gets one" in words(at)
    assert at.button(key="units_walk_next").label == "Start again"
    at.button(key="units_walk_previous").click().run()
    assert "<b>Left over</b>" in walked(at)


def test_the_walk_begins_again_with_another_count() -> None:
    at = opened(UNITS, minutes="97110-33_97140-7")
    at.button(key="units_walk_next").click().run()
    assert "Step 2 of" in walked(at)

    at.number_input[0].set_value(34).run()

    assert "Step 1 of" in walked(at)
    assert answers(at)[CMS] == "3 timed units"


def test_the_walk_follows_the_payers_method() -> None:
    at = opened(UNITS, minutes="97124-8_97140-14")

    at.selectbox(key="units_payer").select("hns").run()

    assert "Step 1 of 4" in walked(at)


def test_where_the_count_begins_and_ends_is_told_as_information() -> None:
    shown = words(opened(UNITS, minutes="97124-22"))

    assert "22 timed minutes support 1 unit (8 to 22 minutes). From 23 it would be 2" in shown
    assert "Only minutes that were given and documented count." in shown


def test_where_the_count_begins_and_ends_follows_the_payers_method() -> None:
    at = opened(UNITS, minutes="97124-18_97110-33")

    at.selectbox(key="units_payer").select("hns").run()  # 18 and 33 minutes, each by itself

    assert "Per-code midpoint rule: Each code changes on its own, at its own eighth minute of 15." in words(
        at
    )
    assert "From 53 it would be 4" not in words(at)


def test_nothing_timed_has_nothing_to_walk_through() -> None:
    at = opened(UNITS, minutes="G0283-15")

    assert not [each for each in at.button if each.key == "units_walk_next"]
    assert not at.exception
