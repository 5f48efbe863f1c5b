"""The visit check without a browser. Expectations are worked out by hand from the rules, never from the output."""

from __future__ import annotations

import re

import pytest
from checks import CHECK, EXAMPLES, buttons, cards, field, put, row, verdict, visit
from screens import opened, words

pytestmark = pytest.mark.usefixtures("one_day")


# --- the empty page


def test_an_empty_page_invites_and_judges_nothing() -> None:
    at = opened(CHECK)

    assert not at.exception
    assert verdict(at) == ""
    assert "Nothing to check yet" in words(at)
    assert {each.key for each in at.button} >= set(EXAMPLES.values())
    assert "No names" in words(at)


# --- the three examples


def test_the_clean_example_passes() -> None:
    # 26 + 15 = 41 minutes: floor((41 + 7) / 15) = 3 units; 97110 has one full 15 and 11 left over, 97124 one and 0.
    at = opened(CHECK)
    at.button(key=EXAMPLES["clean"]).click().run()

    assert at.success[0].value.startswith("**Pass")
    assert "3 billed, 3 supported** by 41 minutes" in verdict(at)
    assert cards(at) == {}


def test_the_wrong_code_example_names_the_code_and_the_missing_modifier_in_that_order() -> None:
    # 33 + 7 = 40 minutes: 3 units; 97110 has two full 15s and 3 left over, 97140 none and 7: the third is 97140's.
    at = opened(CHECK)
    at.button(key=EXAMPLES["wrong code"]).click().run()

    assert at.error[0].value.startswith("**Fail: 2 things to fix")
    assert "(U103)" in at.error[0].value
    assert list(cards(at)) == ["M401", "U103"]  # by name here; on the page U103 comes first
    assert buttons(at, "U103") == ["Set the units to 97110 × 2, 97140 × 1"]
    assert buttons(at, "M401") == ["Add GP to lines 1 and 2"]


def test_the_never_together_example_offers_no_modifier() -> None:
    at = opened(CHECK)
    at.button(key=EXAMPLES["never together"]).click().run()

    assert at.error[0].value.startswith("**Fail: 1 thing to fix")
    assert "no modifier" in cards(at)["P201"]
    assert not any("Add" in label for label in buttons(at, "P201"))


# --- typing


def test_a_visit_typed_field_by_field_is_judged_when_it_is_whole() -> None:
    at = opened(CHECK)
    at.selectbox(key="visit_payer").set_value("medicare").run()
    at.text_input(key="visit_service_date").set_value("3/2/2026").run()
    put(at, 1, code="97124", minutes="22")
    assert "Not finished yet" in verdict(at)
    assert "22 timed minutes support 1 unit" in verdict(at)

    put(at, 1, units="2", modifiers="GP")

    # 22 minutes lie in the band 8 to 22.
    assert "2 billed, 1 supported** by 22 minutes" in verdict(at)
    assert "U101" in cards(at)

    put(at, 1, minutes="23")

    assert "2 billed, 2 supported** by 23 minutes" in verdict(at)
    assert "U101" not in cards(at)


def test_a_word_stands_for_its_code_and_the_next_line_waits_below() -> None:
    at = opened(CHECK)
    for place in (1, 2, 3):
        put(at, place, code="massage", minutes="15", units="1")

    labels = [each.label for each in at.text_input if (each.key or "").startswith("visit_code_")]

    assert labels == ["1 · Massage", "2 · Massage", "3 · Massage", "4 · Code"]


def test_minutes_may_come_from_the_clock() -> None:
    at = visit("97124 - 2 GP")
    assert "No minutes yet for 97124" in words(at)

    at.session_state["visit_start_1"] = "9:05"
    at.session_state["visit_stop_1"] = "9:28"
    at.run()

    assert "2 billed, 2 supported** by 23 minutes" in verdict(at)


def test_a_line_can_be_removed_and_the_form_emptied() -> None:
    at = visit("97110 33 3 GP", "97140 7 0 GP")

    at.button(key="visit_clear").click().run()

    assert "Nothing to check yet" in words(at)
    assert at.session_state["visit_payer"] == "medicare"
    assert at.session_state["visit_dx"] == ""


# --- bad entries

BAD = {
    "four characters": ("code_1", "9712", "has five characters"),
    "a code and a modifier": ("code_1", "97124-59", "a code and modifiers"),
    "a decimal": ("minutes_1", "22.5", "must be a whole number"),
    "a word": ("minutes_1", "about 20", "must be a number"),
    "scientific": ("units_1", "1e3", "scientific notation"),
    "a formula": ("units_1", "=1+1", "formula"),
    "far too many": ("units_1", "123456", "more than units can be"),
    "month 13": ("service_date", "13/2/2026", "no month 13"),
    "year 1026": ("service_date", "3/2/1026", "1026"),
    "no date": ("service_date", "soon", "not a date"),
    "empty date": ("service_date", "", "is empty"),
    "a time": ("start_1", "25:00", "no such time"),
    "an amount": ("ytd_amount", "much", "amount in dollars"),
    "a control character": ("dx", "M54.50\x07", "control character"),
}


@pytest.mark.parametrize(("name", "text", "says"), BAD.values(), ids=BAD)
def test_a_bad_entry_is_said_beside_its_field_and_nothing_is_judged(name: str, text: str, says: str) -> None:
    at = visit("97110 15 1 GP")
    assert "1 billed, 1 supported" in verdict(at)

    at.session_state["visit_extras"] = ["times"]
    at.session_state[f"visit_{name}"] = text
    at.run()

    assert not at.exception
    assert "Not checked: 1 entry cannot be read" in verdict(at)
    assert says in "\n".join(each.value for each in at.markdown if "not read" in each.value)
    assert cards(at) == {}


# --- paste and links


def test_a_pasted_line_becomes_the_form_and_the_minutes_offer_their_units() -> None:
    # 18 + 13 + 10 + 8 = 49: 3 units; one full 15 for the first, two left for the largest left-overs: 13 and 10.
    # 97112 in place of manual therapy, which may not stand beside massage.
    at = opened(CHECK)
    at.selectbox(key="visit_payer").set_value("medicare").run()

    at.text_input(key="visit_paste").set_value("massage 18, 97112 13, gait 10, us 8").run()

    assert [field(at, place, "code") for place in (1, 2, 3, 4)] == ["97124", "97112", "97116", "97035"]
    assert [each.label for each in at.button if (each.key or "").startswith("visit_fill_")] == [
        "Set the units to 97124 × 1, 97112 × 1, 97116 × 1, 97035 × 0"
    ]
    at.button(key="visit_fill_0").click().run()
    assert [field(at, place, "units") for place in (1, 2, 3, 4)] == ["1", "1", "1", "0"]
    assert "3 billed, 3 supported** by 49 minutes" in verdict(at)


@pytest.mark.parametrize(
    ("pasted", "rule"),
    [
        # Indicator 0: 97140 and 97124 are never paid together (CMS pair edits, 2024-07-01).
        ("massage 18, manual 13, gait 10, us 8", "P201"),
        # Medicare bundles 97010, and its practitioner's limit is 0.
        ("exercise 33, hot pack 10", "C502"),
    ],
)
def test_units_that_may_not_stand_on_the_claim_are_not_offered_to_be_filled_in(
    pasted: str, rule: str
) -> None:
    at = opened(CHECK)
    at.selectbox(key="visit_payer").set_value("medicare").run()

    at.text_input(key="visit_paste").set_value(pasted).run()

    assert not [each for each in at.button if (each.key or "").startswith("visit_fill_")]
    assert "Billed just as the minutes count, this visit would fail" in words(at)
    assert f"({rule})" in words(at)


def test_a_rule_that_speaks_of_two_lines_is_counted_once() -> None:
    """The headline and the count beside it are of rules, not of sentences."""
    said = verdict(visit("97110 20 2 GP", "97112 20 1 GP", payer="unknown"))

    of = re.search(r"(\d+) rules could not be checked", said)
    beside = re.search(r"(\d+) not checked\.", said)
    assert of is not None
    assert beside is not None
    assert of[1] == beside[1]


def test_a_whole_pasted_line_is_judged_at_once() -> None:
    at = opened(CHECK)
    at.text_input(key="visit_paste").set_value("97110 33 min x2 GP, 97140 7 min x1 GP").run()

    assert field(at, 1, "units") == "2"
    assert field(at, 2, "modifiers") == "GP"
    assert at.text_input(key="visit_paste").value == ""


def test_what_cannot_be_pasted_is_said() -> None:
    at = opened(CHECK)
    at.text_input(key="visit_paste").set_value("massage 18, glorp 12").run()

    assert not at.exception
    assert "glorp" in words(at)
    assert field(at, 1, "code") == "97124"


def test_two_plans_of_care_are_said_and_their_rules_counted_once() -> None:
    at = visit("97530 15 1 GO", "97110 15 1 GP", discipline=None)

    assert "Two plans of care: each was counted by itself." in verdict(at)
    assert "each is counted by itself, so no one picture is drawn" in words(at)
    asked = re.search(r"Yes to the (\d+) open questions about the note \(([^)]*)\)", words(at))
    assert asked is not None
    assert int(asked[1]) == len(asked[2].split(", "))


def test_an_abbreviation_stays_in_capitals() -> None:
    at = visit("97110 30 2 GP KX", ytd_amount="500")

    assert "Fix first: KX below the yearly threshold (M409)" in verdict(at)


def test_half_a_pasted_visit_is_no_pass() -> None:
    at = opened(CHECK)
    at.selectbox(key="visit_payer").set_value("medicare").run()

    at.text_input(key="visit_paste").set_value("97110 33 x2 GP, glorp 12 x1 GP").run()
    assert "1 pasted service could not be read, so this is not a pass" in verdict(at)

    at.button(key="visit_unread_done").click().run()
    assert "Pass: nothing found" in verdict(at)
    assert "glorp" not in words(at)


def test_a_link_carries_codes_and_minutes() -> None:
    at = opened(CHECK, visit="97110-33_97140-7")

    assert [(field(at, n, "code"), field(at, n, "minutes")) for n in (1, 2)] == [
        ("97110", "33"),
        ("97140", "7"),
    ]
    assert field(at, 1, "units") == ""


@pytest.mark.parametrize(
    "address", ["", "x", "97110", "97110-", "'; drop", "97110--5", "🙂-1", "97110-33" * 500]
)
def test_a_broken_link_breaks_nothing(address: str) -> None:
    assert not opened(CHECK, visit=address).exception


# --- what the count leaves out


def test_minutes_of_an_aide_have_no_part_in_picture_or_count() -> None:
    """Medicare does not pay an aide's time (MBPM ch. 15 sec. 230)."""
    at = visit("97124 15 1 GP", treated_by="aide")

    assert "15 minutes left out of the count" in verdict(at)
    assert "Left out of the count: 15 minutes of 97124, because an aide gave them" in words(at)
    assert "0 timed minutes" not in words(at)
    assert "W802" in cards(at)


def test_what_a_pair_edit_keeps_off_is_not_called_too_few_and_the_note_settles_it() -> None:
    """97150 and 97124: indicator 1; unless they were separate, massage stays at 0 units."""
    at = visit("97150 30 1 GP", "97124 15 0 GP")

    assert "97124 is kept off by a pair edit." in verdict(at)
    assert "Needs documentation" in cards(at)["U102"]
    assert "0, kept off by a pair edit" in words(at)  # in the table of the picture's numbers, too

    at.session_state[f"visit_separate_service_{row(at, 2)}"] = "No"
    at.run()
    assert "U102" not in cards(at)
