from __future__ import annotations

import pytest
from screens import LEARN, links, opened, words

from logic.learning.course import load_course
from logic.rulebook import load_rulebook
from pages.learn.progress_state import DONE

COURSE = load_course(load_rulebook())
FIRST = next(iter(COURSE.lessons.values()))


def test_the_path_shows_every_lesson_and_the_first_one_first() -> None:
    at = opened(LEARN)
    labels = [each.label for each in links(at)]

    assert "Start here" in [each.value for each in at.header]
    for number, lesson in enumerate(COURSE.lessons.values(), start=1):
        assert any(f"{number}. {lesson.title}" in label for label in labels)


@pytest.mark.parametrize("lesson", list(COURSE.lessons))
def test_every_lesson_opens_with_all_its_parts(lesson: str) -> None:
    at = opened(LEARN, lesson=lesson)
    shown = words(at)

    assert not at.exception
    assert [each.value for each in at.header][:5] == [
        "The idea",
        "See it",
        "Worked example",
        "Remember",
        "Try it",
    ]
    assert "Where this comes from" in [each.value for each in at.header]
    assert COURSE.lessons[lesson].idea in shown
    assert len(at.radio) == 2


@pytest.mark.parametrize("lesson", list(COURSE.lessons))
def test_right_answers_finish_a_lesson(lesson: str) -> None:
    at = opened(LEARN, lesson=lesson)
    for number, question in enumerate(COURSE.lessons[lesson].questions, start=1):
        at.radio(key=f"learn_{lesson}_{number}").set_value(question.right).run()

    assert [each.value.startswith("**Right.**") for each in at.success] == [True, True]
    assert "2 of 2 questions right at the first answer" in words(at)
    assert at.session_state[DONE][lesson].right == 2


def test_a_wrong_answer_is_corrected_at_once_and_the_first_answer_counts() -> None:
    at = opened(LEARN, lesson="total-time-rule")
    at.radio(key="learn_total-time-rule_1").set_value("2").run()

    assert "Not right" in at.error[0].value
    assert "Right is: 1 unit" in at.error[0].value
    assert "8 to 22" in at.error[0].value

    at.radio(key="learn_total-time-rule_1").set_value("1").run()
    at.radio(key="learn_total-time-rule_2").set_value("1").run()

    assert at.session_state[DONE]["total-time-rule"].right == 1


def test_a_done_lesson_is_told_on_the_path() -> None:
    at = opened(LEARN, lesson=FIRST.id)
    for number, question in enumerate(FIRST.questions, start=1):
        at.radio(key=f"learn_{FIRST.id}_{number}").set_value(question.right).run()
    del at.query_params["lesson"]
    at.run()

    assert "done, 2 of 2 right" in words(at)


def test_an_unknown_lesson_says_so_and_shows_the_path() -> None:
    at = opened(LEARN, lesson="nowhere")

    assert "no lesson called" in at.warning[0].value
    assert at.title[0].value == "Learn to bill therapy units"
