from __future__ import annotations

from typing import TYPE_CHECKING

from logic.practice.generate import case
from logic.practice.misconceptions import MISCONCEPTIONS
from logic.practice.soundness import unsound

if TYPE_CHECKING:
    from logic.learning.course import Course
    from logic.rulebook import RuleBook


def test_the_same_blueprint_and_seed_make_the_same_case(book: RuleBook, course: Course) -> None:
    for blueprint in course.blueprints.values():
        assert case(blueprint, 7, book, course) == case(blueprint, 7, book, course)


def test_fifty_cases_of_a_blueprint_are_fifty_stories(book: RuleBook, course: Course) -> None:
    for blueprint in course.blueprints.values():
        stories = {case(blueprint, seed, book, course).story for seed in range(50)}
        assert len(stories) == 50, blueprint.id


def test_every_case_is_sound(book: RuleBook, course: Course) -> None:
    for blueprint in course.blueprints.values():
        for seed in range(200):
            assert unsound(case(blueprint, seed, book, course)) == ()


def test_every_misconception_has_its_words_and_every_word_its_function(course: Course) -> None:
    assert MISCONCEPTIONS.keys() == course.misconceptions.keys()
