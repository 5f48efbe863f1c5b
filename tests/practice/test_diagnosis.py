"""The diagnosis names what explains the answers, tells likely from sure, and takes back what is mended."""

from __future__ import annotations

from random import Random

import pytest

from logic.bench.cases import faults, prove_blueprint
from logic.bench.learners import Practised, follow
from logic.learning.course import Course
from logic.practice.case import Step
from logic.practice.diagnosis import Answered, diagnose
from logic.practice.generate import case
from logic.practice.misconceptions import MISCONCEPTIONS
from logic.practice.simulated import Learner
from logic.practice.tutor import Tutor
from logic.rulebook import RuleBook

ALL = tuple(MISCONCEPTIONS)
COUNTING = ("the-whole-way", "which-code-gets-it", "both-rules-differ", "a-tie", "which-minutes-everything")


def answer(number: int, given: str, wrong: dict[str, tuple[str, ...]], right: str = "5") -> Answered:
    step = Step("units", "total-time", "How many?", "number", (right,), "", (), wrong=wrong)
    return Answered(f"b:{number}", step, given)


A, B = "floor-of-the-total", "twenty-two-is-two"


def test_nothing_is_named_on_nothing_and_nothing_on_one_answer() -> None:
    assert diagnose((), ALL).beliefs == ()

    once = diagnose([answer(1, "4", {"4": (A,)})], ALL)
    assert once.named == ()
    assert once.of("suspected") == (A,)


def test_twice_the_same_wrong_rule_is_named() -> None:
    found = diagnose([answer(n, "4", {"4": (A,), "6": (B,)}) for n in (1, 2)], ALL)
    assert found.named == (A,)
    (belief,) = found.beliefs
    assert (belief.signs, belief.cases, belief.against) == (2, 2, 0)


def test_two_beliefs_that_always_agree_share_the_doubt_until_a_case_tells_them_apart() -> None:
    alike = [answer(n, "4", {"4": (A, B)}) for n in (1, 2, 3)]
    unsure = diagnose(alike, ALL)
    assert unsure.named == ()
    assert {belief.state for belief in unsure.beliefs} == {"suspected"}

    apart = diagnose([*alike, answer(4, "4", {"4": (A,), "6": (B,)})], ALL)
    assert apart.named == (A,)


def test_right_answers_where_the_belief_leads_elsewhere_count_against_it() -> None:
    slips = [answer(1, "4", {"4": (A,)}), answer(9, "4", {"4": (A,)})]
    right = [answer(n, "5", {"4": (A,)}) for n in range(2, 9)]
    assert diagnose([slips[0], *right, slips[1]], ALL).named == ()


def test_a_belief_that_was_held_and_is_answered_rightly_since_is_mended() -> None:
    held = [answer(n, "4", {"4": (A,)}) for n in range(5)]
    since = [answer(n, "5", {"4": (A,)}) for n in range(5, 8)]
    assert diagnose(held, ALL).named == (A,)
    found = diagnose([*held, *since], ALL)
    assert found.of("mended") == (A,)
    assert found.named == ()


def test_several_beliefs_at_once_are_all_named() -> None:
    history = [answer(n, "4" if n % 2 else "6", {"4": (A,), "6": (B,)}) for n in range(6)]
    assert set(diagnose(history, ALL).named) == {A, B}


@pytest.mark.parametrize(
    "beliefs",
    [
        ("twenty-two-is-two",),
        ("done-means-billed", "set-up-time-counted"),
        ("cq-on-the-whole-line", "equal-split", "untimed-minutes-counted"),
        (),
    ],
)
def test_a_tutor_finds_what_a_learner_without_slips_believes(
    beliefs: tuple[str, ...], book: RuleBook, course: Course
) -> None:
    among = (*COUNTING, "two-codes-shared", "with-and-without")
    random = Random(1)
    learner, part = Learner(beliefs, random, slips=0.0), Practised("counting", among, ALL)
    shares = follow(learner, Tutor(book, course, 12), course, random, part, 12)
    assert (shares.missed, shares.wrongly, shares.repeats) == ({}, {}, 0)


def test_the_tutor_never_offers_a_case_again(book: RuleBook, course: Course) -> None:
    tutor, random, seen = Tutor(book, course, 5), Random(1), set()
    for _ in range(4):
        seen.add(tutor.next_case(diagnose((), ALL), random, seen, ["one-code"]).id)
    assert len(seen) == 4


def test_every_wrong_rule_is_brought_to_light_and_no_two_are_always_alike(
    book: RuleBook, course: Course
) -> None:
    shown: dict[str, set[tuple[str, str, str]]] = {name: set() for name in ALL}
    for blueprint in course.blueprints.values():
        for seed in range(25):
            made = case(blueprint, seed, book, course)
            for step in made.steps:
                for given, names in step.wrong.items():
                    for name in names:
                        shown[name].add((made.id, step.id, given))
    assert [name for name, where in shown.items() if not where] == []
    assert len({frozenset(where) for where in shown.values()}) == len(ALL)


@pytest.mark.parametrize("name", [*COUNTING, "treated-together", "each-by-itself-differs", "own-rule"])
def test_cases_hold_when_everything_is_worked_out_once_more(
    name: str, book: RuleBook, course: Course
) -> None:
    assert prove_blueprint(name, range(40), book, course).faults == {}


def test_the_proof_of_cases_can_fail(book: RuleBook, course: Course) -> None:
    made = case(course.blueprints["two-codes"], 1, book, course)
    object.__setattr__(made.step("total"), "right", ("1",))
    assert "total: another answer is right" in set(faults(made))
