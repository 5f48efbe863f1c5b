"""Which case comes next: by what is due, what is needed first, and how the last ones went."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from logic.practice import schedule
from logic.practice.choosing import Choice, Chooser
from logic.store import Store, open_store
from logic.store.records import (
    CardState,
    Learner,
    Met,
    Standing,
)
from tests.practice.invented_course import BLUEPRINTS, CONCEPTS, HOUR, NOW, Blueprint, chooser, state

NEW = Standing("ana", {}, {}, Met())


def card(concept: str, due_in: timedelta) -> CardState:
    made = schedule.reviewed(None, concept, "right", NOW - timedelta(days=5))
    return replace(made, due_at=NOW + due_in)


def knows(*concepts: str, **more: object) -> Standing:
    """A learner who has practiced these, the first longest ago."""
    states = {each: state(each, hours=10 - at) for at, each in enumerate(concepts)}
    forms = dict.fromkeys(concepts, frozenset({"solo"}))
    return replace(NEW, mastery=states, forms=forms, **more)  # type: ignore[arg-type]


def chosen(standing: Standing, **more: object) -> Choice:
    choice = chooser(**more).next_case(standing, NOW)
    assert choice is not None
    return choice


def test_a_new_learner_begins_with_an_easy_worked_example_of_the_first_concept() -> None:
    choice = chosen(NEW)

    assert (choice.concept, choice.form, choice.why, choice.blueprint) == ("a", "worked", "new", "a1")
    assert choice.says == "A is new: what it builds on is practiced."


@pytest.mark.parametrize(
    ("forms", "form"), [({"worked"}, "faded"), ({"worked", "faded"}, "solo"), ({"solo"}, "solo")]
)
def test_then_some_steps_are_filled_in_and_then_none(forms: set[str], form: str) -> None:
    assert chosen(replace(NEW, forms={"a": frozenset(forms)})).form == form


@pytest.mark.parametrize(("streak", "blueprint"), [(0, "a1"), (1, "a1"), (2, "a2"), (3, "a2"), (4, "a3")])
def test_cases_grow_harder_as_the_row_grows(streak: int, blueprint: str) -> None:
    learning = {"a": state("a", "learning", streak=streak)}

    assert chosen(replace(NEW, mastery=learning, forms={"a": frozenset({"solo"})})).blueprint == blueprint


def test_a_concept_waits_for_what_it_needs() -> None:
    assert chosen(knows("a")).concept == "b"
    assert chosen(knows("d")).concept == "a"
    assert chosen(knows("a", "b", "c")).concept == "d"
    # Something of c was met on the way, yet b comes first.
    met = knows("a")
    assert chosen(replace(met, mastery={**met.mastery, "c": state("c", "learning")})).concept == "b"


def test_a_need_without_a_case_is_no_hurdle() -> None:
    without_a = Chooser(CONCEPTS, [each for each in BLUEPRINTS if each.concept != "a"])
    choice = without_a.next_case(NEW, NOW)

    assert choice is not None
    assert choice.concept == "b"
    assert Chooser(CONCEPTS, []).next_case(NEW, NOW) is None


def test_what_is_due_comes_first_the_most_forgotten_before_the_others_and_not_the_same_twice() -> None:
    cards = {
        "a": replace(card("a", -HOUR), stability=1.0),
        "b": card("b", HOUR),
        "d": card("d", timedelta(days=3)),
    }
    standing = knows("a", "b", "d", cards=cards)
    first = chosen(standing)

    assert (first.concept, first.why, first.form) == ("a", "due", "solo")
    assert first.says.startswith("A is due: about ")
    assert chosen(replace(standing, recent=("a",))).concept == "b"
    only = replace(standing, cards={"a": cards["a"]}, recent=("a",))
    assert chosen(only).concept == "a"


def test_what_was_only_met_on_the_way_is_not_reviewed_before_it_was_taught() -> None:
    standing = replace(NEW, cards={"c": card("c", -HOUR)}, mastery={"c": state("c", "learning", streak=0)})

    assert (chosen(standing).concept, chosen(standing).why) == ("a", "new")


def test_practiced_concepts_are_mixed_in_after_two_of_one_sort() -> None:
    standing = knows("a", "d")
    standing = replace(
        standing,
        mastery={**standing.mastery, "b": state("b", "learning", streak=1)},
        forms={**standing.forms, "b": frozenset({"solo"})},
    )

    assert chosen(replace(standing, recent=("b", "a"))).concept == "b"
    mixed = chosen(replace(standing, recent=("b", "b", "a")))
    assert (mixed.concept, mixed.why) == ("a", "mixed")
    # Nothing is practiced yet: there is nothing to mix, and the sort is learned first.
    alone = replace(NEW, mastery={"a": state("a", "learning")}, forms={"a": frozenset({"solo"})})
    assert chosen(replace(alone, recent=("a", "a", "a"))).concept == "a"


def test_with_all_practiced_what_one_case_would_lift_comes_first() -> None:
    standing = knows("a", "b", "c", "d")
    assert chosen(standing).concept == "a"
    ready = {**standing.mastery, "c": replace(state("c", hours=17), last_at=NOW)}
    assert chosen(replace(standing, mastery=ready)).concept == "c"


def test_errors_and_messy_notes_wait_until_the_rule_is_known() -> None:
    blueprints = [
        Blueprint("plain", "a", 3),
        Blueprint("found", "a", 1, "spot_error"),
        Blueprint("mess", "a", 1, "messy_note"),
    ]
    one = Chooser({"a": CONCEPTS["a"]}, blueprints)
    known = knows("a", given={"plain": 4})

    assert one.next_case(NEW, NOW).blueprint == "plain"  # type: ignore[union-attr]
    hard = Chooser({"a": CONCEPTS["a"]}, [replace(each, difficulty=3) for each in blueprints])
    assert hard.next_case(known, NOW).blueprint in {"found", "mess"}  # type: ignore[union-attr]


def test_what_a_lead_wants_comes_first_behind_what_it_needs() -> None:
    assert chosen(NEW, wanted=["d"]).concept == "d"
    assert chosen(knows("d"), wanted=["d", "c"]).concept == "a"
    assert chosen(knows("d", "a"), wanted=["c"]).concept == "b"


def test_a_learner_may_choose_the_concept() -> None:
    one = chooser()
    assert one.of_concept("c", NEW, NOW) is not None
    assert one.of_concept("c", NEW, NOW).why == "new"  # type: ignore[union-attr]
    assert one.of_concept("a", knows("a"), NOW).why == "mixed"  # type: ignore[union-attr]
    due = knows("a", cards={"a": card("a", -HOUR)})
    assert one.of_concept("a", due, NOW).why == "due"  # type: ignore[union-attr]
    assert one.of_concept("nothing", NEW, NOW) is None


@pytest.fixture
def learner(tmp_path: Path) -> tuple[Store, Learner]:
    store = open_store(None, tmp_path)
    return store, store.add_learner("Ana", NOW)
