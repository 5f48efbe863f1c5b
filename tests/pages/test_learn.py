from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from screens import LEARN, LESSON, links, opened, words
from streamlit.testing.v1 import AppTest

from logic.learning.course import load_course
from logic.rulebook import load_rulebook
from logic.store import Store, open_store

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
    at = opened(LESSON, show=lesson)
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
    at = opened(LESSON, show=lesson)
    for number, question in enumerate(COURSE.lessons[lesson].questions, start=1):
        at.radio(key=f"learn_{lesson}_{number}").set_value(question.right).run()

    assert sum(each.value.startswith("**Right.**") for each in at.success) == 2
    assert not [each for each in at.error if "Not right" in each.value]
    assert "**Lesson done:** 2 of 2 answers right." in words(at)


@pytest.mark.parametrize("lesson", list(COURSE.lessons))
@pytest.mark.parametrize("end", [0, -1])
def test_every_figure_stands_whatever_is_set(lesson: str, end: int) -> None:
    at = opened(LESSON, show=lesson)
    for slider in at.slider:
        slider.set_value((slider.min, slider.max)[end])
    for control in at.segmented_control:
        if control.value is None:  # a thing to sort; the others have tests of their own
            control.set_value(control.options[end])
    for box in at.selectbox:
        box.select_index(end % len(box.options))
    at.run()

    assert not at.exception


def test_a_sorter_counts_what_is_right_and_says_why() -> None:
    at = opened(LESSON, show="what-97124-is")
    at.segmented_control(key="learn_what-97124-is_figure_1_0").set_value("97124")
    at.segmented_control(key="learn_what-97124-is_figure_1_1").set_value("97124").run()
    shown = words(at)

    assert "1 right, 6 of 8 still to sort." in shown
    assert "Not right] It is 97140. Moving a joint for motion is manual therapy." in shown


def test_the_payers_answers_are_those_of_their_files() -> None:
    at = opened(LESSON, show="who-may-treat-and-bill")
    assert "**Original Medicare (Part B)** :red-badge[does not pay]" in words(at)
    assert "**Washington State Labor & Industries** :green-badge[pays]" in words(at)

    at.segmented_control(key="learn_who-may-treat-and-bill_figure_1").set_value("physician").run()

    assert "**Original Medicare (Part B)** :green-badge[pays]" in words(at)
    assert "**Washington State Labor & Industries** :gray-badge[not known: ask]" in words(at)


# CMS CY 2022 example A as TherapyComply gives it, and the final unit of eight minutes.
@pytest.mark.parametrize(("therapist", "assistant", "with_it"), [(5, 10, "1 of 1"), (8, 7, "0 of 1")])
def test_assistant_minutes_carry_the_modifier_unit_by_unit(
    therapist: int, assistant: int, with_it: str
) -> None:
    at = opened(LESSON, show="assistant-minutes")
    at.slider(key="learn_assistant-minutes_figure_1_lead").set_value(therapist)
    at.slider(key="learn_assistant-minutes_figure_1_helper").set_value(assistant).run()

    assert at.metric[0].value == f"{with_it} unit"


def test_a_wrong_answer_is_corrected_at_once_and_may_be_mended() -> None:
    at = opened(LESSON, show="total-time-rule")
    at.radio(key="learn_total-time-rule_1").set_value("2").run()

    assert "Not right" in at.error[0].value
    assert "Right is: 1 unit" in at.error[0].value
    assert "8 to 22" in at.error[0].value

    at.radio(key="learn_total-time-rule_2").set_value("1").run()
    assert "1 of 2 answers right" in words(at)

    at.radio(key="learn_total-time-rule_1").set_value("1").run()
    assert "2 of 2 answers right" in words(at)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of our own, which the pages open as well."""
    monkeypatch.setenv("UNITWISE_HOME", str(tmp_path))
    monkeypatch.delenv("UNITWISE_DATABASE_URL", raising=False)
    return open_store(None, tmp_path)


def named(at: AppTest, learner: str) -> AppTest:
    at.session_state["learner_id"] = learner
    return at.run()


def test_with_a_name_a_lesson_stays_done(store: Store) -> None:
    who = store.add_learner("Robin", datetime(2026, 11, 25, tzinfo=UTC)).id
    at = named(opened(LESSON, show=FIRST.id), who)
    assert FIRST.id in store.lessons(who)
    wrong = next(
        each.answer for each in FIRST.questions[0].quiz.options if each.answer != FIRST.questions[0].right
    )
    for answer in (wrong, FIRST.questions[0].right):
        at.radio(key=f"learn_{FIRST.id}_1").set_value(answer).run()
    at.radio(key=f"learn_{FIRST.id}_2").set_value(FIRST.questions[1].right).run()

    kept = store.lessons(who)[FIRST.id]
    assert (kept.done, kept.quiz_right, kept.quiz_total) == (True, 2, 2)
    assert store.quiz(who, FIRST.id)["1"].first_right is False
    assert "done, 2 of 2 right" in words(named(opened(LEARN), who))


def test_what_was_answered_before_goes_to_the_name_chosen_then(store: Store) -> None:
    who = store.add_learner("Robin", datetime(2026, 11, 25, tzinfo=UTC)).id
    other = store.add_learner("Kim", datetime(2026, 11, 25, tzinfo=UTC)).id
    at = opened(LESSON, show=FIRST.id)
    for number, question in enumerate(FIRST.questions, start=1):
        at.radio(key=f"learn_{FIRST.id}_{number}").set_value(question.right).run()

    named(at, who)
    assert store.lessons(who)[FIRST.id].quiz_right == 2

    named(at, other)
    assert FIRST.id not in {each for each, read in store.lessons(other).items() if read.done}
    assert [each.value for each in at.radio] == [None, None]


def test_a_done_lesson_is_told_on_the_path() -> None:
    at = opened(LESSON, show=FIRST.id)
    for number, question in enumerate(FIRST.questions, start=1):
        at.radio(key=f"learn_{FIRST.id}_{number}").set_value(question.right).run()
    at.switch_page(LEARN)
    at.run()

    assert "done, 2 of 2 right" in words(at)


def test_an_unknown_lesson_says_so_and_leads_to_the_path() -> None:
    at = opened(LESSON, show="nowhere")

    assert "no lesson called" in at.warning[0].value
    assert [each.label for each in links(at)] == ["All lessons"]


def test_an_address_of_before_opens_the_lesson_on_its_own_page() -> None:
    at = opened(LEARN, lesson="midpoint-rule")

    assert at.title[0].value == "The midpoint rule, and who uses it"


def test_a_wrong_answer_of_a_lesson_names_the_wrong_rule_and_is_seen_by_the_lead(store: Store) -> None:
    who = store.add_learner("Robin", datetime(2026, 11, 25, tzinfo=UTC)).id
    at = named(opened(LESSON, show="total-time-rule"), who)
    at.radio(key="learn_total-time-rule_2").set_value("1").run()
    assert "This answer follows from" not in words(at)
    assert store.misconceptions(learner_id=who) == []

    at.radio(key="learn_total-time-rule_1").set_value("2").run()  # 22 minutes
    assert "This answer follows from: “22 minutes are two units.”" in words(at)
    seen = {each.misconception for each in store.misconceptions(learner_id=who)}
    assert seen == {"twenty-two-is-two", "begun-fifteen-is-a-unit"}


def test_more_than_two_wrong_rules_behind_an_answer_are_folded_away() -> None:
    at = opened(LESSON, show="left-overs-and-ties")
    at.radio(key="learn_left-overs-and-ties_1").set_value("97110=1").run()

    assert words(at).count("This answer follows from") == 2
    assert [each.label for each in at.expander if "wrong rule" in each.label] == [
        "1 other wrong rule that would lead here"
    ]


def test_a_lesson_leads_to_the_calculator_of_what_it_teaches() -> None:
    assert "assistants" in {each.page for each in links(opened(LESSON, show="assistant-minutes"))}
    assert "threshold" in {each.page for each in links(opened(LESSON, show="therapy-modifiers"))}
