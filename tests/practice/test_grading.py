"""Grades, forms and names; expectations by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from logic.learning.course import Course
from logic.practice.case import Case, Option, Step
from logic.practice.forms import filled_in, next_form, to_answer
from logic.practice.generate import case
from logic.practice.grading import canonical, grade
from logic.practice.reading_level import grade as reading_grade
from logic.rulebook import RuleBook

SEVERAL = Step(
    id="counts",
    concept="minutes-that-count",
    ask="Which?",
    kind="several",
    right=("97110 97124",),
    why="",
    sources=(),
    options=tuple(Option(value, value) for value in ("97110", "97124", "rest", "set-up")),
    wrong={"97110 97124 rest": ("rest-time-counted",), "97110 97124 set-up": ("set-up-time-counted",)},
)
NUMBER = Step(id="n", concept="total-time", ask="How many?", kind="number", right=("3",), why="", sources=())
UNITS = Step(
    id="u",
    concept="left-overs",
    ask="How many each?",
    kind="units",
    right=("97110=1 97124=2",),
    why="",
    sources=(),
    codes=("97124", "97110"),
)


@pytest.fixture
def made(book: RuleBook, course: Course) -> Case:
    return case(course.blueprints["which-code-gets-it"], 3, book, course)


@pytest.mark.parametrize(
    ("step", "typed", "stored"),
    [
        (SEVERAL, " 97124  97110 97110", "97110 97124"),
        (NUMBER, " 03 ", "3"),
        (NUMBER, "three", "three"),
        (UNITS, "97124 = 2 97110=01", "97110=1 97124=2"),
        (UNITS, "97124=0", ""),
        (UNITS, "a lot", "a lot"),
    ],
)
def test_an_answer_has_one_form(step: Step, typed: str, stored: str) -> None:
    assert canonical(step, typed) == stored


def test_the_first_wrong_step_is_the_one_that_broke(made: Case) -> None:
    answers = {step.id: step.right[-1] for step in made.steps}
    assert grade(made, answers).right

    graded = grade(made, {**answers, "units": "99", "split": "97110=99"})
    assert graded.broke == "units"
    assert [each.right for each in graded.steps] == [
        each.step.id not in {"units", "split"} for each in graded.steps
    ]


def test_a_case_half_answered_is_not_right_yet_and_not_broken(made: Case) -> None:
    first = made.steps[0]
    graded = grade(made, {first.id: first.right[0]})
    assert (graded.right, graded.broke) == (False, None)


def test_an_answer_to_no_step_is_an_error(made: Case) -> None:
    with pytest.raises(KeyError, match="has no step nonsense"):
        grade(made, {"nonsense": "1"})


def test_a_wrong_answer_is_named_by_every_rule_that_gives_it(made: Case) -> None:
    for step in made.steps:
        for answer, names in step.wrong.items():
            graded = grade(made, {step.id: answer})
            assert graded.misconceptions == names
            assert not graded.steps[0].right


def test_two_wrong_ideas_in_one_answer_are_both_named(made: Case) -> None:
    both = replace(made, steps=(SEVERAL,))
    assert set(grade(both, {"counts": "97110 97124 rest set-up"}).misconceptions) == {
        "rest-time-counted",
        "set-up-time-counted",
    }
    assert grade(both, {"counts": "97110 rest"}).misconceptions == ()


def test_forms_fill_in_all_some_or_none(made: Case) -> None:
    ids = [step.id for step in made.steps]
    assert list(filled_in(made, "worked")) == ids
    assert to_answer(made, "faded") == (ids[-1],)
    assert to_answer(made, "faded", own=2) == tuple(ids[-2:])
    assert to_answer(made, "faded", own=99) == tuple(ids[1:])
    assert to_answer(made, "solo") == tuple(ids)
    assert all(made.step(name).accepts(answer) for name, answer in filled_in(made, "worked").items())


def test_forms_go_from_worked_by_faded_to_solo_and_back() -> None:
    assert next_form([]) == ("worked", 1)
    assert next_form([("worked", True)]) == ("faded", 1)
    assert next_form([("worked", True), ("faded", True)]) == ("faded", 2)
    assert next_form([("worked", True), ("faded", True), ("faded", True)])[0] == "solo"
    solo = [("worked", True), ("faded", True), ("faded", True)]
    assert next_form([*solo, ("solo", False)])[0] == "solo"
    assert next_form([*solo, ("solo", False), ("solo", False)])[0] == "faded"
    assert next_form([("worked", True), ("faded", False), ("faded", False)])[0] == "worked"


def test_short_words_read_more_easily_than_long_ones() -> None:
    easy = "The cat sat on the mat. It was warm."
    hard = (
        "Documentation demonstrating medical necessity facilitates reimbursement notwithstanding limitations."
    )
    assert reading_grade(easy) < 3
    assert reading_grade(hard) > 12
    assert reading_grade("") == 0
