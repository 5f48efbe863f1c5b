from __future__ import annotations

from datetime import date

import pytest
from screens import PAYMENT, opened, table, words
from streamlit.testing.v1 import AppTest

from pages.calculate import payment_entry


def on_2025(lines: str = "") -> AppTest:
    """The page on a day of 2025, then with these lines in its address."""
    at = opened(PAYMENT)
    at.date_input(key="pay_date").set_value(date(2025, 6, 2)).run()
    if lines:
        at.query_params["lines"] = lines
    return at.run()


def where(at: AppTest) -> dict[str, str]:
    return dict(table(at, "Where it goes"))


# 2025: 97124 x2 and 97110 x1. Allowed per unit as published: 29.76, 20.70 and 21.83. By hand from there:
# patient 20% by line: 50.46 -> 10.09, 21.83 -> 4.37. Medicare's part 40.37 and 17.46; 2% of it 0.81 and 0.35.
def test_the_published_example_of_2025() -> None:
    at = on_2025("97124-2_97110-1")

    assert at.header[0].value == "About \\$72.29 allowed"
    assert where(at) == {
        "Allowed": "$72.29",
        "The patient's part": "−$14.46",
        "Sequestration, off Medicare's part": "−$1.16",
        "Medicare pays": "$56.67",
    }
    assert table(at, "Unit") == [
        ["97124, unit 1", "$29.76", "none", "$29.76"],
        ["97124, unit 2", "$29.76", "−$9.06", "$20.70"],
        ["97110, unit 1", "$28.79", "−$6.96", "$21.83"],
    ]
    assert "not a promise" in at.info[0].value


# One unit of 97110 with CQ, alone: 28.79; patient 5.76; Medicare's 23.03 less 15% (3.45) = 19.58; 2% = 0.39.
def test_the_assistant_reduction_is_off_medicares_part_only() -> None:
    at = on_2025("97110-1-CQ")

    assert where(at) == {
        "Allowed": "$28.79",
        "The patient's part": "−$5.76",
        "Assistant reduction (CQ, CO), off Medicare's part": "−$3.45",
        "Sequestration, off Medicare's part": "−$0.39",
        "Medicare pays": "$19.19",
    }


def test_a_locality_changes_the_amount() -> None:
    at = on_2025("97110-1")

    at.number_input(key="pay_gpci_work").set_value(1.1).run()

    # (0.45 * 1.1 + 0.43 + 0.01) * 32.3465 = 30.243...
    assert at.header[0].value == "About \\$30.24 allowed"


def test_units_of_more_than_a_day_are_refused() -> None:
    at = on_2025("97124-97_97110-1")

    assert "97 units is more than the 96 quarter hours of a day" in at.error[0].value
    assert not at.header[1:]


def test_many_units_that_are_paid_alike_share_a_bar() -> None:
    at = on_2025("97124-12")

    drawn = "".join(each.proto.body for each in at.get("html"))
    assert "units 2 to 12, each" in drawn
    assert "unit 3" not in drawn


@pytest.mark.parametrize("index", [0.0, -1.0, 9.0])
def test_an_index_that_no_place_has_is_not_used(index: float) -> None:
    at = on_2025("97110-1")

    at.number_input(key="pay_gpci_work").set_value(index).run()

    assert at.header[0].value == "About \\$28.79 allowed"
    assert "not used" in words(at)


def test_a_missing_amount_is_said_and_the_total_is_called_partial() -> None:
    at = on_2025("97110-1_97999-1")

    assert at.header[0].value == "About \\$28.79 allowed of the lines that have an amount"
    assert any("No relative value of 97999" in each.value for each in at.warning)


def test_nothing_known_is_no_amount_and_not_zero_dollars() -> None:
    at = on_2025("97999-1")

    assert at.header[0].value == "No amount is known for these lines"
    assert "\\$0.00" not in words(at)


def test_a_facility_value_that_was_not_read_is_not_guessed() -> None:
    at = on_2025("98940-1")  # its practice expense in a facility is not in the rule book for 2025

    at.segmented_control(key="pay_setting").set_value("facility").run()

    assert at.header[0].value == "No amount is known for these lines"


def test_a_pair_that_is_never_paid_together_is_told() -> None:
    shown = words(on_2025("97124-1_97140-1"))

    assert "97140 and 97124 are never paid together" in shown


def test_a_year_without_values_is_not_known() -> None:
    at = opened(PAYMENT, lines="97110-1")

    at.date_input(key="pay_date").set_value(date(2027, 6, 2)).run()

    assert at.header[0].value == "No amount is known for these lines"


def test_each_value_is_shown_with_its_days_and_source() -> None:
    at = on_2025("97124-1")
    rests = {name: (value, days) for name, value, days in table(at, "Value")}

    assert rests["Conversion factor"] == ("$32.3465", "2025-01-01 to 2025-12-31")
    assert "to confirm" in rests["Sequestration"][1]
    assert "42 USC 1395w" in words(at)


def test_it_never_says_what_to_bill() -> None:
    shown = words(on_2025("97124-2_97110-1")).casefold()

    for advice in ("bill more", "pays best", "pays more", "higher paying", "instead of 97124", "maximize"):
        assert advice not in shown


@pytest.mark.parametrize("name", payment_entry.ENTRY.examples)
def test_every_example_is_one_click_away(name: str) -> None:
    at = on_2025()

    at.button(key=f"pay_try_{name}").click().run()

    assert "allowed" in at.header[0].value
    assert not at.error


def test_a_pasted_line_fills_units_and_the_assistants_modifier() -> None:
    at = opened(PAYMENT)

    at.text_input(key="pay_paste").set_value("97110 x2, 97124 x1 CQ").run()

    assert at.query_params["lines"] in ("97110-2_97124-1-CQ", ["97110-2_97124-1-CQ"])


@pytest.mark.parametrize(
    "lines", ["", "x", "97110", "97110-a", "97110-1-XX", "97110-1-CQ-2", "97110-²", "_" * 50]
)
def test_a_broken_link_is_left_out_without_a_word_of_error(lines: str) -> None:
    at = opened(PAYMENT, lines=lines)

    assert not at.exception
    assert not at.error


def test_the_address_keeps_date_and_place_out() -> None:
    at = on_2025("97124-2")

    assert set(at.query_params) == {"lines"}
