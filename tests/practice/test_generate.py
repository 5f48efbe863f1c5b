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


def test_cases_are_sound_and_the_first_fifty_are_all_different(book: RuleBook, course: Course) -> None:
    for blueprint in course.blueprints.values():
        made = [case(blueprint, seed, book, course) for seed in range(50)]
        assert [wrong for each in made for wrong in unsound(each)] == []
        assert len({(each.story, each.rows) for each in made}) == 50, blueprint.id


def test_every_misconception_has_its_words_and_every_word_its_function(course: Course) -> None:
    assert MISCONCEPTIONS.keys() == course.misconceptions.keys()
