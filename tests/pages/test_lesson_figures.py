from __future__ import annotations

import pytest
from screens import LESSON, opened, words

from logic.denials import Denials
from logic.learning.course import load_course
from logic.rulebook import load_rulebook

DENIALS: Denials = load_course(load_rulebook()).denials
CODES = "learn_reading-a-denial_figure_1_codes"


def typed(codes: str) -> str:
    at = opened(LESSON, show="reading-a-denial")
    at.text_input(key=CODES).set_value(codes).run()
    assert not at.exception
    return words(at)


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ("CO-16 N822 MA130", "A rejection, not a denial."),
        ("CO-50 N115", "**A denial.**"),
        ("CO-45", "**Not a denial.**"),
        ("CO-B9", "**Not in our list.**"),
        ("CO-97 M15", "pair edit or never paid by itself"),
        ("CO-151 N998", "**N998:** not in our list."),
        ("hello", "Type a reason code"),
    ],
)
def test_codes_are_answered_in_words(codes: str, said: str) -> None:
    assert said in typed(codes)


def test_an_answer_tells_the_first_fix_and_who_bears_it() -> None:
    shown = typed("CO-236").replace("\\", "")

    assert DENIALS.named("pair-edit").fix in shown
    assert "Do not bill it to the patient" in shown


def test_a_visit_is_judged_as_it_is_changed() -> None:
    at = opened(LESSON, show="the-four-checks")
    assert "C501, X603, D702 and U101: nothing found." in words(at)

    figure = "learn_the-four-checks_figure_1"
    at.segmented_control(key=f"{figure}_0").set_value(1)
    at.segmented_control(key=f"{figure}_3").set_value(1).run()
    shown = words(at)

    assert "**C501**" in shown
    assert "22 timed minutes" in shown
    assert "**2 units**" in shown
    assert not at.exception


def test_the_way_of_a_claim_marks_the_step_that_is_read() -> None:
    at = opened(LESSON, show="from-visit-to-payment")
    at.pills(key="learn_from-visit-to-payment_figure_1").set_value("Denial").run()
    shown = words(at)

    assert '<li class="uw-on" aria-current="step"><b>Denial</b>' in shown
    assert "**7. Denial.**" in shown


def test_the_words_of_a_lesson_are_explained_on_its_page() -> None:
    at = opened(LESSON, show="unit-limits")
    shown = words(at)

    assert "Words used here" in shown
    assert "MAI 3 is a benchmark" in shown


def test_an_empty_units_field_is_told_as_what_it_is() -> None:
    at = opened(LESSON, show="reading-a-denial")
    at.text_input(key=CODES).set_value("CO-16 M53").run()
    shown = words(at)

    assert "A rejection, not a denial.** The units field is empty or cannot be used." in shown
    assert "Put whole units on the line" in shown
    assert "More units than the minutes" not in shown
